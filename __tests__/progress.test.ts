import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { heartbeatMs, watchLog } from '../src/progress.ts'
import { checkOf, resultOf } from './results.ts'

const health = checkOf()
const idle = checkOf({ id: 'idle:/ws', name: 'Idle /ws' })

/** A log whose clock is the test's. */
function startLog(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const lines: string[] = []
  let at = 0
  const watcher = watchLog({ write: line => lines.push(line), now: () => at })
  watcher.onPlan({ checks: [health, idle], readiness: null, notes: [] })
  const pass = (ms: number) => {
    at += ms
    t.mock.timers.tick(ms)
    return lines.splice(0)
  }
  return { watcher, pass }
}

test('a log in which nothing changes is told every 15 s what runs, the longest first, and for how long', t => {
  const { watcher, pass } = startLog(t)
  watcher.onStart(idle)
  pass(2000)
  watcher.onStart(health)
  assert.deepEqual(pass(13_000), ['still running after 15 s: Idle /ws (15 s), Health /health (13 s)'])
  assert.deepEqual(pass(heartbeatMs - 1), [])
  assert.deepEqual(pass(1), ['still running after 30 s: Idle /ws (30 s), Health /health (28 s)'])
})

test('a log that is to be quiet at first tells afterwards what it held back, in its order, or nothing of a short run', async t => {
  for (const [endsAt, told] of [
    [1999, []],
    [2001, ['first', 'second', 'third']],
  ] as const) {
    t.mock.timers.reset()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const lines: string[] = []
    const watcher = watchLog({ write: line => lines.push(line), now: () => 0, quietMs: 2000 })
    watcher.log('first')
    t.mock.timers.tick(1000)
    watcher.log('second')
    assert.deepEqual(lines, [])
    t.mock.timers.tick(endsAt - 1000)
    if (endsAt > 2000) watcher.log('third')
    await watcher.end()
    t.mock.timers.tick(60_000)
    assert.deepEqual(lines, told)
  }
})

test('a warning does not wait for the end of the quiet', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const lines: string[] = []
  watchLog({ write: line => lines.push(line), quietMs: 2000 }).say('careful')
  assert.deepEqual(lines, ['careful'])
})

test('a line that tells of a change is heartbeat enough', t => {
  const { watcher, pass } = startLog(t)
  watcher.onStart(health)
  watcher.onStart(idle)
  pass(10_000)
  watcher.onResult(resultOf())
  assert.match(pass(0).join(), /^passed {3}Health \/health/)
  assert.deepEqual(pass(14_000), [])
  assert.deepEqual(pass(1000), ['still running after 25 s: Idle /ws (25 s)'])
})

test('a wait for readiness is told with what was last seen, until the checks begin', t => {
  const { watcher, pass } = startLog(t)
  watcher.onStart(health)
  watcher.log('not ready: connection refused')
  assert.deepEqual(pass(0), ['not ready: connection refused'])
  assert.deepEqual(pass(15_000), [
    'still running after 15 s: Health /health (15 s); waiting: 1; not ready: connection refused',
  ])
  watcher.onStart(health)
  watcher.onStart(idle)
  assert.deepEqual(pass(15_000), ['still running after 30 s: Health /health (15 s), Idle /ws (15 s)'])
})

test('once everything is done, or the report is due, there is no heartbeat', async t => {
  const { watcher, pass } = startLog(t)
  watcher.onStart(health)
  watcher.onResult(resultOf())
  watcher.onResult({ ...resultOf(), id: idle.id })
  pass(0)
  assert.deepEqual(pass(60_000), [])

  t.mock.timers.reset()
  const other = startLog(t)
  other.watcher.onStart(health)
  await other.watcher.end()
  assert.deepEqual(other.pass(60_000), [])
})

test('of many checks that run, some are named', t => {
  const { watcher, pass } = startLog(t)
  for (let i = 0; i < 20; i++) watcher.onStart(checkOf({ id: `c${i}`, name: `Check ${i}` }))
  assert.match(pass(15_000).join(), /Check 4 \(15 s\), 15 more; waiting: 2$/)
})
