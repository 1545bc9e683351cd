/**
 * When to ask a deployment again whether it is ready, and when to stop: a pure machine. Time comes in as milliseconds
 * from any clock that only goes forward, chance as a number from 0 to 1.
 */

export interface ReadinessRules {
  /** From the first question on; after that nothing is asked any more. */
  readonly withinMs: number
  /** Good answers in a row, at least 1. */
  readonly consecutive: number
}

/** What became of one question. */
export interface Seen {
  readonly good: boolean
  /** Waiting does not heal it. */
  readonly lasting: boolean
  /** Nobody took the connection: asking again costs the deployment nothing. */
  readonly refused: boolean
  /** An HTTP answer came, whatever it was. */
  readonly answered: boolean
}

export interface ReadinessState {
  readonly rules: ReadinessRules
  readonly startMs: number
  readonly asked: number
  readonly answers: number
  /** Good answers without a bad one after them. */
  readonly inARow: number
  /** Good answers that were followed by a bad one. */
  readonly flips: number
  /** Answers that were not good, and questions without any. */
  readonly misses: number
  readonly refused: boolean
  readonly gaveUp: boolean
}

export type Next =
  | { readonly step: 'ask'; readonly inMs: number }
  | { readonly step: 'stop'; readonly why: 'ready' | 'gave up' | 'time is over' }

/** Short at first, because most deployments that are not there yet are there a moment later. */
const firstPausesMs: readonly number[] = [90, 90, 160]
/** At most 4 requests a second, whatever the jitter. */
const calmPauseMs = 250
/**
 * Whoever has waited long waits a little longer: 4 requests a second for minutes are what rate limits and logs are full
 * of. The pause is at most this part of the time waited so far, and at most a second.
 */
const pausePart = 0.025
const longestPauseMs = 1000
/** Of a pause; more would be felt in every wait. */
const jitter = 0.04
/** A port on which nobody listens. */
const refusedPauseMs = 95

export const startReadiness = (rules: ReadinessRules, nowMs: number): ReadinessState => ({
  rules,
  startMs: nowMs,
  asked: 0,
  answers: 0,
  inARow: 0,
  flips: 0,
  misses: 0,
  refused: false,
  gaveUp: false,
})

export function noteSeen(state: ReadinessState, { good, lasting, refused, answered }: Seen): ReadinessState {
  return {
    ...state,
    asked: state.asked + 1,
    answers: state.answers + (answered ? 1 : 0),
    inARow: good ? state.inARow + 1 : 0,
    flips: state.flips + (!good && state.inARow > 0 ? 1 : 0),
    misses: state.misses + (good ? 0 : 1),
    refused: !good && refused,
    gaveUp: state.gaveUp || (!good && lasting),
  }
}

export function decideNext(state: ReadinessState, nowMs: number, chance: number): Next {
  const { rules, inARow, gaveUp } = state
  if (inARow >= rules.consecutive) return { step: 'stop', why: 'ready' }
  if (gaveUp) return { step: 'stop', why: 'gave up' }
  const inMs = pauseOf(state, nowMs, chance)
  const restMs = rules.withinMs - (nowMs - state.startMs)
  return restMs <= inMs ? { step: 'stop', why: 'time is over' } : { step: 'ask', inMs }
}

/**
 * The first good answers are confirmed without a pause, since a healthy deployment has nothing to wait for. Once it has
 * flipped back, its answers are spread out, so that one lucky streak is no proof. Jitter keeps the jobs of a matrix from
 * asking in step; it only ever lengthens the calm pause.
 */
function pauseOf({ inARow, flips, misses, refused, startMs }: ReadinessState, nowMs: number, chance: number) {
  if (inARow > 0 && flips === 0) return 0
  const jittered = (ms: number) => ms * (1 + jitter * chance)
  if (inARow > 0) return jittered(calmPauseMs)
  if (refused) return jittered(Math.min(refusedPauseMs, firstPausesMs[misses - 1] ?? refusedPauseMs))
  const grownMs = Math.min(longestPauseMs, Math.max(calmPauseMs, (nowMs - startMs) * pausePart))
  return jittered(flips > 0 ? grownMs : (firstPausesMs[misses - 1] ?? grownMs))
}
