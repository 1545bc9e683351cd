import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { WebSocketServer } from 'ws'
import { defineCheck } from '../src/checks/define.ts'
import { checkKinds } from '../src/checks/index.ts'
import { execute } from '../src/execute.ts'
import type { CheckResult, PlannedCheck } from '../src/model/check.ts'
import { fault } from '../src/model/fault.ts'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'
import { plan, runAll, runOne, startHttp } from './checks/probing.ts'
import { answering, closedPort, createWire, startRaw } from './net/servers.ts'
import { checkOf, evidenceOf, judgementOf } from './results.ts'

const outcomes = (results: readonly CheckResult[]) => results.map(r => r.outcome)

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

// Needs

test('a check waits for what it needs, also for a later one, and runs when that has passed', async () => {
  await using server = await startHttp((_request, response) => response.end('ok'))
  const checks = [
    plan('health', `${server.url}/first`, {}, { needs: ['health:/second'] }),
    plan('health', `${server.url}/second`),
  ]
  assert.deepEqual(outcomes(await runAll(checks)), ['passed', 'passed'])
  assert.deepEqual(
    server.requests.map(r => r.url),
    ['/second', '/first'],
  )
})

test('a check whose need failed is blocked, names it, and sends nothing', async () => {
  await using server = await startHttp((request, response) => {
    response.writeHead(request.url === '/bad' ? 404 : 200).end('x')
  })
  const checks = [
    plan('health', `${server.url}/bad`),
    plan('health', `${server.url}/then`, {}, { needs: ['health:/bad'] }),
    plan('health', `${server.url}/last`, {}, { needs: ['health:/then'] }),
  ]
  const results = await runAll(checks)
  assert.deepEqual(outcomes(results), ['failed', 'blocked', 'blocked'])
  assert.deepEqual(
    results.map(r => r.blockedBy),
    [null, 'health:/bad', 'health:/then'],
  )
  assert.deepEqual(
    server.requests.map(r => r.url),
    ['/bad'],
  )
})

test('a check that needs a later one on the same dead host does not wait for ever', {
  timeout: 10_000,
}, async () => {
  const url = `http://127.0.0.1:${await closedPort()}`
  const results = await runAll([
    plan('health', `${url}/a`, {}, { needs: ['health:/c'] }),
    plan('health', `${url}/b`),
    plan('health', `${url}/c`),
  ])
  const failed = results.filter(r => r.outcome === 'failed')
  assert.equal(failed.length, 1, 'one dead host is one failure')
  assert.deepEqual(outcomes(results).toSorted(), ['blocked', 'blocked', 'failed'])
})

type Fate = 'pass' | 'fail' | 'refused' | 'throw'
const fated = defineCheck<Fate>({
  kind: 'fated',
  transport: 'http',
  usesCredential: false,
  passes: '',
  title: path => path,
  options: () => assert.fail('not read from a file'),
  defaults: 'pass',
  async probe({ options }) {
    await new Promise(setImmediate)
    if (options === 'throw') throw new Error('thrown on purpose')
    return evidenceOf()
  },
  judge: ({ options }) =>
    options === 'pass'
      ? judgementOf()
      : judgementOf({
          outcome: 'failed',
          fault: fault(options === 'refused' ? 'tcp.refused' : 'http.error', 'as planned'),
        }),
})

const graphs = fc
  .array(
    fc.record({
      fate: fc.constantFrom<Fate>('pass', 'pass', 'pass', 'fail', 'refused', 'throw'),
      origin: fc.constantFrom('http://a.example/', 'http://b.example/'),
      needs: fc.array(fc.nat(9), { maxLength: 2 }),
      follows: fc.array(fc.nat(9), { maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  // A shuffled order, in which only later ones may be needed, has no circle.
  .chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
  .map(([rows, order]) =>
    rows.map((row, i): PlannedCheck => {
      const rank = (at: number) => order.indexOf(rows[at]!)
      const later = (at: number) => at < rows.length && rank(at) > rank(i)
      return checkOf({
        ...{ id: String(i), kind: 'fated', url: row.origin, options: row.fate },
        ...{ needs: row.needs.filter(later).map(String) },
        ...{ follows: row.follows.filter(at => at < i).map(String) },
      })
    }),
  )

test('whatever needs what, all checks end, and one runs exactly when all that it needs has passed', () =>
  fc.assert(
    fc.asyncProperty(graphs, async checks => {
      const probed = new Set<string>()
      const watching = {
        ...fated,
        probe: (check: PlannedCheck<Fate>, ...rest: [ReturnType<typeof createWire>, number]) => {
          probed.add(check.id)
          return fated.probe(check, ...rest)
        },
      }
      const results = await runAll(checks, { kinds: [watching] })
      const outcomeOf = new Map(results.map(r => [r.id, r.outcome]))
      for (const [i, { id, needs, options }] of checks.entries()) {
        assert.equal(results[i]!.id, id)
        const ready = needs.every(need => outcomeOf.get(need) === 'passed')
        assert.equal(probed.has(id), ready)
        if (!ready) assert.equal(outcomeOf.get(id), 'blocked')
        else if (options === 'pass') assert.equal(outcomeOf.get(id), 'passed')
        else assert.notEqual(outcomeOf.get(id), 'passed')
      }
      const notPassed = results.filter(r => r.outcome !== 'passed')
      if (notPassed.length > 0)
        assert.ok(
          notPassed.some(r => r.outcome !== 'blocked'),
          'something must be the cause',
        )
    }),
    { numRuns: 500 },
  ))

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

// Retries

const health = (url: string, over: Partial<PlannedCheck> = {}) => plan('health', `${url}/health`, {}, over)

/** Resets the first connections; the later ones are answered. */
const startFlaky = (broken: number) => {
  let count = 0
  return startRaw(socket =>
    socket.once('data', () => {
      if (++count <= broken) socket.resetAndDestroy()
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    }),
  )
}

test('a transient infrastructure fault is tried again, and both attempts are shown', async () => {
  await using server = await startFlaky(1)
  const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries: 1 }))
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(
    result.attempts.map(a => a.fault?.type ?? null),
    ['http.response.reset', null],
  )
  assert.equal(result.traffic.connections, 2)
  assert.match(result.notes.join(), /1 of 2 attempts failed/)
})

test('no more attempts are made than declared', async () => {
  await using server = await startFlaky(9)
  for (const retries of [0, 2]) {
    const before = server.connections
    const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries }))
    assert.equal(result.outcome, 'failed')
    assert.equal(result.attempts.length, retries + 1)
    assert.equal(server.connections - before, retries + 1)
  }
})

for (const [name, status, options] of [
  ['a 404', 404, {}],
  ['a 500 of the application', 500, {}],
  ['a refused credential', 401, {}],
  ['a wrong body', 200, { text: 'something else' }],
] as const)
  test(`${name} is not tried again: it would be the same`, async () => {
    await using server = await startHttp((_request, response) => response.writeHead(status).end('no'))
    const result = await runOne(plan('health', `${server.url}/health`, options, { retries: 3 }))
    assert.equal(result.outcome, 'failed')
    assert.equal(server.requests.length, 1)
  })

test('a lasting fault of the infrastructure is not tried again: it would be the same', async () => {
  await using server = await startRaw(answering('220 mail.example ESMTP\r\n'))
  const result = await runOne(health(`http://127.0.0.1:${server.port}`, { retries: 3 }))
  assert.deepEqual([result.fault?.type, result.class], ['http.response.invalid', 'infrastructure'])
  assert.equal(server.connections, 1)
})

test('a gateway error is tried again', async () => {
  let count = 0
  await using server = await startHttp((_request, response) =>
    response.writeHead(++count === 1 ? 502 : 200).end(),
  )
  assert.equal((await runOne(health(server.url, { retries: 1 }))).outcome, 'passed')
})

// The end of a run

test('what a crowd of our own turned away is asked again when the crowd is gone', async () => {
  const open = new Set<unknown>()
  let answered = 0
  const server = createServer((_request, response) => {
    // The first answer waits for the crowd: without room, as a limit on connections has it.
    const answer = () => {
      if (open.size < 3 && answered === 0) return void setTimeout(answer, 5)
      answered++
      response.writeHead(open.size > 0 ? 503 : 200).end()
    }
    answer()
  })
  new WebSocketServer({ server }).on('connection', socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const crowd = plan('concurrency', `${url.replace('http', 'ws')}/ws`, { connections: 3, holdMs: 500 })
  const wire = createWire({}, { pause: async ms => void (await pause(ms)) })
  const results = await runAll([plan('health', `${url}/health`, {}, { retries: 1 }), crowd], { wire })
  server.close()
  assert.deepEqual(outcomes(results), ['passed', 'passed'], results[0]?.reason)
  assert.deepEqual([answered, results[0]?.attempts.length], [2, 2])
})

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
