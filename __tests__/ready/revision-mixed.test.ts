/** More than one revision behind one name: in turn, after a flip, on one address of several. */

import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { plan, startHttp } from '../checks/probing.ts'
import { oneLoopback } from '../platform.ts'
import { fresh, health, json, serving, stale, verify } from './revisions.ts'

/** One server for each address, all on one port. */
async function startNodes(revisions: Readonly<Record<string, string>>) {
  let port = 0
  const servers: Server[] = []
  for (const [address, revision] of Object.entries(revisions)) {
    const server = createServer((_request, response) => json(response, revision))
    await new Promise<void>(resolve => server.listen(port, address, resolve))
    port = (server.address() as AddressInfo).port
    servers.push(server)
  }
  return {
    url: `http://staging.test:${port}`,
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.close().closeAllConnections()
    },
  }
}

test('a flip back restarts the count', async () => {
  const answers = [stale, fresh, fresh, stale, fresh, fresh, stale]
  await using server = await serving(turn => answers[turn] ?? fresh)
  const { outcomes, readiness } = await verify(server.url)
  assert.deepEqual(outcomes, ['ready passed'])
  assert.equal(readiness?.polls, answers.length + 3)
})

test('two revisions in turn are never ready, and the mix is told', async () => {
  await using server = await serving(turn => (turn % 2 ? stale : fresh))
  const { result, outcomes, revisions } = await verify(server.url, {
    withinMs: 900,
    others: [health(server.url)],
  })
  assert.deepEqual(outcomes, ['ready failed', 'health blocked'])
  assert.equal(result.fault?.type, 'revision.mixed')
  assert.match(result.reason, /\d of \d answers from .*, \d from .*; all from one address, 127\.0\.0\.1/)
  assert.equal(revisions.length, 2)
})

test('a build that tells none beside the right one is a mix, and the answers without are counted', async () => {
  await using server = await serving(turn => (turn % 2 ? null : fresh))
  const { result, outcomes } = await verify(server.url, { withinMs: 900, others: [health(server.url)] })
  assert.deepEqual(outcomes, ['ready failed', 'health blocked'])
  assert.equal(result.fault?.type, 'revision.mixed')
  assert.match(
    result.reason,
    /answers? from 4f2c1aa, all from 127\.0\.0\.1; \d other answers? told none, from 127\.0\.0\.1; not ready/,
  )
})

test('two instances in turn, one of them old for a while, are waited for though health is asked beside', async () => {
  // As a balancer does: each request goes to the other instance, whatever it asks for.
  let requests = 0
  await using server = await startHttp((request, response) => {
    const old = requests++ % 2 === 1 && requests < 24
    return request.url === '/health' ? json(response, old ? stale : fresh) : response.writeHead(204).end()
  })
  const { result, outcomes } = await verify(server.url, {
    others: [health(server.url)],
    beside: 'health:/other',
  })
  assert.deepEqual(outcomes, ['ready passed', 'health passed'], result.reason)
})

test('one old answer among those of the checks fails the run, though the deployment was ready', async () => {
  // Only the check gets it, and asks for nothing but a status.
  await using server = await startHttp((request, response) =>
    json(response, request.headers['x-check'] ? stale : fresh),
  )
  const other = plan('health', `${server.url}/health`, {}, { headers: { 'x-check': '1' } })
  const { result, outcomes } = await verify(server.url, { others: [other] })
  assert.deepEqual(outcomes, ['ready failed', 'health passed'])
  assert.deepEqual([result.fault?.type, result.class], ['revision.mixed', 'infrastructure'])
  assert.match(result.reason, /6 of 7 answers from 4f2c1aa, 1 from 99e0b1d/)
})

test('a deployment that is rolled back after the checks fails', async () => {
  await using server = await serving(turn => (turn < 3 ? fresh : stale))
  const { result } = await verify(server.url)
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'revision.mixed'])
})

test('an answer after the checks that fails twice is a failure, one that fails once is not', async () => {
  for (const [broken, outcome] of [
    [1, 'passed'],
    [2, 'failed'],
  ] as const) {
    let turn = 0
    await using server = await startHttp((_request, response) => {
      const now = turn++
      if (now >= 3 && now < 3 + broken) response.writeHead(502).end()
      else json(response, fresh)
    })
    const { result } = await verify(server.url)
    assert.equal(result.outcome, outcome, result.reason)
    if (outcome === 'failed') assert.equal(result.fault?.type, 'http.gateway_error')
  }
})

test('of several addresses behind one name, the one that was left behind is named', {
  skip: oneLoopback,
}, async () => {
  const nodes = { '127.0.0.1': fresh, '127.0.0.2': stale, '127.0.0.3': fresh }
  await using server = await startNodes(nodes)
  const { result, results, revisions } = await verify(server.url, {
    withinMs: 700,
    addresses: Object.keys(nodes),
  })
  assert.equal(result.fault?.type, 'revision.mixed')
  assert.match(result.reason, /from 99e0b1d, all from 127\.0\.0\.2/)
  assert.deepEqual(revisions.find(({ value }) => value === stale)?.addresses, ['127.0.0.2'])
  const [diagnosis] = diagnose(results).get(result.id)!
  assert.equal(diagnosis?.id, 'http.revision-one-node')
  assert.match(diagnosis.cause, /127\.0\.0\.2 was left out/)
})

test('several addresses that all serve the right one pass, and each was asked', {
  skip: oneLoopback,
}, async () => {
  const nodes = { '127.0.0.1': fresh, '127.0.0.2': fresh, '127.0.0.3': fresh }
  await using server = await startNodes(nodes)
  const { result, revisions } = await verify(server.url, { addresses: Object.keys(nodes) })
  assert.equal(result.outcome, 'passed')
  assert.deepEqual(revisions[0]?.addresses.toSorted(), Object.keys(nodes))
})

test('without an expected revision all answers have to tell the same', async () => {
  const options = { expected: null }
  await using same = await serving(() => stale)
  assert.equal((await verify(same.url, { options })).result.outcome, 'passed')
  await using mixed = await serving(turn => (turn === 4 ? stale : fresh))
  const { result } = await verify(mixed.url, { options })
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'revision.mixed'])
})
