/** One immutable document out of what is known at the end. */

import type { CheckResult } from '../model/check.ts'
import type { CheckComparison, Comparison } from '../model/comparison.ts'
import type { Problem } from '../model/problem.ts'
import type { Counts, Diagnosis, Readiness, Report, Verdict } from '../model/report.ts'
import { version } from '../model/version.ts'

/** What changed since the baseline, of the run and of each check by its id. */
export interface Compared {
  readonly comparison: Comparison
  readonly checks: ReadonlyMap<string, CheckComparison>
}

export interface Sealable {
  readonly verdict: Verdict
  readonly because: string
  readonly exitCode: number
  readonly environment: string | null
  readonly url: string | null
  readonly sha: string | null
  readonly runId: string | null
  readonly startedAt: Date
  readonly durationMs: number
  readonly failOn: string
  readonly counts: Counts
  readonly revision?: Report['revision']
  readonly readiness: Readiness | null
  readonly notes: readonly string[]
  readonly problems: readonly Problem[]
  readonly results: readonly CheckResult[]
  readonly diagnosesOf: (result: CheckResult) => readonly Diagnosis[]
  readonly compared?: Compared | null
  readonly history?: Report['history']
}

export function seal({ results, diagnosesOf, startedAt, durationMs, ...rest }: Sealable): Report {
  const checks = results.map(result => ({
    ...result,
    diagnoses: diagnosesOf(result),
    comparison: rest.compared?.checks.get(result.id) ?? null,
  }))
  const root =
    checks.find(check => check.outcome === 'failed') ?? checks.find(check => check.outcome === 'errored')
  const total = (pick: (check: CheckResult) => number) => checks.reduce((sum, check) => sum + pick(check), 0)
  return {
    schema: 'verify-deploy/report/v1',
    tool: { version },
    verdict: rest.verdict,
    because: rest.because,
    exitCode: rest.exitCode,
    environment: rest.environment,
    url: rest.url,
    sha: rest.sha,
    runId: rest.runId,
    revision: rest.revision ?? { expected: null, observed: [] },
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs * 10) / 10,
    failOn: rest.failOn,
    counts: rest.counts,
    traffic: {
      connections: total(check => check.traffic.connections),
      bytesSent: total(check => check.traffic.bytesSent),
      bytesReceived: total(check => check.traffic.bytesReceived),
    },
    rootCause: root ? { check: root.id, diagnosis: root.diagnoses[0]?.id ?? null } : null,
    readiness: rest.readiness,
    comparison: rest.compared?.comparison ?? null,
    history: rest.history ?? {},
    notes: rest.notes,
    problems: rest.problems,
    checks,
  }
}
