/** What a stream means: pure. First what ended it, then how it came, then what was declared. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type FailureClass, type Fault, fault } from '../../model/fault.ts'
import { gatewaySpeaks } from '../gateway.ts'
import { statusTrouble } from '../status-trouble.ts'
import type { StreamOptions } from '../stream.ts'
import { assertStream } from './assertions.ts'
import type { StreamLimits } from './limits.ts'
import { readUntil, showUntil, type Until } from './marks.ts'
import type { Delivery } from './pace.ts'
import type { Gap, Mismatched } from './tracker.ts'

/** Whether it went on where it was left, after a reconnect with Last-Event-ID. */
export interface Resumed {
  readonly ok: boolean
  readonly type: 'continued' | 'unknown' | 'no ids' | 'broken'
  readonly actual: string
}

export interface StreamDetails {
  readonly limits: Omit<StreamLimits, 'deadlineMs'>
  /** Null if no answer came. All times from the request on. */
  readonly headersMs: number | null
  readonly end: {
    readonly how: 'complete' | 'closed' | 'left' | 'late' | 'broken'
    readonly atMs: number
  } | null
  readonly isPage: boolean
  readonly contentType: { readonly expected: string; readonly actual: string } | null
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  readonly longestGap: Gap | null
  readonly marker: { readonly atMs: number } | null
  readonly error: string | null
  /** It is an error that refuses the credential, on a WebSocket: over HTTP the status does that. */
  readonly refusesCredential: boolean
  /** Of the last event, marker or not. */
  readonly lastText: string | null
  /** In words, where the format had to be guessed. */
  readonly guess: string | null
  readonly malformed: string | null
  /** What the body left unfinished at its end. */
  readonly unfinished?: 'marker' | 'event' | 'line' | null
  readonly mismatch: Mismatched | null
  readonly delivery: Delivery
  readonly resumed: Resumed | null
  readonly notes: readonly string[]
}

type Check = PlannedCheck<StreamOptions>

export function judgeStream(check: Check, evidence: Evidence): Judgement {
  const details = evidence.details as StreamDetails | null
  const trouble = details ? troubleIn(check, evidence, details) : evidence.fault
  const assertions: readonly Assertion[] = details ? assertStream(check.options, evidence, details) : []
  const notes = details?.notes ?? []
  if (!trouble) {
    const { count, delivery, end } = details!
    const came = `${plural(count)} in ${showDuration(end?.atMs ?? 0)}`
    const how = delivery.verdict === 'as produced' ? ', as they were produced' : ''
    return { outcome: 'passed', fault: null, reason: came + how, assertions, notes }
  }
  const failureClass = details ? classFor(trouble, evidence, details) : null
  return {
    outcome: 'failed',
    fault: trouble,
    reason: trouble.message,
    assertions,
    notes: notes.filter(note => !trouble.message.includes(note)),
    ...(failureClass && { class: failureClass }),
  }
}

/** The class where it is not the fault's own. */
function classFor(
  trouble: Fault,
  { observations }: Evidence,
  { end, unfinished }: StreamDetails,
): FailureClass | null {
  if (trouble.type === 'http.error' && gatewaySpeaks(observations)) return 'infrastructure'
  // Without chunks or a length, a cut by a proxy looks like an end: HTTP cannot tell, and no application need be at fault.
  const told = trouble.type === 'stream.no_end_marker' && unfinished !== 'marker'
  return told && end?.how === 'closed' ? 'infrastructure' : null
}

export const plural = (n: number): string => `${n} event${n === 1 ? '' : 's'}`

function troubleIn({ options }: Check, evidence: Evidence, details: StreamDetails): Fault | null {
  const { observations: facts } = evidence
  const { end, error, malformed, mismatch, delivery } = details
  const isBuffered = delivery.verdict === 'buffered'
  if (details.headersMs === null)
    return isBuffered ? fault('stream.buffered', buffered(delivery)) : evidence.fault
  return (
    refused(evidence) ??
    (evidence.fault?.layer === 'runner' ? evidence.fault : null) ??
    statusTrouble(isSuccess(facts['http.response.status_code']), facts, '2xx') ??
    notAStream(details, facts) ??
    (error === null ? null : reported(error, details, facts['credential.shown'] === true)) ??
    (malformed === null ? null : broken(malformed, details)) ??
    (mismatch &&
      fault(
        'stream.wrong_event',
        `event ${mismatch.event} does not match: ${mismatch.path} is ${mismatch.actual}, expected ${mismatch.expected}`,
      )) ??
    (evidence.fault && told(evidence.fault, details)) ??
    (isBuffered ? fault('stream.buffered', buffered(delivery)) : null) ??
    (end?.how === 'late' ? hung(options, details) : unfinished(options, details)) ??
    tooFew(options, details) ??
    slow(options, details) ??
    notResumed(details)
  )
}

function reported(error: string, { count, refusesCredential }: StreamDetails, shown: boolean): Fault {
  if (!refusesCredential || count > 0)
    return fault('stream.error_event', `after ${plural(count)} the stream reports an error: ${error}`)
  return shown
    ? fault('auth.refused', `the server refuses the credential in a message: ${error}`)
    : fault('auth.required', `the server asks for a credential in a message, and none was given: ${error}`)
}

/** JSON as it came: quoted once more, it would be all backslashes. */
const quoteEvent = (text: string): string => (text.startsWith('{') ? text : JSON.stringify(text))

const untold = 'it has neither chunks nor a length, so that HTTP cannot tell an end from a cut'

/** Half a line of JSON at the end was cut, on the way or by the application; where HTTP says that it is the end, by the latter. */
function broken(malformed: string, { unfinished: left, end }: StreamDetails): Fault {
  if (left !== 'line') return fault('stream.malformed', malformed)
  return end?.how === 'closed'
    ? fault('stream.cut', `the body ended in the middle of a line: ${malformed}; ${untold}`)
    : fault(
        'stream.malformed',
        `${malformed}; the body ends within it, and for HTTP it is complete: whoever wrote it stopped there`,
      )
}

/** What may explain that something did not come: the nearest miss, and how the bytes were read. */
const withHints = (message: string, { lastText, guess }: StreamDetails): string =>
  [message, lastText !== null && `the last event was ${quoteEvent(lastText.slice(0, 100))}`, guess]
    .filter(Boolean)
    .join('; ')

const isSuccess = (status: unknown): boolean => Number(status) === 101 || /^2\d\d$/.test(String(status))

function refused({ observations: facts }: Evidence): Fault | null {
  const status = Number(facts['http.response.status_code'])
  if (status !== 401 && status !== 403) return null
  const answered = `answered HTTP ${status} instead of a stream`
  return facts['credential.shown']
    ? fault('auth.refused', `${answered}: the credential that was shown is refused`, String(status))
    : fault('auth.required', `${answered}: it asks for a credential, and none was given`, String(status))
}

function notAStream(details: StreamDetails, facts: Evidence['observations']): Fault | null {
  const type = String(facts['http.response.header.content-type'] ?? 'no content type')
  if (facts['http.response.status_code'] === 204)
    return fault('stream.not_a_stream', 'answered HTTP 204: it tells clients that there is nothing to stream')
  if (details.isPage)
    return fault('stream.not_a_stream', `the answer is an HTML page (${type}), and no stream`)
  if (!details.contentType) return null
  const { expected, actual } = details.contentType
  return fault('stream.wrong_content_type', `the content type is ${actual}, expected ${expected}`)
}

/** Trouble of the connection, with what had come before it. */
function told(seen: Fault, { count, lastAt, end }: StreamDetails): Fault {
  const after = count === 0 ? 'before the first event' : `after ${plural(count)}`
  const quiet = end && lastAt !== null ? `, ${showDuration(end.atMs - lastAt)} after the last one` : ''
  return { ...seen, message: `${seen.message}; ${after}${quiet}, ${showDuration(end?.atMs ?? 0)} in all` }
}

const buffered = ({ actual, basis }: Delivery): string =>
  `the stream is buffered on its way: ${actual} (${
    { timestamps: 'by the times in the events', paced: 'by the declared pace', origin: 'by the direct URL' }[
      basis ?? 'paced'
    ]
  })`

/** Silence that is longer than what came before makes it hung; otherwise it was still running. */
const shortestSilenceMs = 1000

export type HungAt = 'before the first event' | 'between events' | 'before the end marker'

export function hungAt(options: StreamOptions, details: StreamDetails): HungAt | null {
  const { end, count, lastAt, longestGap, limits } = details
  if (end?.how !== 'late') return null
  if (lastAt === null) return 'before the first event'
  const silentMs = end.atMs - lastAt
  const waited = limits.gapMs !== null && silentMs >= limits.gapMs - 1
  if (!waited && silentMs <= Math.max(2 * (longestGap?.ms ?? 0), shortestSilenceMs)) return null
  return options.minEvents > 1 && count >= options.minEvents ? 'before the end marker' : 'between events'
}

function hung(options: StreamOptions, details: StreamDetails): Fault | null {
  const { count, end, lastAt, headersMs, limits } = details
  const until = readUntil(options.until)
  const place = hungAt(options, details)
  const waited = showDuration(end!.atMs)
  if (place === 'before the first event')
    return options.minEvents === 0 && until === null
      ? null
      : fault(
          'stream.no_first_event',
          `hung before the first event: ${options.conversation ? 'it was open' : 'the headers came'} after ${showDuration(headersMs!)}, and then nothing for ${showDuration(end!.atMs - headersMs!)}`,
        )
  const silent = showDuration(end!.atMs - lastAt!)
  const satisfied = until === null && count >= options.minEvents
  if (place !== null && !(satisfied && options.maxGapMs === null))
    return fault(
      'stream.stalled',
      place === 'before the end marker'
        ? `hung before the end marker: after ${plural(count)} nothing came for ${silent}; expected ${showEnd(until)}`
        : `hung between events: after ${plural(count)} nothing came for ${silent}${until ? `; expected ${showEnd(until)}` : ''}`,
    )
  return until === null
    ? null
    : fault(
        'stream.slow',
        `still running after ${waited}, with ${plural(count)}; ${showEnd(until)} was declared within ${showDuration(limits.withinMs)}`,
      )
}

const showEnd = (until: Until | null): string => (until ? showUntil(until) : 'an end')

/** The body ended: without its marker it is no whole stream, whatever HTTP says. */
function unfinished(options: StreamOptions, details: StreamDetails): Fault | null {
  const { end, marker, count, unfinished: left } = details
  const until = readUntil(options.until)
  if (!until || until.by === 'end-of-body' || marker || !end) return null
  if (end.how !== 'complete' && end.how !== 'closed') return null
  const http = end.how === 'complete' ? 'for HTTP it is complete' : untold
  const after = `after ${plural(count)} and ${showDuration(end.atMs)}`
  // WHATWG HTML, section 9.2.6: such an event is discarded.
  if (left === 'marker')
    return fault(
      'stream.no_end_marker',
      `the last event was not finished by a blank line, and it is the end marker, ${showUntil(until)}: the body ended ${after}, and clients drop such an event; expected an empty line after it`,
    )
  return fault(
    'stream.no_end_marker',
    withHints(`the body ended ${after} without its end marker, ${showUntil(until)}; ${http}`, details),
  )
}

function tooFew({ minEvents }: StreamOptions, details: StreamDetails): Fault | null {
  const { count, end } = details
  if (count >= minEvents) return null
  const how = end?.how === 'late' ? 'came' : 'came before the end'
  const few = `${plural(count)} ${how}, expected at least ${minEvents}`
  return fault('stream.too_few_events', withHints(few, details))
}

function slow(options: StreamOptions, details: StreamDetails): Fault | null {
  const { firstAt, longestGap, end } = details
  const { firstEventMs, maxGapMs, withinMs } = options
  if (firstEventMs !== null && firstAt !== null && firstAt > firstEventMs)
    return fault(
      'stream.slow',
      `the first event came after ${showDuration(firstAt)}, declared ${showDuration(firstEventMs)}`,
    )
  if (maxGapMs !== null && longestGap && longestGap.ms > maxGapMs)
    return fault(
      'stream.slow',
      `nothing came for ${showDuration(longestGap.ms)} after ${plural(longestGap.after)}, declared ${showDuration(maxGapMs)} at most`,
    )
  if (withinMs !== null && end && end.how !== 'late' && end.atMs > withinMs)
    return fault(
      'stream.slow',
      `it took ${showDuration(end.atMs)}, declared ${showDuration(withinMs)} at most`,
    )
  return null
}

const notResumed = ({ resumed }: StreamDetails): Fault | null =>
  resumed && !resumed.ok ? fault('stream.not_resumed', resumed.actual) : null
