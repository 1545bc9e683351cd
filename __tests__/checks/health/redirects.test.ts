/** Redirects: which are followed, and what goes with them. */

import assert from 'node:assert/strict'
import type { IncomingMessage, RequestListener } from 'node:http'
import { test } from 'node:test'
import { Secret } from '../../../src/model/secret.ts'
import { startHttp } from '../probing.ts'
import { answering, check, token } from './asking.ts'

const redirecting =
  (to: (request: IncomingMessage) => string | null, status = 302): RequestListener =>
  (request, response) => {
    const location = to(request)
    if (location === null) response.end('there')
    else response.writeHead(status, { location }).end()
  }

test('redirects are followed where that is said, each hop an attempt of its own', async () => {
  const { result, requests } = await check(
    redirecting(({ url }) => (url === '/health' ? '/a' : url === '/a' ? 'b?x=1' : null)),
    { follow: true, text: 'there' },
    { credential: token },
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(
    requests.map(r => [r.url, r.headers.authorization]),
    [
      ['/health', 'Bearer t0ken'],
      ['/a', 'Bearer t0ken'],
      ['/b?x=1', 'Bearer t0ken'],
    ],
  )
  assert.equal(result.attempts.length, 3)
})

test('neither a credential nor a header of the user’s own crosses an origin', async () => {
  for (const placement of [
    token.placement,
    { in: 'query', name: 'token' } as const,
    { in: 'cookie', name: 'token' } as const,
  ]) {
    await using other = await startHttp((_request, response) => response.end('there'))
    const { result } = await check(
      redirecting(() => `${other.url}/there`),
      { follow: true, text: 'there' },
      { credential: { ...token, placement }, check: { headers: { 'x-bypass': new Secret('bypass') } } },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    const [request] = other.requests
    assert.equal(request?.url, '/there')
    assert.doesNotMatch(JSON.stringify(request?.headers), /t0ken|bypass/)
    assert.equal(request?.headers['x-bypass'], undefined)
  }
})

test('a credential comes back to the origin that it belongs to', async () => {
  let home = ''
  await using other = await startHttp((_request, response) =>
    response.writeHead(302, { location: `${home}/back` }).end(),
  )
  const { result, requests } = await check(
    redirecting(({ url, headers }) => {
      home = `http://${headers.host}`
      return url === '/health' ? `${other.url}/there` : null
    }),
    { follow: true, text: 'there' },
    { credential: token },
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(other.requests[0]?.headers.authorization, undefined)
  assert.equal(requests.at(-1)?.headers.authorization, 'Bearer t0ken')
})

for (const status of [307, 308])
  test(`a body does not cross an origin: a ${status} with one is the end`, async () => {
    await using other = await startHttp((_request, response) => response.end('there'))
    const { result } = await check(
      redirecting(() => `${other.url}/there`, status),
      { follow: true, method: 'POST', body: '{"token":"{{token}}"}' },
      { credential: token },
    )
    assert.equal(other.requests.length, 0)
    assert.deepEqual([result.outcome, result.fault?.code], ['failed', String(status)])
  })

for (const [status, method] of [
  [301, 'GET'],
  [302, 'GET'],
  [303, 'GET'],
  [307, 'POST'],
  [308, 'POST'],
] as const)
  test(`a POST goes on as ${method} after a ${status}`, async () => {
    const { requests } = await check(
      redirecting(({ url }) => (url === '/health' ? '/next' : null), status),
      { follow: true, method: 'POST', body: 'x' },
    )
    assert.deepEqual(
      requests.map(r => r.method),
      ['POST', method],
    )
    assert.equal(requests[1]?.headers['content-length'] === '1', method === 'POST')
  })

test('redirects that go in a circle end', async () => {
  const { result, requests } = await check(
    redirecting(() => '/health'),
    { follow: true },
  )
  assert.equal(result.fault?.type, 'http.response.redirect_loop')
  assert.equal(result.class, 'infrastructure')
  assert.equal(requests.length, 6)
})

for (const location of ['http://', 'ftp://host.example/', 'javascript:alert(1)'])
  test(`a redirect to "${location}" is not followed`, async () => {
    const { result, requests } = await check(
      redirecting(() => location),
      { follow: true },
    )
    assert.deepEqual([result.outcome, requests.length], ['failed', 1])
  })

test('a redirect without a Location is an answer like any other', async () => {
  const { result } = await check(answering(302), { follow: true })
  assert.deepEqual([result.fault?.type, result.fault?.code], ['http.error', '302'])
})
