/** Trouble upstream of a stream, from a real answer to its cause. */

import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { plan, runAll, startHttp } from '../checks/probing.ts'
import { pause, sse } from '../checks/streams.ts'
import { streamingEvidence } from './evidence/streaming.ts'

const json = { 'content-type': 'application/json' }

/** The first cause of a stream on a host whose health is well. */
async function causeOf(answer: RequestListener, options: object = {}, timeoutMs = 1500, kind = 'stream') {
  await using server = await startHttp((request, response) => {
    if (request.url === '/health') response.writeHead(200, json).end('{"status":"ok"}')
    else answer(request, response)
  })
  const results = await runAll([
    plan('health', `${server.url}/health`),
    plan(kind, `${server.url}/stream`, options, { timeoutMs }),
  ])
  return [results[1]!.class, diagnose(results).get(`${kind}:/stream`)?.[0]?.id]
}

const refusing =
  (status: number, headers: Record<string, string>, afterMs = 0): RequestListener =>
  async (_request, response) => {
    await pause(afterMs)
    response.writeHead(status, { ...json, ...headers }).end('{"error":"not now"}')
  }

test('an instant 503 while health is well is an open circuit breaker', async () => {
  assert.deepEqual(await causeOf(refusing(503, { 'retry-after': '30' })), [
    'application',
    'streaming.circuit-open',
  ])
})

test('an instant 503 to a stream that was to be held is one as well', async () => {
  assert.deepEqual(await causeOf(refusing(503, {}), { method: 'GET', holdMs: 1000 }, 1500, 'idle'), [
    'application',
    'streaming.circuit-open',
  ])
})

test('a 503 with Retry-After that took its time is a dependency that is down', async () => {
  assert.deepEqual(await causeOf(refusing(503, { 'retry-after': '30' }, 500)), [
    'application',
    'http.dependency-down',
  ])
})

test('429 is a limit on requests', async () => {
  assert.deepEqual(await causeOf(refusing(429, { 'retry-after': '5' })), ['application', 'http.rate-limited'])
})

test('a 504 after a whole number of seconds is the limit of a gateway', async () => {
  assert.deepEqual(
    await causeOf(async (_request, response) => {
      await pause(1010)
      response.writeHead(504, { 'content-type': 'text/plain' }).end('timeout')
    }),
    ['infrastructure', 'streaming.gateway-gave-up'],
  )
})

test('only the stream hangs', async () => {
  assert.deepEqual(await causeOf(() => {}, {}, 300), ['infrastructure', 'streaming.hangs-alone'])
})

test('a stream with a Content-Length was collected', async () => {
  const cause = await causeOf((_request, response) => {
    const body = [1, 2, 3, 4].map(i => sse({ ts: Date.now() - 800 + i * 150 })).join('')
    setTimeout(() => {
      response
        .writeHead(200, { 'content-type': 'text/event-stream', 'content-length': body.length })
        .end(body)
    }, 900)
  })
  assert.deepEqual(cause, ['infrastructure', 'streaming.collected'])
})

for (const [what, silentMs, totalMs, size, cause] of [
  ['the first event was held on the way for 200 ms', 2_806, 3_011, 40, 'streaming.cut-in-silence'],
  ['nothing came after the headers', null, 3_011, 0, 'streaming.cut-in-silence'],
  ['comments came, and no event', null, 3_011, 40, 'streaming.cut'],
  ['the last event came in the middle', 1_806, 3_011, 400, 'streaming.cut'],
  ['no time is a whole number of seconds', 2_450, 2_655, 40, 'streaming.cut'],
] as const)
  test(`a stream that was cut after 3 s, ${what}: ${cause}`, () => {
    const [recorded] = [streamingEvidence['streaming.cut-in-silence']].flat()
    const observations = {
      ...recorded!.observations,
      ...{ 'stream.silent_ms': silentMs, 'stream.total_ms': totalMs, 'stream.headers_ms': 204 },
      'http.response.body.size': size,
    }
    const seen = { ...recorded!, observations }
    assert.equal(diagnose([seen]).get(seen.id)?.[0]?.id, cause)
  })

for (const [age, cause] of [
  ['3', 'streaming.varnish-buffering'],
  ['412', 'streaming.cached'],
] as const)
  test(`a burst with Age ${age}, 3.1 s after the request: ${cause}`, () => {
    const [burst] = [streamingEvidence['streaming.varnish-buffering']].flat()
    const observations = {
      ...burst!.observations,
      ...{ 'stream.headers_ms': 3100, 'http.response.header.age': age },
    }
    const seen = { ...burst!, observations }
    assert.equal(diagnose([seen]).get(seen.id)?.[0]?.id, cause)
  })
