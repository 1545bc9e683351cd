/**
 * Runs a JavaScript action as GitHub's runner runs it, by the runner's own rules (v2.336.0), in real processes. What the
 * runner would have shown, taken over or dropped is the result; what it would have disliked is in `problems`.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Annotation } from './annotations.ts'
import { parsePairs, takeSummary } from './file-command.ts'
import { type Interpreter, interpret } from './interpreter.ts'
import { findLeaks } from './leaks.ts'
import { createMasker } from './masker.ts'
import { findMetadata, inputVariables, inputWarnings, readMetadata } from './metadata.ts'
import { type Cancellation, runProcess } from './process.ts'
import { prepare, runnerFolders, type Surroundings } from './surroundings.ts'

export interface Step {
  /** Path of the script; the committed bundle if absent. */
  readonly action?: string
  /** Path of action.yml; beside or above the script if absent, null for none. */
  readonly metadata?: string | null
  readonly inputs?: Readonly<Record<string, string>>
  /** Wins over the runner's own variables. */
  readonly env?: Readonly<Record<string, string>>
  readonly event?: object
  readonly eventName?: string
  /** A new folder if absent. */
  readonly workspace?: string
  /** Secrets of the workflow: masked from the first line, and looked for in everything that the step leaves. */
  readonly mask?: readonly string[]
  readonly cancel?: Cancellation
  /** Path of node; the one that runs this if absent. */
  readonly node?: string
  /** Limit of the whole step, in milliseconds. */
  readonly limitMs?: number
}

export interface StepResult extends Disposable {
  readonly exitCode: number
  readonly conclusion: 'success' | 'failure'
  /** Signals that were sent, in order. */
  readonly signals: readonly NodeJS.Signals[]
  /** What the log shows. */
  readonly log: readonly string[]
  readonly rawStdout: string
  readonly rawStderr: string
  readonly annotations: readonly Annotation[]
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  /** Null where it was too large to be shown; empty where none was written. */
  readonly summary: string | null
  /** Values that the step itself registered. */
  readonly masks: readonly string[]
  readonly problems: readonly string[]
  readonly workspace: string
  readonly temp: string
  /** What the step left in RUNNER_TEMP, as relative paths with `/`. */
  readonly files: readonly string[]
  /** Text of one of `files`. */
  read(file: string): string
}

export const bundle = resolve(import.meta.dirname, '../../dist/index.js')

const defaultLimitMs = 60_000

/** Throws if the script or node is missing. Everything else is part of the result. */
export async function runAction(step: Step): Promise<StepResult> {
  const action = resolve(step.action ?? bundle)
  if (!existsSync(action)) throw new Error(`${action} does not exist; run \`npm run build\``)
  const node = step.node ?? process.execPath
  const metadata = readMetadata(step.metadata === undefined ? findMetadata(action) : step.metadata)
  const inputs = step.inputs ?? {}
  const around = prepare(
    { name: step.eventName ?? 'push', payload: step.event ?? {} },
    step.workspace && resolve(step.workspace),
    node,
  )
  const masker = createMasker()
  for (const secret of [around.token, ...(step.mask ?? [])]) masker.add(secret)
  const interpreter = interpret(masker, around.workspace, step.env?.RUNNER_DEBUG === '1')
  const issue = (level: 'error' | 'warning', message: string) =>
    interpreter.write(`##[${level}]`, interpreter.annotations.add(level, message))

  for (const warning of inputWarnings(metadata, inputs)) issue('warning', warning)
  const ended = await runProcess({
    file: node,
    arguments: [action],
    directory: around.workspace,
    variables: {
      ...around.variables,
      ...inputVariables(metadata, inputs, around.contexts),
      ...step.env,
    },
    cancellation: step.cancel ?? null,
    limitMs: step.limitMs ?? defaultLimitMs,
    onLine: interpreter.read,
  })
  interpreter.end()

  const problems: string[] = []
  const pairsOf = (file: 'GITHUB_OUTPUT' | 'GITHUB_STATE' | 'GITHUB_ENV'): Record<string, string> => {
    try {
      return parsePairs(readIfThere(around.files[file]).toString())
    } catch (trouble) {
      issue('error', `Unable to process file command '${file}' successfully.`)
      issue('error', String(trouble))
      problems.push(`invalid file ${file}: ${String(trouble)}`)
      return {}
    }
  }
  const outputs = { ...interpreter.outputs, ...pairsOf('GITHUB_OUTPUT') }
  const state = { ...interpreter.state, ...pairsOf('GITHUB_STATE') }
  for (const name of Object.keys(pairsOf('GITHUB_ENV'))) problems.push(`the step sets the variable ${name}`)
  for (const [name, value] of Object.entries(outputs)) {
    if (metadata.outputs && !metadata.outputs.includes(name)) problems.push(`undeclared output ${name}`)
    if (masker.mask(value) !== value) problems.push(`output ${name} is dropped since it may contain a secret`)
  }

  const summaryFile = readIfThere(around.files.GITHUB_STEP_SUMMARY)
  const { summary, error } = takeSummary(summaryFile, masker)
  if (error) {
    issue('error', error)
    problems.push(error)
  }

  const files = listFiles(around.temp)
  const secrets = [around.token, ...(step.mask ?? []), ...interpreter.masks]
  problems.push(...findLeaks(secrets, placesOf(around, interpreter, outputs, summaryFile, files)))
  return {
    exitCode: ended.exitCode,
    conclusion: ended.exitCode !== 0 || interpreter.failed || problemFails(problems) ? 'failure' : 'success',
    signals: ended.signals,
    log: interpreter.log,
    rawStdout: ended.stdout,
    rawStderr: ended.stderr,
    annotations: interpreter.annotations.shown,
    outputs,
    state,
    summary,
    masks: interpreter.masks,
    problems: [...ended.problems, ...interpreter.problems, ...interpreter.annotations.problems, ...problems],
    workspace: around.workspace,
    temp: around.temp,
    files,
    read: file => readFileSync(join(around.temp, file), 'utf8'),
    [Symbol.dispose]: () => around.remove(),
  }
}

/** An invalid command file fails the step; the rest is only bad manners. */
const problemFails = (problems: readonly string[]): boolean =>
  problems.some(problem => problem.startsWith('invalid file '))

const readIfThere = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))

const listFiles = (temp: string): string[] =>
  readdirSync(temp, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(temp, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(file => !runnerFolders.some(folder => file.startsWith(`${folder}/`)))
    .sort()

/** Everything that the step showed or left, by a name for people. */
function placesOf(
  around: Surroundings,
  interpreter: Interpreter,
  outputs: Readonly<Record<string, string>>,
  summary: Buffer,
  files: readonly string[],
): Record<string, string> {
  return {
    'the raw output': interpreter.unmasked.join('\n'),
    'the raw summary': summary.toString(),
    ...Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`output ${name}`, value])),
    ...Object.fromEntries(files.map(file => [file, readFileSync(join(around.temp, file), 'utf8')])),
  }
}
