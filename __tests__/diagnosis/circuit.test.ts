/** Paths that are refused at once while health is well, from real answers to their cause. */

import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { plan, runAll, startHttp } from '../checks/probing.ts'
import { pause } from '../checks/streams.ts'

const json = { 'content-type': 'application/json' }
const shown = { headers: { authorization: 'Bearer abc' } }

/** The causes of health checks on these paths, beside one that is well. */
async function causesOf(answer: RequestListener, over: object, paths: readonly string[] = ['/api/me']) {
  await using server = await startHttp((request, response) => {
    if (request.url === '/health') response.writeHead(200, json).end('{"status":"ok"}')
    else answer(request, response)
  })
  const results = await runAll([
    plan('health', `${server.url}/health`),
    ...paths.map(path => plan('health', `${server.url}${path}`, {}, over)),
  ])
  const diagnoses = diagnose(results)
  return paths.map(path => {
    const first = diagnoses.get(`health:${path}`)?.[0]
    return [first?.id, first?.confidence]
  })
}

const refusing =
  (status: number, afterMs = 0, text = '{"error":"not now"}'): RequestListener =>
  async (_request, response) => {
    await pause(afterMs)
    response.writeHead(status, json).end(text)
  }

test('an instant 503 to a credential while health is well is an open circuit breaker', async () => {
  assert.deepEqual(await causesOf(refusing(503), shown), [['http.circuit-open', 'medium']])
})

test('it is sure where the answer says so, or where several paths get the same', async () => {
  const said = refusing(503, 0, '{"error":"CircuitBreaker open"}')
  assert.deepEqual(await causesOf(said, shown), [['http.circuit-open', 'high']])
  assert.deepEqual(await causesOf(refusing(503), shown, ['/api/me', '/api/orders']), [
    ['http.circuit-open', 'high'],
    ['http.circuit-open', 'high'],
  ])
})

test('a 503 that took its time is no open circuit breaker', async () => {
  assert.deepEqual(await causesOf(refusing(503, 500), shown), [['http.application-error', 'medium']])
})

test('a 503 to a client without a credential may be any trouble of the application', async () => {
  assert.deepEqual(await causesOf(refusing(503), {}), [['http.application-error', 'medium']])
})

test('429 to a credential while health is well is a limit on requests', async () => {
  assert.deepEqual(await causesOf(refusing(429), shown), [['http.rate-limited', 'high']])
})

test('several paths that fail alike at once fail at what they share', async () => {
  assert.deepEqual(await causesOf(refusing(500), shown, ['/api/me', '/api/orders']), [
    ['http.refused-alike', 'medium'],
    ['http.refused-alike', 'medium'],
  ])
})

test('several paths that fail in different words have causes of their own', async () => {
  const own: RequestListener = (request, response) =>
    response.writeHead(500, json).end(`{"error":"${request.url} is broken"}`)
  assert.deepEqual(await causesOf(own, shown, ['/api/me', '/api/orders']), [
    ['http.application-error', 'medium'],
    ['http.application-error', 'medium'],
  ])
})

test('where no path is well, nothing is said of what they share', async () => {
  await using server = await startHttp(refusing(503))
  const results = await runAll(
    ['/api/me', '/api/orders'].map(path => plan('health', `${server.url}${path}`, {}, shown)),
  )
  assert.equal(diagnose(results).get('health:/api/me')?.[0]?.id, 'http.application-error')
})
