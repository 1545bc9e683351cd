/** Runs what may take for ever on hostile input: regular expressions and JSONPath filters. */

import { type Context, createContext, Script } from 'node:vm'

export const stepMs = 100

let script: Script | null = null
let context: Context | null = null

export type Bounded<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false }

/**
 * The value of `step`, or that it took longer than `withinMs`. V8 stops a backtracking regular expression only through
 * the time-out of node:vm (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options), which also
 * stops functions of ours that the script calls. It costs some 0.2 ms a call: a watchdog thread.
 */
export function runBounded<T>(step: () => T, withinMs = stepMs): Bounded<T> {
  script ??= new Script('step()')
  context ??= createContext({})
  context.step = step
  try {
    return { inTime: true, value: script.runInContext(context, { timeout: withinMs }) as T }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { inTime: false }
    throw error
  } finally {
    context.step = undefined
  }
}
