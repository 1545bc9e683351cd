/** Trouble with TLS on real sockets: in the handshake, and after it, where TLS 1.3 tells what TLS 1.2 tells within. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import type { Fault } from '../../src/model/fault.ts'
import { targetOf } from '../../src/model/target.ts'
import { exchange } from '../../src/net/http.ts'
import { alerts } from '../../src/net/tls-codes.ts'
import { upgrade } from '../../src/net/websocket.ts'
import { type Authority, createAuthority, type Pair } from './certificates.ts'
import { speaking } from './frames.ts'
import { createWire, startRaw } from './servers.ts'

let authority: Authority
before(() => {
  authority = createAuthority()
})
after(() => authority[Symbol.dispose]())

type Then = 'handshake' | 'exchange' | 'upgrade'

/** The first fault on the way to an answer over TLS. */
async function faultAt(port: number, then: Then, ca: string | null = authority.ca): Promise<Fault | null> {
  const wire = createWire({ ca })
  const url = new URL(`${then === 'upgrade' ? 'wss' : 'https'}://127.0.0.1:${port}/ws`)
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  using record = dialled.record
  if (!dialled.ok) return dialled.fault
  if (then === 'handshake') return null
  const asked = { url, headers: {}, timeoutMs: 2000 }
  if (then === 'exchange') {
    const answer = await exchange(dialled.connection, record, { ...asked, method: 'GET', body: null }, wire)
    return answer.ok ? answer.value.bodyFault : answer.fault
  }
  const upgraded = await upgrade(
    dialled.connection,
    record,
    { ...asked, subprotocols: [], origin: null },
    wire,
  )
  if (!upgraded.ok) return upgraded.fault
  await using channel = upgraded.channel
  while (!channel.closed) await channel.changed(2000)
  return channel.closed.fault
}

for (const [number, name, type] of alerts)
  test(`alert ${number} (${name}) in the handshake is ${type}`, async () => {
    // RFC 8446, 6: a fatal alert in a record of TLS 1.2.
    const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, number])
    await using server = await startRaw(socket => socket.once('data', () => socket.end(alert)))
    const fault = await faultAt(server.port, 'handshake')
    assert.equal(fault?.type, type, JSON.stringify(fault))
  })

const leaf = (): Pair => authority.issue(['IP:127.0.0.1'])
const only = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

type Settings = Readonly<Record<string, unknown>>
const listeners: readonly (readonly [name: string, type: string, settings: Settings])[] = [
  ['TLS 1.1 only', 'tls.version_or_cipher_mismatch', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }],
  [
    'a cipher that nobody offers',
    'tls.version_or_cipher_mismatch',
    { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0' },
  ],
  ['another application protocol', 'tls.version_or_cipher_mismatch', { ALPNProtocols: ['h2'] }],
]
for (const [name, type, settings] of listeners)
  test(`a listener that takes ${name} is ${type}`, async () => {
    await using server = await startRaw(() => {}, { tls: { ...leaf(), ...settings } })
    const fault = await faultAt(server.port, 'handshake')
    assert.equal(fault?.type, type, JSON.stringify(fault))
  })

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'])
  for (const then of ['exchange', 'upgrade'] as const)
    test(`a client certificate that ${maxVersion} demands is named as such at the ${then}`, async () => {
      const tls = { ...leaf(), requestCert: true, rejectUnauthorized: true, maxVersion }
      await using server = await startRaw(() => {}, { tls })
      const fault = await faultAt(server.port, then)
      // TLS 1.2 has only alert 40 for it, which may mean two other things.
      const types = ['tls.client_certificate_required', 'tls.version_or_cipher_mismatch']
      assert.ok(types.includes(fault?.type ?? ''), JSON.stringify(fault))
      if (maxVersion === 'TLSv1.3') assert.equal(fault?.type, types[0])
    })

test('a key that is too small is a defect of the certificate, in OpenSSL’s words', async () => {
  const pem = execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:1024', '-nodes', '-keyout', '-', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-days', '3'],
  ]).toString()
  const tls = { key: pem, cert: pem, ciphers: 'DEFAULT:@SECLEVEL=0' }
  await using server = await startRaw(() => {}, { tls })
  const fault = await faultAt(server.port, 'handshake', pem.slice(pem.indexOf('-----BEGIN CERT')))
  assert.equal(fault?.type, 'tls.cert.invalid', JSON.stringify(fault))
  assert.match(fault.message, /key/)
})

const garbage = Buffer.from('HTTP/1.1 500 Internal Server Error\r\n\r\n')
for (const then of ['exchange', 'upgrade'] as const)
  test(`bytes that are no TLS record, after the handshake, are trouble of TLS at the ${then}`, async () => {
    await using server = await startRawBelow(leaf(), (_secure, raw) => raw.write(garbage))
    const fault = await faultAt(server.port, then)
    assert.equal(fault?.layer, 'tls', JSON.stringify(fault))
  })

test('bytes that are no TLS record, among messages, are trouble of TLS', async () => {
  await using server = await startRawBelow(leaf(), (secure, raw) =>
    speaking(() => setTimeout(() => raw.write(garbage), 30))(secure),
  )
  const fault = await faultAt(server.port, 'upgrade')
  assert.equal(fault?.layer, 'tls', JSON.stringify(fault))
})

test('a TCP connection that ends in the handshake, by FIN or reset, is tls.closed', async () => {
  for (const end of [(s: Socket) => s.end(), (s: Socket) => s.resetAndDestroy()]) {
    await using server = await startRaw(socket => socket.once('data', () => end(socket)))
    assert.equal((await faultAt(server.port, 'handshake'))?.type, 'tls.closed')
  }
})

test('the same server, put right, has no fault', async () => {
  await using server = await startRaw(socket => socket.once('data', () => socket.end(only)), {
    tls: { ...leaf() },
  })
  assert.equal(await faultAt(server.port, 'exchange'), null)
})

/** A TLS server on TCP sockets of its own, so that bytes can go past TLS. */
async function startRawBelow(pair: Pair, act: (secure: Socket, raw: Socket) => void) {
  const { TLSSocket } = await import('node:tls')
  return await startRaw(raw => {
    const secure = new TLSSocket(raw, { isServer: true, ...pair })
    secure.on('error', () => {})
    secure.once('secure', () => {
      act(secure, raw)
      secure.resume()
    })
  })
}
