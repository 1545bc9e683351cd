/** The configuration file as plain values, each with its place, its environment variables filled in. Needs `yaml`. */

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import type { Place, Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import type { Given } from './config.ts'
import { expandVariables, namesSecret } from './environment-variables.ts'
import { problemOf, quote } from './parsed.ts'

export type Path = readonly (string | number)[]

/** Aliases can make a small file a huge value ("billion laughs"); this many values are more than anybody declares. */
const mostValues = 50_000
const deepest = 64

export interface Document {
  readonly value: unknown
  /** Where the value is; for one that is not there, where its parent is. */
  readonly placeOf: (path: Path) => Place
  readonly keyPlaceOf: (path: Path) => Place
  /** Variables that were filled in at that very value. */
  readonly variablesOf: (path: Path) => readonly { readonly name: string; readonly value: string }[]
  /** Variables that could not be filled in, and where: they matter only where the value is used. */
  readonly unresolved: readonly { readonly path: Path; readonly problem: Problem }[]
}

export type Opened =
  | { readonly ok: true; readonly document: Document; readonly secrets: readonly Secret[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** `checks[0].within`, `environments.staging["odd key"]`. */
export const showPath = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[\w-]+$/.test(step)) return `${text}[${quote(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')

const keyOf = (path: Path): string => path.map(String).join('\u0000')

/** What is under these words is a regular expression, where `$` has a meaning of its own. */
const takesVariables = (path: Path): boolean => !path.includes('$matches') && path.at(-2) !== 'capture'

/** Of a credential, what anybody may see; a variable whose own name says otherwise stays a secret. */
const openWords: Readonly<Record<string, readonly string[]>> = {
  jwt: ['algorithm', 'expires-in'],
  oidc: ['audience'],
  oauth: ['token-url', 'client-id', 'scope', 'audience', 'auth'],
  login: ['url', 'method', 'cookie'],
}

/** Credentials and headers; words such as `in` may be seen by anybody. */
function holdsSecret(path: Path): boolean {
  const [section, , word] = path
  if (section === 'checks') return word === 'headers'
  if (section !== 'environments') return false
  if (word === 'headers') return true
  if (word !== 'credential' && word !== 'credentials') return false
  const [source, inner, ...more] = path.slice(word === 'credential' ? 3 : 4)
  return source !== 'in' && (more.length > 0 || !openWords[String(source)]?.includes(String(inner)))
}

export function openDocument(text: string, file: string, env: Given['env']): Opened {
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  let parsed: ReturnType<typeof parseDocument>
  try {
    parsed = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      // Ids beyond 2^53 would be rounded, and match others.
      intAsBigInt: true,
      version: '1.2',
    })
  } catch (error) {
    // The composer recurses; nothing but a depth that nobody writes by hand ends here.
    if (!(error instanceof RangeError)) throw error
    return { ok: false, problems: [tooDeep(file, at(0))] }
  }
  const faults = [...parsed.errors, ...parsed.warnings]
  // The parser catches its own overflow.
  const [overflow] = faults.filter(({ message }) => message.includes('call stack'))
  if (overflow) return { ok: false, problems: [tooDeep(file, at(overflow.pos[0]))] }
  if (faults.length > 0) {
    const problems = faults.map(({ code, message, pos }) =>
      problemOf(
        file,
        describeFault(code, message),
        remedies[code] ?? 'correct the YAML at this place',
        at(pos[0]),
      ),
    )
    return { ok: false, problems }
  }
  return walk(parsed, { file, env, at })
}

/** What is sent and matched is exact; elsewhere nothing is so large. */
const readInteger = (value: bigint, path: Path): number | bigint =>
  Number.isSafeInteger(Number(value)) || path[0] !== 'checks' ? Number(value) : value

const tooDeep = (file: string, place: Place): Problem =>
  problemOf(file, `is nested more than ${deepest} levels deep`, 'flatten it', place)

const faultTexts: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key stands here a second time',
  MULTIPLE_DOCS: 'holds more than one YAML document',
}

const describeFault = (code: string, message: string): string =>
  faultTexts[code] ?? `is not valid YAML: ${message.split('\n', 1)[0]}`

const remedies: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'keep one document: remove the line ---',
  TAG_RESOLVE_FAILED: 'remove the tag that starts with !',
}

interface Surroundings {
  readonly file: string
  readonly env: Given['env']
  readonly at: (offset: number) => Place
}

function walk(parsed: ReturnType<typeof parseDocument>, { file, env, at }: Surroundings): Opened {
  const values = new Map<string, Place>()
  const keys = new Map<string, Place>()
  const variables = new Map<string, { name: string; value: string }[]>()
  const unresolved: { path: Path; problem: Problem }[] = []
  const secrets: Secret[] = []
  let count = 0
  let refused: Problem | null = null

  const placeIn = (map: ReadonlyMap<string, Place>, path: Path): Place | undefined => map.get(keyOf(path))
  const placeOf = (path: Path): Place => {
    for (let length = path.length; length > 0; length--) {
      const found = placeIn(values, path.slice(0, length))
      if (found) return found
    }
    return placeIn(values, []) ?? { file, line: 1, column: 1 }
  }

  const visit = (node: Node | null, path: Path, place: Place): unknown => {
    const start = node?.range?.[0]
    const here = start === undefined || (isScalar(node) && node.value === null) ? place : at(start)
    values.set(keyOf(path), here)
    if (++count > mostValues) {
      const message = `holds more than ${mostValues} values, aliases counted`
      refused ??= problemOf(file, message, 'declare less, or use fewer aliases', here)
    }
    if (path.length > deepest) refused ??= tooDeep(file, here)
    if (refused) return null
    if (isAlias(node)) {
      const anchored = (node as Alias).resolve(parsed)
      const remedy = 'declare the anchor before it is used, or quote the text that starts with *'
      if (!anchored)
        refused ??= problemOf(file, `the anchor ${quote(node.source)} is not declared`, remedy, here)
      return visit(anchored ?? null, path, here)
    }
    if (isSeq(node))
      return node.items.map((item, index) => visit(item as Node | null, [...path, index], here))
    if (isMap(node)) {
      const record: Record<string, unknown> = {}
      for (const pair of node.items) visitPair(pair as Pair<Node, Node | null>, path, record, here)
      return record
    }
    return isScalar(node) ? visitScalar(node.value, path, here) : null
  }

  const visitPair = (
    pair: Pair<Node, Node | null>,
    path: Path,
    record: Record<string, unknown>,
    outer: Place,
  ) => {
    const { key, value } = pair
    const place = key?.range ? at(key.range[0]) : outer
    if (!isScalar(key) || key.value === null) {
      refused ??= problemOf(
        file,
        'a key is not a word',
        'write KEY: VALUE, with the key in quotes if need be',
        place,
      )
      return
    }
    const inner = [...path, String(key.value)]
    keys.set(keyOf(inner), place)
    // Defined, not assigned: `__proto__` is a key like any other.
    const found = visit(value, inner, place)
    Object.defineProperty(record, String(key.value), {
      value: found,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }

  const visitScalar = (written: unknown, path: Path, place: Place): unknown => {
    const value = typeof written === 'bigint' ? readInteger(written, path) : written
    if (typeof value !== 'string' || !value.includes('$') || !takesVariables(path)) return value
    const expanded = expandVariables(value, env)
    variables.set(keyOf(path), [...expanded.read])
    for (const { message, remedy } of expanded.problems) {
      unresolved.push({ path, problem: problemOf(showPath(path), message, remedy, place) })
    }
    for (const { name, value: read } of expanded.read) {
      if (namesSecret(name) || holdsSecret(path)) secrets.push(new Secret(read))
    }
    return expanded.text
  }

  const value = visit(parsed.contents as Node | null, [], { file, line: 1, column: 1 })
  if (refused) return { ok: false, problems: [refused] }
  const document: Document = {
    value,
    placeOf,
    keyPlaceOf: path => placeIn(keys, path) ?? placeOf(path),
    variablesOf: path => variables.get(keyOf(path)) ?? [],
    unresolved,
  }
  return { ok: true, document, secrets }
}
