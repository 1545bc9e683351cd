/** What it means that a stream over HTTP stayed open, or did not. Pure. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence, Observations } from '../../model/evidence.ts'
import { type FailureClass, type Fault, fault } from '../../model/fault.ts'
import { gatewaySpeaks } from '../gateway.ts'
import type { IdleOptions } from '../idle.ts'
import { isRefusalStatus, noneGiven, skippedForCredential } from '../refusal.ts'
import { statusTrouble } from '../status-trouble.ts'
import { formatOf } from '../stream/events.ts'
import type { End } from './end.ts'
import { leastSilenceMs, type StreamPattern, streamPatternWords } from './stream-pattern.ts'

export interface QuietStreamDetails {
  /** Null if no second stream was held. */
  readonly pattern: StreamPattern | null
  readonly end: End | null
  readonly how: 'complete' | 'closed' | 'left' | 'late' | 'broken' | null
  /** Why the answer is no stream; null where it may be one. */
  readonly unfit: string | null
  /** The silence at the end of what was watched, in milliseconds. */
  readonly silentMs: number
  /** Heartbeats came in a rhythm, and then no more. */
  readonly stopped: boolean
}

type Check = PlannedCheck<IdleOptions>

export function judgeQuietStream(check: Check, evidence: Evidence): Judgement {
  const { holdMs } = check.options
  const facts = evidence.observations
  const details = evidence.details as QuietStreamDetails
  const hold = showDuration(holdMs)
  const seen = troubleIn(check, evidence, details)
  if (seen?.type === 'auth.required')
    return {
      outcome: 'skipped',
      fault: null,
      reason: skippedForCredential(seen),
      assertions: [],
      notes: [],
    }
  const status = facts['http.response.status_code']
  const answered = String(status ?? 'no answer')
  const survived = seen === null && details.how === 'late'
  const assertions: Assertion[] = [
    { claim: 'status', expected: '2xx', actual: answered, ok: isSuccess(status) },
    ...(isSuccess(status)
      ? [{ claim: 'stays open', expected: hold, actual: survived ? hold : lived(details), ok: survived }]
      : []),
  ]
  if (!seen) {
    const notes = [...signs(facts, holdMs), ...unproven(details, holdMs), ...oddType(facts)]
    return { outcome: 'passed', fault: null, reason: passedWords(facts, hold), assertions, notes }
  }
  const notes = details.pattern ? [streamPatternWords[details.pattern]] : []
  const known = facts['idle.limit.of']
  if (known) notes.push(`${facts['idle.limit.seconds']} s is the default of: ${known}`)
  const failureClass = classFor(seen, facts, details)
  return {
    outcome: 'failed',
    fault: seen,
    reason: seen.message,
    assertions,
    notes: [...notes, ...(details.end ? signs(facts, null) : [])],
    ...(failureClass && { class: failureClass }),
  }
}

const isSuccess = (status: unknown): boolean => /^2\d\d$/.test(String(status))

function troubleIn({ options }: Check, evidence: Evidence, details: QuietStreamDetails): Fault | null {
  const { observations: facts, fault: seen } = evidence
  const status = facts['http.response.status_code']
  if (seen?.layer === 'runner' || typeof status !== 'number') return notRun(seen, details, options.holdMs)
  if (!isSuccess(status)) return refused(status, facts, options) ?? statusTrouble(false, facts, '2xx')
  if (details.unfit !== null) return fault('stream.not_a_stream', details.unfit)
  if (details.end) return endFault(details.end, details, facts, options.holdMs)
  return seen ?? (details.stopped ? stoppedFault(facts, details) : null)
}

/** Whoever sends heartbeats does not stop: the connection was forgotten, or its producer is dead. */
function stoppedFault(facts: Observations, { silentMs }: QuietStreamDetails): Fault {
  const every = showDuration(Number(facts['idle.heartbeat_interval_ms']))
  return fault(
    'idle.unanswered',
    `heartbeats came every ${every}, ${facts['idle.heartbeats']} of them, and then nothing for ${showDuration(silentMs)}: the stream looks open and is dead`,
  )
}

function notRun(seen: Fault | null, { how, silentMs }: QuietStreamDetails, holdMs: number): Fault | null {
  if (seen?.layer !== 'runner' || how === null) return seen
  const so = `the stream had been quiet for ${showDuration(silentMs)}, and had to stay open for ${showDuration(holdMs)}`
  return fault(seen.type, `not run to its end: ${seen.message}; ${so}`)
}

function refused(status: number, facts: Observations, options: IdleOptions): Fault | null {
  if (!isRefusalStatus(status, options.refused)) return null
  const answered = `answered HTTP ${status} instead of a stream`
  return facts['credential.shown']
    ? fault('auth.refused', `${answered}: the credential that was shown is refused`, String(status))
    : fault('auth.required', `${answered}: ${noneGiven}`, String(status))
}

function endFault(
  { by, ageMs, quietMs, onTraffic }: End,
  { how, pattern }: QuietStreamDetails,
  facts: Observations,
  holdMs: number,
): Fault {
  const wanted = `it had to stay open for ${showDuration(holdMs)}`
  const when = onTraffic
    ? `when a byte was sent after ${showDuration(quietMs)} of silence`
    : `after ${showDuration(quietMs)} of silence, ${showDuration(ageMs)} in all`
  if (by === 'end of body') {
    const events = Number(facts['idle.events'] ?? 0)
    const came = `${events} event${events === 1 ? '' : 's'}`
    const so = `the stream was finished in order with ${came}, ${when}`
    return pattern === null
      ? fault(
          'idle.ended',
          `${so}: it ends by itself; ${wanted}. For a stream that ends write a stream check`,
        )
      : fault('idle.ended', `${so}; ${wanted}`)
  }
  const type = pattern === 'random' ? 'idle.lost' : by === 'reset' ? 'idle.reset' : 'idle.closed'
  if (by === 'reset') return fault(type, `the stream was reset (RST) ${when}; ${wanted}`)
  const framing =
    how === 'closed'
      ? 'FIN; it has neither chunks nor a length, so that HTTP cannot tell an end from a cut'
      : 'FIN, in the middle of its body'
  return fault(type, `the stream was cut (${framing}) ${when}; ${wanted}`)
}

/** The class where it is not the fault's own. */
function classFor(seen: Fault, facts: Observations, { end }: QuietStreamDetails): FailureClass | null {
  if (seen.type === 'http.error' && gatewaySpeaks(facts)) return 'infrastructure'
  // Caddy finishes in order what its read_timeout cuts (docs/infrastructure/caddy.md).
  const through = `${facts['http.response.header.server'] ?? ''} ${facts['http.response.header.via'] ?? ''}`
  const isCut = end !== null && end.quietMs >= leastSilenceMs && /\bcaddy\b/i.test(through)
  return seen.type === 'idle.ended' && isCut ? 'infrastructure' : null
}

const lived = ({ end }: QuietStreamDetails): string =>
  end ? `${showDuration(end.ageMs)}, ${showDuration(end.quietMs)} of them silent` : 'not known'

const quietAll = (facts: Observations): boolean =>
  Number(facts['idle.events'] ?? 0) + Number(facts['idle.heartbeats'] ?? 0) === 0

function passedWords(facts: Observations, hold: string): string {
  const longest = showDuration(Number(facts['idle.longest_silence_ms'] ?? 0))
  return quietAll(facts)
    ? `survived ${hold} of silence: nobody ended the stream`
    : `stayed open for ${hold}, with at most ${longest} of silence at a time`
}

/** What the server sent by itself: without it another client may be cut where we were not. */
function signs(facts: Observations, survivedMs: number | null): string[] {
  const [events, heartbeats] = [Number(facts['idle.events'] ?? 0), Number(facts['idle.heartbeats'] ?? 0)]
  if (events + heartbeats === 0) return []
  const every = facts['idle.heartbeat_interval_ms']
  const rhythm = typeof every === 'number' ? `, every ${showDuration(every)}` : ''
  const silence = Number(facts['idle.longest_silence_ms'] ?? 0)
  const unmet =
    survivedMs !== null && silence < survivedMs * 0.9 ? '; a limit on a longer silence was not met' : ''
  const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`
  return [
    `the server sent ${count(events, 'event')} and ${count(heartbeats, 'heartbeat')}${rhythm}: the wire was silent for at most ${showDuration(silence)} at a time${unmet}`,
  ]
}

/** An answer that only hangs stays open as well: what does not call itself a stream may be one, or not. */
function oddType({ 'http.response.header.content-type': type }: Observations): string[] {
  if (typeof type === 'string' && (formatOf(type) !== 'text' || /^text\/plain\b/i.test(type))) return []
  return [
    `the content type is ${type ?? 'not given'}: whether this is a stream, or an answer that hangs in the middle, cannot be told`,
  ]
}

/** HTTP has no ping: that a silent stream is still fed is known only when something comes. */
const unproven = ({ silentMs }: QuietStreamDetails, holdMs: number): string[] =>
  silentMs < holdMs / 2
    ? []
    : [
        `nothing came in the last ${showDuration(silentMs)}: nobody ended the stream, and a byte sent after it was not answered with a reset; that events would still arrive cannot be told, because HTTP has no ping`,
      ]
