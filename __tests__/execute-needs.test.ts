/** What a check waits for, and what blocks it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PlannedCheck } from '../src/model/check.ts'
import { plan, runAll, startHttp } from './checks/probing.ts'
import { type Fate, fated, outcomes } from './executing.ts'
import { closedPort, type createWire } from './net/servers.ts'
import { checkOf } from './results.ts'

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
