/** The first run of all checks: it begins with the first question, and stands if the deployment is good at once. */

import { type ExecuteOptions, execute } from '../execute.ts'
import type { CheckResult, Plan, PlannedCheck } from '../model/check.ts'
import type { Fork } from '../run.ts'
import { hedge } from './hedge.ts'
import {
  besides,
  hangingMs,
  hangingSeen,
  isAnswered,
  type Question,
  type QuestionOptions,
  type Seen,
} from './question.ts'

interface EagerOptions extends Omit<ExecuteOptions, 'wire'>, QuestionOptions {}

export interface Eager {
  readonly ready: boolean
  readonly results: readonly CheckResult[]
  readonly seen: readonly Seen[]
  /** A check that holds a connection for a minute ends long after the deployment was known to be good. */
  readonly knownAt: number
}

/** The first run of all checks, unless it hangs and something beside it was answered. */
export async function beginEagerly(plan: Plan, question: Question, options: EagerOptions): Promise<Eager> {
  const { run } = options
  using fork = run.fork()
  let tellKnown = () => {}
  let tellBug: (bug: unknown) => void = () => {}
  // Once it is known whether the deployment is good nothing hangs: other checks may take their time.
  const known = new Promise<null>((resolve, reject) => {
    tellKnown = () => resolve(null)
    tellBug = reject
  })
  const executing = executeEagerly(plan, question, options, fork, tellKnown)
  executing.then(tellKnown, tellBug)
  const over = performance.now() + (plan.readiness?.withinMs ?? 0)
  // A login that takes its time is no answer that hangs.
  const mayHang = question.polled.every(({ needs }) => needs.length === 0)
  let turn = 0
  const again = () => (mayHang ? besides(question, over - performance.now(), ++turn, run) : null)
  const running = { answer: known, forget: fork.abort }
  const { value, put } = await hedge<Seen | null>(running, hangingMs, again)
  const eager = await executing
  if (value === null) return eager
  return { ...eager, ready: false, seen: [...Array<Seen>(put - 1).fill(hangingSeen), value] }
}

/** All checks at once; they are stopped as soon as what is polled turns out not to be good. */
async function executeEagerly(
  plan: Plan,
  question: Question,
  options: EagerOptions,
  fork: Fork,
  onKnown: () => void,
): Promise<Eager> {
  const { polled, ready } = question
  const early: CheckResult[] = []
  let knownAt = 0
  const answers = new Map<string, CheckResult>()
  const { withinMs } = plan.readiness!
  // Without a wait there is nothing that could be over.
  const untilMs = withinMs > 0 ? performance.now() + withinMs : Number.POSITIVE_INFINITY
  const ownOptions = (id: string) => (id === ready?.id ? { options: { ...ready.options, untilMs } } : {})
  // Good answers, and fewer than it takes when the wait was over.
  let isLate = false
  const isPolled = (id: string) => polled.some(check => check.id === id)
  let good: boolean | null = null
  const begun: PlannedCheck[] = []
  let tellKnown = () => {}
  const known = new Promise<void>(resolve => {
    tellKnown = resolve
  })
  // The result of `ready` is not final yet.
  const tell = (result: CheckResult) => result.id === ready?.id || options.onResult(result)
  // The poll is one attempt: another one comes with the next poll. It comes first, so that it waits for no other check
  // to know whether that one shows the cause.
  const checks = [
    ...polled.map(check => ({ ...check, ...ownOptions(check.id), retries: 0 })),
    ...plan.checks.filter(({ id }) => !isPolled(id)),
  ]
  const executed = await execute(
    { ...plan, checks },
    {
      ...options,
      kinds: question.kinds,
      wire: fork.wire,
      // Whether the deployment is good must be known at once; what is not good yet is looked into after the wait.
      followUp: async (check, result) => {
        if (isPolled(check.id) || !options.followUp) return result
        // What is polled may need another check, and that must not be waited for in turn.
        if (polled.every(({ needs }) => needs.length === 0)) await known
        return fork.wire.signal.aborted ? result : await options.followUp(check, result)
      },
      onStart(check) {
        // What may be forgotten is not told of as running.
        if (isPolled(check.id) || good) options.onStart?.(check)
        else begun.push(check)
      },
      onResult(result) {
        if (!isPolled(result.id)) return good ? tell(result) : void early.push(result)
        answers.set(result.id, result)
        isLate ||=
          result.id === ready?.id &&
          result.outcome === 'passed' &&
          question.readings.length < ready.options.consecutive
        if (result.outcome !== 'passed' || isLate) fork.abort()
        // Good as it may be, it came too late if what ran with it has been cut off.
        const cut = fork.wire.signal.aborted
        if (!cut && (answers.size < polled.length || good === false)) return
        good ??= !cut
        knownAt ||= performance.now()
        tellKnown()
        onKnown()
        if (!good) return
        for (const check of begun) options.onStart?.(check)
        for (const waiting of [...answers.values(), ...early]) tell(waiting)
      },
    },
  )
  const results = plan.checks.map(check => executed.find(result => result.id === check.id)!)
  const bad = results.filter(({ id, outcome }) => isPolled(id) && outcome !== 'passed')
  // Of those that were cut off because another one was bad, nothing is known.
  const decisive =
    bad.find(({ id }) => id === [...answers.values()].find(r => r.outcome !== 'passed')?.id) ?? bad[0]
  // The login of a deployment that is not up yet keeps its health from being asked at all.
  const cause = results.find(({ id }) => id === decisive?.blockedBy)
  const own =
    decisive && !isLate
      ? question.seenOf(decisive.reason, decisive.fault ?? cause?.fault ?? null, isAnswered(decisive))
      : null
  const readings = question.seenSoFar()
  const seen = own && readings.at(-1)?.good !== false ? [...readings, own] : readings
  return {
    ready: bad.length === 0 && good === true,
    results,
    seen: seen.length > 0 ? seen : [question.seenOf('', null, true)],
    knownAt,
  }
}
