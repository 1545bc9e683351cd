import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { watchScreen } from '../src/live-view.ts'
import { createScreen } from './end-to-end/screen.ts'
import { attemptOf, checkOf, resultOf } from './results.ts'

const health = checkOf()
const idle = checkOf({ id: 'idle:/ws', name: 'Idle /ws' })
const before = '$ verify-deploy https://host.example'

interface Size {
  columns: number
  rows: number
}

function startView(t: TestContext, { keep = false }: { keep?: boolean } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const size: Size = { columns: 60, rows: 12 }
  const screen = createScreen(60, 12)
  screen.write(`${before}\r\n`)
  const writes: string[] = []
  let at = 0
  const write = (text: string) => {
    writes.push(text)
    // What the terminal driver of the system does (ONLCR).
    screen.write(text.replaceAll('\n', '\r\n'))
  }
  const tty = {
    write,
    get columns() {
      return size.columns
    },
    get rows() {
      return size.rows
    },
  }
  const watcher = watchScreen({ screen: tty, color: false, unicode: false, keep, now: () => at })
  /** Frames are drawn in a turn of their own: the renderer is loaded with the first one. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      at += 100
      t.mock.timers.tick(100)
      await import('../src/report/live.ts')
      await new Promise(resolve => setImmediate(resolve))
    }
    return screen.rows
  }
  watcher.onPlan({ checks: [health, idle], readiness: null, notes: [] })
  return { watcher, pass, screen, writes, size }
}

test('each check has a line that is redrawn in place, and the report takes their place', async t => {
  const { watcher, pass, screen } = startView(t)
  watcher.onStart(health)
  const first = await pass(100)
  assert.deepEqual(
    first.map(line => line.replace(/^ {2}[|/\\-] /, '  * ')),
    [before, '  * Health /health  100 ms', '    Idle /ws', ''],
  )
  watcher.onStart(idle)
  watcher.onResult({ ...resultOf(), attempts: [attemptOf()], durationMs: 41, reason: 'HTTP 200' })
  assert.match(
    (await pass(1000)).join('\n'),
    /\+ Health \/health +41 ms {2}HTTP 200\n {2}. Idle \/ws {9}1\.0 s\n$/,
  )
  await watcher.end()
  screen.write('PASSED\r\n')
  assert.deepEqual(screen.rows, [before, 'PASSED', ''])
  assert.deepEqual(screen.troubles, [])
})

test('a run that is over at once draws nothing', async t => {
  const { watcher, pass, writes } = startView(t)
  watcher.onStart(health)
  watcher.onResult(resultOf())
  await watcher.end()
  await pass(500)
  assert.deepEqual(writes, [])
})

test('a frame that is late is not drawn over the report', async t => {
  const { watcher, pass, writes } = startView(t)
  watcher.onStart(health)
  t.mock.timers.tick(100)
  await watcher.end()
  await pass(500)
  assert.deepEqual(writes, [])
})

test('a frame is one write, and one that changes nothing is none', async t => {
  const { watcher, pass, writes } = startView(t)
  watcher.onStart(health)
  watcher.onStart(idle)
  watcher.onResult(resultOf())
  watcher.onResult({ ...resultOf(), id: idle.id, name: idle.name })
  await pass(3000)
  assert.equal(writes.length, 1)
})

test('a warning stays above the view', async t => {
  const { watcher, pass, screen } = startView(t)
  watcher.onStart(health)
  await pass(300)
  watcher.say('verify-deploy: a warning')
  const rows = await pass(300)
  assert.deepEqual(rows.slice(0, 2), [before, 'verify-deploy: a warning'])
  assert.equal(rows.filter(row => /Health/.test(row)).length, 1)
  await watcher.end()
  assert.deepEqual(screen.rows, [before, 'verify-deploy: a warning', ''])
})

test('where the report goes elsewhere, the last state stays', async t => {
  const { watcher, pass, screen } = startView(t, { keep: true })
  watcher.onStart(health)
  await pass(300)
  watcher.onResult({ ...resultOf(), reason: 'HTTP 200' })
  await watcher.end()
  assert.match(screen.rows.join('\n'), /^\$ .*\n {2}\+ Health .*HTTP 200\n {4}Idle \/ws\n$/)
})

for (const reflows of [true, false])
  test(`in a window made narrow that ${reflows ? 'wraps' : 'cuts'} its lines, nothing but the view is overwritten`, async t => {
    const { watcher, pass, screen, size } = startView(t)
    watcher.onStart(health)
    watcher.onResult({ ...resultOf(), reason: 'a reason that is longer than the window' })
    await pass(300)
    size.columns = 20
    if (reflows) screen.reflow(20)
    const above = screen.rows.slice(0, reflows ? 2 : 1)
    const rows = await pass(500)
    assert.deepEqual(rows.slice(0, above.length), above)
    assert.equal(rows.at(-2)?.trim(), 'Idle /ws')
    await watcher.end()
    assert.deepEqual(screen.rows.slice(0, above.length), above)
    assert.deepEqual(screen.troubles, [])
  })

test('while the edge of the window moves, nothing is drawn', async t => {
  const { watcher, pass, writes, size } = startView(t)
  watcher.onStart(health)
  await pass(300)
  const before = writes.length
  for (const columns of [55, 50, 45]) {
    size.columns = columns
    await pass(100)
  }
  assert.equal(writes.length, before)
  await pass(200)
  assert.ok(writes.length > before)
})
