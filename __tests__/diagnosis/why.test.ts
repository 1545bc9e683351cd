import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { fault } from '../../src/model/fault.ts'
import { attempt, failing, situations } from '../golden/situations.ts'
import { at } from './evidence/recorded.ts'

const whyOf = (name: string): readonly string[] =>
  situations[name]?.checks.flatMap(({ diagnoses }) => diagnoses.slice(0, 1).flatMap(({ why }) => why)) ?? []

test('the chain goes from the symptom over the layers that work to the words of the server', () => {
  assert.deepEqual(whyOf('header-dropped').slice(0, 2), [
    'The upgrade was answered with HTTP 426 instead of 101.',
    'TCP to 203.0.113.7:443 connected in 8 ms.',
  ])
  assert.equal(whyOf('header-dropped').at(-1), 'Health /health on the same host passed: HTTP 200.')
})

test('attempts that ended the same way are told as one step', () => {
  assert.ok(whyOf('port-refused').includes('Both attempts ended the same way.'))
  assert.ok(whyOf('port-refused').includes('No connection was made, and no byte was exchanged.'))
})

test('attempts that failed in different ways are not told as some that went well', () => {
  const [ours, other] = [fault('tcp.closed', 'closed at once'), fault('http.response.reset', 'reset later')]
  const attempts = [attempt([{ phase: 'tcp', ms: 5 }], other), attempt([{ phase: 'tcp', ms: 5 }], ours)]
  const check = failing('health', ours, [], { attempts })
  const why = diagnose([check]).get(check.id)?.[0]?.why ?? []
  assert.ok(why.includes('Both attempts failed, and not alike; another one so: reset later.'), why.join('\n'))
  assert.doesNotMatch(why.join('\n'), /went well/)
})

test('a message that went out is told so, answered or not', () => {
  const check = failing('messaging', fault('ws.no_reply', 'no message arrived'), [], {
    observations: { 'ws.messages.sent': 0, 'ws.messages.received': 0 },
    transcript: [{ atMs: 1, direction: 'sent', kind: 'text', text: 'hello', bytes: 5 }],
  })
  const why = diagnose([check]).get(check.id)?.[0]?.why ?? []
  assert.ok(why.includes('The connection was open; 1 message went out and 0 came back.'), why.join('\n'))
})

test('a close is told with its code, reason and time', () => {
  const check = failing('messaging', fault('ws.closed', 'closed'), [], {
    observations: {
      'ws.messages.sent': 1,
      'ws.messages.received': 0,
      'ws.close.code': 1008,
      'ws.close.reason': 'no\ntoken',
      'ws.close.after_ms': 12,
    },
  })
  const why = diagnose([check]).get(check.id)?.[0]?.why ?? []
  assert.ok(
    why.includes(
      'The connection was open; 1 message went out and 0 came back; it was closed with code 1008 "no token" after 12 ms.',
    ),
    why.join('\n'),
  )
})

test('nothing is claimed that was not observed: an answer, a body, a certificate', () => {
  const check = failing('upgrade', fault('ws.upgrade_timed_out', 'no answer'), [], { observations: {} })
  const why = (diagnose([check]).get(check.id)?.[0]?.why ?? []).join(' ')
  assert.doesNotMatch(why, /answered \d|body|certificate|negotiated/)
})

const whyWith = (type: Parameters<typeof at>[0], facts: Parameters<typeof at>[1]): readonly string[] => {
  const check = at(type, facts)
  return diagnose([check]).get(check.id)?.[0]?.why ?? []
}
const asked: readonly (readonly [Parameters<typeof at>[0], Parameters<typeof at>[1], string])[] = [
  [
    'dns.failed',
    { 'resolver.direct': 'ESERVFAIL / ESERVFAIL' },
    'Asked past hosts files, DNS answered for IPv4 / IPv6: ESERVFAIL / ESERVFAIL.',
  ],
  [
    'tcp.timed_out',
    { 'addresses.working': '203.0.113.8', 'addresses.failing': '203.0.113.7' },
    'Of its addresses, 203.0.113.8 took a connection and 203.0.113.7 did not.',
  ],
  [
    'tls.cert.date_invalid',
    { 'tls.unverified.defects': 'expired, self-signed' },
    'Read all the same, the certificate has these defects: expired, self-signed.',
  ],
  ['tls.not_tls', { 'swap.plain_answers': true }, 'The same port answered a request in plain HTTP.'],
  [
    'http.gateway_error',
    { 'repeat.failed': 2, 'repeat.total': 4 },
    'The same request was made 4 times; 2 of them failed.',
  ],
  [
    'ws.unexpected_response',
    { 'twin.get.same_as_upgrade': true },
    'A plain GET of the same path got the same answer.',
  ],
  [
    'ws.unexpected_response',
    { 'twin.get.same_as_upgrade': false, 'twin.get.status_code': 404 },
    'A plain GET of the same path was answered 404.',
  ],
  [
    'auth.refused',
    { 'origin.decides': true, 'origin.none': 403, 'origin.same': 101, 'origin.foreign': 403 },
    'Without an Origin the answer was 403, with that of the host 101, with a foreign one 403.',
  ],
  [
    'auth.refused',
    { 'token.none': 401, 'token.garbage': 400 },
    'Without a credential the answer was 401, with one that nobody signed 400.',
  ],
  [
    'runner.no_network',
    { 'control.reachable': false, 'control.host': 'api.github.com' },
    'A host that is known to be up (api.github.com) cannot be reached from here either.',
  ],
]
for (const [type, facts, step] of asked)
  test(`what a follow-up saw is a step: ${step}`, () => {
    const why = whyWith(type, facts)
    assert.ok(why.includes(step), why.join('\n'))
  })

test('attempts that failed on one address only are told with the address', () => {
  const trouble = fault('tcp.timed_out', 'no connection')
  const on = (address: string, failed: boolean) => ({
    ...attempt([], failed ? trouble : null),
    address,
  })
  const check = failing('health', trouble, [], {
    attempts: [
      on('10.0.0.1:443', false),
      on('10.0.0.2:443', true),
      on('10.0.0.1:443', false),
      on('10.0.0.2:443', true),
    ],
  })
  const why = diagnose([check]).get(check.id)?.[0]?.why ?? []
  assert.ok(why.includes('2 of 4 attempts ended this way, all on 10.0.0.2:443.'), why.join('\n'))
})

test('a certificate that was refused is told from its reading without trust', () => {
  const why = whyWith('tls.cert.name_invalid', {
    'tls.unverified.subject': 'www.example.org',
    'tls.unverified.issuer': 'R11',
    'tls.unverified.not_after': 'Jan 20 10:00:00 2027 GMT',
  })
  assert.ok(
    why.some(step => step.startsWith('The certificate names www.example.org, was issued by R11')),
    why.join('\n'),
  )
})
