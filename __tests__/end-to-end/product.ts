/** Runs the product as GitHub's runner or a person does, and holds each run of the action to its standing promises. */

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Report, ReportedCheck } from '../../src/model/report.ts'
import { systemVariables } from '../platform.ts'
import { bundle as committed, runAction, type Step, type StepResult } from '../runner/runner.ts'
import { brokenPromises } from './promises.ts'

/** The committed bundle, or the one that VERIFY_DEPLOY_BUNDLE names: a private build while `dist` is being rebuilt. */
export const bundle = resolve(process.env.VERIFY_DEPLOY_BUNDLE ?? committed)

/** In CI a missing bundle is a failure; elsewhere the tests say what to do. */
export const noBundle =
  existsSync(bundle) || process.env.CI === 'true' ? false : `${bundle} is not built: npm run build`

const root = resolve(import.meta.dirname, '../..')

export interface Run extends StepResult {
  readonly report: Report
  /** Text of `junit.xml`. */
  readonly junit: string
  check(id: string): ReportedCheck
  /** `id outcome class type`, without what is null, in the order of the report. */
  readonly outcomes: readonly string[]
}

export interface RunOptions extends Omit<Step, 'action' | 'metadata' | 'inputs'> {
  /** What this scenario breaks on purpose; anything else that the emulator dislikes fails the test. */
  readonly tolerates?: RegExp
}

/** Loopback answers at once, so that short limits are no risk; nothing is waited for unless a test is about waiting. */
const quick = { wait: '0s', timeout: '5s' } as const

/** One step of a workflow. Throws if a promise that holds for every run is broken. */
export async function verify(
  inputs: Readonly<Record<string, string>>,
  { tolerates, ...step }: RunOptions = {},
): Promise<Run> {
  const result = await runAction({
    limitMs: 40_000,
    ...step,
    action: bundle,
    metadata: join(root, 'action.yml'),
    inputs: { ...quick, ...inputs },
  })
  const log = [...result.log, result.rawStderr].join('\n')
  if (!result.outputs.report || !existsSync(result.outputs.report))
    throw new Error(`no report (exit ${result.exitCode}, ${result.problems.join('; ')}):\n${log}`)
  const report = JSON.parse(readFileSync(result.outputs.report, 'utf8')) as Report
  const junit = readFileSync(join(dirname(result.outputs.report), 'junit.xml'), 'utf8')
  const broken = [
    ...result.problems.filter(problem => !tolerates?.test(problem)),
    ...brokenPromises(result, report, junit),
  ]
  if (broken.length > 0) throw new Error(`broken promises:\n${broken.join('\n')}\n\n${log}`)
  return {
    ...result,
    report,
    junit,
    check(id) {
      const found = report.checks.find(check => check.id === id)
      if (!found) throw new Error(`no check ${id} in ${report.checks.map(check => check.id).join(', ')}`)
      return found
    },
    outcomes: outcomesOf(report),
    [Symbol.dispose]: () => result[Symbol.dispose](),
  }
}

export const outcomesOf = (report: Report): string[] =>
  report.checks.map(({ id, outcome, class: failureClass, fault }) =>
    [id, outcome, failureClass, outcome === 'blocked' ? null : fault?.type].filter(Boolean).join(' '),
  )

export interface Spawned {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The command, with a pipe on each side as in a script. Killed after `limitMs`, which gives the exit code 137. */
export async function command(
  words: readonly string[],
  {
    env = {},
    cwd = tmpdir(),
    limitMs = 40_000,
  }: { env?: Record<string, string>; cwd?: string; limitMs?: number } = {},
): Promise<Spawned> {
  const child = spawn(process.execPath, [bundle, ...words], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...systemVariables, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const exitCode = await new Promise<number>((done, reject) => {
    child.once('error', reject)
    child.once('close', code => done(code ?? 137))
  })
  clearTimeout(timer)
  return { exitCode, ...texts }
}

export interface Folder extends Disposable {
  readonly path: string
}

/** A checkout with these files. */
export function folderWith(files: Readonly<Record<string, string>>): Folder {
  const path = mkdtempSync(join(tmpdir(), 'end-to-end-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Runs with this text as `.github/verify-deploy.yml`. */
export async function verifyFile(
  config: string,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<Run> {
  using checkout = folderWith({ '.github/verify-deploy.yml': config })
  return await verify(inputs, { ...options, workspace: checkout.path })
}
