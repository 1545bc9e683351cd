import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FaultType, faultKinds } from '../../src/model/fault.ts'
import { isBug, rootOf, troubleOf } from '../../src/net/trouble.ts'

const phases = ['tcp', 'tls', 'request', 'body', 'upgrade'] as const
type Phase = (typeof phases)[number]

const error = (code: string, message = code, more: object = {}) =>
  Object.assign(new Error(message), { code, ...more })

const anywhere: readonly (readonly [code: string, type: FaultType])[] = [
  ['ENOTFOUND', 'dns.name_not_resolved'],
  ['ENODATA', 'dns.no_address'],
  ['EAI_AGAIN', 'dns.failed'],
  ['ESERVFAIL', 'dns.failed'],
  ['ECONNREFUSED', 'tcp.refused'],
  ['EHOSTUNREACH', 'tcp.address_unreachable'],
  ['ENETUNREACH', 'tcp.address_unreachable'],
  ['ETIMEDOUT', 'tcp.timed_out'],
  ['CERT_HAS_EXPIRED', 'tls.cert.date_invalid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.cert.name_invalid'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.cert.authority_invalid'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.cert.authority_invalid'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls.not_tls'],
  ['HPE_HEADER_OVERFLOW', 'http.response.headers_too_large'],
  ['UND_ERR_HEADERS_OVERFLOW', 'http.response.headers_too_large'],
  ['EMFILE', 'runner.descriptor_limit'],
]
for (const [code, type] of anywhere)
  test(`${code} is ${type}, whatever was going on`, () => {
    for (const phase of phases) {
      const fault = troubleOf(error(code), phase, 'https://host.example/')
      assert.deepEqual([fault.type, fault.code], [type, code])
      assert.match(fault.message, /^https:\/\/host\.example\/: /)
    }
  })

const ends: readonly (readonly [phase: Phase, closed: FaultType, reset: FaultType])[] = [
  ['tcp', 'tcp.closed', 'tcp.reset'],
  ['tls', 'tls.closed', 'tls.closed'],
  ['request', 'http.response.closed', 'http.response.reset'],
  ['body', 'http.response.cut', 'http.response.cut'],
  ['upgrade', 'ws.closed_before_answer', 'ws.reset_before_answer'],
]
for (const [phase, closed, reset] of ends)
  test(`an end of the connection in ${phase}: a FIN is ${closed}, a reset is ${reset}`, () => {
    const fins = [error('ECONNRESET', 'socket hang up'), error('UND_ERR_SOCKET', 'other side closed')]
    for (const fin of fins) assert.equal(troubleOf(fin, phase, 'x').type, closed)
    for (const syscall of ['read', 'write'])
      assert.equal(troubleOf(error('ECONNRESET', 'read ECONNRESET', { syscall }), phase, 'x').type, reset)
    assert.equal(troubleOf(error('EPIPE', 'write EPIPE', { syscall: 'write' }), phase, 'x').type, reset)
  })

const alerts: readonly (readonly [number: number, type: FaultType])[] = [
  [40, 'tls.version_or_cipher_mismatch'],
  [70, 'tls.version_or_cipher_mismatch'],
  [80, 'tls.protocol.error'],
  [112, 'tls.unrecognized_name'],
  [116, 'tls.client_certificate_required'],
  [120, 'tls.version_or_cipher_mismatch'],
]
for (const [number, type] of alerts)
  test(`TLS alert ${number} is ${type}, also where OpenSSL has no code of its own for it`, () => {
    const message = `C0:error:0A000000:SSL routines::something new:ssl/record.c:1:SSL alert number ${number}\n`
    assert.equal(troubleOf(error('ERR_SSL_SOMETHING_NEW', message), 'tls', 'x').type, type)
  })

const unknown: readonly (readonly [phase: Phase, type: FaultType])[] = [
  ['tcp', 'tcp.failed'],
  ['tls', 'tls.protocol.error'],
  ['request', 'http.response.invalid'],
  ['body', 'http.response.invalid'],
  ['upgrade', 'ws.answer_invalid'],
]
for (const [phase, type] of unknown)
  test(`what nobody knows is ${type} in ${phase}, with its own words`, () => {
    const fault = troubleOf(error('E_NEW', 'something new'), phase, 'x')
    assert.deepEqual([fault.type, fault.code], [type, 'E_NEW'])
    assert.match(fault.message, /something new/)
  })

test('the cause is found below wrappers: happy eyeballs, undici, AggregateError', () => {
  const refused = error('ECONNREFUSED')
  for (const wrapped of [
    new AggregateError([refused, error('ENETUNREACH')]),
    new Error('fetch failed', { cause: refused }),
    Object.assign(new Error('outer', { cause: new AggregateError([refused]) }), { code: 'UND_ERR_SOCKET' }),
    new Error('a', { cause: new Error('b', { cause: refused }) }),
  ])
    assert.equal(troubleOf(wrapped, 'request', 'x').type, 'tcp.refused')
})

test('a chain of causes that goes in a circle comes to an end', () => {
  const circle = new Error('round')
  circle.cause = new Error('and round', { cause: circle })
  assert.match(rootOf(circle).message, /round/)
})

test('a mistake in our own code is a bug, trouble of the network never is', () => {
  for (const bug of [new TypeError('x is not a function'), new ReferenceError('x'), new RangeError('x')])
    assert.equal(isBug(bug), true)
  const undici = Object.assign(new TypeError('fetch failed'), { cause: error('ECONNREFUSED') })
  for (const trouble of [error('ECONNRESET'), undici, new Error('x'), 'text', null])
    assert.equal(isBug(trouble), false)
})

test('what refuses to become a text is trouble like any other', () => {
  for (const thrown of [{ toString: false }, Object.create(null), { toString: () => assert.fail('asked') }])
    assert.match(troubleOf(thrown, 'tcp', 'x').message, /^x: something without words was thrown/)
})

test('whatever is thrown becomes a known fault with a message of one subject', () =>
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom(...phases), fc.string(), (thrown, phase, subject) => {
      const { type, message, layer } = troubleOf(thrown, phase, subject)
      assert.ok(type in faultKinds)
      assert.equal(layer, faultKinds[type].layer)
      assert.ok(message.startsWith(`${subject}: `))
    }),
  ))
