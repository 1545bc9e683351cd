/** `250ms`, `10s`, `2m`, `1h`: the only spellings of a duration. */

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Longest duration accepted: a day. A timer in Node cannot wait longer than 2^31 ms anyway. */
export const longestMs = 24 * 3_600_000

/** Milliseconds, or null if the text is not a duration. */
export function parseDuration(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim())
  if (!found) return null
  const ms = Number(found[1]) * unitMs[found[2]!]!
  return ms <= longestMs ? ms : null
}

/** The shortest spelling for people: `41 ms`, `1.2 s`, `2 m 5 s`. */
export function showDuration(ms: number): string {
  if (ms < 1) return '<1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  const seconds = Math.round(ms / 1000)
  return seconds % 60 === 0 ? `${seconds / 60} m` : `${Math.floor(seconds / 60)} m ${seconds % 60} s`
}
