/**
 * Before the checks, the deployment is asked until it is good, cannot become so by waiting, or the time is over.
 *
 * The first questions cost no round trip of their own: all checks start with them, and what they find stands if the
 * deployment is good at once. If it is not, they are stopped and forgotten, and every check runs anew after the wait.
 *
 * With a declared revision the wait is a check itself (kind `ready`), and ends only after all others: what they heard of
 * revisions, and what the deployment tells when it is asked once more, is part of its result.
 */

import { type ExecuteOptions, execute } from './execute.ts'
import type { CheckResult, Plan, PlannedCheck } from './model/check.ts'
import { showDuration } from './model/duration.ts'
import { showAttempts } from './model/plural.ts'
import type { Readiness } from './model/report.ts'
import type { RevisionCount } from './model/revision.ts'
import { decideNext, noteSeen, type ReadinessState, startReadiness } from './readiness.ts'
import {
  createQuestion,
  isAnswered,
  type Question,
  type QuestionOptions,
  type Seen,
} from './ready-question.ts'
import { failReady, finishReady, type Waited } from './ready-result.ts'

/** While nothing changes, a line tells now and then that the wait goes on. */
const heartbeatMs = 15_000

export interface ReadyOptions extends Omit<ExecuteOptions, 'wire'>, QuestionOptions {
  /** Told of every answer that differs from the one before. */
  readonly onPoll: (line: string) => void
}

export interface Executed {
  readonly results: readonly CheckResult[]
  /** Null when nothing was waited for. */
  readonly readiness: Readiness | null
  /** How many answers told which revision; empty where none was declared. */
  readonly revisions: readonly RevisionCount[]
}

export async function executeWhenReady(plan: Plan, options: ReadyOptions): Promise<Executed> {
  const { run } = options
  const question = createQuestion(plan, options)
  if (!plan.readiness || !question)
    return { results: await execute(plan, { ...options, wire: run.wire }), readiness: null, revisions: [] }

  const { ready } = question
  const start = performance.now()
  const { withinMs } = plan.readiness
  let state = startReadiness({ withinMs, consecutive: ready?.options.consecutive ?? 1 }, start)
  const first = await executeEagerly(plan, question, options)
  for (const seen of first.seen) state = noteSeen(state, seen)
  let last = ''
  let why: Waited['why'] = 'ready'
  if (!first.ready) {
    last = first.seen.at(-1)?.reason ?? ''
    options.onPoll(`not ready: ${last}`)
    const polled = await poll(state, question, last, options)
    ;({ state, last, why } = polled)
    options.watch?.forget()
  }
  const waited: Waited = {
    why,
    asked: state.asked,
    answers: state.answers,
    ms: (first.ready ? first.knownAt : performance.now()) - start,
  }
  const readiness = {
    ready: why === 'ready',
    waitedMs: Math.round(waited.ms),
    polls: state.asked,
    answers: state.answers,
    last,
  }
  if (!ready) {
    const results = first.ready ? first.results : await execute(plan, { ...options, wire: run.wire })
    return { results, readiness, revisions: [] }
  }
  const ending = { ...options, ready, question, waited }
  // Where only the health check beside it was not good, that says so itself.
  const inVain = why !== 'ready' && !isGoodByItself(question.readings, ready.options.consecutive)
  const ended = inVain ? await failReady(plan, ending) : null
  const known = new Map((ended?.results ?? []).map(result => [result.id, result]))
  const rest = ended ? plan.checks : plan.checks.filter(({ id }) => id !== ready.id)
  const executed = first.ready
    ? first.results
    : await execute({ ...plan, checks: rest }, { ...options, wire: run.wire, known })
  const finished = ended ?? (await finishReady(ending))
  const found = [...finished.results, ...executed.filter(({ id }) => id !== ready.id)]
  const results = plan.checks.map(check => found.find(({ id }) => id === check.id)!)
  return { results, readiness, revisions: finished.revisions }
}

/** All of its own answers, or enough of the last ones. */
function isGoodByItself(readings: Question['readings'], consecutive: number): boolean {
  const lastBad = readings.findLastIndex(({ fault }) => fault !== null)
  return lastBad < 0 || readings.length - 1 - lastBad >= consecutive
}

interface Eager {
  readonly ready: boolean
  readonly results: readonly CheckResult[]
  readonly seen: readonly Seen[]
  /** A check that holds a connection for a minute ends long after the deployment was known to be good. */
  readonly knownAt: number
}

/** All checks at once; they are stopped as soon as what is polled turns out not to be good. */
async function executeEagerly(plan: Plan, question: Question, options: ReadyOptions): Promise<Eager> {
  using fork = options.run.fork()
  const { polled, ready } = question
  const early: CheckResult[] = []
  let knownAt = 0
  const answers = new Map<string, CheckResult>()
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
    ...polled.map(check => ({ ...check, retries: 0 })),
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
        if (result.outcome !== 'passed') fork.abort()
        else if (answers.size < polled.length || good === false) return
        good ??= result.outcome === 'passed'
        knownAt ||= performance.now()
        tellKnown()
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
  const own = decisive
    ? question.seenOf(decisive.reason, decisive.fault ?? cause?.fault ?? null, isAnswered(decisive))
    : null
  const readings = question.seenSoFar()
  const seen = own && readings.at(-1)?.good !== false ? [...readings, own] : readings
  return {
    ready: bad.length === 0,
    results,
    seen: seen.length > 0 ? seen : [question.seenOf('', null, true)],
    knownAt,
  }
}

async function poll(
  from: ReadinessState,
  question: Question,
  firstReason: string,
  { run, redactor, onPoll }: ReadyOptions,
): Promise<{ state: ReadinessState; last: string; why: Waited['why'] }> {
  const { wire } = run
  let state = from
  let last = firstReason
  let toldMs = performance.now()
  for (;;) {
    if (wire.signal.aborted) return { state, last, why: 'run over' }
    const next = decideNext(state, performance.now(), Math.random())
    if (next.step === 'stop') return { state, last, why: next.why }
    if (next.inMs > 0) await wire.pause(next.inMs)
    const restMs = state.rules.withinMs - (performance.now() - state.startMs)
    const seen = wire.signal.aborted ? null : await question.ask(Math.max(1, restMs), state.asked)
    // That the run was over is no answer: the one before it tells more.
    if (!seen || (wire.signal.aborted && !seen.good)) return { state, last, why: 'run over' }
    if (seen.cut && last !== '') return { state, last, why: 'time is over' }
    state = noteSeen(state, seen)
    const nowMs = performance.now()
    const shown = seen.good ? last : redactor.text(seen.reason)
    const inARow = state.rules.consecutive > 1 && state.inARow > 0
    if (shown !== last || nowMs - toldMs > heartbeatMs) {
      const after = `after ${showDuration(nowMs - state.startMs)}`
      const count = shown === last ? `${showAttempts(state.asked, state.answers)}; last: ` : ''
      const good = inARow ? ` (${state.inARow} of ${state.rules.consecutive} good answers in a row)` : ''
      onPoll(`not ready ${after}: ${count}${shown}${good}`)
      toldMs = nowMs
    }
    last = shown
  }
}
