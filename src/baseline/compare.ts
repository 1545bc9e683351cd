/** What changed against a run before. Pure. */

import type { CheckResult } from '../model/check.ts'
import type { Baseline, Change, CheckComparison, Comparison, Remembered } from '../model/comparison.ts'
import { findSlower } from './slower.ts'

export interface Compared {
  readonly comparison: Comparison
  /** By the id of the check. */
  readonly checks: ReadonlyMap<string, CheckComparison>
}

export interface CompareOptions {
  /** So many times the median of before is slower. */
  readonly slowerRatio: number
  /** More durations of a check of this run, in milliseconds, beside its own. */
  readonly repeated: ReadonlyMap<string, readonly number[]>
}

export function compare(
  results: readonly CheckResult[],
  baseline: Baseline,
  { slowerRatio, repeated }: CompareOptions,
): Compared {
  const checks = new Map(
    results.map((result): [string, CheckComparison] => {
      const before = Object.hasOwn(baseline.checks, result.id) ? baseline.checks[result.id]! : null
      const now = result.outcome === 'passed' ? [result.durationMs, ...(repeated.get(result.id) ?? [])] : []
      const slower = before && findSlower(before.samplesMs, now, slowerRatio)
      return [result.id, { before: before?.outcome ?? null, change: changeOf(before, result), slower }]
    }),
  )
  for (const { id, outcome, fault, blockedBy } of results) {
    const own = checks.get(id)!
    // It worked while what it is blocked by was broken already: that is no excuse for it.
    const isHidden = outcome === 'blocked' && fault !== null && own.before === 'passed'
    if (isHidden && checks.get(blockedBy ?? '')?.change === 'still-failing')
      checks.set(id, { ...own, change: 'new-failure' })
  }
  const having = (change: Change) =>
    [...checks].filter(([, compared]) => compared.change === change).map(([id]) => id)
  return {
    checks,
    comparison: {
      ...{ baseline: baseline.name, sha: baseline.sha, at: baseline.at },
      newFailures: having('new-failure'),
      stillFailing: having('still-failing'),
      fixed: having('fixed'),
      newChecks: results.filter(({ id }) => !Object.hasOwn(baseline.checks, id)).map(({ id }) => id),
      goneChecks: Object.keys(baseline.checks).filter(id => !checks.has(id)),
      slower: [...checks].filter(([, { slower }]) => slower !== null).map(([id]) => id),
    },
  }
}

function changeOf(before: Remembered | null, now: CheckResult): Change {
  if (now.outcome === 'failed') {
    if (before?.outcome !== 'failed' && before?.outcome !== 'blocked') return 'new-failure'
    // Another layer or class is another failure: what was broken before must not cover for it.
    return before.layer === now.layer && before.class === now.class ? 'still-failing' : 'new-failure'
  }
  if (before === null) return 'new-check'
  if (now.outcome === 'passed') return before.outcome === 'failed' ? 'fixed' : 'same'
  return now.outcome === before.outcome ? 'same' : 'unknown'
}
