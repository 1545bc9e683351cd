/** Every chain that there is: three to six steps, each of them seen. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { ReportedCheck } from '../../src/model/report.ts'
import { situations } from '../golden/situations.ts'
import { troublesOfChains } from './chains.ts'
import { evidence } from './evidence/index.ts'

function reported(...results: readonly CheckResult[]): readonly ReportedCheck[] {
  const diagnoses = diagnose(results)
  return results.map(result => ({ ...result, diagnoses: diagnoses.get(result.id) ?? [], comparison: null }))
}

test('the chain of every golden report is whole', () => {
  for (const [name, { checks }] of Object.entries(situations))
    assert.deepEqual(troublesOfChains(checks), [], name)
})

for (const [id, result] of Object.entries(evidence))
  test(`the chain for ${id} is whole`, () => {
    const checks = reported(result)
    assert.ok(checks[0]!.diagnoses.length > 0)
    assert.deepEqual(troublesOfChains(checks), [])
  })

/** Failed checks as they are recorded, and those of the golden reports. */
const failures: readonly CheckResult[] = [
  ...Object.values(evidence),
  ...Object.values(situations)
    .flatMap(({ checks }) => checks)
    .filter(check => check.fault !== null && check.outcome === 'failed'),
]

/** Facts of follow-ups, which no recorded evidence has all of. */
const followedUp = {
  'control.reachable': false,
  'control.host': 'api.github.com',
  'resolver.direct': 'ESERVFAIL / ESERVFAIL',
  'addresses.working': '203.0.113.8',
  'addresses.failing': '203.0.113.7',
  'tls.unverified.defects': 'expired',
  'tls.unverified.subject': 'www.example.org',
  'tls.unverified.issuer': 'R11',
  'tls.unverified.not_after': 'Jan 20 10:00:00 2027 GMT',
  'tls.protocol.version': 'TLSv1.3',
  'swap.plain_answers': true,
  'alpn.h2_only': true,
  'repeat.failed': 2,
  'repeat.total': 4,
  'twin.get.status_code': 404,
  'twin.get.same_as_upgrade': false,
  'twin.random.status_code': 405,
  'twin.random.same': false,
  'fingerprint.version_99.status_code': 400,
  'fingerprint.upgrade_survives': true,
  'origin.decides': true,
  'origin.none': 403,
  'origin.same': 101,
  'origin.foreign': 418,
  'token.none': 401,
  'token.garbage': 402,
  'subprotocol.with': 101,
  'subprotocol.without': 400,
  'framework.name': 'socket.io',
  'ws.messages.sent': 3,
  'ws.messages.received': 2,
  'ws.close.code': 4400,
  'ws.close.reason': 'because',
  'ws.close.after_ms': 12,
  'credential.shown': true,
}

test('no step tells of a fact that is not there: whatever is missing, no gap and no claim is left', () => {
  const one = fc.constantFrom(...failures)
  const kept = fc.subarray(Object.keys(followedUp) as (keyof typeof followedUp)[])
  fc.assert(
    fc.property(one, kept, fc.infiniteStream(fc.boolean()), (result, names, coin) => {
      const added = Object.fromEntries(names.map(name => [name, followedUp[name]]))
      const left = Object.entries({ ...result.observations, ...added }).filter(
        () => coin.next().value !== false,
      )
      const checks = reported({ ...result, observations: Object.fromEntries(left) })
      assert.deepEqual(troublesOfChains(checks), [])
    }),
    { numRuns: 2000 },
  )
})

test('a fact that is taken away takes its words with it', () => {
  const one = fc.constantFrom(...failures)
  fc.assert(
    fc.property(one, fc.nat(), (result, pick) => {
      const facts = { ...result.observations, ...followedUp }
      const names = Object.keys(facts)
      const name = names[pick % names.length]!
      const mark = `mark-${pick}-of-a-fact`
      const marked: CheckResult = { ...result, observations: { ...facts, [name]: mark } }
      const { [name]: _gone, ...rest } = facts as Record<string, string | number | boolean | null>
      const whyOf = (check: CheckResult) => reported(check)[0]?.diagnoses[0]?.why ?? []
      const told = whyOf(marked).filter(step => step.includes(mark))
      const without = whyOf({ ...result, observations: rest })
      assert.ok(told.length <= 2, told.join('\n'))
      for (const step of told) assert.ok(!without.includes(step))
      assert.ok(!without.join('\n').includes(mark))
    }),
    { numRuns: 500 },
  )
})
