/** When the request went out, by the clock of who answered: events that were made before it are a recording. Pure. */

export interface RequestTime {
  /** Milliseconds since 1970; it was not earlier. */
  readonly earliestMs: number
  /** By how much the clock of the producer may differ from that one. */
  readonly slackMs: number
  /** A cache answered, and that is the time of the request that filled it. */
  readonly cached?: boolean
}

/** RFC 9111 section 5.1: whole seconds since the answer was made; a cache also counts those in which it fetched it for us. */
export const isCached = (age: unknown, headersMs: number): boolean =>
  typeof age === 'string' && /^\d+$/.test(age) && Number(age) > headersMs / 1000 + 1

/** Back ends and the proxies before them keep the same time; a runner and a staging system need not. */
const [theirSlackMs, ourSlackMs] = [2000, 60_000]

/** By the `Date` of the answer (RFC 9110 section 6.6.1), which somebody wrote between the request and the headers; else by our clock. */
export function requestTime(
  { date, age }: Readonly<Record<string, unknown>>,
  headersMs: number,
  askedAt: number,
): RequestTime {
  const cached = isCached(age, headersMs)
  const written = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(written)
    ? { earliestMs: askedAt, slackMs: ourSlackMs, cached }
    : { earliestMs: written - headersMs, slackMs: theirSlackMs, cached }
}

const quarterMs = 15 * 60_000
const widestZoneMs = 14 * 60 * 60_000

/** @param zoned Whether the time said its zone; without one it may be any, and zones differ by quarters of an hour. */
export function isOlder(madeMs: number, zoned: boolean, { earliestMs, slackMs }: RequestTime): boolean {
  const ageMs = earliestMs - madeMs
  const zoneMs =
    zoned || Math.abs(ageMs) > widestZoneMs + quarterMs ? 0 : Math.round(ageMs / quarterMs) * quarterMs
  return ageMs - zoneMs > slackMs
}
