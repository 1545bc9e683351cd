/** Every wait has a limit and an end: the run's own abort, or a time-out. */

import { type Fault, fault } from '../model/fault.ts'

/** A signal that fires after `ms` or with the run, and must be released so that no timer outlives its wait. */
export interface Limit extends Disposable {
  readonly signal: AbortSignal
  /** True if the time was over, false if the run was. */
  readonly timedOut: boolean
}

export function limitOf(ms: number, run: AbortSignal): Limit {
  const controller = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    controller.abort()
  }, ms)
  const onRunOver = () => controller.abort()
  if (run.aborted) controller.abort()
  else run.addEventListener('abort', onRunOver, { once: true })
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      run.removeEventListener('abort', onRunOver)
    },
  }
}

/** The fault of a wait that ended because the run was over. */
export function runOver(run: AbortSignal): Fault {
  const reason: unknown = run.reason
  return reason === 'deadline'
    ? fault('runner.deadline', 'the deadline of the whole run was over before this was finished')
    : fault('runner.cancelled', 'the run was over before this was finished')
}
