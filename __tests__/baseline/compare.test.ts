import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare } from '../../src/baseline/compare.ts'
import { extendHistory } from '../../src/baseline/remember.ts'
import { findSlower, median } from '../../src/baseline/slower.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Baseline, Remembered } from '../../src/model/comparison.ts'
import { decide } from '../../src/verdict.ts'
import { failedOf, resultOf } from '../results.ts'

const passedBefore: Remembered = { outcome: 'passed', class: null, layer: null, samplesMs: [] }
const before = (checks: Record<string, Remembered>): Baseline => ({
  name: 'base.json',
  at: '',
  sha: null,
  checks,
})
const none = { slowerRatio: 2, repeated: new Map() }
const failing = (result: CheckResult): Remembered => ({
  outcome: 'failed',
  class: result.class,
  layer: result.layer,
  samplesMs: [],
})

test('what fails and passed before is a new failure; what failed and passes is fixed', () => {
  const refused = failedOf('tcp.refused', { id: 'health:/a' })
  const good = resultOf({ id: 'health:/b' })
  const { comparison } = compare(
    [refused, good],
    before({ 'health:/a': passedBefore, 'health:/b': failing(refused) }),
    none,
  )
  assert.deepEqual([comparison.newFailures, comparison.fixed], [['health:/a'], ['health:/b']])
})

test('what fails as before is still failing; in another layer it is a new failure', () => {
  const refused = failedOf('tcp.refused')
  const mismatch = failedOf('http.mismatch')
  const old = before({ 'health:/health': failing(mismatch) })
  assert.deepEqual(compare([mismatch], old, none).comparison.stillFailing, ['health:/health'])
  assert.deepEqual(compare([refused], old, none).comparison.newFailures, ['health:/health'])
})

test('checks that came and went are named', () => {
  const { comparison } = compare(
    [resultOf({ id: 'health:/new' })],
    before({ 'health:/old': passedBefore }),
    none,
  )
  assert.deepEqual([comparison.newChecks, comparison.goneChecks], [['health:/new'], ['health:/old']])
})

test('a failed check that no run before knew is a new failure', () => {
  assert.deepEqual(compare([failedOf('tcp.refused')], before({}), none).comparison.newFailures, [
    'health:/health',
  ])
})

const slow = (samples: readonly number[], now: readonly number[]) => findSlower(samples, now, 2)

test('slower is a matter of medians, of five runs before and three samples now', () => {
  const usual = [100, 110, 90, 105, 95]
  assert.deepEqual(slow(usual, [300, 310, 290]), { beforeMs: 100, nowMs: 300, samples: 8 })
  assert.equal(slow(usual, [300]), null, 'one sample')
  assert.equal(slow(usual.slice(1), [300, 310, 290]), null, 'four runs')
  assert.equal(slow(usual, [100, 900, 110]), null, 'one outlier')
  assert.equal(slow(usual, [190, 195, 199]), null, 'less than twice')
  assert.equal(slow([1, 1, 1, 1, 1], [30, 30, 30]), null, 'less than 50 ms more')
  assert.equal(slow([100, 900, 100, 900, 500], [1100, 1100, 1100]), null, 'within what it usually varies')
})

test('times of one distribution are never slower than themselves', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 5, maxLength: 20 }), samples => {
      assert.equal(slow(samples, samples), null)
      const factor = slow(
        samples,
        samples.map(ms => ms * 100 + 10_000_000),
      )
      assert.ok(factor && factor.nowMs > median(samples))
    }),
  ))

test('a history keeps the last twenty runs that passed', () => {
  const long = { ...passedBefore, samplesMs: Array.from({ length: 20 }, (_, i) => i) }
  const history = extendHistory(
    [resultOf({ durationMs: 7.77 }), failedOf('tcp.refused', { id: 'upgrade:/ws', durationMs: 9 })],
    before({ 'health:/health': long, 'upgrade:/ws': { ...passedBefore, samplesMs: [5] } }),
  )
  assert.deepEqual(history['health:/health'], [...long.samplesMs.slice(1), 7.8])
  assert.deepEqual(history['upgrade:/ws'], [5])
})

const judged = (results: readonly CheckResult[], base: Baseline | null) =>
  decide(results, {
    failOn: 'regression',
    ended: null,
    problems: [],
    compared: base && compare(results, base, none).checks,
  })

test('fail-on: regression fails on what is new, and only on that', () => {
  const [good, bad] = [resultOf({ id: 'health:/ok' }), failedOf('http.mismatch', { id: 'health:/bad' })]
  const known = before({ 'health:/ok': passedBefore, 'health:/bad': failing(bad) })
  const tolerated = judged([good, bad], known)
  assert.equal(tolerated.verdict, 'passed')
  assert.match(
    tolerated.because,
    /1 failure not counted under fail-on: regression \(failing before as well\)/,
  )
  const fresh = judged([good, bad], before({ 'health:/ok': passedBefore, 'health:/bad': passedBefore }))
  assert.equal(fresh.verdict, 'failed')
})

test('without a baseline nobody knows what is new: every failure counts', () => {
  assert.equal(judged([failedOf('http.mismatch')], null).verdict, 'failed')
  assert.equal(judged([resultOf()], null).verdict, 'passed')
})

test('what hides behind a failure of before is as old as that, unless it worked before; behind a new one it is new', () => {
  const refused = failedOf('tcp.refused', { id: 'health:/a' })
  const blocked = {
    ...failedOf('tcp.refused', { id: 'upgrade:/ws' }),
    outcome: 'blocked' as const,
    blockedBy: 'health:/a',
  }
  const good = resultOf({ id: 'health:/ok' })
  const results = [good, refused, blocked]
  const old = before({
    'health:/ok': passedBefore,
    'health:/a': failing(refused),
    'upgrade:/ws': { ...failing(blocked), outcome: 'blocked' },
  })
  assert.equal(judged(results, old).verdict, 'passed')
  const worked = before({ ...old.checks, 'upgrade:/ws': passedBefore })
  assert.equal(judged(results, worked).verdict, 'failed')
  assert.deepEqual(compare(results, worked, none).comparison.newFailures, ['upgrade:/ws'])
  // What it was blocked by is mended, and it fails as it did: no news.
  const alone = { ...failedOf('tcp.refused', { id: 'upgrade:/ws' }) }
  assert.equal(judged([good, alone], old).verdict, 'passed')
  assert.equal(judged(results, before({ 'health:/a': passedBefore })).verdict, 'failed')
})

test('no answer and a fixed check are never worse than before', () =>
  fc.assert(
    fc.property(fc.constantFrom('passed', 'failed', 'blocked', 'skipped', 'errored'), outcome => {
      const base = before({ 'health:/health': { ...passedBefore, outcome } })
      const [one] = [...compare([resultOf()], base, none).checks.values()]
      assert.ok(['same', 'fixed', 'unknown'].includes(one!.change))
    }),
  ))
