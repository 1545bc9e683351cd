import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fault } from '../../src/model/fault.ts'
import {
  attemptsSeen,
  comparableAttempts,
  mostAttempts,
  sayFlakiness,
  sayWhere,
} from '../../src/model/flakiness.ts'
import { attemptOf, resultOf } from '../results.ts'

const well = (address: string) => attemptOf({ address })
const reset = (address: string) => attemptOf({ address, fault: fault('tcp.reset', 'reset') })
const [one, two, three] = ['10.0.0.1:443', '10.0.0.2:443', '10.0.0.3:443'] as const

test('attempts that failed on one address are counted and named with it', () => {
  const attempts = [well(one), reset(two), well(one), reset(two), well(one), well(three)]
  assert.equal(sayFlakiness(attempts), '2 of 6 attempts failed, all on 10.0.0.2:443')
})

test('an address that failed and went well is not called dead', () => {
  assert.equal(
    sayFlakiness([reset(two), well(two)]),
    '1 of 2 attempts failed, all on 10.0.0.2:443, where others went well',
  )
})

test('several addresses are named, many are counted', () => {
  assert.equal(sayWhere([reset(one), reset(two), well(three)]), ', on 10.0.0.1:443, 10.0.0.2:443')
  const many = Array.from({ length: 9 }, (_, i) => reset(`10.0.0.${i}:443`))
  assert.equal(sayWhere(many), ', on 9 addresses')
})

test('a failure that nothing contradicts, and trouble that stays, are no flakiness', () => {
  assert.equal(sayFlakiness([]), null)
  assert.equal(sayFlakiness([well(one)]), null)
  assert.equal(sayFlakiness([reset(one), reset(two)]), null)
  const refused = attemptOf({ fault: fault('auth.refused', 'refused') })
  assert.equal(sayFlakiness([refused, well(one)]), null)
})

test('of a sample no more is claimed than was seen', () => {
  assert.equal(
    sayFlakiness([reset(two), well(one)], 2000),
    'at least 1 of 2000 connections failed, all on 10.0.0.2:443',
  )
  const sampled = resultOf({
    attempts: Array.from({ length: mostAttempts }, () => reset(one)),
    traffic: { connections: 50, bytesSent: 1, bytesReceived: 1 },
  })
  assert.deepEqual(comparableAttempts([sampled]), [])
})

test('connections that were probes, and no attempts, make no sample', () => {
  const attempts = [reset(one), well(one)]
  const traffic = { connections: 5, bytesSent: 1, bytesReceived: 1 }
  assert.equal(attemptsSeen({ attempts, traffic }), 2)
  assert.equal(sayRun(resultOf({ attempts, traffic }))?.split(',')[0], '1 of 2 attempts failed')
})

const cut = attemptOf({ address: one, fault: fault('ws.closed_before_answer', 'closed') })
const sayRun = (...results: Parameters<typeof comparableAttempts>[0]) =>
  sayFlakiness(comparableAttempts(results))

test('an upgrade that always fails beside a health that is well is no flakiness', () => {
  const health = resultOf({ attempts: [well(one)] })
  const upgrade = resultOf({ kind: 'upgrade', outcome: 'failed', attempts: [cut, cut] })
  assert.equal(sayRun(health, upgrade), null)
})

test('connects that fail beside others that do not are flaky, whichever check they are for', () => {
  const health = resultOf({ attempts: [well(one)] })
  const upgrade = resultOf({ kind: 'upgrade', outcome: 'failed', attempts: [reset(one), reset(one)] })
  const said = '2 of 3 attempts failed, all on 10.0.0.1:443, where others went well'
  assert.equal(sayRun(health, upgrade), said)
})

test('an address on which everything fails is named across checks', () => {
  const health = resultOf({ attempts: [reset(two), well(one)] })
  const upgrade = resultOf({
    kind: 'upgrade',
    outcome: 'failed',
    attempts: [{ ...cut, address: two }],
  })
  assert.equal(sayRun(health, upgrade), '2 of 3 attempts failed, all on 10.0.0.2:443')
})

test('steps of a failed check that went well, such as redirects, do not make it flaky', () => {
  const redirected = resultOf({ outcome: 'failed', attempts: [well(one), reset(two)] })
  assert.equal(sayRun(redirected, resultOf({ attempts: [well(one)] })), null)
})

test('the numbers are those of the attempts, and every failed address is told or counted', () => {
  const tried = fc.array(fc.tuple(fc.constantFrom(one, two, three), fc.boolean()), { maxLength: 12 })
  fc.assert(
    fc.property(tried, list => {
      const attempts = list.map(([address, bad]) => (bad ? reset(address) : well(address)))
      const bad = list.filter(([, broken]) => broken)
      const said = sayFlakiness(attempts)
      assert.equal(said === null, bad.length === 0 || bad.length === list.length)
      if (said === null) return
      assert.ok(said.startsWith(`${bad.length} of ${list.length} attempts failed`))
      for (const [address] of bad) assert.ok(said.includes(address))
      for (const address of [one, two, three])
        if (!bad.some(([failed]) => failed === address)) assert.ok(!said.includes(address))
    }),
  )
})
