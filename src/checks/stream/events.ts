/** Bytes to events: server-sent events, JSON lines, or pieces of text as they come. */

import type { createParser } from 'eventsource-parser'
import { messageSubject, type Subject } from '../../matching/match.ts'
import { notJson } from '../../matching/subject.ts'

export type StreamFormat = 'sse' | 'ndjson' | 'text'

export interface StreamEvent {
  readonly data: string | Uint8Array
  /** Of server-sent events: the `event` field; null where there was none. */
  readonly name: string | null
  readonly id: string | null
  /** When its last bytes arrived: milliseconds since the request went out. */
  readonly atMs: number
}

export interface EventReader {
  feed(bytes: Uint8Array, atMs: number): void
  /** A last line without a line break is one; a last server-sent event without a blank line is none. */
  end(atMs: number): void
}

/** One event or line; a stream that never ends one is no reason to run out of memory. */
const largestEvent = 4 * 1024 * 1024

/** Media types of JSON lines, of which none is registered. */
const jsonLines = /^application\/(x-ndjson|ndjson|jsonl|x-jsonl|x-jsonlines|jsonlines|stream\+json)\b/i

export const formatOf = (contentType: string): StreamFormat =>
  /^text\/event-stream\b/i.test(contentType) ? 'sse' : jsonLines.test(contentType) ? 'ndjson' : 'text'

/** The data as JSON or text, parsed at most once. */
const subjects = new WeakMap<StreamEvent, Subject>()
export function subjectOf(event: StreamEvent): Subject {
  const known = subjects.get(event)
  if (known) return known
  const subject = messageSubject(event.data)
  subjects.set(event, subject)
  return subject
}

type Decoder = InstanceType<typeof TextDecoder>

interface Sink {
  onEvent(event: StreamEvent): void
  /** What breaks the format, in words. */
  onMalformed(what: string): void
  /** A comment of server-sent events, which is no event. */
  onComment?(atMs: number): void
  /** The last server-sent event, where no blank line finished it: clients never see it. */
  onUnfinished?(event: StreamEvent): void
  /** The last line, where no line break finished it; `onEvent` if absent. */
  onLastLine?(event: StreamEvent): void
}

export function createEventReader(
  format: StreamFormat,
  sink: Sink,
  parser: typeof createParser | null,
): EventReader {
  const decoder = new TextDecoder()
  if (format === 'text') return readPieces(decoder, sink)
  return format === 'sse' && parser ? readEvents(decoder, sink, parser) : readLines(decoder, sink)
}

function readEvents(decoder: Decoder, sink: Sink, create: typeof createParser): EventReader {
  let arrivedAt = 0
  let broken = false
  let ended = false
  const parser = create({
    maxBufferSize: largestEvent,
    onEvent({ data, event, id }) {
      const read = { data, name: event || null, id: id || null, atMs: arrivedAt }
      if (ended) sink.onUnfinished?.(read)
      else sink.onEvent(read)
    },
    onComment: () => sink.onComment?.(arrivedAt),
    onError: error => {
      // Unknown fields are to be ignored (WHATWG HTML, section 9.2.6).
      if (error.type !== 'max-buffer-size-exceeded') return
      broken = true
      sink.onMalformed('an event of more than 4 MiB, which is not taken')
    },
  })
  return {
    feed(bytes, atMs) {
      arrivedAt = atMs
      if (!broken) parser.feed(decoder.decode(bytes, { stream: true }))
    },
    // What is pending at the end of the body is discarded (WHATWG HTML, section 9.2.6): this only finds out what it was.
    end(atMs) {
      arrivedAt = atMs
      ended = true
      if (!broken) parser.feed('\n\n')
    },
  }
}

function readLines(decoder: Decoder, sink: Sink): EventReader {
  // Joined when the line ends: a long line in small pieces is not looked through again and again.
  let rest: string[] = []
  let size = 0
  const take = (line: string, atMs: number, tell: Sink['onEvent'] = sink.onEvent) => {
    const text = line.trim()
    if (text !== '') tell({ data: text, name: null, id: null, atMs })
  }
  const keep = (text: string) => {
    rest.push(text)
    size += text.length
  }
  const drop = (): string => {
    const line = rest.join('')
    rest = []
    size = 0
    return line
  }
  return {
    feed(bytes, atMs) {
      const lines = decoder.decode(bytes, { stream: true }).split('\n')
      const last = lines.pop() ?? ''
      for (const line of lines) {
        keep(line)
        take(drop(), atMs)
      }
      keep(last)
      if (size <= largestEvent) return
      drop()
      sink.onMalformed('a line of more than 4 MiB, which is not taken')
    },
    end(atMs) {
      take(drop(), atMs, sink.onLastLine)
    },
  }
}

function readPieces(decoder: Decoder, sink: Sink): EventReader {
  return {
    feed(bytes, atMs) {
      const data = decoder.decode(bytes, { stream: true })
      if (data !== '') sink.onEvent({ data, name: null, id: null, atMs })
    },
    end() {},
  }
}

export const isJson = (event: StreamEvent): boolean => subjectOf(event).value !== notJson

/** Whether a text begins as an object or an array of JSON, and ends before that does. */
export function isHalfJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  // Strings first: brackets within them do not count. The last one may be open.
  const bare = text.replace(/"(?:[^"\\]|\\.)*("|\\?$)/gs, (_, end: string) => (end === '"' ? '' : '{'))
  let depth = 0
  for (const one of bare) {
    if (one === '{' || one === '[') depth++
    else if (one === '}' || one === ']') depth--
    if (depth === 0 && /\S/.test(one)) return false
  }
  return depth > 0
}
