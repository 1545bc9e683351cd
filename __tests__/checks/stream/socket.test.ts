import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { WebSocket } from 'ws'
import type { CheckResult } from '../../../src/model/check.ts'
import { plan, runOne } from '../probing.ts'
import { startSockets } from '../sockets.ts'
import { pause } from '../streams.ts'

const conversation = [{ send: { type: 'start', id: '{{id}}' } }]
const step = (socket: WebSocket, value: unknown) => socket.send(JSON.stringify(value))

async function check(
  onMessage: (socket: WebSocket) => void,
  options: object = {},
  timeoutMs = 400,
): Promise<CheckResult> {
  await using server = await startSockets({
    onOpen: socket => step(socket, { type: 'welcome' }),
    onMessage,
  })
  return await runOne(plan('stream', `${server.url}/ws`, { conversation, ...options }, { timeoutMs }))
}

const work = async (socket: WebSocket, count = 5) => {
  for (let i = 1; i <= count; i++) {
    step(socket, { type: 'progress', i, timestamp: Date.now() })
    await pause(90)
  }
}
const seen = ({ outcome, class: failureClass, fault }: CheckResult) => [outcome, failureClass, fault?.type]
const until = { type: 'completed' }

suite('a stream of messages on a WebSocket', () => {
  test('passes with its events in time and its end marker; greetings are none of them', async () => {
    const result = await check(
      async socket => {
        await work(socket)
        step(socket, { type: 'completed' })
      },
      { until },
    )
    assert.deepEqual(seen(result), ['passed', null, undefined], result.reason)
    assert.equal(result.observations['stream.events'], 5)
    assert.equal(result.observations['stream.delivery'], 'as produced')
    assert.ok(result.proof)
  })

  test('may be longer than a mailbox', async () => {
    const result = await check(
      socket => {
        for (let i = 1; i <= 12_000; i++) step(socket, { type: 'progress', i })
        step(socket, { type: 'completed' })
      },
      { until, minEvents: 12_000 },
      5000,
    )
    assert.deepEqual(seen(result), ['passed', null, undefined], result.reason)
    assert.equal(result.observations['stream.events'], 12_000)
    assert.equal(result.observations['ws.messages.received'], 12_002)
  })

  test('that stalls says after how many', async () => {
    const result = await check(socket => void work(socket, 2), { until })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.stalled'])
    assert.match(result.reason, /after 2 events/)
  })

  test('that never begins hung before the first event', async () => {
    const result = await check(() => {}, { until })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_first_event'])
  })

  test('that is closed in order before its end marker has ended too early', async () => {
    const result = await check(
      async socket => {
        await work(socket, 2)
        socket.close(1000)
      },
      { until },
    )
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_end_marker'])
  })

  test('that is cut is a fault of the connection', async () => {
    const result = await check(
      async socket => {
        await work(socket, 2)
        socket.terminate()
      },
      { until },
    )
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'ws.cut'])
  })

  test('that reports an error fails with its words', async () => {
    const result = await check(socket => step(socket, { type: 'error', message: 'no agent' }), { until })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.error_event'])
    assert.match(result.reason, /no agent/)
  })

  test('whose end marker is named by a field has ended', async () => {
    const result = await check(
      socket => {
        step(socket, { event: 'token' })
        step(socket, { event: 'done' })
      },
      { until: { event: 'done' } },
    )
    assert.deepEqual(seen(result), ['passed', null, undefined], result.reason)
  })

  test('whose first message refuses the credential is a refusal', async () => {
    const refuse = (socket: WebSocket) => step(socket, { type: 'error', message: 'Unauthorized' })
    const result = await check(refuse, { until })
    assert.deepEqual(seen(result), ['failed', 'authentication', 'auth.required'], result.reason)
    const later = await check(
      socket => {
        step(socket, { type: 'progress' })
        refuse(socket)
      },
      { until },
    )
    assert.deepEqual(seen(later), ['failed', 'application', 'stream.error_event'], later.reason)
  })

  test('that comes in one burst is buffered', async () => {
    const result = await check(
      async socket => {
        const made = []
        for (let i = 0; i < 6; i++) {
          made.push({ type: 'progress', timestamp: Date.now() })
          await pause(80)
        }
        for (const one of made) step(socket, one)
        step(socket, until)
      },
      { until },
      2000,
    )
    assert.deepEqual(
      seen(result),
      ['failed', 'infrastructure', 'stream.buffered'],
      JSON.stringify(result.assertions),
    )
  })

  test('whose upgrade is refused is a fault of the upgrade', async () => {
    await using server = await startSockets({ admit: () => 404 })
    const result = await runOne(plan('stream', `${server.url}/ws`, { conversation, until }))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'ws.unexpected_response'])
  })
})
