/** How long each part of a stream is waited for. Pure. */

import type { StreamOptions } from '../stream.ts'

export interface StreamLimits {
  /** For the headers of the answer, from the request. */
  readonly headersMs: number
  /** The same for the first event. */
  readonly firstMs: number
  /** For the next event; null where the stream is only listened to for a while. */
  readonly gapMs: number | null
  /** From the request to the end. */
  readonly withinMs: number
  /** Until when to wait, with what has come so far; past a declared limit, long enough to tell slow from hung. */
  deadlineMs(seen: { readonly head: boolean; readonly lastAt: number | null }): number
}

/** For a stream whose end is declared and whose duration is not. */
const longestMs = 60_000

export function limitsOf(
  options: Pick<StreamOptions, 'firstEventMs' | 'maxGapMs' | 'withinMs' | 'until'>,
  timeoutMs: number,
): StreamLimits {
  const { firstEventMs, maxGapMs } = options
  const firstMs = firstEventMs ?? timeoutMs
  const listening = options.until === undefined || options.until === null
  const usualMs = Math.max(firstMs, listening ? timeoutMs : longestMs)
  // A gap that is longer than the check listens could never be seen.
  const gapFitsMs = maxGapMs !== null && maxGapMs >= usualMs ? firstMs + maxGapMs : usualMs
  const withinMs = options.withinMs ?? gapFitsMs
  const headersMs = Math.max(timeoutMs, firstMs)
  const gapMs = maxGapMs ?? (listening ? null : timeoutMs)
  return {
    gapMs,
    headersMs,
    firstMs,
    withinMs,
    deadlineMs({ head, lastAt }) {
      if (!head) return headersMs
      if (lastAt === null)
        return firstEventMs === null
          ? Math.min(withinMs, firstMs)
          : Math.min(Math.max(withinMs, firstMs), firstMs + timeoutMs)
      if (gapMs === null) return withinMs
      return Math.min(withinMs, lastAt + gapMs + (maxGapMs === null ? 0 : timeoutMs))
    },
  }
}
