/**
 * Before the checks, health is polled until it is good, cannot become so by waiting, or the time is over.
 *
 * The first poll costs no round trip of its own: all checks start with it, and what they find stands if health is good
 * at once. If it is not, they are stopped and forgotten, and every check runs anew after the wait.
 */

import { type ExecuteOptions, execute } from './execute.ts'
import type { CheckResult, Plan, PlannedCheck } from './model/check.ts'
import type { Fault, FaultType } from './model/fault.ts'
import type { Readiness } from './model/report.ts'
import type { Run } from './run.ts'

/** Polls come quickly at first and then calmly: 100 ms, growing by half, at most 2 s apart. */
const firstPauseMs = 100
const growth = 1.5
const longestPauseMs = 2000

/** What waiting does not heal: an answer of the application itself, a wrong or expired certificate, our own surroundings. */
const lasting: ReadonlySet<FaultType> = new Set([
  'auth.refused',
  'credential.refused',
  'credential.unusable',
  'http.mismatch',
  'http.slow',
  'http.catch_all',
  'tls.cert.name_invalid',
  'tls.cert.date_invalid',
  'tls.not_tls',
  'tls.client_certificate_required',
  'tcp.address_invalid',
  'proxy.refused',
  'proxy.unreachable',
  'runner.descriptor_limit',
])
const lastingStatuses: ReadonlySet<string> = new Set(['400', '401', '403', '405', '407', '410', '500', '501'])

const heals = (fault: Fault | null): boolean =>
  fault !== null && !lasting.has(fault.type) && !lastingStatuses.has(fault.code ?? '')

export interface ReadyOptions extends Omit<ExecuteOptions, 'wire'> {
  readonly run: Run
  /** Told of every answer that differs from the one before. */
  readonly onPoll: (line: string) => void
}

export interface Executed {
  readonly results: readonly CheckResult[]
  /** Null when nothing was waited for. */
  readonly readiness: Readiness | null
}

export async function executeWhenReady(plan: Plan, options: ReadyOptions): Promise<Executed> {
  const { run } = options
  const polled = plan.checks.find(check => check.id === plan.readiness?.check)
  if (!polled || !plan.readiness)
    return { results: await execute(plan, { ...options, wire: run.wire }), readiness: null }

  const start = performance.now()
  const first = await executeEagerly(plan, polled, options)
  if (first.ready)
    return { results: first.results, readiness: readinessOf(start, 1, true, '', first.knownAt) }
  options.onPoll(`not ready: ${first.reason}`)
  const readiness = heals(first.fault)
    ? await poll(polled, plan.readiness.withinMs, start, first.reason, options)
    : readinessOf(start, 1, false, first.reason)
  return { results: await execute(plan, { ...options, wire: run.wire }), readiness }
}

const readinessOf = (
  start: number,
  polls: number,
  ready: boolean,
  last: string,
  knownAt = performance.now(),
): Readiness => ({
  ready,
  waitedMs: Math.round(knownAt - start),
  polls,
  last,
})

type Eager =
  // A check that holds a connection for a minute ends long after health was known to be good.
  | { readonly ready: true; readonly results: readonly CheckResult[]; readonly knownAt: number }
  | { readonly ready: false; readonly reason: string; readonly fault: Fault | null }

/** All checks at once; they are stopped as soon as health turns out not to be good. */
async function executeEagerly(plan: Plan, polled: PlannedCheck, options: ReadyOptions): Promise<Eager> {
  using fork = options.run.fork()
  const early: CheckResult[] = []
  let health: CheckResult | null = null
  let knownAt = 0
  let tellKnown = () => {}
  const known = new Promise<void>(resolve => {
    tellKnown = resolve
  })
  const tell = (result: CheckResult) => {
    if (health?.outcome === 'passed') options.onResult(result)
    else early.push(result)
  }
  // The poll is one attempt: another one comes with the next poll. It comes first, so that it waits for no other check
  // to know whether that one shows the cause.
  const checks = [{ ...polled, retries: 0 }, ...plan.checks.filter(check => check.id !== polled.id)]
  const executed = await execute(
    { ...plan, checks },
    {
      ...options,
      wire: fork.wire,
      // Whether health is good must be known at once; what is not good yet is looked into after the wait.
      followUp: async (check, result) => {
        if (check.id === polled.id || !options.followUp) return result
        // Health that needs another check waits for it, and must not be waited for in turn.
        if (polled.needs.length === 0) await known
        return fork.wire.signal.aborted ? result : await options.followUp(check, result)
      },
      onResult(result) {
        if (result.id !== polled.id) return tell(result)
        health = result
        knownAt = performance.now()
        if (result.outcome !== 'passed') fork.abort()
        tellKnown()
        if (result.outcome !== 'passed') return
        for (const waiting of [result, ...early]) options.onResult(waiting)
      },
    },
  )
  const results = plan.checks.map(check => executed.find(result => result.id === check.id)!)
  const { outcome, reason, fault, blockedBy } = results.find(result => result.id === polled.id)!
  if (outcome === 'passed') return { ready: true, results, knownAt }
  // The login of a deployment that is not up yet keeps its health from being asked at all.
  const cause = results.find(result => result.id === blockedBy)
  return { ready: false, reason, fault: fault ?? cause?.fault ?? null }
}

async function poll(
  polled: PlannedCheck,
  withinMs: number,
  start: number,
  firstReason: string,
  { kinds, run, redactor, onPoll }: ReadyOptions,
): Promise<Readiness> {
  const { wire } = run
  const kind = kinds.find(k => k.kind === polled.kind)!
  const rest = () => withinMs - (performance.now() - start)
  let last = firstReason
  let pauseMs = firstPauseMs
  for (let polls = 2; ; polls++) {
    if (wire.signal.aborted || rest() <= pauseMs) return readinessOf(start, polls - 1, false, last)
    // Jitter keeps the jobs of a matrix from polling in step.
    await wire.pause(pauseMs * (0.8 + 0.4 * Math.random()))
    pauseMs = Math.min(longestPauseMs, pauseMs * growth)
    const timeoutMs = Math.max(1, Math.min(polled.timeoutMs, rest()))
    const missing = await wire.prepare(polled.credential, timeoutMs)
    const { outcome, fault, reason } = missing
      ? { outcome: 'failed', fault: missing, reason: missing.message }
      : kind.judge(polled, await kind.probe({ ...polled, timeoutMs }, wire, polls - 1))
    if (outcome === 'passed') return readinessOf(start, polls, true, last)
    // That the run was over is no answer: the one before it tells more.
    if (wire.signal.aborted) return readinessOf(start, polls, false, last)
    const shown = redactor.text(reason)
    if (shown !== last) onPoll(`not ready after ${Math.round(performance.now() - start)} ms: ${shown}`)
    last = shown
    if (!heals(fault)) return readinessOf(start, polls, false, last)
  }
}
