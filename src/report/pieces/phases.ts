/** Phase times as a small text bar: `dns ▏3 · tcp ▎8 · tls ███▌18 ms`. */

import type { CheckResult } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Attempt, Observations } from '../../model/evidence.ts'

/** The longest phase of an attempt is this many cells long, and every cell has eight steps. */
const cells = 5
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

function bar(share: number): string {
  const steps = Math.max(1, Math.round(share * cells * 8))
  return '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8]
}

export interface PhaseBar {
  readonly phase: string
  readonly bar: string
  /** `8 ms`. */
  readonly time: string
}

export function phaseBars(attempt: Attempt): readonly PhaseBar[] {
  const longest = Math.max(...attempt.phases.map(({ ms }) => ms), 1)
  return attempt.phases.map(({ phase, ms }) => ({ phase, bar: bar(ms / longest), time: showDuration(ms) }))
}

const percentiles = (name: string, facts: Observations): string | null => {
  const of = (p: string) => facts[`concurrency.${name}.p${p}_ms`]
  const [p50, p95, p99] = [of('50'), of('95'), of('99')]
  if (typeof p50 !== 'number' || typeof p95 !== 'number' || typeof p99 !== 'number') return null
  const max = facts[`concurrency.${name}.max_ms`]
  const longest = typeof max === 'number' ? `, max ${showDuration(max)}` : ''
  return `p50 ${showDuration(p50)}, p95 ${showDuration(p95)}, p99 ${showDuration(p99)}${longest}`
}

/** What a check of many connections says instead of phases; empty for any other check. */
export function percentileLines(check: CheckResult): readonly string[] {
  const connect = percentiles('connect', check.observations)
  const roundTrip = percentiles('round_trip', check.observations)
  return [connect && `connect ${connect}`, roundTrip && `round trip ${roundTrip}`].filter(
    line => line !== null,
  )
}
