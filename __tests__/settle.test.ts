import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CheckResult, Judgement } from '../src/model/check.ts'
import type { Attempt } from '../src/model/evidence.ts'
import { type FaultType, fault, faultKinds } from '../src/model/fault.ts'
import { blockerOf, resultOf, skippedFor, unfinished } from '../src/settle.ts'
import {
  attemptOf,
  checkOf,
  evidenceOf,
  failedOf,
  faultTypes,
  resultOf as finished,
  judgementOf,
} from './results.ts'

const check = checkOf()
const passing = judgementOf()
const judged = (type: FaultType, over: Partial<Judgement> = {}) =>
  judgementOf({ outcome: 'failed', fault: fault(type, type), reason: type, ...over })

// Proof

const attempts: fc.Arbitrary<Attempt> = fc
  .record({
    address: fc.option(fc.constantFrom('192.0.2.1:80', '[2001:db8::1]:443')),
    bytesSent: fc.nat(3),
    bytesReceived: fc.nat(3),
    broken: fc.boolean(),
  })
  .map(({ broken, ...rest }) => attemptOf({ ...rest, fault: broken ? fault('tcp.reset', 'reset') : null }))
const statuses = fc.option(fc.constantFrom(200, 101, 401))

test('nothing passes without an address, bytes both ways and a status that were seen', () =>
  fc.assert(
    fc.property(fc.array(attempts, { maxLength: 4 }), statuses, (tried, status) => {
      const evidence = evidenceOf({
        attempts: tried,
        observations: status === null ? {} : { 'http.response.status_code': status },
      })
      const { outcome, proof, fault: trouble } = resultOf(check, evidence, passing, 1)
      const last = tried.findLast(a => a.fault === null && a.address !== null)
      const proven = status !== null && last !== undefined && last.bytesSent > 0 && last.bytesReceived > 0
      assert.equal(outcome, proven ? 'passed' : 'errored')
      assert.equal(proof !== null, proven)
      if (!proven) assert.equal(trouble?.type, 'runner.no_proof')
    }),
    { numRuns: 1000 },
  ))

test('a pass without proof is an error of the verifier, and says so', () => {
  const result = resultOf(check, evidenceOf({ attempts: [] }), passing, 1)
  assert.equal(result.outcome, 'errored')
  assert.equal(result.class, 'runner')
  assert.match(result.reason, /no proof/)
})

test('the proof names the address, all bytes, the status and the messages', () => {
  const evidence = evidenceOf({
    traffic: { connections: 2, bytesSent: 300, bytesReceived: 400 },
    observations: {
      'http.response.status_code': 101,
      'ws.messages.sent': 1,
      'ws.messages.received': 2,
    },
  })
  assert.deepEqual(resultOf(check, evidence, passing, 1).proof, {
    address: '192.0.2.1:80',
    bytesSent: 300,
    bytesReceived: 400,
    seen: 'HTTP 101, messages: 1 sent, 2 received',
  })
})

test('a skipped check needs no proof and carries none', () => {
  const result = resultOf(check, evidenceOf(), judgementOf({ outcome: 'skipped', reason: 'why' }), 1)
  assert.deepEqual(
    [result.outcome, result.proof, result.class, result.reason],
    ['skipped', null, null, 'why'],
  )
})

test('the class of a failure is its fault’s, unless the judge knows better', () => {
  assert.equal(resultOf(check, evidenceOf(), judged('http.error'), 1).class, 'application')
  const better = judged('http.error', { class: 'infrastructure' })
  assert.equal(resultOf(check, evidenceOf(), better, 1).class, 'infrastructure')
})

for (const type of faultTypes.filter(t => faultKinds[t].class === 'runner'))
  test(`${type} is no failure of the target: the check is errored`, () => {
    const { outcome, class: failureClass } = resultOf(check, evidenceOf(), judged(type), 1)
    assert.deepEqual([outcome, failureClass], ['errored', 'runner'])
  })

test('a target shows neither its query nor userinfo', () => {
  const secretive = checkOf({ url: 'wss://host.example:8443/ws?token=s3cret' })
  assert.equal(resultOf(secretive, evidenceOf(), passing, 1).target, 'wss://host.example:8443/ws')
})

test('a pass that needed more than one attempt says so', () => {
  const reset = attemptOf({ address: '192.0.2.9:80', fault: fault('tcp.reset', 'it was reset') })
  const { notes } = resultOf(check, evidenceOf({ attempts: [reset, attemptOf()] }), passing, 1)
  assert.deepEqual(notes, ['flaky: 1 of 2 attempts failed, all on 192.0.2.9:80: it was reset'])
})

test('a failure does not repeat its attempts in a note', () => {
  const reset = attemptOf({ fault: fault('tcp.reset', 'it was reset') })
  assert.deepEqual(resultOf(check, evidenceOf({ attempts: [reset] }), judged('tcp.reset'), 1).notes, [])
})

// One dead host, one failure

const health = (type: FaultType, over = {}) => failedOf(type, { id: 'health:/health', ...over })
const upgrade = (type: FaultType, over = {}) => failedOf(type, { id: 'upgrade:/ws', ...over })
const messaging = checkOf({ id: 'messaging:/ws', follows: ['upgrade:/ws'] })
const concurrency = checkOf({ id: 'concurrency:/ws', follows: ['upgrade:/ws', 'messaging:/ws'] })
const own = (type: FaultType, over = {}) => failedOf(type, { id: 'own', ...over })

const same: readonly (readonly [before: FaultType, own: FaultType])[] = [
  ['dns.name_not_resolved', 'dns.name_not_resolved'],
  ['tcp.refused', 'tcp.refused'],
  ['tcp.timed_out', 'tcp.timed_out'],
  ['tls.cert.date_invalid', 'tls.cert.date_invalid'],
  ['http.gateway_error', 'ws.gateway_error'],
  ['http.gateway_error', 'http.gateway_error'],
  ['http.response.timed_out', 'ws.upgrade_timed_out'],
  ['http.response.closed', 'ws.closed_before_answer'],
  ['http.response.reset', 'ws.reset_before_answer'],
  ['proxy.unreachable', 'proxy.unreachable'],
]
for (const [before, after] of same)
  test(`${after} after ${before} is one failure: the later check is blocked by the earlier`, () => {
    const result = blockerOf(own(after), check, [health(before)])
    assert.equal(result?.outcome, 'blocked')
    assert.equal(result.blockedBy, 'health:/health')
    assert.equal(result.class, null)
    assert.match(result.reason, /health:\/health (failed first|could not be tested), for the same reason/)
  })

const different: readonly (readonly [before: FaultType, own: FaultType])[] = [
  ['runner.deadline', 'runner.deadline'],
  ['tcp.refused', 'tcp.timed_out'],
  ['tcp.refused', 'tls.cert.name_invalid'],
  ['http.response.timed_out', 'ws.closed_before_answer'],
  ['http.error', 'http.error'],
  ['http.error', 'ws.unexpected_response'],
  ['http.mismatch', 'http.mismatch'],
  ['auth.refused', 'auth.refused'],
]
for (const [before, after] of different)
  test(`${after} after ${before} stands for itself`, () => {
    assert.equal(blockerOf(own(after), check, [health(before)]), null)
  })

test('gateway errors of different statuses are different failures', () => {
  const with502 = health('http.gateway_error', { fault: fault('http.gateway_error', 'x', '502') })
  const with504 = own('ws.gateway_error', { fault: fault('ws.gateway_error', 'x', '504') })
  assert.equal(blockerOf(with504, check, [with502]), null)
})

test('two different bugs are two errors', () => {
  const first = health('runner.bug', { fault: fault('runner.bug', 'one') })
  const second = own('runner.bug', { fault: fault('runner.bug', 'another') })
  assert.equal(blockerOf(second, check, [first]), null)
  assert.equal(blockerOf({ ...second, fault: first.fault }, check, [first])?.outcome, 'blocked')
})

test('who was skipped for want of a credential says that an Origin is wanted, where the upgrade found that', () => {
  const skipped = finished({ id: 'messaging:/ws', outcome: 'skipped' })
  const follower = checkOf({ follows: ['upgrade:/ws'] })
  const upgrade = finished({
    id: 'upgrade:/ws',
    observations: { 'upgrade.origin_wanted': 'https://a.example' },
  })
  assert.match(skippedFor(skipped, follower, [upgrade]).reason, /declare origin: "https:\/\/a\.example"/)
  assert.equal(skippedFor(skipped, follower, [finished({ id: 'upgrade:/ws' })]), skipped)
  assert.equal(skippedFor(skipped, checkOf(), [upgrade]), skipped)
})

test('only what failed can block: passed and skipped checks do not', () => {
  const before = [finished({ id: 'upgrade:/ws' }), finished({ id: 'upgrade:/ws', outcome: 'skipped' })]
  assert.equal(blockerOf(own('tcp.refused'), messaging, before), null)
})

test('a failed upgrade blocks messages and concurrent clients', () => {
  for (const follower of [messaging, concurrency]) {
    const result = blockerOf(own('ws.unexpected_response'), follower, [upgrade('ws.unexpected_response')])
    assert.equal(result?.blockedBy, 'upgrade:/ws')
    assert.equal(result.reason, 'upgrade:/ws failed first')
  }
})

test('a chain of blocked checks names its root', () => {
  const blocked = {
    ...own('tcp.refused', { id: 'messaging:/ws' }),
    outcome: 'blocked',
    blockedBy: 'health:/health',
  } as const
  const result = blockerOf(own('ws.cut'), concurrency, [{ ...blocked, class: null }])
  assert.equal(result?.blockedBy, 'health:/health')
})

const hidden: readonly (readonly [before: FaultType, own: FaultType, why: string])[] = [
  ['ws.wrong_reply', 'ws.cross_talk', "another connection's data"],
  ['ws.no_reply', 'auth.refused', 'a refused credential'],
  ['auth.refused', 'ws.gateway_error', 'a gateway error'],
  ['ws.unexpected_response', 'runner.bug', 'a bug of ours'],
  ['ws.no_reply', 'ws.cut', 'a cut connection'],
]
for (const [before, after, why] of hidden)
  test(`${why} is never hidden behind ${before} of a check before it`, () => {
    const earlier = failedOf(before, { id: 'messaging:/ws' })
    assert.equal(blockerOf(own(after), concurrency, [earlier]), null)
  })

test('a check that was blocked by a need of its own explains nothing', () => {
  const blocked = unfinished(messaging, 'blocked', 'needs x, which failed', null, 'x')
  assert.equal(blockerOf(own('ws.no_reply'), concurrency, [blocked]), null)
})

test('whatever blocks: the result stays blocked by a check that failed before it, with its own fault and evidence', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...faultTypes),
      fc.array(
        fc.tuple(fc.constantFrom(...faultTypes), fc.constantFrom('upgrade:/ws', 'messaging:/ws', 'other')),
      ),
      (type, before) => {
        const mine = own(type)
        const earlier = before.map(([t, id]) => failedOf(t, { id }))
        const result = blockerOf(mine, concurrency, earlier)
        if (!result) return
        assert.equal(result.outcome, 'blocked')
        assert.deepEqual(result.fault, mine.fault)
        // A machine without a network explains trouble that would else be the target's.
        const explains = (e: CheckResult) => e.class === mine.class || e.fault?.type === 'runner.no_network'
        assert.ok(earlier.some(e => e.id === result.blockedBy && explains(e)))
      },
    ),
    { numRuns: 1000 },
  ))

test('an unfinished check has no proof, no attempts, and a class only when it is errored', () => {
  const blocked = unfinished(check, 'blocked', 'needs x', null, 'x')
  assert.deepEqual([blocked.class, blocked.proof, blocked.attempts, blocked.blockedBy], [null, null, [], 'x'])
  const errored = unfinished(check, 'errored', 'a bug', fault('runner.bug', 'a bug'))
  assert.deepEqual([errored.class, errored.layer, errored.blockedBy], ['runner', 'runner', null])
})
