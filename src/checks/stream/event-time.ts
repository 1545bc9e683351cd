/** When an event was made, by what it says itself. */

import { selectNodes } from '../../matching/json-path.ts'
import { isRecord } from '../../matching/subject.ts'
import { type StreamEvent, subjectOf } from './events.ts'

/** Fields in which applications write when an event was made. `created` is left out: chunks of one answer share it. */
const timeFields = ['timestamp', 'ts', 'time', 'now', 'at', 'sent_at', 'sentAt', 'emitted_at', 'emittedAt']
const moreTimeFields = ['created_at', 'createdAt', 'datetime', 'unix_ms', 'unix']

/** ISO 8601; with a blank as well, as Python and databases write it. */
const isoDate = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/

/** Milliseconds since 1970 out of an ISO 8601 text or a number of seconds, milliseconds, microseconds or nanoseconds. */
export function readTime(value: unknown): { ms: number; resolutionMs: number; zoned?: false } | null {
  if (typeof value === 'string' && isoDate.test(value)) {
    const ms = Date.parse(value.replace(' ', 'T'))
    if (Number.isNaN(ms)) return null
    const fraction = /\.(\d+)/.exec(value)?.[1] ?? ''
    const resolutionMs = fraction === '' ? 1000 : 10 ** Math.max(0, 3 - fraction.length)
    return /(Z|[+-]\d\d:?\d\d)$/i.test(value) ? { ms, resolutionMs } : { ms, resolutionMs, zoned: false }
  }
  const number =
    typeof value === 'string' && /^\d{10,19}(\.\d+)?$/.test(value)
      ? Number(value)
      : typeof value === 'number'
        ? value
        : Number.NaN
  // 2001 to 2096 in each unit.
  if (number >= 1e9 && number < 4e9)
    return { ms: number * 1000, resolutionMs: Number.isInteger(number) ? 1000 : 1 }
  if (number >= 1e12 && number < 4e12) return { ms: number, resolutionMs: 1 }
  if (number >= 1e15 && number < 4e15) return { ms: number / 1e3, resolutionMs: 1 }
  if (number >= 1e18 && number < 4e18) return { ms: number / 1e6, resolutionMs: 1 }
  return null
}

type TimeOf = (event: StreamEvent) => ReturnType<typeof readTime>

/** The field, found in the first event that has one, is the field of them all. */
export function createTimeReader(path: string | null): TimeOf {
  if (path !== null)
    return event => {
      const nodes = selectNodes(subjectOf(event).value, path)
      return typeof nodes === 'string' ? null : readTime(nodes[0])
    }
  let looked = 0
  let find: Finder | null = null
  return event => {
    if (find === null && looked++ < 3) find = findTime(event)
    return find && readTime(find(event))
  }
}

type Finder = (event: StreamEvent) => unknown

/** Where envelopes keep what is said of them. */
const holders = ['data', 'payload', 'meta', 'metadata']

const fieldOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined)

/** How to take the time out of events like this one: a field, a field of an envelope, or all of its text; null where it has none. */
function findTime(event: StreamEvent): Finder | null {
  const { value } = subjectOf(event)
  if (!isRecord(value)) return isDate(event.data) ? ({ data }) => (isDate(data) ? data : undefined) : null
  const nameIn = (held: unknown) =>
    [...timeFields, ...moreTimeFields].find(name => readTime(fieldOf(held, name)) !== null)
  const own = nameIn(value)
  if (own !== undefined) return one => fieldOf(subjectOf(one).value, own)
  for (const holder of holders) {
    const inner = nameIn(value[holder])
    if (inner !== undefined) return one => fieldOf(fieldOf(subjectOf(one).value, holder), inner)
  }
  return null
}

const isDate = (data: unknown): boolean => typeof data === 'string' && data.length < 40 && isoDate.test(data)
