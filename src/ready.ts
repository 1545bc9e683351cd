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
import type { CheckResult, Plan } from './model/check.ts'
import { showDuration } from './model/duration.ts'
import { showAttempts } from './model/plural.ts'
import type { Readiness } from './model/report.ts'
import type { RevisionCount } from './model/revision.ts'
import { beginEagerly } from './ready/eager.ts'
import { hedge } from './ready/hedge.ts'
import { decideNext, noteSeen, type ReadinessState, startReadiness } from './ready/machine.ts'
import {
  besides,
  createQuestion,
  hangingMs,
  hangingSeen,
  put,
  type Question,
  type QuestionOptions,
} from './ready/question.ts'
import { failReady, finishReady, type Waited } from './ready/result.ts'

/** While nothing changes, a line tells now and then that the wait goes on: just before the log would say so by itself. */
const heartbeatMs = 14_500

export interface ReadyOptions extends Omit<ExecuteOptions, 'wire'>, QuestionOptions {
  /** Told of every answer that differs from the one before. */
  readonly onPoll: (line: string) => void
  /** Told of every answer. */
  readonly onAttempt?: ((line: string) => void) | undefined
}

export interface Executed {
  readonly results: readonly CheckResult[]
  /** Null when nothing was waited for. */
  readonly readiness: Readiness | null
  /** How many answers told which revision; empty where none was declared. */
  readonly revisions: readonly RevisionCount[]
}

export async function executeWhenReady(plan: Plan, options: ReadyOptions): Promise<Executed> {
  const { run, redactor } = options
  const question = createQuestion(plan, options)
  if (!plan.readiness || !question)
    return { results: await execute(plan, { ...options, wire: run.wire }), readiness: null, revisions: [] }

  const { ready } = question
  const start = performance.now()
  const { withinMs } = plan.readiness
  let state = startReadiness({ withinMs, consecutive: ready?.options.consecutive ?? 1 }, start)
  const first = await beginEagerly(plan, question, options)
  for (const seen of first.seen) state = noteSeen(state, seen)
  let last = ''
  let why: Waited['why'] = 'ready'
  if (!first.ready) {
    // That the run was over is no answer.
    const bad = options.run.wire.signal.aborted ? null : first.seen.findLast(({ good }) => !good)
    last = redactor.text(bad?.reason ?? '')
    if (bad) options.onPoll(`not ready: ${last}`)
    const polled = await poll(state, question, last, options)
    ;({ state, last, why } = polled)
    options.watch?.forget()
  }
  const waited: Waited = {
    why,
    asked: state.asked,
    answers: state.answers,
    ms: (first.ready ? first.knownAt : performance.now()) - start,
    withinMs,
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
  const isCutShort = state.inARow > 0
  const inVain =
    why !== 'ready' && (isCutShort || !isGoodByItself(question.readings, ready.options.consecutive))
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

async function poll(
  from: ReadinessState,
  question: Question,
  firstReason: string,
  { run, redactor, onPoll, onAttempt }: ReadyOptions,
): Promise<{ state: ReadinessState; last: string; why: Waited['why'] }> {
  const { wire } = run
  let state = from
  let last = firstReason
  let toldMs = performance.now()
  const restMs = () => state.rules.withinMs - (performance.now() - state.startMs)
  for (;;) {
    if (wire.signal.aborted) return { state, last, why: 'run over' }
    const next = decideNext(state, performance.now(), Math.random())
    if (next.step === 'stop') return { state, last, why: next.why }
    if (next.inMs > 0) await wire.pause(next.inMs)
    if (wire.signal.aborted) return { state, last, why: 'run over' }
    const first = put(question, restMs(), state.asked, run, state.inARow > 0)
    let turn = state.asked
    // Between good answers nothing is put beside: one that hangs must not be passed over.
    const again = () => (state.inARow > 0 ? null : besides(question, restMs(), ++turn, run))
    const { value: seen, put: asked } = await hedge(first, hangingMs, again)
    // That the run was over is no answer: the one before it tells more.
    if (wire.signal.aborted && !seen.good) return { state, last, why: 'run over' }
    for (let hung = 1; hung < asked; hung++) state = noteSeen(state, hangingSeen)
    if (seen.cut && last !== '') return { state, last, why: 'time is over' }
    state = noteSeen(state, seen)
    const nowMs = performance.now()
    const shown = seen.good ? last : redactor.text(seen.reason)
    const inARow = state.rules.consecutive > 1 && state.inARow > 0
    const after = `after ${showDuration(nowMs - state.startMs)}`
    const count = `${showAttempts(state.asked, state.answers)}; last: `
    const good = inARow ? ` (${state.inARow} of ${state.rules.consecutive} good answers in a row)` : ''
    if (shown !== last || nowMs - toldMs > heartbeatMs) {
      onPoll(`not ready ${after}: ${shown === last ? count : ''}${shown}${good}`)
      toldMs = nowMs
    }
    onAttempt?.(`not ready ${after}: ${count}${shown}${good}`)
    last = shown
  }
}
