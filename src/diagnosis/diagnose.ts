/** Signatures against evidence. Pure, so that `replay` diagnoses a saved report again. */

import type { CheckResult } from '../model/check.ts'
import type { Confidence, Diagnosis } from '../model/report.ts'
import { findFacts, findNeighbours, type Neighbours } from './facts.ts'
import { fill, isFallback, matches, type Signature } from './signature.ts'
import { signatures } from './signatures/index.ts'
import { explain } from './why.ts'

/** More candidates than this help nobody. */
const mostCandidates = 3

const sureness: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 }
const specificity = (signature: Signature): number => Object.keys(signature.when).length

/** Surest first, then the one that demanded most, then by name: the same evidence gives the same order. */
function rank(a: Signature, b: Signature): number {
  return (
    sureness[a.confidence] - sureness[b.confidence] ||
    specificity(b) - specificity(a) ||
    (a.id < b.id ? -1 : 1)
  )
}

function diagnoseOne(result: CheckResult, neighbours: Neighbours): readonly Diagnosis[] {
  const findings = findFacts(result, neighbours)
  const matching = signatures.filter(signature => matches(signature.when, findings.facts)).sort(rank)
  const specific = matching.filter(signature => !isFallback(signature))
  const chosen = (specific.length > 0 ? specific : matching).slice(0, mostCandidates)
  if (chosen.length === 0) return []
  const why = explain(result, findings)
  return chosen.map(({ id, confidence, cause, fix, docs }) => ({
    id,
    confidence,
    cause: fill(cause, findings.facts),
    why,
    fix: fix.map(line => fill(line, findings.facts)),
    docs,
  }))
}

/** Possible causes by check id, best first; nothing for a check that has no fault of its own. */
export function diagnose(results: readonly CheckResult[]): ReadonlyMap<string, readonly Diagnosis[]> {
  const troubled = results.filter(
    result => result.fault !== null && (result.outcome === 'failed' || result.outcome === 'errored'),
  )
  const neighbours = findNeighbours(results)
  return new Map(troubled.map(result => [result.id, diagnoseOne(result, neighbours)]))
}

/** The first cause of each check that has one beyond doubt. */
export function certainCauses(
  diagnoses: ReadonlyMap<string, readonly Diagnosis[]>,
): ReadonlyMap<string, string> {
  const certain = [...diagnoses].flatMap(([id, [first, second]]) =>
    first?.confidence === 'high' && second?.confidence !== 'high' ? [[id, first.cause] as const] : [],
  )
  return new Map(certain)
}
