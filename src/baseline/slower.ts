/** Whether a check became slower: by many samples on both sides, never by one. Pure. */

import type { Slower } from '../model/comparison.ts'

/** Fewer samples than these say nothing about a change. */
export const fewestBefore = 5
export const fewestNow = 3
/** A change below this is nobody's concern, whatever its ratio. */
export const smallestChangeMs = 50
/** Times the median absolute deviation, as a standard deviation (Rousseeuw and Croux 1993: factor 1.4826). */
const deviations = 4
const asDeviation = 1.4826

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Above this, in milliseconds, a time is slower than before; null if too little is known of before. */
export function slowLimit(before: readonly number[], ratio: number): number | null {
  if (before.length < fewestBefore) return null
  const usual = median(before)
  const spread = median(before.map(ms => Math.abs(ms - usual))) * asDeviation
  return Math.max(usual * ratio, usual + smallestChangeMs, usual + deviations * spread)
}

export function findSlower(before: readonly number[], now: readonly number[], ratio: number): Slower | null {
  const limit = slowLimit(before, ratio)
  if (limit === null || now.length < fewestNow) return null
  const nowMs = median(now)
  return nowMs > limit ? { beforeMs: median(before), nowMs, samples: before.length + now.length } : null
}
