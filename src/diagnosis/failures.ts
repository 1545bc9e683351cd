/** Diagnoses for a run: the tables are loaded when something has failed, so that a passing run does not pay for them. */

import type { CheckResult } from '../model/check.ts'
import type { Diagnosis } from '../model/report.ts'

export interface Diagnosed {
  /** Possible causes by check id, best first. */
  readonly diagnoses: ReadonlyMap<string, readonly Diagnosis[]>
  /** The cause of each check that is known, or called probable. */
  readonly causes: ReadonlyMap<string, string>
}

export async function diagnoseFailures(results: readonly CheckResult[]): Promise<Diagnosed> {
  if (results.every(({ fault }) => fault === null)) return { diagnoses: new Map(), causes: new Map() }
  const { diagnose, knownCauses } = await import('./diagnose.ts')
  const diagnoses = diagnose(results)
  return { diagnoses, causes: knownCauses(diagnoses) }
}
