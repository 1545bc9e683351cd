/** What has to hold of every diagnosis, whatever it says: the why-chain, the words, the rank. */

import { compareCandidates, findCandidates } from '../../src/diagnosis/diagnose.ts'
import { findFacts, findNeighbours } from '../../src/diagnosis/facts.ts'
import type { Diagnosis, Report, ReportedCheck } from '../../src/model/report.ts'
import { leftover, troublesOfChains } from '../diagnosis/chains.ts'

const brokenIn = ({ id, confidence, cause, fix }: Diagnosis): string[] => [
  ...(leftover.test(cause) ? [`${id}: "${cause}"`] : []),
  ...fix.filter(line => /\b(undefined|NaN)\b|\[object /.test(line)).map(line => `${id}: fix "${line}"`),
  ...(['high', 'medium', 'low'].includes(confidence) ? [] : [`${id}: confidence ${confidence}`]),
]

/** Rows that nothing but their names puts in an order. */
function tiesOf(check: ReportedCheck, report: Report): string[] {
  const candidates = findCandidates(findFacts(check, findNeighbours(report.checks)).facts)
  return candidates.slice(1).flatMap((one, i) => {
    const before = candidates[i]!
    return compareCandidates(before, one) === 0
      ? [`${check.id}: ${before.signature.id} ties with ${one.signature.id}`]
      : []
  })
}

/** Empty where all is well. */
export const brokenClaims = (report: Report): string[] => [
  ...troublesOfChains(report.checks),
  ...report.checks.flatMap(check => {
    const { diagnoses, fault, id, outcome } = check
    // Nothing failed, so there is nothing to explain.
    if (outcome === 'passed' || outcome === 'skipped') return diagnoses.map(one => `${id} passed: ${one.id}`)
    if (fault === null || outcome === 'blocked') return []
    const sure = diagnoses.filter(({ confidence }) => confidence === 'high').length
    return [
      ...(diagnoses.length === 0 ? [`${id}: no diagnosis`] : []),
      ...(sure > 1 ? [`${id}: ${sure} causes beyond doubt`] : []),
      ...diagnoses.flatMap(brokenIn),
      ...tiesOf(check, report),
    ]
  }),
]
