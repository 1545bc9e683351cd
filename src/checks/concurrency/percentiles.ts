/** Percentiles of durations, by Node's own histogram, in milliseconds with microseconds kept. */

import { createHistogram } from 'node:perf_hooks'
import type { Observations } from '../../model/evidence.ts'

export function percentiles(name: string, durationsMs: readonly number[]): Observations {
  if (durationsMs.length === 0) return {}
  const histogram = createHistogram({ figures: 4 })
  for (const ms of durationsMs) histogram.record(Math.max(1, Math.round(ms * 1000)))
  const at = (percent: number) => Math.round(histogram.percentile(percent)) / 1000
  return {
    [`${name}.p50_ms`]: at(50),
    [`${name}.p95_ms`]: at(95),
    [`${name}.p99_ms`]: at(99),
    [`${name}.max_ms`]: Math.round(histogram.max) / 1000,
  }
}
