/** The check `ready` against real servers whose revision changes: what is waited for, what fails, and what is told. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { plan, startHttp } from '../checks/probing.ts'
import { closedPort } from '../net/servers.ts'
import { fresh, health, json, serving, stale, verify } from './revisions.ts'

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

test('an answer that tells no revision is not the right one, and says where it was looked for', async () => {
  await using server = await serving(() => null)
  const { result, outcomes } = await verify(server.url, { withinMs: 200, others: [health(server.url)] })
  assert.equal(result.fault?.type, 'revision.missing')
  assert.deepEqual(outcomes, ['ready failed', 'health passed'], 'it may be the right one')
  assert.match(result.reason, /there is none in "#\/revision"/)
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
