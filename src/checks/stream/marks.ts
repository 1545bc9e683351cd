/** What an event is beside being an event: the end marker, or an error that the application reports in the stream. */

import { match } from '../../matching/match.ts'
import { type Hide, showValue } from '../../matching/show.ts'
import { isRecord } from '../../matching/subject.ts'
import { type StreamEvent, type StreamFormat, subjectOf } from './events.ts'

/** What ends a stream: text, the name of an event, a match on its data, or the end of the body. */
export type Until =
  | { readonly by: 'text'; readonly text: string }
  | { readonly by: 'event'; readonly name: string }
  | { readonly by: 'match'; readonly match: unknown }
  | { readonly by: 'end-of-body' }

/** `{ event: NAME }` and `{ end-of-body: true }` are words; every other object is a match. */
export function readUntil(declared: unknown): Until | null {
  if (declared === undefined || declared === null) return null
  if (typeof declared === 'string') return { by: 'text', text: declared }
  if (isRecord(declared) && Object.keys(declared).length === 1) {
    if (typeof declared.event === 'string') return { by: 'event', name: declared.event }
    if (declared['end-of-body'] === true) return { by: 'end-of-body' }
  }
  return { by: 'match', match: declared }
}

export const showUntil = (until: Until): string =>
  until.by === 'text'
    ? `"${until.text}"`
    : until.by === 'event'
      ? `an event named "${until.name}"`
      : until.by === 'match'
        ? `an event that matches ${showValue(until.match)}`
        : 'the end of the body'

/** Recognises the end marker; in plain text it may come in two pieces. */
export function createMarkerFinder(
  until: Until | null,
  format: StreamFormat,
): (event: StreamEvent) => boolean {
  if (until === null || until.by === 'end-of-body') return () => false
  if (until.by === 'event')
    return event =>
      (event.name ?? 'message') === until.name || (event.name === null && names(event, until.name))
  if (until.by === 'match') return event => match(until.match, subjectOf(event)) === null
  const { text } = until
  if (format !== 'text') return ({ data }) => data === text || data === JSON.stringify(text)
  let tail = ''
  return ({ data }) => {
    const seen = tail + String(data)
    tail = seen.slice(-(text.length - 1) || seen.length)
    return seen.includes(text)
  }
}

/** Lines and messages of a WebSocket have no name: theirs is a field. */
function names(event: StreamEvent, name: string): boolean {
  const { value } = subjectOf(event)
  return isRecord(value) && value.event === name
}

/** `type` of an event that reports a failure: Anthropic's `error`, OpenAI's `response.failed`, and their like. */
const errorType = /^(error|exception)$|(^|[._:-])(error|failed|exception)$/i

/** `status` of one; others, such as a number, say nothing of the stream. */
const errorStatus = /^(error|failed|failure)$/i

/** An `error` that is null, false, 0, or empty says that there is none. */
const holdsWords = (error: unknown): boolean =>
  Array.isArray(error) ? error.length > 0 : isRecord(error) ? Object.keys(error).length > 0 : Boolean(error)

/**
 * The text of an error that the application reports inside a 200: `event: error`, or an `error` object as OpenAI's
 * streams have it. Null if it is none.
 */
export function errorIn(event: StreamEvent, hide: Hide): string | null {
  const named = event.name !== null && errorType.test(event.name)
  if (!named && typeof event.data === 'string' && !/error|exception|fail/i.test(event.data)) return null
  const { value } = subjectOf(event)
  if (!isRecord(value)) return named ? showValue(value === undefined ? '' : dataOf(event), hide) : null
  const { error, errors, type, status } = value
  const says = [error, errors].find(holdsWords)
  const typed = typeof type === 'string' && errorType.test(type)
  if (!named && says === undefined && !typed && !(typeof status === 'string' && errorStatus.test(status)))
    return null
  const first = Array.isArray(says) ? says[0] : says
  const inner = isRecord(first) ? first : value
  const words = [inner.message, inner.detail, inner.code, first].find(one => typeof one === 'string')
  return showValue(words ?? value, hide)
}

const dataOf = ({ data }: StreamEvent): unknown => data
