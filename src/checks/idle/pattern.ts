/** What the ends of several connections tell together: a limit on silence, on age, or no limit at all. Pure. */

import type { End } from './end.ts'

export type Manner = 'silent' | 'ping' | 'message'

export interface Lived {
  readonly opened: boolean
  /** Null if it outlived the time for which it was watched. */
  readonly end: End | null
  /** The run was over before that time was. */
  readonly unfinished?: true
}

/**
 * `silence`: only silent connections are cut. `data-silence`: pings do not count as traffic, messages do. `age`: all
 * are cut at the same age, whatever they do. `random`: a silent one lived, or was cut at quite another age.
 * `early`: the same, at an age that is nobody's limit: they end by themselves, soon after they were opened.
 * `silence-or-age`: pings did not help, and messages were not tried. `unclear`: none of these. `unfinished`: the run was over first.
 */
export type Pattern =
  | 'silence'
  | 'data-silence'
  | 'age'
  | 'early'
  | 'random'
  | 'silence-or-age'
  | 'unclear'
  | 'unfinished'

/** Ends this near to each other come from one limit: proxies that look once a second are late by up to one. */
const leastSpreadMs = 1100
const spreadShare = 0.1

/** Limits are set in whole seconds, and the clock that counts them started before ours or with it. */
const leastLimitMs = 900
/** Whether an end that comes again and again at this age is too soon to be anybody's limit. When a dead one died is not known. */
export const isEarly = ({ ageMs, by, onTraffic }: End): boolean =>
  ageMs < leastLimitMs && by !== 'nothing' && !onTraffic

export function tellPattern(first: End, lived: Readonly<Partial<Record<Manner, Lived>>>): Pattern {
  const pattern = comparePattern(first, lived)
  return (pattern === 'age' || pattern === 'silence-or-age') && isEarly(first) ? 'early' : pattern
}

function comparePattern(first: End, lived: Readonly<Partial<Record<Manner, Lived>>>): Pattern {
  const spread = Math.max(leastSpreadMs, first.ageMs * spreadShare)
  // Of a half-open connection the end is noticed when something is sent, not when it came.
  const dated = first.by !== 'nothing' && !first.onTraffic
  const isSame = ({ end }: Lived): boolean =>
    end !== null && end.by === first.by && (!dated || Math.abs(end.ageMs - first.ageMs) <= spread)
  const { silent, ping, message } = lived
  if ([silent, ping, message].some(one => one?.unfinished)) return 'unfinished'
  if (!silent?.opened) return 'unclear'
  if (silent.end === null) return 'random'
  if (!isSame(silent)) return silent.end.by === first.by ? 'random' : 'unclear'
  if (!ping?.opened) return 'unclear'
  if (ping.end === null) return 'silence'
  if (!isSame(ping)) return 'unclear'
  if (!message?.opened) return 'silence-or-age'
  if (message.end === null) return 'data-silence'
  return isSame(message) ? 'age' : 'unclear'
}

/** What each pattern says to a reader, after the fault. */
export const patternWords: Readonly<Record<Pattern, string>> = {
  silence: 'a limit on silence: a connection that only pings outlived that time, and a silent one did not',
  'data-silence':
    'a limit on silence that pings do not reset: a connection with messages outlived that time, one with pings did not',
  age: 'a limit on age: connections that ping and that send messages were cut at the same age as silent ones',
  early:
    'not a limit, since nobody has one below a second: further connections ended as soon after they were opened, whatever they did',
  random: 'not a limit: a second silent connection was not cut at that time',
  'silence-or-age':
    'pings did not keep another connection open; whether messages do was not tried, or not possible',
  unclear: 'further connections did not tell whether silence or age is the cause',
  unfinished:
    'whether silence or age is the cause was not found out: the run was over before the connections that would tell',
}
