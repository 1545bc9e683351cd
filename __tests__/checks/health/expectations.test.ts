/** What is asked, and how the answer is held against what was declared. */

import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test } from 'node:test'
import type { HealthOptions } from '../../../src/checks/health.ts'
import { Secret } from '../../../src/model/secret.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne, startHttp } from '../probing.ts'
import { answering, check, html, json, token } from './asking.ts'

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

for (const status of [401, 403])
  test(`a credential that is answered with ${status} is refused: class authentication`, async () => {
    const { result, requests } = await check(answering(status), {}, { credential: token })
    assert.equal(requests[0]?.headers.authorization, 'Bearer t0ken')
    assert.deepEqual(
      [result.fault?.type, result.class, result.layer],
      ['auth.refused', 'authentication', 'auth'],
    )
  })

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
