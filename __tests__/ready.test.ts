import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../src/checks/index.ts'
import type { Config, CredentialSource } from '../src/config/config.ts'
import { startService } from '../src/demo/service.ts'
import type { FollowUpOn } from '../src/follow-up.ts'
import type { CheckResult, PlannedCheck } from '../src/model/check.ts'
import { Secret } from '../src/model/secret.ts'
import { executeWhenReady } from '../src/ready.ts'
import { createRedactor } from '../src/redact.ts'
import { startRun } from '../src/run.ts'
import { type HttpServer, plan, startHttp } from './checks/probing.ts'
import { createAuthority } from './net/certificates.ts'
import { closedPort, startRaw } from './net/servers.ts'

const configOf = (over: Partial<Config> = {}): Config => ({
  ...{ environment: null, url: new URL('http://127.0.0.1/'), websocketBase: new URL('ws://127.0.0.1/') },
  ...{
    headers: {},
    credentials: {},
    authMessage: null,
    checks: [],
    failOn: 'any',
    baseline: { from: 'off' },
    slowerRatio: null,
    ca: null,
    connectTo: null,
  },
  ...{
    ready: null,
    waitMs: 0,
    timeoutMs: 1000,
    deadlineMs: 60_000,
    reportDir: null,
    sha: null,
    notes: [],
    secrets: [],
  },
  ...over,
})

interface Waiting {
  /** The first health check where it is not said. */
  readonly polled?: string
  readonly withinMs?: number
  readonly config?: Config
  readonly cancelled?: AbortSignal
  readonly onPoll?: (line: string) => void
  readonly followUp?: FollowUpOn
  readonly onResult?: (result: CheckResult) => void
}

async function wait(checks: readonly PlannedCheck[], given: Waiting = {}) {
  const { withinMs = 20_000, config = configOf(), cancelled = new AbortController().signal } = given
  const redactor = createRedactor()
  const told: CheckResult[] = []
  const polls: string[] = []
  using run = startRun(config, {
    ...{ cancelled, env: {}, facts: { runId: 'test', sha: '', directory: '.' } },
    ...{ born: redactor.add, hide: redactor.text },
  })
  const first = checks.find(check => (given.polled ? check.id === given.polled : check.kind === 'health'))
  const executed = await executeWhenReady(
    { checks, readiness: first && withinMs > 0 ? { checks: [first.id], withinMs } : null, notes: [] },
    {
      ...{ kinds: checkKinds, run, redactor },
      ...(given.followUp ? { followUp: given.followUp } : {}),
      onResult(result) {
        told.push(result)
        given.onResult?.(result)
      },
      onPoll(line) {
        polls.push(line)
        given.onPoll?.(line)
      },
    },
  )
  return { ...executed, told, polls, ended: run.ended }
}

/** Answers /health with these statuses, one after the other; the last one stays. Everything else is 200. */
function startWarming(...statuses: readonly number[]) {
  let asked = 0
  return startHttp((request, response) => {
    const status = request.url === '/health' ? statuses[Math.min(asked++, statuses.length - 1)]! : 200
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
}

const asked = (server: HttpServer, path: string) =>
  server.requests.filter(request => request.url === path).length

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

const giveUps: readonly (readonly [status: number, waits: boolean])[] = [
  [400, false],
  [401, false],
  [403, false],
  [405, false],
  [410, false],
  [501, false],
  [404, true],
  [429, true],
  [500, true],
  [502, true],
  [503, true],
  [504, true],
]
for (const [status, waits] of giveUps)
  test(`an answer of ${status} is ${waits ? 'waited out' : 'final: waiting does not heal it'}`, async () => {
    await using server = await startWarming(status, 200)
    const { readiness, results } = await wait([plan('health', `${server.url}/health`)])
    assert.equal(readiness?.ready, waits)
    assert.equal(readiness.polls, waits ? 2 : 1)
    // The check itself runs in any case, and here sees the next answer.
    assert.equal(results[0]?.outcome, 'passed')
  })

test('an application that tells in its body that it still starts is waited for', async () => {
  let asked = 0
  await using server = await startHttp((_request, response) => {
    const status = asked++ < 2 ? 'starting' : 'ok'
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ status }))
  })
  const { readiness, results } = await wait([
    plan('health', `${server.url}/health`, { json: { status: 'ok' } }),
  ])
  assert.deepEqual([readiness?.ready, readiness?.polls, readiness?.answers], [true, 3, 3])
  assert.match(readiness?.last ?? '', /starting/)
  assert.equal(results[0]?.outcome, 'passed')
})

test('a slow answer is no reason to wait: the deployment is there, and the check says how slow it is', async () => {
  await using server = await startHttp((_request, response) => void setTimeout(() => response.end('{}'), 60))
  const { readiness, results } = await wait([plan('health', `${server.url}/health`, { withinMs: 20 })])
  assert.deepEqual([readiness?.ready, readiness?.polls], [false, 1])
  assert.equal(results[0]?.fault?.type, 'http.slow')
})

test('a certificate for another name is final, one of an unknown authority is waited for', async () => {
  using authority = createAuthority()
  const { key, cert } = authority.issue(['DNS:other.example'])
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const check = plan('health', `https://127.0.0.1:${server.port}/health`)
  const named = await wait([check], { config: configOf({ ca: authority.ca }) })
  assert.deepEqual([named.readiness?.ready, named.readiness?.polls], [false, 1])
  assert.equal(named.results[0]?.fault?.type, 'tls.cert.name_invalid')
  const unknown = await wait([check], { withinMs: 500 })
  assert.ok(unknown.readiness!.polls > 1)
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

test('the first run tries health once: another try comes with the next poll', async () => {
  await using server = await startWarming(503, 200)
  const { results, readiness } = await wait([plan('health', `${server.url}/health`, {}, { retries: 5 })])
  assert.equal(readiness?.polls, 2)
  assert.equal(results[0]?.attempts.length, 1)
})
