/** Every row against the evidence that was recorded for it, and against that of all the others. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareCandidates, diagnose, findCandidates } from '../../src/diagnosis/diagnose.ts'
import { type Findings, findFacts, findNeighbours } from '../../src/diagnosis/facts.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'
import type { CheckResult } from '../../src/model/check.ts'
import { healthy, situations } from '../golden/situations.ts'
import { besideHealthy, evidence, undecided } from './evidence/index.ts'
import { neighbours } from './evidence/neighbours.ts'

const beside = (id: string): readonly CheckResult[] => (besideHealthy.has(id) ? [healthy] : [])
const factsOf = (id: string): Findings['facts'] => findFacts(evidence[id]!, findNeighbours(beside(id))).facts

test('every row has recorded evidence, and every evidence its row', () => {
  assert.deepEqual(Object.keys(evidence).sort(), signatures.map(({ id }) => id).sort())
})

for (const [id, recorded] of Object.entries(evidence)) {
  test(`what was recorded for ${id} leads to it`, () => {
    const ids = (diagnose([...beside(id), recorded]).get(recorded.id) ?? []).map(one => one.id)
    const first = undecided[id]
    assert.deepEqual(ids.slice(0, first ? 2 : 1), first ? [first, id] : [id], ids.join(', '))
  })
}

test('no two rows claim the same evidence with the same rank', () => {
  const conflicts = Object.keys(evidence).flatMap(id => {
    const candidates = findCandidates(factsOf(id))
    return candidates.slice(1).flatMap((one, i) => {
      const before = candidates[i]!
      return compareCandidates(before, one) === 0
        ? [`${id}: ${before.signature.id} and ${one.signature.id}`]
        : []
    })
  })
  assert.deepEqual(conflicts, [])
})

for (const [name, [result, expected]] of Object.entries(neighbours)) {
  test(`${name}: no row fires that claims more`, () => {
    const { facts } = findFacts(result, new Map())
    assert.deepEqual(
      findCandidates(facts).map(({ signature }) => signature.id),
      expected,
    )
  })
}

test('no row fires on a healthy answer, whoever gave it', () => {
  const well = [
    ...Object.values(situations).flatMap(({ checks }) =>
      checks.filter(({ outcome }) => outcome === 'passed'),
    ),
    ...[...Object.values(evidence), ...Object.values(neighbours).map(([result]) => result)].map(
      (seen): CheckResult => ({ ...seen, outcome: 'passed', class: null, fault: null }),
    ),
  ]
  for (const result of well)
    assert.deepEqual(findCandidates(findFacts(result, new Map()).facts), [], result.target)
})

test('of the causes of one failure at most one is beyond doubt', () => {
  for (const [id, recorded] of Object.entries(evidence)) {
    const causes = diagnose([...beside(id), recorded]).get(recorded.id) ?? []
    assert.ok(causes.filter(({ confidence }) => confidence === 'high').length <= 1, id)
  }
})
