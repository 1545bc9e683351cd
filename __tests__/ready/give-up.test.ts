/** Which answers are waited out, and which are final. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan, startHttp } from '../checks/probing.ts'
import { createAuthority } from '../net/certificates.ts'
import { startRaw } from '../net/servers.ts'
import { configOf, startWarming, wait } from './waiting.ts'

const giveUps: readonly (readonly [status: number, waits: boolean])[] = [
  [400, false],
  [401, false],
  [403, false],
  [405, false],
  [410, false],
  [501, false],
  [404, true],
  [429, true],
  [500, true],
  [502, true],
  [503, true],
  [504, true],
]
for (const [status, waits] of giveUps)
  test(`an answer of ${status} is ${waits ? 'waited out' : 'final: waiting does not heal it'}`, async () => {
    await using server = await startWarming(status, 200)
    const { readiness, results } = await wait([plan('health', `${server.url}/health`)])
    assert.equal(readiness?.ready, waits)
    assert.equal(readiness.polls, waits ? 2 : 1)
    // The check itself runs in any case, and here sees the next answer.
    assert.equal(results[0]?.outcome, 'passed')
  })

test('an application that tells in its body that it still starts is waited for', async () => {
  let asked = 0
  await using server = await startHttp((_request, response) => {
    const status = asked++ < 2 ? 'starting' : 'ok'
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status }))
  })
  const { readiness, results } = await wait([
    plan('health', `${server.url}/health`, { json: { status: 'ok' } }),
  ])
  assert.deepEqual([readiness?.ready, readiness?.polls, readiness?.answers], [true, 3, 3])
  assert.match(readiness?.last ?? '', /starting/)
  assert.equal(results[0]?.outcome, 'passed')
})

test('a slow answer is no reason to wait: the deployment is there, and the check says how slow it is', async () => {
  await using server = await startHttp((_request, response) => void setTimeout(() => response.end('{}'), 60))
  const { readiness, results } = await wait([plan('health', `${server.url}/health`, { withinMs: 20 })])
  assert.deepEqual([readiness?.ready, readiness?.polls], [false, 1])
  assert.equal(results[0]?.fault?.type, 'http.slow')
})

test('a certificate for another name is final, one of an unknown authority is waited for', async () => {
  using authority = createAuthority()
  const { key, cert } = authority.issue(['DNS:other.example'])
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const check = plan('health', `https://127.0.0.1:${server.port}/health`)
  const named = await wait([check], { config: configOf({ ca: authority.ca }) })
  assert.deepEqual([named.readiness?.ready, named.readiness?.polls], [false, 1])
  assert.equal(named.results[0]?.fault?.type, 'tls.cert.name_invalid')
  const unknown = await wait([check], { withinMs: 500 })
  assert.ok(unknown.readiness!.polls > 1)
})
