import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Config } from '../src/config/config.ts'
import type { Secret } from '../src/model/secret.ts'
import { targetOf } from '../src/model/target.ts'
import { type RunOptions, startRun } from '../src/run.ts'
import { startRaw } from './net/servers.ts'

const config = (over: Partial<Config> = {}): Config => ({
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
const options = (over: Partial<RunOptions> = {}): RunOptions => ({
  ...{ cancelled: new AbortController().signal, env: {}, born: () => {}, hide: text => text },
  ...{ facts: { runId: 'test', sha: '', directory: '.' } },
  ...over,
})

const over = (signal: AbortSignal) =>
  new Promise<unknown>(resolve => signal.addEventListener('abort', () => resolve(signal.reason)))

test('a run goes on until its deadline', async () => {
  using run = startRun(config({ deadlineMs: 20 }), options())
  assert.equal(run.ended, null)
  // The deadline alone does not keep a process alive: something has to wait for it.
  const alive = setTimeout(() => {}, 5000)
  assert.equal(await over(run.wire.signal), 'deadline')
  clearTimeout(alive)
  assert.equal(run.ended, 'deadline')
})

test('a cancellation ends a run, also one that came before it started', () => {
  const controller = new AbortController()
  using run = startRun(config(), options({ cancelled: controller.signal }))
  assert.equal(run.ended, null)
  controller.abort()
  assert.equal(run.ended, 'cancelled')
  using late = startRun(config(), options({ cancelled: controller.signal }))
  assert.equal(late.ended, 'cancelled')
})

test('a run that was disposed of neither ends nor holds on to the cancellation', () => {
  const controller = new AbortController()
  const run = startRun(config(), options({ cancelled: controller.signal }))
  run[Symbol.dispose]()
  controller.abort()
  assert.equal(run.ended, null)
})

test('a fork can be cut while the run goes on, and ends with it', () => {
  const controller = new AbortController()
  using run = startRun(config(), options({ cancelled: controller.signal }))
  using first = run.fork()
  first.abort()
  assert.equal(first.wire.signal.aborted, true)
  assert.equal(run.ended, null)
  using second = run.fork()
  assert.equal(second.wire.signal.aborted, false)
  controller.abort()
  assert.equal(second.wire.signal.reason, 'cancelled')
  using third = run.fork()
  assert.equal(third.wire.signal.aborted, true)
})

test('a pause ends early with the run', { timeout: 10_000 }, async () => {
  const controller = new AbortController()
  using run = startRun(config(), options({ cancelled: controller.signal }))
  const pausing = run.wire.pause(600_000)
  controller.abort()
  await pausing
  await run.wire.pause(600_000)
})

test('a dial of a run goes through the proxy of the environment, and its password is born a secret', async () => {
  const born: Secret[] = []
  await using proxy = await startRaw(socket => {
    socket.once('data', () => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'))
  })
  using run = startRun(
    config(),
    options({
      env: { https_proxy: `http://user:p%40ss-word@127.0.0.1:${proxy.port}` },
      born: secret => born.push(secret),
    }),
  )
  const dialled = await run.wire.dial(targetOf(new URL('https://staging.example/')), 0, 2000)
  using _record = dialled.record
  assert.equal(dialled.ok ? null : dialled.fault.type, 'tcp.unreachable_through_proxy')
  assert.deepEqual(
    born.map(secret => secret.reveal()),
    ['p@ss-word'],
  )
})
