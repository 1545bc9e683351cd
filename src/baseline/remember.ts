/** What is kept of a run for the next one to compare with. Pure. */

import type { Baseline, Remembered } from '../model/comparison.ts'
import { classOf } from '../model/fault.ts'
import type { Report } from '../model/report.ts'

/** Durations of this many runs are kept for each check. */
const mostSamples = 20

/**
 * A report as the baseline of the next run; its history is the one that it carries on from the run before. Of a report of
 * several environments, those of `environment` are remembered, by the ids that they have when they run alone.
 */
export function rememberReport(report: Report, name: string, environment: string | null = null): Baseline {
  const own = report.parts?.some(({ label }) => label === environment) ? `${environment}/` : ''
  return {
    name,
    at: report.startedAt,
    sha: report.sha,
    checks: Object.fromEntries(
      report.checks
        .filter(({ id }) => id.startsWith(own))
        .map(({ id, outcome, class: failureClass, layer, fault }): [string, Remembered] => {
          // What was blocked after it ran has failed as well, and is no news should it then fail alone.
          const kind = failureClass ?? (outcome === 'blocked' && fault ? classOf(fault) : null)
          const samplesMs = Object.hasOwn(report.history, id) ? report.history[id]! : []
          return [id.slice(own.length), { outcome, class: kind, layer, samplesMs }]
        }),
    ),
  }
}

/** The durations of before, and those of this run where it passed. */
export function extendHistory(
  checks: readonly { readonly id: string; readonly outcome: string; readonly durationMs: number }[],
  before: Baseline | null,
): Record<string, readonly number[]> {
  return Object.fromEntries(
    checks.flatMap(({ id, outcome, durationMs }) => {
      const known = before && Object.hasOwn(before.checks, id) ? before.checks[id]!.samplesMs : []
      const samples = outcome === 'passed' ? [...known, Math.round(durationMs * 10) / 10] : known
      return samples.length > 0 ? [[id, samples.slice(-mostSamples)]] : []
    }),
  )
}
