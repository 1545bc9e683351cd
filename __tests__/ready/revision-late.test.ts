/** Good answers that come too late for the wait, and those that come just in time. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHttp } from '../checks/probing.ts'
import { fresh, health, json, stale, verify } from './revisions.ts'

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
