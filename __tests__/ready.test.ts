import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../src/checks/index.ts'
import type { CredentialSource } from '../src/config/config.ts'
import { startService } from '../src/demo/service.ts'
import { Secret } from '../src/model/secret.ts'
import { executeWhenReady } from '../src/ready.ts'
import { createRedactor } from '../src/redact.ts'
import { startRun } from '../src/run.ts'
import { plan, startHttp } from './checks/probing.ts'
import { closedPort } from './net/servers.ts'
import { configOf, startWarming, wait } from './ready/waiting.ts'

test('a service that starts late is waited for: refused at first, then everything runs', {
  timeout: 20_000,
}, async () => {
  const port = await closedPort()
  const secret = new Secret('a-key-of-some-length-for-the-test')
  const placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const
  const source: CredentialSource = {
    from: 'jwt',
    key: { kind: 'secret', secret },
    algorithm: 'HS256',
    claims: {},
    expiresInMs: 60_000,
    keyId: null,
  }
  const starting: Promise<AsyncDisposable>[] = []
  const websocket = `ws://127.0.0.1:${port}/ws`
  const credential = { credential: 'default' }
  const { results, readiness, polls } = await wait(
    [
      plan('health', `http://127.0.0.1:${port}/health`),
      plan('upgrade', websocket, {}, credential),
      plan('messaging', websocket, {}, credential),
    ],
    {
      config: configOf({ credentials: { default: { source, placement } } }),
      onPoll() {
        if (starting.length === 0) starting.push(startService({ port, secret }))
      },
    },
  )
  await using _service = await starting[0]!
  assert.deepEqual(
    results.map(r => r.outcome),
    ['passed', 'passed', 'passed'],
    JSON.stringify(results.map(r => r.reason)),
  )
  assert.ok(readiness!.ready)
  assert.ok(readiness!.polls >= 2)
  assert.match(polls[0]!, /^not ready: .*refused/)
})

test('when the wait is over, the checks run all the same and fail for themselves', async () => {
  await using server = await startWarming(503)
  const { results, readiness } = await wait([plan('health', `${server.url}/health`)], { withinMs: 400 })
  assert.deepEqual([readiness?.ready, results[0]?.outcome], [false, 'failed'])
  assert.ok(readiness!.polls >= 2)
  assert.match(readiness!.last, /HTTP 503/)
})

test('a run that is cancelled while it waits ends at once', { timeout: 20_000 }, async () => {
  await using server = await startWarming(503)
  const controller = new AbortController()
  const { results, readiness, ended } = await wait([plan('health', `${server.url}/health`)], {
    ...{ withinMs: 600_000, cancelled: controller.signal },
    onPoll: () => controller.abort(),
  })
  assert.equal(ended, 'cancelled')
  assert.deepEqual([readiness?.ready, results[0]?.outcome], [false, 'errored'])
  assert.equal(results[0]?.fault?.type, 'runner.cancelled')
})

test('the deadline ends a wait, and what was last seen is kept', { timeout: 20_000 }, async () => {
  await using server = await startWarming(503)
  const { results, readiness, ended } = await wait([plan('health', `${server.url}/health`)], {
    ...{ withinMs: 600_000, config: configOf({ deadlineMs: 600 }) },
  })
  assert.equal(ended, 'deadline')
  assert.equal(readiness?.ready, false)
  assert.match(readiness.last, /HTTP 503/)
  assert.equal(results[0]?.outcome, 'errored')
})

test('each new answer is told once, and the same one again is not', async () => {
  await using server = await startWarming(503, 503, 502, 502, 200)
  const { polls } = await wait([plan('health', `${server.url}/health`)])
  assert.equal(polls.length, 2, polls.join('\n'))
  assert.match(polls[0]!, /503/)
  assert.match(polls[1]!, /502/)
})

test('what an answer says of a secret is not told', async () => {
  const secret = new Secret('Zq7LmKx9RtVb3Nw')
  await using server = await startHttp((request, response) => {
    response.writeHead(302, { location: `/login?next=${request.headers['x-key']}` }).end()
  })
  const redactor = createRedactor()
  redactor.add(secret)
  using run = startRun(configOf(), {
    ...{ cancelled: new AbortController().signal, env: {}, facts: { runId: 'r', sha: '', directory: '.' } },
    ...{ born: redactor.add, hide: redactor.text },
  })
  const lines: string[] = []
  const check = plan('health', `${server.url}/health`, {}, { headers: { 'x-key': secret } })
  await executeWhenReady(
    { checks: [check], readiness: { checks: [check.id], withinMs: 400 }, notes: [] },
    { kinds: checkKinds, run, redactor, onResult: () => {}, onPoll: line => lines.push(line) },
  )
  assert.match(lines[0]!, /login/)
  assert.doesNotMatch(lines.join('\n'), /Zq7Lm/)
})

test('health that needs a check which fails does not wait for ever', { timeout: 10_000 }, async () => {
  await using server = await startHttp((_request, response) => response.writeHead(403).end())
  const { results } = await wait(
    [
      plan('health', `${server.url}/health`, {}, { needs: ['health:/first'] }),
      plan('health', `${server.url}/first`),
    ],
    { followUp: async (_check, result) => result },
  )
  assert.deepEqual(
    results.map(r => r.outcome),
    ['blocked', 'failed'],
  )
})

/** What is swallowed hangs until the server is closed: the first `count` questions, or those whose number says so. */
function startSwallowing(swallows: (turn: number) => boolean) {
  let turn = 0
  return startHttp((_request, response) => {
    if (!swallows(turn++)) response.setHeader('content-type', 'application/json').end('{}')
  })
}

test('a question that hangs does not eat the wait: another one is put beside it', async () => {
  for (const swallowed of [1, 2]) {
    await using server = await startSwallowing(turn => turn < swallowed)
    const check = plan('health', `${server.url}/health`, {}, { timeoutMs: 15_000 })
    const start = performance.now()
    const { readiness, results, told, polls } = await wait([check])
    assert.ok(performance.now() - start < 12_000)
    assert.deepEqual([readiness?.ready, readiness?.polls, readiness?.answers], [true, swallowed + 1, 1])
    assert.deepEqual([results[0]?.outcome, told.length], ['passed', 1])
    assert.equal(results[0]?.attempts.length, 1)
    assert.match(polls[0]!, /not ready: no answer within 2/)
  }
})

test('a slow first answer is waited for, however long the wait, and costs no other question after it', async () => {
  let asked = 0
  await using server = await startHttp((_request, response) => {
    asked++
    setTimeout(() => response.end('{}'), 2300)
  })
  const { readiness, results } = await wait(
    [plan('health', `${server.url}/health`, {}, { timeoutMs: 15_000 })],
    {
      withinMs: 1000,
    },
  )
  assert.deepEqual([readiness?.ready, readiness?.polls, asked], [true, 1, 1])
  assert.equal(results[0]?.outcome, 'passed')
})

test('without a wait the checks run once, with their retries', async () => {
  await using server = await startWarming(502, 200)
  const { results, readiness } = await wait([plan('health', `${server.url}/health`, {}, { retries: 1 })], {
    withinMs: 0,
  })
  assert.equal(readiness, null)
  assert.equal(results[0]?.outcome, 'passed')
  assert.equal(results[0].attempts.length, 2)
})
