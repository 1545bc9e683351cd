/** Every wait has a limit and an end: the run's own abort, or a time-out. */

import { type Fault, fault } from '../model/fault.ts'

/**
 * The end of a wait: after some time, or with the run. A class, and no closures: thousands of connections make one for
 * each of their waits. Disposed of when the wait is done, so that no timer outlives it.
 */
export class Limit implements Disposable {
  #state: 'waiting' | 'timed out' | 'run over' | 'done' = 'waiting'
  readonly #run: AbortSignal
  readonly #timer: NodeJS.Timeout
  #callback: (() => void) | null = null

  constructor(ms: number, run: AbortSignal) {
    this.#run = run
    this.#timer = setTimeout(onTime, ms, this)
    if (run.aborted) this.end('run over')
    else limitsOf(run).add(this)
  }

  /** Calls once, at once if it is over already. One caller a limit. */
  onOver(callback: () => void): void {
    if (this.#state === 'waiting') this.#callback = callback
    else callback()
  }

  get isOver(): boolean {
    return this.#state !== 'waiting'
  }

  /** True if the time was over, false if the run was. */
  get timedOut(): boolean {
    return this.#state === 'timed out'
  }

  end(why: 'timed out' | 'run over' | 'done'): void {
    if (this.#state !== 'waiting') return
    this.#state = why
    clearTimeout(this.#timer)
    limitsOf(this.#run).delete(this)
    if (why !== 'done') this.#callback?.()
  }

  [Symbol.dispose](): void {
    this.end('done')
  }
}

const onTime = (limit: Limit): void => limit.end('timed out')

/**
 * Who waits for the end of a run. One listener on the signal serves them all: an EventTarget walks its list of
 * listeners for each one added.
 */
const waiting = new WeakMap<AbortSignal, Set<Limit>>()

function limitsOf(run: AbortSignal): Set<Limit> {
  const known = waiting.get(run)
  if (known) return known
  const limits = new Set<Limit>()
  waiting.set(run, limits)
  run.addEventListener('abort', () => {
    for (const limit of [...limits]) limit.end('run over')
  })
  return limits
}

export const limitOf = (ms: number, run: AbortSignal): Limit => new Limit(ms, run)

/** The fault of a wait that ended because the run was over. */
export function runOver(run: AbortSignal): Fault {
  const reason: unknown = run.reason
  return reason === 'deadline'
    ? fault('runner.deadline', 'the deadline of the whole run was over before this was finished')
    : fault('runner.cancelled', 'the run was over before this was finished')
}
