/** Every wait has a limit and an end: the run's own abort, or a time-out. */

import { type Fault, fault } from '../model/fault.ts'

/** The wait is over after some time, or with the run; released, so that no timer outlives its wait. */
export interface Limit extends Disposable {
  /** Calls once, at once if it is over already. One caller a limit. */
  onOver(callback: () => void): void
  readonly isOver: boolean
  /** True if the time was over, false if the run was. */
  readonly timedOut: boolean
}

export function limitOf(ms: number, run: AbortSignal): Limit {
  let over: 'no' | 'time' | 'run' = run.aborted ? 'run' : 'no'
  let callback: (() => void) | null = null
  const end = (why: 'time' | 'run') => {
    if (over !== 'no') return
    over = why
    release()
    callback?.()
  }
  const onRunOver = () => end('run')
  const timer = setTimeout(end, ms, 'time')
  const release = () => {
    clearTimeout(timer)
    unlisten(run, onRunOver)
  }
  listen(run, onRunOver)
  return {
    onOver(wanted) {
      if (over === 'no') callback = wanted
      else wanted()
    },
    get isOver() {
      return over !== 'no'
    },
    get timedOut() {
      return over === 'time'
    },
    [Symbol.dispose]: release,
  }
}

/**
 * Who waits for the end of a run. One listener on the signal serves them all: an EventTarget walks its list of
 * listeners for each one added, which thousands of connections would feel.
 */
const listeners = new WeakMap<AbortSignal, Set<() => void>>()

function listen(run: AbortSignal, callback: () => void): void {
  let all = listeners.get(run)
  if (!all) {
    const set = new Set<() => void>()
    all = set
    listeners.set(run, set)
    run.addEventListener('abort', () => {
      for (const call of [...set]) call()
    })
  }
  all.add(callback)
}

function unlisten(run: AbortSignal, callback: () => void): void {
  listeners.get(run)?.delete(callback)
}

/** The fault of a wait that ended because the run was over. */
export function runOver(run: AbortSignal): Fault {
  const reason: unknown = run.reason
  return reason === 'deadline'
    ? fault('runner.deadline', 'the deadline of the whole run was over before this was finished')
    : fault('runner.cancelled', 'the run was over before this was finished')
}
