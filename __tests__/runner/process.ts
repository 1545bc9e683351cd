/**
 * Runs the process of a step and ends it as the runner does: SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL.
 * https://github.com/actions/runner/blob/v2.336.0/src/Runner.Sdk/ProcessInvoker.cs
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { readLines } from './lines.ts'

export interface Cancellation {
  /** Milliseconds after the start, or the first line of output that matches. */
  readonly after: number | RegExp
  /** `SIGTERM` leaves the SIGINT out, as other runners and container stops do. */
  readonly startWith?: 'SIGINT' | 'SIGTERM'
  /** How long each signal may take, in milliseconds; the runner's own times unless a test is in a hurry. */
  readonly graceMs?: { readonly SIGINT: number; readonly SIGTERM: number }
}

export interface Ended {
  /** 128 and the number of the signal where a signal ended it, as .NET reports it. */
  readonly exitCode: number
  readonly signals: readonly NodeJS.Signals[]
  readonly stdout: string
  readonly stderr: string
  readonly problems: readonly string[]
}

const runnerGraceMs = { SIGINT: 7500, SIGTERM: 2500 } as const
/** How long a grandchild may hold the output open after the process has ended. */
const streamGraceMs = 5000

export interface Start {
  readonly file: string
  readonly arguments: readonly string[]
  readonly directory: string
  readonly variables: Readonly<Record<string, string>>
  readonly cancellation: Cancellation | null
  /** After this many milliseconds the process is killed and a problem told. */
  readonly limitMs: number
  readonly onLine: (line: string) => void
}

export async function runProcess(start: Start): Promise<Ended> {
  const child = spawn(start.file, start.arguments, {
    cwd: start.directory,
    env: start.variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
  })
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const signals: NodeJS.Signals[] = []
  const problems: string[] = []
  const stop = new AbortController()

  let cancelling = false
  const cancel = () => {
    if (cancelling || start.cancellation === null) return
    cancelling = true
    endInSteps(child, start.cancellation, signals, stop.signal).catch(() => {})
  }
  const onLine = (line: string) => {
    start.onLine(line)
    if (start.cancellation?.after instanceof RegExp && start.cancellation.after.test(line)) cancel()
  }
  const collect = (stream: NodeJS.ReadableStream): (() => string) => {
    const chunks: Buffer[] = []
    const lines = readLines(onLine)
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      lines.write(chunk)
    })
    stream.on('end', lines.end)
    return () => Buffer.concat(chunks).toString()
  }
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)

  const limit = setTimeout(() => {
    problems.push(`the step did not end within ${start.limitMs} ms and was killed`)
    child.kill('SIGKILL')
  }, start.limitMs)
  const { after } = start.cancellation ?? {}
  const timer = typeof after === 'number' ? setTimeout(cancel, after) : undefined
  try {
    const exitCode = await exited
    const late = pause(streamGraceMs, 'late', { ref: false, signal: stop.signal }).catch(() => 'stopped')
    if ((await Promise.race([closed, late])) === 'late') {
      problems.push('the output was still held open by a child of the step 5 s after its end')
      child.stdout.destroy()
      child.stderr.destroy()
    }
    return { exitCode, signals, stdout: stdout(), stderr: stderr(), problems }
  } finally {
    clearTimeout(limit)
    clearTimeout(timer)
    stop.abort()
  }
}

/** To the process alone, not to its group: the runner does the same. */
async function endInSteps(
  child: ChildProcess,
  { startWith = 'SIGINT', graceMs = runnerGraceMs }: Cancellation,
  signals: NodeJS.Signals[],
  over: AbortSignal,
): Promise<void> {
  const steps = startWith === 'SIGINT' ? (['SIGINT', 'SIGTERM'] as const) : (['SIGTERM'] as const)
  for (const signal of steps) {
    signals.push(signal)
    child.kill(signal)
    await pause(graceMs[signal], undefined, { signal: over })
  }
  signals.push('SIGKILL')
  child.kill('SIGKILL')
}
