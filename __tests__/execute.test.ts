/** How many checks run at once, what their results carry, and how a run ends. */

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { checkKinds } from '../src/checks/index.ts'
import { execute } from '../src/execute.ts'
import { fault } from '../src/model/fault.ts'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'
import { plan, runAll, runOne, startHttp } from './checks/probing.ts'
import { fated, health, outcomes } from './executing.ts'
import { closedPort, createWire, startRaw } from './net/servers.ts'
import { checkOf } from './results.ts'

// How many at once

/** Holds every answer until nobody new has come for a while; knows how many it held at most. */
async function startHolding() {
  const held = new Set<ServerResponse>()
  let most = 0
  let timer: NodeJS.Timeout | undefined
  const server = await startHttp((_request, response) => {
    held.add(response)
    most = Math.max(most, held.size)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const [first, ...rest] = held
      held.clear()
      for (const other of rest) held.add(other)
      first?.end('ok')
      // One by one, so that a slot is handed on while the others are still taken.
      for (const other of rest) setImmediate(() => held.delete(other) && other.end('ok'))
    }, 60)
  })
  return { server, most: () => most }
}

const many = (url: string, count: number) =>
  Array.from({ length: count }, (_, i) => plan('health', `${url}/${i}`, { json: undefined }))

test('8 checks at a time run on one origin, however many there are', async () => {
  const { server, most } = await startHolding()
  await using _server = server
  const results = await runAll(many(server.url, 30))
  assert.deepEqual(new Set(outcomes(results)), new Set(['passed']))
  assert.equal(most(), 8)
  assert.equal(server.requests.length, 30)
})

test('the bound is one for each origin: another origin has its own 8', async () => {
  const [one, other] = [await startHolding(), await startHolding()]
  await using _one = one.server
  await using _other = other.server
  await runAll([...many(one.server.url, 12), ...many(other.server.url, 12)])
  assert.deepEqual([one.most(), other.most()], [8, 8])
})

test('results come in the order of the plan, and each is told once', async () => {
  await using server = await startHttp((request, response) => {
    setTimeout(() => response.end('ok'), request.url === '/0' ? 80 : 0)
  })
  const told: string[] = []
  const results = await runAll(many(server.url, 5), { onResult: r => told.push(r.id) })
  assert.deepEqual(
    results.map(r => r.id),
    ['health:/0', 'health:/1', 'health:/2', 'health:/3', 'health:/4'],
  )
  assert.deepEqual(told.toSorted(), results.map(r => r.id).toSorted())
  assert.equal(told.at(-1), 'health:/0')
})

// Follow-up probes

test('follow-up probes of failures with causes of their own run side by side', {
  timeout: 10_000,
}, async () => {
  let status = 500
  await using server = await startHttp((_request, response) => response.writeHead(status++).end())
  const checks = Array.from({ length: 3 }, (_, i) => plan('health', `${server.url}/${i}`, {}))
  let begun = 0
  let release = () => {}
  const all = new Promise<void>(resolve => {
    release = resolve
  })
  const results = await execute(
    { checks, readiness: null, notes: [] },
    {
      kinds: checkKinds,
      wire: createWire(),
      redactor: createRedactor(),
      // Nobody's ends before everybody's has begun.
      async followUp(_check, result) {
        if (++begun === checks.length) release()
        await all
        return result
      },
      onResult: () => {},
    },
  )
  assert.deepEqual(outcomes(results), ['failed', 'failed', 'failed'])
})

test('what a follow-up finds out about this machine explains the checks that failed alike', async () => {
  const port = await closedPort()
  const checks = [1, 2].map(i => plan('health', `http://127.0.0.1:${port}/${i}`, {}))
  const lost = fault('runner.no_network', 'this machine has no network')
  const results = await execute(
    { checks, readiness: null, notes: [] },
    {
      kinds: checkKinds,
      wire: createWire(),
      redactor: createRedactor(),
      followUp: async (_check, result) => ({ ...result, outcome: 'errored', class: 'runner', fault: lost }),
      onResult: () => {},
    },
  )
  assert.deepEqual(outcomes(results), ['errored', 'blocked'])
  assert.match(results[1]!.reason, /could not be tested/)
})

// The end of a run

test('after the end of a run nothing is sent any more, and every check says that it was not run', async () => {
  await using server = await startHttp((_request, response) => response.end('ok'))
  for (const reason of ['deadline', 'cancelled'] as const) {
    const signal = AbortSignal.abort(reason)
    const results = await runAll(many(server.url, 20), { wire: createWire({ signal }) })
    assert.deepEqual(new Set(outcomes(results)), new Set(['errored']))
    assert.equal(results[0]?.fault?.type, `runner.${reason}`)
  }
  assert.equal(server.requests.length, 0)
})

test('a run that ends cuts off what is under way and what waits for its turn', {
  timeout: 10_000,
}, async () => {
  const controller = new AbortController()
  let count = 0
  await using server = await startRaw(socket =>
    socket.on('data', () => {
      if (++count === 8) controller.abort('deadline')
    }),
  )
  const results = await runAll(
    many(`http://127.0.0.1:${server.port}`, 20).map(check => ({ ...check, timeoutMs: 60_000, retries: 5 })),
    { wire: createWire({ signal: controller.signal }) },
  )
  assert.equal(results[0]?.outcome, 'errored')
  assert.equal(results[0]?.class, 'runner')
  assert.equal(results[0]?.fault?.type, 'runner.deadline')
  assert.deepEqual(new Set(outcomes(results.slice(1))), new Set(['errored']))
  assert.equal(server.connections, 8)
})

test('a bug is an error of ours, and blames nobody else', async () => {
  const results = await runAll(
    [
      checkOf({ kind: 'fated', options: 'throw', id: 'a' }),
      checkOf({ kind: 'fated', options: 'pass', id: 'b' }),
    ],
    { kinds: [fated] },
  )
  assert.deepEqual(outcomes(results), ['errored', 'passed'])
  assert.equal(results[0]?.fault?.type, 'runner.bug')
  assert.match(results[0]!.reason, /^a bug in verify-deploy: Error: thrown on purpose$/)
})

// Redaction at birth

test('what a target echoes of a secret is in no result, and our own words stay', async () => {
  const token = 'Zq7Lm/Kx9Rt+Vb3Nw=='
  await using server = await startHttp((request, response) => {
    const seen = String(request.headers['x-token'])
    response.writeHead(500, { 'x-echo': seen, [`x-${Buffer.from(seen).toString('hex')}`]: '1' })
    response.end(`no: ${seen} ${encodeURIComponent(seen)} ${JSON.stringify({ seen })}`)
  })
  const redactor = createRedactor()
  redactor.add(new Secret(token))
  // Words of ours that somebody has made a secret.
  for (const word of [
    'failed',
    'health',
    'http',
    'tcp',
    'request',
    'http.error',
    'infrastructure',
    'application',
  ])
    redactor.add(new Secret(word))
  const result = await runOne(health(server.url, { headers: { 'x-token': new Secret(token) } }), {
    redactor,
    wire: createWire({}, { hide: redactor.text }),
  })
  assert.doesNotMatch(JSON.stringify(result), /Zq7Lm|Kx9Rt|Vb3Nw/)
  const { id, kind, outcome, layer, fault: seen, observations, attempts } = result
  assert.deepEqual(
    [id, kind, outcome, result.class, layer],
    ['health:/health', 'health', 'failed', 'application', 'http'],
  )
  assert.equal(seen?.type, 'http.error')
  assert.equal(observations['http.response.status_code'], 500)
  assert.deepEqual(
    attempts[0]?.phases.map(p => p.phase),
    ['tcp', 'request', 'body'],
  )
})

test('every kind of check is known by its name', () => {
  assert.deepEqual(
    checkKinds.map(k => k.kind),
    ['health', 'upgrade', 'messaging', 'auth', 'concurrency', 'idle', 'addresses', 'certificate', 'stream'],
  )
})
