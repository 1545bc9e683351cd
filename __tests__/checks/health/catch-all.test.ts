/** Pages that a server gives for any path are no health. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, check, html, json, token } from './asking.ts'

const page = (text: string) => `<!doctype html><title>${text}</title>`

test('a page in HTML that a random path gives as well is a catch-all page, and a failure', async () => {
  const { result, requests } = await check(answering(200, page('app'), html))
  assert.equal(result.fault?.type, 'http.catch_all')
  assert.equal(result.class, 'infrastructure')
  assert.match(String(requests[1]?.url), /^\/verify-deploy-[0-9a-f-]{36}$/)
})

test('a catch-all page that prints the path it was asked for is one as well', async () => {
  const { result } = await check(({ url }, response) => {
    response.writeHead(200, html).end(page(`you asked for ${url}`))
  })
  assert.equal(result.fault?.type, 'http.catch_all')
})

test('the filled path is what a page prints', async () => {
  const { result } = await check(
    ({ url }, response) => void response.writeHead(200, html).end(page(`you asked for ${url}`)),
    {},
    { path: '/{{sha}}/health' },
  )
  assert.equal(result.fault?.type, 'http.catch_all')
})

test('a page of its own passes, and says that it was compared', async () => {
  const { result } = await check(({ url }, response) => {
    response.writeHead(url === '/health' ? 200 : 404, html).end(page(String(url)))
  })
  assert.equal(result.outcome, 'passed')
  assert.deepEqual(result.notes, ['a page in HTML; a random path gives another answer'])
})

test('pages of the same status and another text are not the same', async () => {
  const { result } = await check(({ url }, response) => {
    response.writeHead(200, html).end(page(url === '/health' ? 'healthy' : 'app'))
  })
  assert.equal(result.outcome, 'passed')
})

for (const [name, path, options, headers] of [
  ['the root is a page by right', '/', {}, html],
  ['JSON is no page', '/health', {}, json],
  ['a declared status speaks for itself', '/health', { status: [200] }, html],
  ['a declared text speaks for itself', '/health', { text: { $contains: 'app' } }, html],
  [
    'a declared header speaks for itself',
    '/health',
    { headersMatch: { 'content-type': { $contains: 'html' } } },
    html,
  ],
  ['a POST is not repeated', '/health', { method: 'POST' }, html],
] as const)
  test(`${name}: nothing is asked of a random path`, async () => {
    const { result, requests } = await check(answering(200, page('app'), headers), options, { path })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(requests.length, 1)
  })

test('the random path is asked without the credential', async () => {
  const { requests } = await check(answering(200, page('app'), html), {}, { credential: token })
  assert.deepEqual(
    requests.map(r => r.headers.authorization),
    ['Bearer t0ken', undefined],
  )
})

test('Caddy’s empty 200 for a host that it does not know is a catch-all', async () => {
  const { result } = await check(answering(200, '', { server: 'Caddy' }))
  assert.equal(result.fault?.type, 'http.catch_all')
})
