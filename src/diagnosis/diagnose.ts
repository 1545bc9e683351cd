/** Signatures against evidence. Pure, so that `replay` diagnoses a saved report again. */

import type { CheckResult } from '../model/check.ts'
import type { Attempt } from '../model/evidence.ts'
import { comparableAttempts } from '../model/flakiness.ts'
import type { Confidence, Diagnosis } from '../model/report.ts'
import {
  type Findings,
  findFacts,
  findNeighbours,
  findRefusals,
  type Neighbours,
  type Refusals,
} from './facts.ts'
import {
  type Condition,
  confidenceOf,
  type Facts,
  fill,
  isFallback,
  matches,
  type Signature,
} from './signature.ts'
import { signatures } from './signatures/index.ts'
import { explain } from './why.ts'

/** More candidates than this help nobody. */
const mostCandidates = 3

const sureness: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 }
/** What follow-up probes were sent for: they ask what decides, where other facts are met by chance. */
const asked =
  /^(addresses|alpn|fingerprint|framework|repeat|resolver|subprotocol|swap|token|twin)\.|^origin\.(decides|none|same|foreign)$/
const isExclusion = (condition: Condition): boolean =>
  condition === null || (typeof condition === 'object' && 'not' in condition)

/** The words of a server and the answer to a question of ours tell more than a status or a code, so they count twice. */
const specificity = ({ when }: Signature): number =>
  Object.entries(when).reduce((sum, [name, condition]) => {
    const tells = condition instanceof RegExp || (asked.test(name) && !isExclusion(condition))
    return sum + (tells ? 2 : 1)
  }, 0)

/** A row whose conditions hold, with the confidence that all facts together give it. */
export interface Candidate {
  readonly signature: Signature
  readonly confidence: Confidence
}

const place = ({ rank }: Signature): number => (rank === 'before' ? 0 : rank === 'behind' ? 2 : 1)

/** Surest first, then by rank, then the one that demanded most; 0 is a conflict between two rows, which a test refuses. */
export const compareCandidates = (a: Candidate, b: Candidate): number =>
  sureness[a.confidence] - sureness[b.confidence] ||
  place(a.signature) - place(b.signature) ||
  specificity(b.signature) - specificity(a.signature)

/** Every row whose conditions hold, best first; by name where nothing else decides, so that the order is always the same. */
export function findCandidates(facts: Facts): readonly Candidate[] {
  return signatures
    .filter(signature => matches(signature.when, facts))
    .map(signature => ({ signature, confidence: confidenceOf(signature, facts) }))
    .sort((a, b) => compareCandidates(a, b) || (a.signature.id < b.signature.id ? -1 : 1))
}

/** What every fault has: a row that asks for nothing else knows no more than the symptom. */
const bare: ReadonlySet<string> = new Set([
  ...['fault.type', 'fault.code', 'http.response.status_code', 'ws.close.code'],
])
const tellingFacts = ({ signature: { when } }: Candidate): readonly string[] =>
  Object.keys(when).filter(name => !bare.has(name) && !isExclusion(when[name]!))

/**
 * Whether nothing is left for `other` to say: it knows only the symptom and `better` knows more, or `better` is sure and
 * knows all that it knows.
 */
function outdoes(better: Candidate, other: Candidate): boolean {
  if (better.confidence === 'low' || compareCandidates(better, other) >= 0) return false
  const told = tellingFacts(other)
  if (better.confidence !== 'high') return told.length === 0 && tellingFacts(better).length > 0
  return told.every(name => name in better.signature.when)
}

/**
 * The causes that remain: a guess beside a certainty, or a general row beside its own special case, does not. Only one
 * can be beyond doubt: what is as sure and comes second shows that there is some.
 */
export function selectCauses(candidates: readonly Candidate[]): readonly Candidate[] {
  const specific = candidates.filter(({ signature }) => !isFallback(signature))
  const considered = specific.length > 0 ? specific : candidates
  const sure = considered[0]?.confidence === 'high'
  return considered
    .filter(
      (one, i) =>
        !(sure && (one.confidence === 'low' || (i > 0 && one.signature.rank === 'behind'))) &&
        !considered.some(better => outdoes(better, one)),
    )
    .slice(0, mostCandidates)
    .map((one, i) => (i > 0 && one.confidence === 'high' ? { ...one, confidence: 'medium' } : one))
}

function diagnoseOne(
  result: CheckResult,
  neighbours: Neighbours,
  run: readonly Attempt[],
  refusals: Refusals,
): readonly Diagnosis[] {
  const findings: Findings = findFacts(result, neighbours, run, refusals)
  const { facts } = findings
  const causes = selectCauses(findCandidates(facts))
  if (causes.length === 0) return []
  const why = explain(result, findings)
  return causes.map(({ signature: { id, cause, fix, docs }, confidence }) => ({
    id,
    confidence,
    cause: fill(cause, facts),
    why,
    fix: fix.map(line => fill(line, facts)),
    docs,
  }))
}

/** Whether a check has a fault of its own, and so something to be diagnosed. */
export const isTroubled = ({ fault, outcome }: CheckResult): boolean =>
  fault !== null && (outcome === 'failed' || outcome === 'errored')

/** Possible causes by check id, best first; nothing for a check that has no fault of its own. */
export function diagnose(results: readonly CheckResult[]): ReadonlyMap<string, readonly Diagnosis[]> {
  const neighbours = findNeighbours(results)
  const run = comparableAttempts(results)
  const refusals = findRefusals(results)
  return new Map(
    results
      .filter(isTroubled)
      .map(result => [result.id, diagnoseOne(result, neighbours, run, refusals)] as const),
  )
}

/** Whether an answer to a question of ours speaks for the row. */
const wasAsked = (id: string): boolean =>
  Object.entries(signatures.find(signature => signature.id === id)?.when ?? {}).some(
    ([name, condition]) => asked.test(name) && !isExclusion(condition),
  )

/**
 * The first cause of each check that has one beyond doubt; called probable, the only one that there is where a question
 * of ours speaks for it.
 */
export function knownCauses(
  diagnoses: ReadonlyMap<string, readonly Diagnosis[]>,
): ReadonlyMap<string, string> {
  const sayCause = (first: Diagnosis | undefined, second: Diagnosis | undefined): readonly string[] => {
    if (first?.confidence === 'high' && second?.confidence !== 'high') return [first.cause]
    const isOnlyOne = first?.confidence === 'medium' && second === undefined
    return isOnlyOne && wasAsked(first.id) ? [`Probable cause: ${first.cause}`] : []
  }
  return new Map(
    [...diagnoses].flatMap(([id, [first, second]]) =>
      sayCause(first, second).map(cause => [id, cause] as const),
    ),
  )
}
