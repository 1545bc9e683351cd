/** What follow-up probes see of a failed upgrade, a certificate, a gateway. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { startHttp } from './checks/probing.ts'
import { fail, refusal } from './following-up.ts'
import { type Authority, createAuthority } from './net/certificates.ts'
import { answering, startRaw } from './net/servers.ts'

let authority: Authority

before(() => {
  authority = createAuthority()
})

after(() => authority[Symbol.dispose]())

/** A server that answers upgrades by a function of the request, and plain requests with 404. */
async function startUpgrades(
  answer: (headers: Record<string, string | string[] | undefined>, path: string) => string,
) {
  const server = createServer((_request, response) => response.writeHead(404).end('plain'))
  server.on('upgrade', (request, socket) => socket.end(answer(request.headers, request.url ?? '')))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

test('an answer that a plain GET gets as well shows that nobody understood the upgrade', async () => {
  await using server = await startHttp((_request, response) => response.writeHead(404).end('no such page'))
  const { observations, outcome } = await fail(`${server.url.replace('http', 'ws')}/ws`)
  assert.equal(outcome, 'failed')
  assert.equal(observations['twin.get.status_code'], 404)
  assert.equal(observations['twin.get.same_as_upgrade'], true)
  assert.equal(observations['twin.random.same'], true)
})

test('a refusal of this path only is told from one of every path', async () => {
  await using server = await startUpgrades((_headers, path) =>
    path === '/ws' ? refusal(400, 'not you') : refusal(404, ''),
  )
  const { observations } = await fail(server.url)
  assert.equal(observations['twin.get.same_as_upgrade'], false)
  assert.equal(observations['twin.random.same'], false)
})

test('a complaint about version 99 proves that the upgrade headers arrive, one about Upgrade that they do not', async () => {
  await using versioned = await startUpgrades(headers =>
    headers['sec-websocket-version'] === '13' ? refusal(400, 'no') : refusal(400, 'Unsupported version'),
  )
  assert.equal((await fail(versioned.url)).observations['fingerprint.upgrade_survives'], true)
  await using stripped = await startUpgrades(() => refusal(400, 'Missing Upgrade header'))
  assert.equal((await fail(stripped.url)).observations['fingerprint.upgrade_survives'], false)
})

test('an Origin check shows in the triple of origins, and a path without one does not', async () => {
  await using picky = await startUpgrades(headers =>
    refusal(headers.origin?.includes('127.0.0.1') ? 400 : 403, ''),
  )
  const { observations } = await fail(picky.url, { token: 't' })
  assert.deepEqual(
    ['none', 'same', 'foreign'].map(name => observations[`origin.${name}`]),
    [403, 400, 403],
  )
  assert.equal(observations['origin.decides'], true)
  await using strict = await startUpgrades(() => refusal(403, ''))
  assert.equal((await fail(strict.url, { token: 't' })).observations['origin.decides'], false)
})

test('the credential is left out and made up, and our own never goes to a made-up request', async () => {
  const seen: (string | undefined)[] = []
  await using server = await startUpgrades(headers => {
    seen.push(headers.authorization as string | undefined)
    return refusal(headers.authorization === undefined ? 401 : 403, '')
  })
  const { observations } = await fail(server.url, { token: 'our-own-token' })
  assert.equal(observations['token.none'], 401)
  assert.equal(observations['token.garbage'], 403)
  assert.ok(seen.some(value => value === undefined))
  assert.ok(seen.some(value => value?.startsWith('Bearer eyJ')))
})

test('Socket.IO behind another path is recognised by its own handshake', async () => {
  await using server = await startHttp((request, response) =>
    request.url?.startsWith('/socket.io/') ? response.end('0{"sid":"x"}') : response.writeHead(404).end(),
  )
  const { observations } = await fail(`${server.url.replace('http', 'ws')}/ws`)
  assert.equal(observations['framework.name'], 'socket.io')
})

test('all defects of a certificate are read, not only the first', async () => {
  const { key, cert } = authority.issue(['DNS:other.example'], -3)
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const { observations, fault } = await fail(`https://127.0.0.1:${server.port}/health`, {
    kind: 'health',
    ca: authority.ca,
  })
  assert.equal(fault?.layer, 'tls')
  assert.match(String(observations['tls.unverified.defects']), /"other\.example" expired on /)
  assert.match(String(observations['tls.unverified.defects']), /for other names/)
  assert.match(String(observations['tls.unverified.san']), /other\.example/)
})

test('an authority that the run trusts is no defect of a certificate for another name', async () => {
  const { key, cert } = authority.issue(['DNS:other.example'])
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const fails = (ca: string | null) =>
    fail(`https://127.0.0.1:${server.port}/health`, { kind: 'health', ...(ca && { ca }) })
  const trusted = await fails(authority.ca)
  assert.equal(
    trusted.observations['tls.unverified.defects'],
    'the certificate is for other names than "127.0.0.1": DNS:other.example',
  )
  const unknown = await fails(null)
  assert.match(
    String(unknown.observations['tls.unverified.defects']),
    /issuer of that is not known here; the certificate is for other names/,
  )
  assert.equal(unknown.observations['tls.unverified.names_issuer_address'], false)
})

test('a port that speaks plain HTTP where TLS was expected is asked plainly', async () => {
  await using server = await startRaw(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  const { observations } = await fail(`https://127.0.0.1:${server.port}/health`, { kind: 'health' })
  assert.equal(observations['swap.plain_answers'], true)
})

test('a gateway error that comes and goes is counted', async () => {
  let count = 0
  await using server = await startHttp((_request, response) =>
    response.writeHead(count++ % 2 === 0 ? 502 : 200).end(),
  )
  const { observations, outcome } = await fail(`${server.url}/health`, { kind: 'health' })
  assert.equal(outcome, 'failed', 'a repeat that goes well never makes a failure a pass')
  assert.equal(observations['repeat.total'], 4)
  assert.equal(observations['repeat.failed'], 2)
})
