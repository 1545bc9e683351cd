/** Which bad credentials are shown beside a good one, and where they go: real servers that let one of them in. */

import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { type FaultName, faults } from '../../../src/demo/faults.ts'
import { startService } from '../../../src/demo/service.ts'
import { startSockets } from '../sockets.ts'
import { answering, brief, chat, check, key, tokenOf, told } from './doors.ts'

test('a service that verifies refuses every bad credential, and the report shows each', async () => {
  await using service = await startService({ secret: key })
  const url = `${service.url.replace('http', 'ws')}/ws`
  const result = await check(url, { options: { conversation: chat } })
  assert.deepEqual(brief(result), ['passed', null, null, null], result.reason)
  assert.equal(result.reason, '11 of 11 bad credentials were refused, the good one was let in')
  assert.deepEqual(told(result).slice(0, 4), [
    'good credential: let in',
    'no credential: refused (HTTP 401)',
    'malformed credential: refused (HTTP 403)',
    'wrong signature: refused (HTTP 403)',
  ])
  assert.equal(result.traffic.connections, 12)
  assert.ok(result.proof && result.proof.bytesReceived > 1000)
  assert.deepEqual(
    result.attempts.filter(a => a.fault),
    [],
  )
})

for (const [name, row] of Object.entries(faults).filter(([, { expected }]) => expected.check === 'auth'))
  test(`${name}: ${row.summary}`, async () => {
    await using service = await startService({ secret: key, faults: [name as FaultName] })
    const url = `${service.url.replace('http', 'ws')}/ws`
    const result = await check(url, { options: { conversation: chat } })
    assert.deepEqual(brief(result), ['failed', row.expected.class, row.expected.layer, row.expected.type])
    // The stream of the same service has the same door.
    const http = await check(`${service.url}/api/chat/stream`, { options: { over: 'http' } })
    assert.equal(http.fault?.type, row.expected.type)
  })

for (const [where, placement, path] of [
  ['the query', { in: 'query', name: 'token' }, '/ws'],
  ['a cookie', { in: 'cookie', name: 'token' }, '/ws'],
  ['a subprotocol', { in: 'subprotocol', prefix: 'jwt.' }, '/ws'],
  ['the first message', { in: 'message' }, '/ws-first-message'],
] as const) {
  test(`bad credentials go where the good one goes: ${where}`, async () => {
    const authMessage = placement.in === 'message' ? { type: 'auth', token: '{{token}}' } : null
    const options = { conversation: chat, authMessage }
    for (const broken of [[], ['accepts-expired']] as FaultName[][]) {
      await using service = await startService({ secret: key, faults: broken })
      const result = await check(`${service.url.replace('http', 'ws')}${path}`, { placement, options })
      assert.equal(
        result.fault?.type ?? result.outcome,
        broken[0] ? 'auth.accepted.expired' : 'passed',
        result.reason,
      )
    }
  })
}

test('with a ping alone: a service that lets everybody in is found, one that refuses passes', async () => {
  for (const broken of [[], ['accepts-anything']] as FaultName[][]) {
    await using service = await startService({ secret: key, faults: broken })
    const result = await check(`${service.url.replace('http', 'ws')}/ws`)
    assert.equal(result.fault?.type ?? result.outcome, broken[0] ? 'auth.accepted.malformed' : 'passed')
  }
})

test('with a ping alone and the credential in a message, silence is no refusal, and is not tested', async () => {
  await using service = await startService({ secret: key })
  const result = await check(`${service.url.replace('http', 'ws')}/ws-first-message`, {
    placement: { in: 'message' },
    options: { authMessage: { type: 'auth', token: '{{token}}' } },
  })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.ok(!told(result).some(line => line.startsWith('no credential')))
  assert.match(result.notes.join(), /a client which sends no credential is refused was not tested/)
})

test('claims that the good token names and nobody verifies are found', async () => {
  await using service = await startService({ secret: key })
  const url = `${service.url.replace('http', 'ws')}/ws`
  const claims = { aud: 'api', iss: 'https://issuer.example.com' }
  const result = await check(url, { claims, options: { conversation: chat } })
  assert.deepEqual(brief(result), ['failed', 'security', 'security', 'auth.accepted.wrong_audience'])
  assert.match(result.reason, /token for another audience.*also: token of another issuer/)
})

test('an opaque token is tried as none, garbled, changed and cut', async () => {
  const token = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
  const prefix = token.slice(0, 12)
  for (const [accepts, wanted] of [
    [(seen: string) => seen === token, 'passed'],
    [(seen: string) => seen.startsWith(prefix), 'auth.accepted.tampered'],
    [(seen: string) => seen !== '' && token.startsWith(seen), 'auth.accepted.truncated'],
  ] as const) {
    await using server = await startSockets({
      admit: request => (accepts(tokenOf(request) ?? '') ? null : 401),
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { token, options: { conversation: chat } })
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
    assert.ok(!JSON.stringify(result).includes(token))
  }
})

test('a verifier that takes its public key for a shared secret is found by a ready-made token and that key', async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = String(pair.publicKey.export({ type: 'spki', format: 'pem' }))
  const token = jwt.sign({ sub: 'somebody' }, pair.privateKey, { algorithm: 'RS256', expiresIn: 60 })
  for (const careless of [false, true]) {
    const isSigned = (seen: string): boolean => {
      const [head = '', payload = '', signature = ''] = seen.split('.')
      try {
        jwt.verify(seen, publicKey, { algorithms: ['RS256'] })
        return true
      } catch {
        const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}') as { alg?: string }
        const own = createHmac('sha256', publicKey).update(`${head}.${payload}`).digest('base64url')
        return careless && alg === 'HS256' && own === signature
      }
    }
    await using server = await startSockets({
      admit: request => {
        try {
          return isSigned(tokenOf(request) ?? '') ? null : 401
        } catch {
          return 401
        }
      },
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { token, publicKey, options: { conversation: chat } })
    const wanted = careless ? 'auth.accepted.key_confusion' : 'passed'
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
    assert.ok(told(result).some(line => line.startsWith('HS256 keyed with the public key: ')))
  }
})
