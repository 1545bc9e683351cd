/** Facts and details out of what was read of a stream. */

import { jsonSubject, match } from '../../matching/match.ts'
import { showDuration } from '../../model/duration.ts'
import type { Attempt, Observations, Timeline } from '../../model/evidence.ts'
import type { Fault } from '../../model/fault.ts'
import type { AnswerHead } from '../../net/exchange.ts'
import type { StreamEnd } from '../../net/stream.ts'
import type { StreamOptions } from '../stream.ts'
import type { StreamFormat } from './events.ts'
import { hungAt, type Resumed, type StreamDetails } from './judge.ts'
import type { StreamLimits } from './limits.ts'
import { readUntil } from './marks.ts'
import { type Delivery, shortestSpanMs } from './pace.ts'
import { isCached, requestTime } from './request-time.ts'
import type { Tracker } from './tracker.ts'

export interface ReadSoFar {
  readonly attempt: Attempt
  readonly observations: Observations
  readonly fault: Fault | null
  readonly head: Pick<AnswerHead, 'status' | 'headers' | 'atMs'> | null
  /** Null where the answer was no success. */
  readonly tracker: Tracker | null
  readonly end: Pick<StreamEnd, 'how' | 'atMs'> | null
  readonly format: StreamFormat | null
  readonly limits: StreamLimits
  /** By our clock, in milliseconds since 1970. */
  readonly askedAt: number
  /** How long this process was too busy to read. */
  readonly stalledMs: number
  readonly bytes: number
  /** The beginning of the body. */
  readonly body: Uint8Array
}

const round = (ms: number): number => Math.round(ms * 10) / 10

export const deliveryOf = ({ tracker, stalledMs, head, askedAt }: ReadSoFar): Delivery =>
  tracker?.pace.delivery(stalledMs, head && requestTime(head.headers, head.atMs, askedAt)) ?? {
    ...{ verdict: 'unknown', basis: null, producedMs: null, arrivedMs: 0, heldMs: null },
    actual: 'cannot tell: there was no stream',
  }

export function describeStream(
  options: StreamOptions,
  read: ReadSoFar,
  { delivery, resumed }: { delivery: Delivery; resumed: Resumed | null },
): { details: StreamDetails; observations: Observations; timeline: Timeline | null } {
  const { head, tracker, end, limits } = read
  const type = contentTypeOf(read)
  const mismatch =
    options.contentType === undefined || !tracker
      ? null
      : match({ type: options.contentType }, jsonSubject(type === '' ? {} : { type }))
  const details: StreamDetails = {
    limits: { ...limits },
    headersMs: head?.atMs ?? null,
    end,
    isPage: tracker !== null && isPage(type, read),
    contentType: mismatch && { expected: mismatch.expected, actual: mismatch.actual },
    count: tracker?.count ?? 0,
    firstAt: tracker?.firstAt ?? null,
    lastAt: tracker?.lastAt ?? null,
    longestGap: tracker?.longestGap ?? null,
    marker: tracker?.marker ?? null,
    error: tracker?.error?.text ?? null,
    refusesCredential: tracker?.error?.refuses === true && options.conversation !== null,
    lastText: tracker?.transcript().at(-1)?.text ?? null,
    guess: tracker && guessIn(options, read),
    malformed: tracker?.malformed ?? null,
    unfinished: tracker?.unfinished ?? null,
    mismatch: tracker?.mismatch ?? null,
    delivery,
    resumed,
    notes: tracker && end ? notesOf(options, read, { tracker, end, delivery }) : [],
  }
  return {
    details,
    observations: { ...read.observations, ...factsOf(options, read, details) },
    timeline: timelineOf(read),
  }
}

/** What a pass leaves open. */
function notesOf(
  options: StreamOptions,
  read: ReadSoFar,
  { tracker, end, delivery }: { tracker: Tracker; end: NonNullable<ReadSoFar['end']>; delivery: Delivery },
): string[] {
  const notes: string[] = []
  const until = readUntil(options.until)
  if (end.how === 'late' && !until) {
    const last =
      tracker.lastAt === null
        ? 'and no event came'
        : `its last event ${showDuration(end.atMs - tracker.lastAt)} ago`
    notes.push(
      `the stream was still open when the time was over, ${last}: that it comes to its end was not tested`,
    )
  }
  if (end.how === 'closed' && (!until || until.by === 'end-of-body'))
    notes.push(
      'the body has neither chunks nor a length: whether it came to its end or was cut cannot be told; declare the end marker with "until"',
    )
  if (tracker.unfinished === 'event') notes.push(unfinishedNote)
  if (options.conversation === null && isLateBurst(tracker, delivery, read.stalledMs))
    notes.push(
      `all ${tracker.count} events came at once, ${showDuration(tracker.firstAt ?? 0)} after the request: whether they were made so, or one by one and then held back, cannot be told; declare "paced" or "origin", or let events carry a time`,
    )
  const { headers, atMs } = read.head ?? { headers: {}, atMs: 0 }
  const { age } = headers as Readonly<Record<string, unknown>>
  if (read.format === 'sse' && isCached(age, atMs))
    notes.push(
      `a cache answered (Age ${age}): the events are those of an earlier request, and say nothing of a live stream; send Cache-Control: no-store with it`,
    )
  const guess = guessIn(options, read)
  return guess === null ? notes : [...notes, guess]
}

/** Long nothing, then everything: so comes a stream that somebody collected. Where nobody says when it was made, that is no proof. */
const isLateBurst = (
  { count, firstAt }: Tracker,
  { basis, arrivedMs }: Delivery,
  stalledMs: number,
): boolean =>
  basis === null &&
  count >= 2 &&
  firstAt !== null &&
  firstAt - stalledMs >= shortestSpanMs &&
  arrivedMs <= firstAt / 20

const unfinishedNote =
  'the last event was not finished by a blank line: clients drop it, and it is not counted'

const contentTypeOf = ({ head }: ReadSoFar): string => String(head?.headers['content-type'] ?? '')

const startOf = (body: Uint8Array): string => Buffer.from(body.subarray(0, 200)).toString('latin1')

/** What a reader has to know where the format is neither declared nor told by the content type. */
function guessIn({ format, conversation }: StreamOptions, read: ReadSoFar): string | null {
  if (format !== null || conversation !== null || read.format !== 'text') return null
  const type = contentTypeOf(read).slice(0, 100)
  const sent = type === '' ? 'it has no content type' : `the content type is "${type}"`
  if (/^(\xef\xbb\xbf)?(data|event|id|retry)?:/.test(startOf(read.body)))
    return `the body looks like server-sent events, but ${sent}, so that it was read as plain text and browsers refuse it: send text/event-stream, or declare "format"`
  return /^text\/(?!html)/i.test(type)
    ? null
    : `${sent}, which names no format of streams, so that it was read as plain text: declare "format" if it is another`
}

const isPage = (type: string, { body, format }: ReadSoFar): boolean =>
  /html/i.test(type) ||
  // Text that is written in pieces may be the source of a page.
  ((type === '' || format !== 'text') && /^\s*<(!doctype html|html)\b/i.test(startOf(body)))

function factsOf(options: StreamOptions, read: ReadSoFar, details: StreamDetails): Observations {
  const { tracker, end, format } = read
  const headersMs = details.headersMs === null ? null : round(details.headersMs)
  if (!tracker || !end) return { 'stream.headers_ms': headersMs, 'stream.basis': details.delivery.basis }
  const { delivery, firstAt, lastAt, longestGap, count } = details
  const hung = hungAt(options, details)
  const facts: Record<string, string | number | null> = {
    'stream.format': format,
    'stream.events': count,
    'stream.headers_ms': headersMs,
    'stream.first_event_ms': firstAt === null ? null : round(firstAt),
    'stream.longest_gap_ms': longestGap ? round(longestGap.ms) : null,
    'stream.total_ms': round(end.atMs),
    'stream.silent_ms': lastAt === null ? null : round(end.atMs - lastAt),
    'stream.end': tracker.marker ? 'marker' : end.how,
    'stream.delivery': delivery.verdict,
    'stream.basis': delivery.basis,
    'stream.arrived_ms': round(delivery.arrivedMs),
    'stream.gaps': tracker.gaps
      .map((n, power) => (n ? `<${2 ** power} ms: ${n}` : ''))
      .filter(Boolean)
      .join(', '),
  }
  if (delivery.producedMs !== null) facts['stream.produced_ms'] = round(delivery.producedMs)
  if (delivery.heldMs !== null) facts['stream.held_ms'] = round(delivery.heldMs)
  if (hung) facts['stream.hung'] = hung
  if (details.unfinished) facts['stream.unfinished'] = details.unfinished
  return facts
}

const endLabels: Readonly<Record<StreamEnd['how'], string>> = {
  complete: 'end',
  closed: 'end',
  left: 'end',
  late: 'still open',
  broken: 'cut',
}

function timelineOf({ head, tracker, end }: ReadSoFar): Timeline | null {
  if (!head || !tracker || !end) return null
  const at = (label: string, atMs: number | null) => (atMs === null ? [] : [{ label, atMs: round(atMs) }])
  return {
    noun: 'event',
    count: tracker.count,
    marks: [
      ...at('headers', head.atMs),
      ...at('first', tracker.firstAt),
      ...at(tracker.error ? 'error' : endLabels[end.how], Math.max(end.atMs, tracker.lastAt ?? 0)),
    ],
    ...tracker.slots(),
  }
}
