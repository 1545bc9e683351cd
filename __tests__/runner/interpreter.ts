/**
 * Reads the lines of a step and obeys the commands in them.
 * https://github.com/actions/runner/blob/v2.336.0/src/Runner.Worker/ActionCommandManager.cs
 */

import { type Annotations, collectAnnotations, type Level } from './annotations.ts'
import { type Command, looksLikeCommand, parseCommand } from './command.ts'
import type { Masker } from './masker.ts'

export interface Interpreter {
  readonly read: (line: string) => void
  readonly annotations: Annotations
  /** Masked, as the log shows them. */
  readonly log: readonly string[]
  /** As they came, without the commands that register a mask: what must not hold a secret. */
  readonly unmasked: readonly string[]
  /** Values that `add-mask` registered. */
  readonly masks: readonly string[]
  /** By the commands of old, `set-output` and `save-state`. */
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly problems: readonly string[]
  /** True once a command could not be obeyed: the step fails whatever its exit code. */
  readonly failed: boolean
  /** Tells of what was left open. */
  readonly end: () => void
  /** Writes one line of the runner's own. */
  readonly write: (tag: string, text: string) => void
}

const stopCommand = 'stop-commands'
/** Masks shorter than this hide ordinary text everywhere in the log. */
const shortestMask = 4

export function interpret(masker: Masker, workspace: string, debug: boolean): Interpreter {
  const annotations = collectAnnotations(masker, workspace)
  const log: string[] = []
  const unmasked: string[] = []
  const masks = new Set<string>()
  const outputs: Record<string, string> = {}
  const state: Record<string, string> = {}
  const problems: string[] = []
  let failed = false
  let echo = false
  let stopToken: string | null = null

  const write = (tag: string, text: string) => log.push(...masker.mask(tag + text).split('\n'))
  const annotate = (level: Level) => (command: Command) =>
    write(`##[${level}]`, annotations.add(level, command.data, command.properties))
  const keep = (into: Record<string, string>) => (command: Command) => {
    problems.push(`deprecated command ${command.name}`)
    const { name } = command.properties
    if (name) into[name] = command.data
    else throw new Error(`Required field 'name' is missing in ##[${command.name}] command.`)
  }
  const disabled = (command: Command) => {
    throw new Error(`The \`${command.name}\` command is disabled.`)
  }
  const noMatcher = (command: Command) => problems.push(`problem matchers are not emulated: ${command.name}`)

  const commands: Readonly<Record<string, (command: Command) => unknown>> = {
    error: annotate('error'),
    warning: annotate('warning'),
    notice: annotate('notice'),
    debug: command => debug && write('##[debug]', command.data),
    group: command => write('##[group]', command.data),
    endgroup: () => write('##[endgroup]', ''),
    'set-output': keep(outputs),
    'save-state': keep(state),
    'set-env': disabled,
    'add-path': disabled,
    'add-matcher': noMatcher,
    'remove-matcher': noMatcher,
    echo: command => {
      const value = command.data.trim().toUpperCase()
      if (value !== 'ON' && value !== 'OFF') throw new Error(`Invalid echo command value: '${command.data}'.`)
      echo = value === 'ON'
    },
    'add-mask': command => {
      const lines = command.data.split(/[\r\n]/).map(line => line.trim())
      const empty = command.data.trim() === ''
      if (empty) problems.push('add-mask of an empty value')
      // Each line is registered by itself too, whatever its length: a line `{` masks every `{` from now on.
      for (const value of new Set(empty ? [] : [command.data, ...lines.filter(line => line !== '')])) {
        if (value.length < shortestMask)
          problems.push(`add-mask of ${value.length} characters hides plain text`)
        masker.add(value)
        masks.add(value)
      }
    },
  }
  /** Commands whose line is never echoed. */
  const quiet = new Set(['error', 'warning', 'notice', 'debug', 'add-mask'])
  const registered = new Set([...Object.keys(commands), stopCommand])

  const print = (line: string) => {
    unmasked.push(line)
    write('', line)
  }

  const stop = (command: Command, line: string) => {
    const token = command.data.toLowerCase()
    if (token === '' || token === 'pause-logging' || registered.has(token))
      throw new Error('stop-commands needs a token that is not empty and not a command')
    stopToken = token
    registered.add(token)
    if (token.length > 6) masker.add(command.data)
    print(line)
  }

  const obey = (command: Command, line: string) => {
    if (command.syntax === 'v1') problems.push(`command in the old syntax: ${line.slice(0, 80)}`)
    if (command.name !== 'add-mask') unmasked.push(line)
    if (echo && !quiet.has(command.name)) write('', line)
    try {
      if (command.name === stopCommand) stop(command, line)
      else commands[command.name]!(command)
    } catch (trouble) {
      failed = true
      const shown = quiet.has(command.name) ? command.name : line
      for (const message of [`Unable to process command '${shown}' successfully.`, String(trouble)])
        write('##[error]', annotations.add('error', message))
      problems.push(`command failed: ${command.name}: ${String(trouble)}`)
    }
  }

  return {
    annotations,
    log,
    unmasked,
    get masks() {
      return [...masks]
    },
    outputs,
    state,
    problems,
    get failed() {
      return failed
    },
    write,
    read(line) {
      const command = parseCommand(line, registered)
      if (stopToken === null) {
        if (command) return obey(command, line)
        if (looksLikeCommand(line)) problems.push(`unknown command: ${line.slice(0, 80)}`)
      } else if (command?.name === stopToken) {
        registered.delete(stopToken)
        stopToken = null
      }
      print(line)
    },
    end() {
      if (stopToken !== null) problems.push('commands were stopped and never resumed')
    },
  }
}
