/** What has to hold of every diagnosis, whatever it says: the why-chain, the words, the rank. */

import { compareCandidates, findCandidates } from '../../src/diagnosis/diagnose.ts'
import { findFacts, findNeighbours } from '../../src/diagnosis/facts.ts'
import type { Diagnosis, Report, ReportedCheck } from '../../src/model/report.ts'

/** What is left in a sentence when a fact is missing or was not made for people; `":null` is JSON of the target. */
const placeholder =
  /(?<!":)\b(undefined|null|NaN|Infinity)\b|\[object |(?<!\{)\{[a-z][a-z0-9_.-]*\}(?!\})|\b(a|an|the|its|some|so many) (ms|s) /

const brokenIn = ({ id, confidence, cause, why, fix }: Diagnosis): string[] => [
  ...(why.length < 3 || why.length > 6 ? [`${id}: ${why.length} steps in the why-chain`] : []),
  ...(new Set(why).size < why.length ? [`${id}: a step is told twice: ${why.join(' | ')}`] : []),
  ...[cause, ...why].filter(words => placeholder.test(words)).map(words => `${id}: "${words}"`),
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
export const brokenClaims = (report: Report): string[] =>
  report.checks.flatMap(check => {
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
  })
