/** The command line, and the environment of an action, as given inputs. Both speak the names of inputs.ts. */

import type { Problem } from '../model/problem.ts'
import type { Given, GivenInput } from './config.ts'
import { findInput, inputDefinitions, inputNames } from './inputs.ts'
import { bad, good, type Parsed, problemOf, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'
import { choiceOf, isBoolean } from './values.ts'

export const formats = ['terminal', 'json', 'markdown', 'junit', 'github'] as const
export type Format = (typeof formats)[number]

/** What one command takes beside the inputs. */
export interface CommandFlags {
  /** Flags with a value, such as `fault`. */
  readonly values?: readonly string[]
  /** Flags that stand alone, such as `list-faults`. */
  readonly switches?: readonly string[]
  /** What words without a flag are: the URL, or arguments that the command reads itself. */
  readonly words?: 'url' | 'arguments'
}

export interface CommandLine {
  readonly inputs: Given['inputs']
  readonly options: {
    readonly help: boolean
    readonly version: boolean
    readonly color: boolean
    readonly format: Format
    readonly values: Readonly<Record<string, string>>
    readonly switches: ReadonlySet<string>
  }
  /** Words without a flag, where the command reads them itself. */
  readonly words: readonly string[]
  readonly problems: readonly Problem[]
}

const short: Readonly<Record<string, string>> = { '-h': '--help', '-V': '--version', '-v': '--version' }
const everywhere = ['help', 'version', 'no-color']
const fromVariable = /-env$/

/** One flag of the command line: `value` is null when it stands alone. */
interface Word {
  readonly name: string
  readonly value: string | null
}

type Env = Given['env']

export function parseFlags(argv: readonly string[], env: Env, command: CommandFlags = {}): CommandLine {
  const valued = ['format', ...(command.values ?? [])]
  const alone = [...everywhere, ...(command.switches ?? [])]
  const problems: Problem[] = []
  const inputs: Record<string, GivenInput> = {}
  const words: string[] = []
  const values: Record<string, string> = {}
  const switches = new Set<string>()
  const tell = (subject: string, message: string, remedy: string) =>
    problems.push(problemOf(subject, message, remedy))

  const give = (name: string, subject: string, value: string): void => {
    const before = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    if (!before) inputs[name] = { value, subject }
    else if (findInput(name)?.list) inputs[name] = { value: `${before.value}\n${value}`, subject }
    else tell(subject, `is given twice, the input ${name} has one value`, 'keep one of the two')
  }

  const rest = [...argv]
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    if (next === '--') {
      words.push(...rest.splice(0))
      break
    }
    const text = Object.hasOwn(short, next) ? short[next]! : next
    if (!text.startsWith('--')) {
      if (text.startsWith('-') && text !== '-') {
        tell(quoteFlag(text), 'is not a flag', 'flags start with two dashes, such as --url')
      } else words.push(text)
      continue
    }
    const { name, value: joined } = splitFlag(text)
    const subject = `--${name}`
    const row = findInput(name)
    if (alone.includes(name)) {
      if (joined !== null) tell(subject, 'takes no value', `write ${subject}`)
      switches.add(name)
      continue
    }
    if (row?.alone) {
      give(name, subject, joined ?? (isSpelled(rest[0], name) ? rest.shift()! : 'true'))
      continue
    }
    const secretName = name.replace(fromVariable, '')
    const isVariable = fromVariable.test(name) && findInput(secretName)?.secret === true
    if (!row && !isVariable && !valued.includes(name)) {
      // A value that follows is taken along if it cannot be anything else, and is not shown: it may be a secret.
      if (joined === null && rest[0] !== undefined && !rest[0].startsWith('-')) rest.shift()
      const plain = findInput(secretName) ? `write --${secretName} VALUE` : null
      const near = suggestion(name, knownFlags(valued, alone)).replaceAll(/"([^"]+)"/g, '"--$1"')
      tell(subject, 'is not a flag', plain ?? near)
      continue
    }
    const value = joined ?? (rest[0]?.startsWith('--') ? undefined : rest.shift())
    if (value === undefined)
      tell(subject, 'has no value', `write ${subject} VALUE, or ${subject}=VALUE if it starts with --`)
    else if (row?.secret) {
      tell(subject, 'is a secret, and a command line can be read by others', `write --${name}-env NAME`)
    } else if (isVariable) {
      const read = readVariable(value, env)
      if (read.ok) give(secretName, subject, read.value)
      else tell(subject, read.message, read.remedy)
    } else if (row && value.trim() === '')
      // A shell hands over an unset variable so; what it should have asked for would be left out unseen.
      tell(
        subject,
        'has an empty value',
        `leave ${subject} out, or set the variable that its value comes from`,
      )
    else if (row) give(name, subject, value)
    else if (Object.hasOwn(values, name)) tell(subject, 'is given twice', 'keep one of the two')
    else values[name] = value
  }

  if (command.words !== 'arguments') {
    const [url, ...more] = words.splice(0)
    if (url !== undefined && inputs.url)
      tell('--url', `contradicts the URL ${quote(url)}`, 'keep one of the two')
    else if (url !== undefined) give('url', 'URL', url)
    for (const word of more)
      tell(quote(word), 'is one URL too many', 'give one URL; values belong behind their flags')
  }
  const format = choiceOf(formats, 'a format')(values.format ?? 'terminal')
  delete values.format
  if (!format.ok) tell('--format', format.message, format.remedy)
  const [help, version, color] = [
    switches.delete('help'),
    switches.delete('version'),
    !switches.delete('no-color'),
  ]
  const options = { help, version, color, format: format.ok ? format.value : 'terminal', values, switches }
  return { inputs, options, words, problems }
}

/** The name may hold anything: nothing of a wrong single-dash flag but its first letters is shown. */
const quoteFlag = (text: string): string => quote(text.length > 12 ? `${text.slice(0, 12)}…` : text)

function splitFlag(text: string): Word {
  const equals = text.indexOf('=')
  return equals < 0
    ? { name: text.slice(2), value: null }
    : { name: text.slice(2, equals), value: text.slice(equals + 1) }
}

/** `--check-run false`: the next word belongs to the flag only if it can be nothing but its value. */
const isSpelled = (next: string | undefined, name: string): boolean =>
  next !== undefined && (isBoolean(next) || (name === 'auth-required' && next === 'auto'))

/** Every flag there is, for help and for suggestions; secrets by the variable that holds them. */
const knownFlags = (valued: readonly string[], alone: readonly string[]): readonly string[] => [
  ...inputNames.map(name => (findInput(name)!.secret ? `${name}-env` : name)),
  ...valued,
  ...alone,
]

/** Somebody may have put the secret itself where the name belongs: only what looks like a name is shown. */
function readVariable(name: string, env: Env): Parsed<string> {
  const value = Object.hasOwn(env, name) ? env[name] : undefined
  if (value !== undefined && value !== '') return good(value)
  const shown = /^[A-Z][A-Z0-9_]{0,39}$/.test(name)
    ? `the environment variable ${quote(name)}`
    : 'the environment variable'
  return bad(
    `${shown} is ${value === undefined ? 'not set' : 'empty'}`,
    'give the name of a variable, not its value, and set the variable',
  )
}

const prefix = 'INPUT_'

/** The inputs of an action: `INPUT_`, the name in capitals, hyphens kept. Empty ones are not given. */
export function inputsFromEnv(env: Env): Given['inputs'] {
  const found = Object.entries(env).flatMap(([variable, value]) => {
    if (!variable.toUpperCase().startsWith(prefix) || value === undefined) return []
    const name = variable.slice(prefix.length).toLowerCase()
    return [[name, { value, subject: name }] as const]
  })
  return Object.fromEntries(found)
}

/** One line a flag, for `--help`; those that this version refuses are left out. */
export function describeFlags(): readonly string[] {
  return inputDefinitions.flatMap(({ name, description, secret, alone }) => {
    const flag = secret ? `--${name}-env NAME` : alone ? `--${name}` : `--${name} VALUE`
    const [sentence = ''] = description.replaceAll('`', '').split(/\.( |$)/, 1)
    return [`${flag.padEnd(28)}${sentence}`]
  })
}
