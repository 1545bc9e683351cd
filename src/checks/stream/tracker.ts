/** What is kept of a stream while it comes: counts, gaps, first and last events. Flat in its length. */

import { refusesCredential } from '../../conversation/error-event.ts'
import { match } from '../../matching/match.ts'
import { cutText, type Hide, showBytes } from '../../matching/show.ts'
import type { Timeline, TranscriptEntry } from '../../model/evidence.ts'
import { createSlots } from '../timeline-slots.ts'
import { isHalfJson, isJson, type StreamEvent, type StreamFormat, subjectOf } from './events.ts'
import { createMarkerFinder, errorIn, type Until } from './marks.ts'
import { createPace, type Pace } from './pace.ts'

export interface Watched {
  readonly format: StreamFormat
  readonly until: Until | null
  /** Every event has to match; undefined demands nothing. */
  readonly each: unknown
  readonly timestamp: string | null
  readonly pacedMs: number | null
  readonly minEvents?: number
  /** Enough is read after so many. */
  readonly mostEvents?: number | null
}

export interface Mismatched {
  /** Number of the event, from 1. */
  readonly event: number
  readonly path: string
  readonly expected: string
  readonly actual: string
}

/** Where two events were furthest apart, or where nothing came any more: after how many. */
export interface Gap {
  readonly ms: number
  readonly after: number
}

export interface Tracker {
  /** False when nothing more has to be read: the end marker came, or an error. */
  add(event: StreamEvent): boolean
  breaks(what: string): void
  /** The body ended before this event was finished: it does not count. */
  leaves(event: StreamEvent): void
  /** The last line was not finished, and counts where it is whole without. */
  addLast(event: StreamEvent): void
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  readonly marker: { readonly atMs: number } | null
  /** `refuses`: it clearly speaks of the credential. */
  readonly error: { readonly text: string; readonly atMs: number; readonly refuses: boolean } | null
  readonly malformed: string | null
  /** What the body left unfinished at its end: the end marker, another event, or a line of JSON. */
  readonly unfinished: 'marker' | 'event' | 'line' | null
  readonly mismatch: Mismatched | null
  readonly longestGap: Gap | null
  readonly pace: Pace
  /** Of the first events, for a reconnect; one that fits no header ends them. */
  readonly ids: readonly string[]
  /** Gaps by their order of magnitude: how many were below 1, 2, 4, 8 … ms. */
  readonly gaps: readonly number[]
  transcript(): readonly TranscriptEntry[]
  slots(): Pick<Timeline, 'fromMs' | 'slotMs' | 'slots'>
}

const edge = 15
const mostIds = 500
const longestId = 1000
const excerptLength = 300
/** Secrets are hidden in so much of it before it is cut to an excerpt. */
const keptLength = 8 * excerptLength

interface Kept {
  readonly event: StreamEvent
  readonly bytes: number
}

/** A string that was cut out of another one keeps all of that in memory: 15 events are not to keep 15 times 4 MiB. */
const copyOf = (text: string): string => Buffer.from(text).toString()

/** RFC 9110 section 5.5: no control characters. */
const fitsHeader = (id: string): boolean => id.length <= longestId && !/\p{Cc}/u.test(id)

function keep(event: StreamEvent): Kept {
  const { data } = event
  if (typeof data !== 'string') return { event, bytes: data.length }
  const bytes = Buffer.byteLength(data)
  return data.length <= keptLength
    ? { event, bytes }
    : { event: { ...event, data: copyOf(data.slice(0, keptLength)) }, bytes }
}

/** A piece of text with the end marker in it is an event as well if anything stands before that. */
function holdsMore({ data }: StreamEvent, { format, until }: Watched): boolean {
  if (format !== 'text' || until?.by !== 'text') return false
  const at = String(data).indexOf(until.text)
  return at > 0 && String(data).slice(0, at).trim() !== ''
}

export function createTracker(watched: Watched, hide: Hide): Tracker {
  const isMarker = createMarkerFinder(watched.until, watched.format)
  const pace = createPace(watched)
  const slots = createSlots()
  const [head, tail]: [Kept[], Kept[]] = [[], []]
  const ids: string[] = []
  const gaps: number[] = []
  const seen = {
    count: 0,
    firstAt: null as number | null,
    lastAt: null as number | null,
    marker: null as Tracker['marker'],
    error: null as Tracker['error'],
    malformed: null as string | null,
    unfinished: null as Tracker['unfinished'],
    mismatch: null as Mismatched | null,
    longestGap: null as Gap | null,
  }
  let idsGoOn = true

  const remember = (event: StreamEvent) => {
    if (head.length < edge) return void head.push(keep(event))
    tail.push(keep(event))
    if (tail.length > edge) tail.shift()
  }
  const measure = (event: StreamEvent) => {
    if (seen.lastAt !== null) {
      const ms = event.atMs - seen.lastAt
      if (seen.longestGap === null || ms > seen.longestGap.ms) seen.longestGap = { ms, after: seen.count }
      const power = ms < 1 ? 0 : Math.floor(Math.log2(ms)) + 1
      gaps[power] = (gaps[power] ?? 0) + 1
    }
    seen.firstAt ??= event.atMs
    seen.lastAt = event.atMs
  }

  const tracker: Tracker = {
    add(event) {
      // Of what came after the end nothing counts.
      if (seen.marker || seen.error || seen.malformed !== null) return false
      remember(event)
      const ends = isMarker(event)
      if (ends) seen.marker = { atMs: event.atMs }
      if (ends && !holdsMore(event, watched)) {
        if (seen.lastAt !== null) measure(event)
        return false
      }
      const text = errorIn(event, hide)
      if (text !== null && (watched.each === undefined || match(watched.each, subjectOf(event), hide))) {
        seen.error = { text, atMs: event.atMs, refuses: refusesCredential(subjectOf(event).value) }
        return false
      }
      measure(event)
      seen.count++
      slots.add(event.atMs)
      pace.add(event)
      if (event.id !== null) {
        idsGoOn &&= ids.length < mostIds && fitsHeader(event.id)
        if (idsGoOn) ids.push(copyOf(event.id))
      }
      if (watched.format === 'ndjson' && !isJson(event)) {
        seen.malformed = `line ${seen.count} is no JSON: ${excerpt(event, hide)}`
        return false
      }
      if (watched.each !== undefined && seen.mismatch === null) {
        const found = match(watched.each, subjectOf(event), hide)
        if (found) seen.mismatch = { event: seen.count, ...found }
      }
      return !ends && seen.mismatch === null && seen.count !== watched.mostEvents
    },
    breaks(what) {
      seen.malformed ??= what
    },
    leaves(event) {
      if (seen.marker || seen.error || seen.malformed !== null) return
      seen.unfinished = isMarker(event) ? 'marker' : 'event'
    },
    addLast(event) {
      const wasWell = seen.malformed === null
      tracker.add(event)
      if (wasWell && seen.malformed !== null && isHalfJson(String(event.data))) seen.unfinished = 'line'
    },
    get count() {
      return seen.count
    },
    get firstAt() {
      return seen.firstAt
    },
    get lastAt() {
      return seen.lastAt
    },
    get marker() {
      return seen.marker
    },
    get error() {
      return seen.error
    },
    get malformed() {
      return seen.malformed
    },
    get unfinished() {
      return seen.unfinished
    },
    get mismatch() {
      return seen.mismatch
    },
    get longestGap() {
      return seen.longestGap
    },
    pace,
    ids,
    gaps,
    transcript: () => [...head, ...tail].map(kept => entryOf(kept, hide)),
    slots: slots.read,
  }
  return tracker
}

const excerpt = ({ data }: StreamEvent, hide: Hide): string =>
  typeof data === 'string'
    ? cutText(hide(data.slice(0, keptLength)), excerptLength)
    : showBytes(data, 100, hide)

function entryOf({ event, bytes }: Kept, hide: Hide): TranscriptEntry {
  const label = event.name === null ? '' : `${cutText(hide(event.name), 60)}: `
  const kind = typeof event.data === 'string' ? 'text' : 'binary'
  const text = label + excerpt(event, hide)
  return { atMs: Math.max(0, event.atMs), direction: 'received', kind, text, bytes }
}
