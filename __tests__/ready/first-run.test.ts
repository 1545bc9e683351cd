/** The checks that begin with the first question: they stand, or are cut off and forgotten. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { plan, startHttp } from '../checks/probing.ts'
import { startRaw } from '../net/servers.ts'
import { asked, startWarming, wait } from './waiting.ts'

test('a deployment that is ready is not asked twice: the checks begin with the first poll, and stand', async () => {
  await using server = await startWarming(200)
  const checks = [plan('health', `${server.url}/health`), plan('health', `${server.url}/other`)]
  const { results, readiness, told, polls } = await wait(checks)
  assert.deepEqual(
    results.map(r => [r.id, r.outcome]),
    [
      ['health:/health', 'passed'],
      ['health:/other', 'passed'],
    ],
  )
  assert.deepEqual([readiness?.ready, readiness?.polls, readiness?.last], [true, 1, ''])
  assert.equal(server.requests.length, 2)
  assert.deepEqual(told.map(r => r.id).toSorted(), ['health:/health', 'health:/other'])
  assert.deepEqual(polls, [])
})

test('a check that holds a connection does not make the deployment ready later', async () => {
  await using service = await startService()
  const url = `${service.url.replace('http', 'ws')}/ws-first-message`
  const checks = [plan('health', `${service.url}/health`), plan('idle', url, { holdMs: 600 })]
  const { results, readiness } = await wait(checks)
  const { durationMs, outcome, reason } = results.find(({ kind }) => kind === 'idle')!
  assert.equal(outcome, 'passed', reason)
  assert.ok(readiness!.waitedMs < durationMs, `${readiness!.waitedMs} ms`)
})

test('what the first run found is forgotten when health was not good, and every check runs anew after the wait', async () => {
  await using server = await startWarming(503, 404, 200)
  const checks = [
    plan('health', `${server.url}/other`, {}, { id: 'other' }),
    plan('health', `${server.url}/health`),
  ].toReversed()
  const { results, readiness, told } = await wait(checks)
  assert.deepEqual(
    results.map(r => r.outcome),
    ['passed', 'passed'],
  )
  assert.equal(readiness?.ready, true)
  assert.equal(readiness.polls, 3)
  assert.match(readiness.last, /HTTP 404/)
  // Two polls more, and then the check itself.
  assert.equal(asked(server, '/health'), 4)
  assert.equal(asked(server, '/other'), 2)
  assert.equal(told.length, 2, 'nothing of the first run is told')
  assert.ok(results.every(r => r.attempts.length === 1))
})

test('a check of the first run that had passed does not stand when health was not good', async () => {
  let asked = 0
  await using server = await startHttp((request, response) => {
    // The other check is good at first and bad later; its first answer comes well before that of health.
    if (request.url === '/other') response.writeHead(asked === 0 ? 200 : 500).end('{}')
    else setTimeout(() => response.writeHead(++asked === 1 ? 503 : 200).end(), 50)
  })
  const { results } = await wait([
    plan('health', `${server.url}/health`),
    plan('health', `${server.url}/other`, { status: [200] }),
  ])
  assert.deepEqual(
    results.map(r => r.outcome),
    ['passed', 'failed'],
  )
})

test('the checks of the first run are cut off as soon as health is not good', {
  timeout: 20_000,
}, async () => {
  let good = false
  await using silent = await startRaw(socket =>
    socket.once('data', () => good && socket.end('HTTP/1.1 204 No\r\n\r\n')),
  )
  await using server = await startHttp((_request, response) => {
    response.writeHead(good ? 200 : 503).end()
  })
  const slow = { timeoutMs: 600_000 }
  const { results } = await wait(
    [
      plan('health', `${server.url}/health`),
      plan('health', `http://127.0.0.1:${silent.port}/slow`, {}, slow),
    ],
    {
      onPoll() {
        good = true
      },
    },
  )
  assert.deepEqual(
    results.map(r => r.outcome),
    ['passed', 'passed'],
  )
  assert.equal(silent.connections, 2)
})

test('health that comes late in the plan cuts off the first run all the same', {
  timeout: 20_000,
}, async () => {
  let good = false
  await using server = await startHttp((request, response) => {
    if (good) response.end('ok')
    else if (request.url === '/health') response.writeHead(503).end()
    // Anything else hangs.
  })
  const { results, readiness } = await wait(
    [
      plan('health', `${server.url}/slow`, {}, { id: 'slow', timeoutMs: 600_000 }),
      plan('health', `${server.url}/health`),
    ],
    {
      polled: 'health:/health',
      onPoll() {
        good = true
      },
    },
  )
  assert.ok(readiness?.ready)
  assert.deepEqual(
    results.map(r => [r.id, r.outcome]),
    [
      ['slow', 'passed'],
      ['health:/health', 'passed'],
    ],
  )
})

test('a failure is looked into once it is known to stand, never in a first run that is forgotten', async () => {
  for (const statuses of [[200], [503, 200]]) {
    await using server = await startHttp((request, response) => {
      if (request.url === '/broken') response.writeHead(500).end()
      else setTimeout(() => response.writeHead(statuses.shift() ?? 200, { 'content-type': 'a/b' }).end(), 50)
    })
    const looked: string[] = []
    const { results } = await wait(
      [plan('health', `${server.url}/broken`), plan('health', `${server.url}/health`)],
      {
        polled: 'health:/health',
        async followUp(check, result) {
          looked.push(check.id)
          return { ...result, observations: { ...result.observations, looked: true } }
        },
      },
    )
    assert.deepEqual(looked, ['health:/broken'])
    assert.equal(results[0]?.observations.looked, true)
  }
})

test('the first run tries health once: another try comes with the next poll', async () => {
  await using server = await startWarming(503, 200)
  const { results, readiness } = await wait([plan('health', `${server.url}/health`, {}, { retries: 5 })])
  assert.equal(readiness?.polls, 2)
  assert.equal(results[0]?.attempts.length, 1)
})
