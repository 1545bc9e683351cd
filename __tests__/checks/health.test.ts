import assert from 'node:assert/strict'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { test } from 'node:test'
import type { HealthOptions } from '../../src/checks/health.ts'
import type { PlannedCheck } from '../../src/model/check.ts'
import type { Credential } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne, startHttp } from './probing.ts'

interface Given {
  readonly path?: string
  readonly credential?: Credential | null
  readonly check?: Partial<PlannedCheck>
}

async function check(listener: RequestListener, options: Partial<HealthOptions> = {}, given: Given = {}) {
  await using server = await startHttp(listener)
  const { path = '/health', credential = null } = given
  const wire = createWire({}, { issue: async name => (name === null ? null : credential) })
  const over = { credential: credential ? 'default' : null, ...given.check }
  const result = await runOne(plan('health', `${server.url}${path}`, options, over), { wire })
  return { result, requests: server.requests }
}

const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body)

const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html; charset=utf-8' }

type Row = readonly [
  name: string,
  options: Partial<HealthOptions>,
  listener: RequestListener,
  outcome: 'passed' | 'failed',
  fault?: string,
  failureClass?: string,
]
const rows: readonly Row[] = [
  ['any 2xx without a declared status', {}, answering(204), 'passed'],
  ['a 404', {}, answering(404, 'no'), 'failed', 'http.error', 'application'],
  ['a status of the list', { status: [200, 503] }, answering(503), 'passed'],
  [
    'a status that is not on the list',
    { status: [201] },
    answering(200),
    'failed',
    'http.error',
    'application',
  ],
  ['a 401 that was declared', { status: [401] }, answering(401), 'passed'],
  ['a 401 that was not', {}, answering(401), 'failed', 'http.error', 'application'],
  ['a 502', {}, answering(502), 'failed', 'http.gateway_error', 'infrastructure'],
  [
    'a 404 that nginx itself wrote',
    {},
    answering(404, '<hr><center>nginx</center>', html),
    'failed',
    'http.error',
    'infrastructure',
  ],
  [
    'a redirect that is not followed',
    {},
    answering(302, '', { location: '/login' }),
    'failed',
    'http.error',
    'application',
  ],
  [
    'JSON as declared',
    { json: { status: 'ok' } },
    answering(200, '{"status":"ok","more":1}', json),
    'passed',
  ],
  [
    'JSON by a path',
    { json: { '$.services.db': { '$one-of': ['up', 'degraded'] } } },
    answering(200, '{"services":{"db":"up"}}', json),
    'passed',
  ],
  [
    'another JSON',
    { json: { status: 'ok' } },
    answering(200, '{"status":"down"}', json),
    'failed',
    'http.mismatch',
    'application',
  ],
  [
    'no JSON where JSON is declared',
    { json: { a: 1 } },
    answering(200, 'ok', html),
    'failed',
    'http.mismatch',
    'application',
  ],
  ['the text as declared', { text: 'ok' }, answering(200, 'ok\n'), 'passed'],
  ['a part of the text', { text: { $contains: 'v1' } }, answering(200, 'running v1.2'), 'passed'],
  ['another text', { text: 'ok' }, answering(200, 'not ok'), 'failed', 'http.mismatch', 'application'],
  [
    'a header as declared',
    { headersMatch: { 'X-Rev': { $matches: '^a' } } },
    answering(200, '', { 'x-rev': 'abc' }),
    'passed',
  ],
  [
    'another header',
    { headersMatch: { 'x-rev': 'b' } },
    answering(200, '', { 'x-rev': 'a' }),
    'failed',
    'http.mismatch',
    'application',
  ],
  [
    'a header that is missing',
    { headersMatch: { 'x-rev': 'b' } },
    answering(200),
    'failed',
    'http.mismatch',
    'application',
  ],
  [
    'a header that must be missing',
    { headersMatch: { 'x-rev': { $present: false } } },
    answering(200),
    'passed',
  ],
  ['an answer in time', { withinMs: 60_000 }, answering(200), 'passed'],
  [
    'a slow answer',
    { withinMs: 5 },
    (_request, response) => setTimeout(() => response.end(), 30),
    'failed',
    'http.slow',
    'performance',
  ],
  [
    'an answer both slow and wrong is wrong',
    { withinMs: 5, text: 'ok' },
    (_request, response) => setTimeout(() => response.end('no'), 30),
    'failed',
    'http.mismatch',
    'application',
  ],
]
for (const [name, options, listener, outcome, fault = null, failureClass = null] of rows)
  test(`health: ${name} is ${outcome}${fault ? `, ${fault}, class ${failureClass}` : ''}`, async () => {
    const { result } = await check(listener, options)
    assert.deepEqual(
      [result.outcome, result.fault?.type ?? null, result.class],
      [outcome, fault, failureClass],
      result.reason,
    )
    if (outcome === 'passed') assert.match(result.proof!.seen, /^HTTP \d+$/)
  })

test('every declared expectation is an assertion with both sides', async () => {
  const { result } = await check(answering(200, '{"status":"down"}', json), {
    ...{ json: { status: 'ok' }, headersMatch: { 'content-type': { $contains: 'json' } }, withinMs: 60_000 },
  })
  assert.deepEqual(
    result.assertions.map(a => [a.claim.trim(), a.ok]),
    [
      ['status', true],
      ['header content-type', true],
      ['json $.status', false],
      ['within', true],
    ],
  )
  assert.equal(result.reason, 'json $.status is "down", expected "ok"')
})

test('method, headers, body and templates arrive; a JSON body says that it is JSON', async () => {
  let body = ''
  const { result, requests } = await check(
    (request, response) => {
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => response.end('test'))
    },
    { method: 'POST', body: '{"run":"{{run-id}}"}', text: '{{run-id}}' },
    { path: '/check?run={{run-id}}', check: { headers: { 'x-sha': '{{sha}}' } } },
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(body, '{"run":"test"}')
  const [request] = requests
  assert.deepEqual(
    [request?.method, request?.url, request?.headers['x-sha'], request?.headers['content-type']],
    ['POST', '/check?run=test', 'abc', 'application/json'],
  )
})

test('a content type of the user’s own stands beside a body', async () => {
  const { requests } = await check(
    answering(200),
    { method: 'POST', body: 'a=1' },
    { check: { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } },
  )
  assert.equal(requests[0]?.headers['content-type'], 'application/x-www-form-urlencoded')
})

// Credentials

const token: Credential = {
  value: new Secret('t0ken'),
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}

for (const status of [401, 403])
  test(`a credential that is answered with ${status} is refused: class authentication`, async () => {
    const { result, requests } = await check(answering(status), {}, { credential: token })
    assert.equal(requests[0]?.headers.authorization, 'Bearer t0ken')
    assert.deepEqual(
      [result.fault?.type, result.class, result.layer],
      ['auth.refused', 'authentication', 'auth'],
    )
  })

// Redirects

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

// Catch-all pages

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

// What is shown

test('a mismatch shows nothing of a secret, wherever it was cut', async () => {
  const secret = new Secret('Zq7LmKx9RtVb3NwHd5Ty')
  await using server = await startHttp((request, response) => {
    response
      .writeHead(200, json)
      .end(JSON.stringify({ echo: `${'x'.repeat(185)}${request.headers['x-key']}` }))
  })
  const wire = createWire({}, { hide: text => text.replaceAll(secret.reveal(), '***') })
  const over = { headers: { 'x-key': secret } }
  for (const options of [{ json: { echo: 'no' } }, { text: 'no' }]) {
    const result = await runOne(plan('health', `${server.url}/health`, options, over), { wire })
    assert.equal(result.fault?.type, 'http.mismatch')
    assert.doesNotMatch(JSON.stringify([result.reason, result.assertions, result.fault]), /Zq7L/)
  }
})
