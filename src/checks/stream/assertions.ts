/** What was declared of a stream, each held against what came. Pure. */

import type { Assertion } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { StreamOptions } from '../stream.ts'
import type { StreamDetails } from './judge.ts'
import { readUntil, showUntil } from './marks.ts'

export function assertStream(
  options: StreamOptions,
  { observations }: Evidence,
  details: StreamDetails,
): Assertion[] {
  const { count, firstAt, longestGap, end, marker, mismatch, delivery, contentType, resumed } = details
  const status = observations['http.response.status_code']
  const expected = options.conversation ? '101' : '2xx'
  const answered = String(status ?? 'no answer')
  const assertions: Assertion[] = [
    {
      ...{ claim: 'status', expected, actual: answered },
      ok: options.conversation ? status === 101 : /^2\d\d$/.test(answered),
    },
  ]
  if (details.headersMs === null || !assertions[0]!.ok) return assertions
  const add = (claim: string, wanted: string, actual: string, ok: boolean) =>
    assertions.push({ claim, expected: wanted, actual, ok })
  const atMost = (claim: string, limitMs: number | null, ms: number | null) => {
    if (limitMs === null) return
    const actual = ms === null ? 'nothing' : showDuration(ms)
    add(claim, `at most ${showDuration(limitMs)}`, actual, ms !== null && ms <= limitMs)
  }
  if (options.contentType !== undefined)
    add(
      'content-type',
      contentType?.expected ?? 'as declared',
      contentType?.actual ?? 'as declared',
      !contentType,
    )
  atMost('first-event', options.firstEventMs, firstAt)
  if (options.maxGapMs !== null) atMost('max-gap', options.maxGapMs, longestGap?.ms ?? 0)
  // Without an end to wait for it is the time of listening, which is used up by right.
  if (options.until !== undefined || end?.how !== 'late')
    atMost('within', options.withinMs, end?.atMs ?? null)
  add('min-events', `at least ${options.minEvents}`, String(count), count >= options.minEvents)
  const until = readUntil(options.until)
  if (until) {
    const ended = end?.how === 'complete' || end?.how === 'closed'
    const ok = until.by === 'end-of-body' ? ended : marker !== null
    const at = ok ? `after ${showDuration(marker?.atMs ?? end?.atMs ?? 0)}` : 'it did not come'
    add('until', showUntil(until), at, ok)
  }
  if (options.each !== undefined)
    add(
      'each',
      mismatch ? `${mismatch.path} ${mismatch.expected}` : 'as declared',
      mismatch ? `event ${mismatch.event}: ${mismatch.actual}` : `as declared, all ${count}`,
      !mismatch,
    )
  // Where it cannot be told, it is said: neither a pass of this claim nor a failure was proven.
  add(
    'arrives as produced',
    'as produced, where that can be told',
    delivery.actual,
    delivery.verdict !== 'buffered',
  )
  if (resumed) add('resume', 'goes on after Last-Event-ID', resumed.actual, resumed.ok)
  return assertions
}
