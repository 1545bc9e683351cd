/**
 * What the ends of two streams tell together: a limit on silence, on age, or no limit. A client cannot keep a stream over
 * HTTP awake: only what the server sends by itself tells silence from age. Pure.
 */

import type { End } from './end.ts'
import { isEarly, type Pattern } from './pattern.ts'

/** One stream that was held. */
export interface Ended {
  readonly end: End
  /** The longest silence that it had outlived before. */
  readonly outlivedMs: number
}

/** The second stream, held in the same way. */
export interface Repeated {
  readonly opened: boolean
  /** Null if it outlived the time for which it was watched. */
  readonly ended: Ended | null
  /** How long it was watched, and the longest silence of that time. */
  readonly watchedMs: number
  readonly longestMs: number
  /** The run was over first. */
  readonly unfinished: boolean
}

export type StreamPattern = Exclude<Pattern, 'data-silence'>

/** Ends this near to each other come from one limit: proxies that look once a second (Traffic Server, lighttpd) are late by up to one. */
const leastSpreadMs = 1100
const nearMs = 500
const spreadShare = 0.1
export const spreadOf = (ms: number): number => Math.max(leastSpreadMs, ms * spreadShare)

/** Nobody's limit on silence is shorter; and by so much nginx may be early (NGX_TIMER_LAZY_DELAY is 300 ms). */
export const leastSilenceMs = 500

export function tellStreamPattern(first: Ended, again: Repeated): StreamPattern {
  const { end } = first
  if (again.unfinished) return 'unfinished'
  if (!again.opened) return 'unclear'
  // When it was forgotten is not known, only that it was.
  if (end.onTraffic) return again.ended?.end.onTraffic ? 'silence-or-age' : again.ended ? 'unclear' : 'random'
  const { ended, watchedMs, longestMs } = again
  if (!ended) {
    // One that was fed meanwhile had no silence as long: that it lives does not speak against a limit on silence.
    const hadSilence = longestMs > end.quietMs + spreadOf(end.quietMs) / 2
    return watchedMs > end.ageMs && hadSilence ? 'random' : 'unclear'
  }
  if (ended.end.by !== end.by) return 'unclear'
  // What is near tells silence from age; what is not may still be one limit of a coarse clock.
  const near = compare(first, ended, nearMs)
  return near === 'random' ? compare(first, ended, leastSpreadMs) : near
}

function compare({ end, outlivedMs }: Ended, ended: Ended, leastMs: number): StreamPattern {
  const near = (a: number, b: number) => Math.abs(a - b) <= Math.max(leastMs, a * spreadShare)
  const outlived = Math.max(outlivedMs, ended.outlivedMs)
  const aged = near(end.ageMs, ended.end.ageMs)
  const silent =
    near(end.quietMs, ended.end.quietMs) &&
    Math.min(end.quietMs, ended.end.quietMs) >= leastSilenceMs &&
    outlived <= end.quietMs + leastSilenceMs
  if (aged && isEarly(end)) return 'early'
  if (aged && silent) return 'silence-or-age'
  return aged ? 'age' : silent ? 'silence' : 'random'
}

/** What each pattern says to a reader, after the fault. */
export const streamPatternWords: Readonly<Record<StreamPattern, string>> = {
  silence: 'a limit on silence: another stream ended after the same silence, and at another age',
  age: 'a limit on age: another stream ended at the same age, though it had been silent for another time, or either had outlived a longer silence',
  early:
    'not a limit, since nobody has one below a second: another stream ended as soon after it was asked for',
  random: 'not a limit: another stream did not end at that time',
  'silence-or-age':
    'a limit: another stream ended at the same time. Whether it is on silence or on age cannot be told: nothing came meanwhile that would reset the one and not the other, and a client cannot send any such thing over HTTP',
  unclear: 'another stream did not tell whether silence or age is the cause',
  unfinished:
    'whether silence or age is the cause was not found out: the run was over before another stream could tell',
}
