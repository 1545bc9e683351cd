/** What holds of every diagnosis: who gets causes, how many, and in what order. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { type FaultType, fault, faultKinds } from '../../src/model/fault.ts'
import { blocked, failing, healthy } from '../golden/situations.ts'
import { answer, idsOf } from './causes.ts'

test('every failed check has a cause, and at most three', () => {
  for (const type of Object.keys(faultKinds) as FaultType[]) {
    const ids = idsOf(type, {})
    assert.ok(ids.length >= 1 && ids.length <= 3, `${type}: ${ids}`)
  }
})

test('what passed, or is blocked by another failure, has no cause of its own', () => {
  const trouble = fault('tcp.refused', 'refused')
  const other = { ...blocked('upgrade', 'health:/health', 'refused'), fault: trouble }
  assert.deepEqual([...diagnose([healthy, other]).keys()], [])
})

test('the surest cause comes first, then the most specific', () => {
  const check = failing('upgrade', fault('auth.refused', 'refused', '403'), [], {
    observations: answer(403, ''),
  })
  const order = (diagnose([check]).get(check.id) ?? []).map(({ confidence }) =>
    'high medium low'.indexOf(confidence),
  )
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  )
  assert.deepEqual(idsOf('auth.refused', { ...answer(403, ''), 'twin.random.same': true }), [
    ...['auth.refused-before-accept', 'auth.route-missing-asgi'],
  ])
})

test('any evidence at all gives causes without an exception, the same each time, with three to six steps', () => {
  const types = fc.constantFrom(...(Object.keys(faultKinds) as FaultType[]))
  const names = fc.constantFrom(
    ...[
      'http.response.status_code',
      'http.response.body.excerpt',
      'http.response.header.server',
      'ws.close.code',
    ],
    ...[
      'http.response.header.location',
      'tls.server.subject',
      'ws.close.after_ms',
      'dns.addresses',
      'server.port',
    ],
    ...[
      'http.response.status_text',
      'ws.messages.sent',
      'tls.protocol.version',
      'proxy.address',
      'elapsed.ms',
    ],
  )
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }),
  )
  fc.assert(
    fc.property(types, fc.dictionary(names, value), fc.webUrl(), (type, observations, target) => {
      const check = failing('upgrade', fault(type, 'seen'), [], { observations, target })
      const first = diagnose([healthy, check])
      assert.deepEqual(diagnose([healthy, check]), first)
      for (const { cause, why } of first.get(check.id) ?? []) {
        assert.ok(cause !== '' && why.length >= 3 && why.length <= 6, `${type}: ${why.join(' / ')}`)
        for (const step of why) assert.doesNotMatch(step, /\n|undefined|NaN|\[object/)
      }
    }),
    { numRuns: 500 },
  )
})
