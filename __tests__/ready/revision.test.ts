/** The check `ready` against real servers whose revision changes: what is waited for, what fails, and what is told. */

import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { runKinds } from '../../src/checks/index.ts'
import type { ReadyOptions } from '../../src/checks/ready/evidence.ts'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult, PlannedCheck } from '../../src/model/check.ts'
import type { Address } from '../../src/net/dns.ts'
import { watchRevisions } from '../../src/ready/revision-watch.ts'
import { executeWhenReady } from '../../src/ready.ts'
import { createRedactor } from '../../src/redact.ts'
import { type Run, startRun } from '../../src/run.ts'
import { type HttpServer, plan, startHttp } from '../checks/probing.ts'
import { startSockets } from '../checks/sockets.ts'
import { closedPort } from '../net/servers.ts'
import { oneLoopback } from '../platform.ts'

const fresh = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const stale = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'

interface Asking {
  readonly options?: Partial<ReadyOptions>
  readonly others?: readonly PlannedCheck[]
  readonly withinMs?: number
  readonly deadlineMs?: number
  /** Polled beside `ready`, by its id. */
  readonly beside?: string
  /** Dialled in turn, as a name with several addresses is. */
  readonly addresses?: readonly string[]
  readonly onPoll?: (line: string) => void
}

async function verify(url: string, asking: Asking = {}) {
  const { others = [], withinMs = 20_000, addresses } = asking
  const host = new URL(url).host
  const websocket = others.find(({ kind }) => kind === 'upgrade' || kind === 'messaging')?.target.url.host
  const ready = plan('ready', `${url}/health`, {
    ...{
      expected: fresh,
      place: { in: 'json', tokens: ['revision'] },
      socket: null,
      stream: null,
      status: [],
      giveUp: null,
    },
    ...{ hosts: { http: host, websocket: websocket ?? host, stream: host }, consecutive: 3 },
    ...asking.options,
  })
  const checks = [ready, ...others]
  const redactor = createRedactor()
  const watch = watchRevisions(checks, redactor.text)
  using started = startRun(
    {
      ...{ environment: null, url: new URL(url), websocketBase: new URL(url), headers: {}, credentials: {} },
      ...{
        authMessage: null,
        checks: [],
        ready: null,
        failOn: 'any',
        baseline: { from: 'off' },
        slowerRatio: null,
        ca: null,
        connectTo: null,
        reportDir: null,
      },
      ...{
        waitMs: 0,
        timeoutMs: 1000,
        deadlineMs: asking.deadlineMs ?? 60_000,
        sha: null,
        notes: [],
        secrets: [],
      },
    },
    {
      ...{ cancelled: new AbortController().signal, env: {}, born: redactor.add, hide: redactor.text },
      ...{ facts: { runId: 'test', sha: '', directory: '.' }, witness: watch?.witness },
    },
  )
  const told: CheckResult[] = []
  const executed = await executeWhenReady(
    {
      checks,
      readiness: { checks: [ready.id, ...(asking.beside ? [asking.beside] : [])], withinMs },
      notes: [],
    },
    {
      ...{ kinds: runKinds, run: addresses ? dialling(started, addresses) : started, redactor, watch },
      onResult: result => told.push(result),
      onPoll: asking.onPoll ?? (() => {}),
    },
  )
  const result = executed.results.find(({ id }) => id === ready.id)!
  return {
    ...executed,
    result,
    told,
    outcomes: executed.results.map(({ kind, outcome }) => `${kind} ${outcome}`),
  }
}

/** A resolver made for the test: the name has these addresses, and each turn dials the next, as the dialler does. */
function dialling(run: Run, addresses: readonly string[]): Run {
  const list: readonly Address[] = addresses.map(address => ({ address, family: 4 }))
  const pinned = (wire: Run['wire']): Run['wire'] => ({
    ...wire,
    dial: (target, turn, ms, choice) =>
      wire.dial(target, turn, ms, { only: list[turn % list.length]!, ...choice }),
    resolve: async () => ({ ok: true, value: list }),
  })
  return {
    ...run,
    wire: pinned(run.wire),
    fork() {
      const fork = run.fork()
      return { ...fork, wire: pinned(fork.wire) }
    },
  }
}

const json = (response: ServerResponse, revision: string | null, more: object = {}) =>
  response
    .setHeader('content-type', 'application/json')
    .end(JSON.stringify({ status: 'ok', ...(revision === null ? {} : { revision }), ...more }))

/** Each answer at /health tells what `revisionOf` says for its number, from 0. */
function serving(revisionOf: (turn: number) => string | null): Promise<HttpServer> {
  let turn = 0
  return startHttp((request: IncomingMessage, response) =>
    request.url === '/health' ? json(response, revisionOf(turn++)) : response.writeHead(204).end(),
  )
}

const health = (url: string, path = '/other') => plan('health', `${url}${path}`, { status: [204] })

test('the right revision, in a row before and again after: it passes, and every answer is counted', async () => {
  await using server = await serving(() => fresh)
  const { result, outcomes, revisions, readiness, told } = await verify(server.url, {
    others: [health(server.url)],
  })
  assert.deepEqual(outcomes, ['ready passed', 'health passed'])
  assert.deepEqual(revisions, [{ value: fresh, answers: 6, addresses: ['127.0.0.1'] }])
  assert.equal(server.requests.length, 7)
  assert.deepEqual([readiness?.ready, readiness?.polls], [true, 3])
  assert.match(result.reason, /^revision 4f2c1aa: all 6 answers/)
  assert.ok(result.proof)
  // It is known last, since it ends last.
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['health', 'ready'],
  )
  assert.equal(new Set(server.requests.map(({ socket }) => socket)).size, 7, 'each on a new connection')
})

test('the other checks begin with the first question, not after the last one', async () => {
  const order: string[] = []
  await using server = await startHttp((request, response) => {
    order.push(request.url!)
    if (request.url === '/health') setTimeout(() => json(response, fresh), 20)
    else response.writeHead(204).end()
  })
  await verify(server.url, { others: [health(server.url)] })
  assert.deepEqual(order.slice(0, 2).toSorted(), ['/health', '/other'])
})

test('an old revision after the wait fails, and what would test it is blocked; what tells of infrastructure runs', async () => {
  await using server = await serving(() => stale)
  const { result, results, outcomes, told } = await verify(server.url, {
    withinMs: 300,
    others: [health(server.url), plan('addresses', `${server.url}/health`)],
  })
  assert.deepEqual(told.map(({ kind }) => kind).toSorted(), ['addresses', 'health', 'ready'], 'each once')
  assert.deepEqual(outcomes, ['ready failed', 'health blocked', 'addresses passed'])
  assert.deepEqual(
    [result.fault?.type, result.class, result.layer],
    ['revision.old', 'infrastructure', 'http'],
  )
  assert.match(result.reason, /"99e0b1d.*" is served instead of "4f2c1aa.*all \d+ answers from 99e0b1d/)
  assert.equal(results[1]?.blockedBy, 'ready:/health')
  assert.deepEqual(diagnose(results).get(result.id)?.[0]?.id, 'http.revision-old')
})

test('an old revision at first is waited out', async () => {
  await using server = await serving(turn => (turn < 4 ? stale : fresh))
  const lines: string[] = []
  const { outcomes, revisions, readiness } = await verify(server.url, {
    others: [health(server.url)],
    onPoll: line => lines.push(line),
  })
  assert.deepEqual(outcomes, ['ready passed', 'health passed'])
  assert.deepEqual(
    revisions.map(({ value }) => value),
    [fresh],
    'what answered before it was ready does not count',
  )
  assert.ok(readiness!.polls >= 7)
  assert.match(lines[0]!, /^not ready: revision "99e0b1d/)
})

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

test('the expected revision in another spelling is named as that, and not as an old one', async () => {
  await using server = await serving(() => `sha-${fresh}`)
  const { result, results } = await verify(server.url, { withinMs: 300 })
  assert.equal(result.fault?.type, 'revision.old')
  assert.equal(diagnose(results).get(result.id)?.[0]?.id, 'http.revision-spelled')
})

test('where no certain revision is expected, that is said', async () => {
  await using server = await serving(() => fresh)
  const { result } = await verify(server.url, { options: { expected: null } })
  assert.equal(result.outcome, 'passed')
  assert.match(result.notes.join(), /no certain revision was expected/)
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

test('an answer that tells no revision is not the right one, and says where it was looked for', async () => {
  await using server = await serving(() => null)
  const { result, outcomes } = await verify(server.url, { withinMs: 200, others: [health(server.url)] })
  assert.equal(result.fault?.type, 'revision.missing')
  assert.deepEqual(outcomes, ['ready failed', 'health passed'], 'it may be the right one')
  assert.match(result.reason, /there is none in "#\/revision"/)
})

test('without an expected revision all answers have to tell the same', async () => {
  const options = { expected: null }
  await using same = await serving(() => stale)
  assert.equal((await verify(same.url, { options })).result.outcome, 'passed')
  await using mixed = await serving(turn => (turn === 4 ? stale : fresh))
  const { result } = await verify(mixed.url, { options })
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'revision.mixed'])
})

test('a header counts on every answer of the host, whatever was asked', async () => {
  const options = { place: { in: 'header', name: 'x-revision' } } as const
  await using server = await startHttp((request, response) => {
    response.setHeader('x-revision', request.url === '/other' ? stale : fresh)
    response.writeHead(request.url === '/other' ? 204 : 200).end()
  })
  const { result, outcomes } = await verify(server.url, { options, others: [health(server.url)] })
  assert.deepEqual(outcomes, ['ready failed', 'health passed'])
  assert.match(result.reason, /6 of 7 answers from 4f2c1aa, 1 from 99e0b1d/)
})

const greetings = [
  ['the right one', JSON.stringify({ type: 'hello', revision: fresh }), 'passed', undefined],
  ['an old one', JSON.stringify({ type: 'hello', revision: stale }), 'failed', 'revision.mixed'],
  ['none', JSON.stringify({ type: 'hello' }), 'failed', 'revision.missing'],
] as const
for (const [name, greeting, outcome, type] of greetings)
  test(`a WebSocket whose first message tells ${name}: ${outcome}`, async () => {
    await using server = await serving(() => fresh)
    await using sockets = await startSockets({ onOpen: socket => socket.send(greeting) })
    const { result, outcomes } = await verify(server.url, {
      options: { socket: { in: 'message', path: '$.revision' } },
      others: [plan('messaging', `${sockets.url}/ws`)],
    })
    assert.deepEqual(outcomes, [`ready ${outcome}`, 'messaging passed'], result.reason)
    assert.equal(result.fault?.type, type)
  })

for (const [lacking, type] of [
  [0, undefined],
  [1, 'revision.mixed'],
  [6, 'revision.missing'],
] as const)
  test(`a 101 without the declared header, ${lacking} of 6: ${type ?? 'passes'}`, async () => {
    await using server = await serving(() => fresh)
    await using sockets = await startSockets({
      headers: before => (before < lacking ? [] : [`x-revision: ${fresh}`]),
    })
    const { result } = await verify(server.url, {
      options: { socket: { in: 'header', name: 'x-revision' } },
      others: [1, 2, 3, 4, 5, 6].map(n =>
        plan('upgrade', `${sockets.url}/ws`, {}, { id: `upgrade:/ws#${n}` }),
      ),
    })
    assert.equal(result.fault?.type, type, result.reason)
    if (lacking === 1)
      assert.match(result.reason, /^1 of 6 WebSockets told no revision in the header "x-revision"/)
  })

test('a declared channel that no check opens is said not to have been heard', async () => {
  await using server = await serving(() => fresh)
  const { result } = await verify(server.url, { options: { stream: { in: 'message', path: '$.revision' } } })
  assert.deepEqual(
    [result.outcome, result.notes],
    ['passed', ['no stream was opened that could tell its revision in "$.revision"']],
  )
})

test('an answer that waiting does not heal ends the wait, unless the user says otherwise', async () => {
  for (const [giveUp, polls] of [
    [null, 1],
    [['401'], 1],
    [['tls.cert.name_invalid'], 6],
    [[], 6],
  ] as const) {
    let turn = 0
    await using server = await startHttp((_request, response) =>
      turn++ < 3 ? response.writeHead(401).end() : json(response, fresh),
    )
    const { result, readiness } = await verify(server.url, { options: { giveUp } })
    assert.equal(readiness?.polls, polls)
    assert.equal(result.outcome, polls === 1 ? 'failed' : 'passed')
    if (polls === 1) {
      assert.deepEqual([result.class, result.fault?.code], ['infrastructure', '401'])
      assert.match(result.reason, /HTTP 401.*waiting does not mend this/)
    }
  }
})

test('a port on which nobody listens: `ready` says so, and the others are blocked by it', async () => {
  const url = `http://127.0.0.1:${await closedPort()}`
  const { result, outcomes } = await verify(url, { withinMs: 300, others: [plan('health', `${url}/other`)] })
  assert.deepEqual(outcomes, ['ready failed', 'health blocked'])
  assert.equal(result.fault?.type, 'tcp.refused')
  assert.match(
    result.reason,
    /^127\.0\.0\.1:\d+: .*refused; not ready after .*: \d+ attempts, 0 answers \(the wait is over\)$/,
  )
})

test('the deadline ends the wait as "not known", with what was last seen', async () => {
  await using server = await serving(() => stale)
  const { result } = await verify(server.url, { deadlineMs: 400, withinMs: 60_000 })
  assert.deepEqual([result.outcome, result.fault?.type], ['errored', 'runner.deadline'])
  assert.match(result.reason, /99e0b1d/)
})

test('an old answer out of a cache is told to be one', async () => {
  await using server = await startHttp((_request, response) => {
    response.setHeader('age', '42')
    json(response, stale)
  })
  const { result, results } = await verify(server.url, { withinMs: 0 })
  assert.equal(diagnose(results).get(result.id)?.[0]?.id, 'http.revision-cached')
  await using right = await startHttp((_request, response) => {
    response.setHeader('x-cache', 'HIT')
    json(response, fresh)
  })
  const passed = await verify(right.url)
  assert.match(passed.result.notes.join(), /6 of 6 answers .* came from a cache/)
})

test('an answer that the end of the wait cut off does not hide what was seen before it', async () => {
  let turn = 0
  await using server = await startHttp((_request, response) => {
    // The third one never comes.
    if (turn++ < 2) json(response, stale)
  })
  const { result } = await verify(server.url, { withinMs: 400 })
  assert.equal(result.fault?.type, 'revision.old', result.reason)
})

/** Tells the right revision at /health, each time so much later; everything else is 204 at once. */
const lateBy = (ms: number) =>
  startHttp((request, response) =>
    request.url === '/health' ? setTimeout(() => json(response, fresh), ms) : response.writeHead(204).end(),
  )

test('good answers that take longer than the wait do not make a deployment ready, and it says so', async () => {
  await using server = await lateBy(300)
  for (const beside of [undefined, 'health:/other']) {
    const { outcomes, readiness, result } = await verify(server.url, {
      ...{ withinMs: 200, others: [health(server.url)], ...(beside ? { beside } : {}) },
    })
    assert.deepEqual(outcomes, ['ready failed', 'health passed'], result.reason)
    assert.deepEqual(
      [result.class, result.fault?.type, readiness?.ready],
      ['infrastructure', 'http.slow', false],
    )
    assert.match(
      result.reason,
      /^every answer was good, and too slow: 3 in a row did not come within the wait of 200 ms \(raise `wait`, or name a quicker path\); 1 answer from 4f2c1aa, .*; not ready after \d+ ms: 1 answer \(the wait is over\)$/,
    )
  }
})

test('a row of good answers that the end of the wait cuts short does not make a deployment ready', async () => {
  let turn = 0
  await using server = await startHttp((_request, response) => {
    const at = turn++
    setTimeout(() => json(response, at === 0 ? stale : fresh), at === 0 ? 0 : 150)
  })
  const { result, readiness } = await verify(server.url, { withinMs: 400 })
  assert.deepEqual([result.outcome, readiness?.ready], ['failed', false], result.reason)
})

test('an only question that is under way when the wait ends is heard out, and the report says when it came', async () => {
  await using server = await lateBy(300)
  const { result } = await verify(server.url, { withinMs: 200, options: { consecutive: 1 } })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.match(
    result.notes.join(),
    /the last answer was asked for within the wait of 200 ms, and came after it/,
  )
})

test('without a wait the answers are taken as they come', async () => {
  await using server = await lateBy(20)
  const { result } = await verify(server.url, { withinMs: 0 })
  assert.equal(result.outcome, 'passed', result.reason)
})

test('where only the health check beside it is not good, `ready` tells of the revision and health of itself', async () => {
  for (const [status, withinMs] of [
    [503, 400],
    [503, 0],
    [401, 5000],
  ] as const) {
    await using server = await startHttp((request, response) => {
      if (request.url === '/health') json(response, fresh)
      else response.writeHead(status).end()
    })
    const { outcomes, readiness, result } = await verify(server.url, {
      ...{ withinMs, others: [health(server.url)], beside: 'health:/other' },
    })
    assert.deepEqual(outcomes, ['ready passed', 'health failed'], result.reason)
    assert.equal(readiness?.ready, false)
  }
})

test('the health check beside it is waited for as well', async () => {
  let asked = 0
  await using server = await startHttp((request, response) => {
    if (request.url === '/health') json(response, fresh)
    else response.writeHead(asked++ < 3 ? 503 : 204).end()
  })
  const { outcomes, readiness } = await verify(server.url, {
    others: [health(server.url)],
    beside: 'health:/other',
  })
  assert.deepEqual([outcomes, readiness?.ready], [['ready passed', 'health passed'], true])
})
