/** `never`, `close`, and a connection or a run that ends while something is awaited. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../src/conversation/steps.ts'
import { at, close, run } from './conversing.ts'
import type { Arrival } from './scripted-channel.ts'

test('never fails on a message that arrives in its time, and only then', async () => {
  const steps: Step[] = [{ never: { type: 'error' }, forMs: 2000 }]
  const talk = await run(steps, { arrivals: [at(1999, { type: 'error' })] })
  assert.equal(talk.fault?.type, 'ws.unwanted_message')
  assert.match(talk.fault?.message ?? '', /error/)
  assert.equal((await run(steps, { arrivals: [at(2001, { type: 'error' })] })).fault, null)
  assert.equal((await run(steps, { arrivals: [at(1, { type: 'fine' })] })).fault, null)
})

test('never sees an error that overtook the answer before it', async () => {
  const steps: Step[] = [{ send: 'x' }, { receive: 'ack' }, { never: 'error', forMs: 100 }]
  const talk = await run(steps, { answer: () => [at(1, 'error'), at(2, 'ack')] })
  assert.equal(talk.fault?.type, 'ws.unwanted_message')
})

test('never does not hold on a connection that ended, unless a close comes next', async () => {
  const arrivals = [close(50, 1000)]
  assert.equal((await run([{ never: 'x', forMs: 100 }], { arrivals })).fault?.type, 'ws.closed')
  assert.equal((await run([{ never: 'x', forMs: 100 }, { close: 1000 }], { arrivals })).fault, null)
  const other = await run([{ never: 'x', forMs: 100 }, { receive: 'y' }], { arrivals })
  assert.equal(other.assertions.at(-1)?.claim, 'step 1: never')
})

test('close waits for the server to close with that code', async () => {
  const steps: Step[] = [{ send: 'bye' }, { close: 1000 }]
  const talk = await run(steps, { answer: () => [close(30, 1000, 'bye')] })
  assert.equal(talk.fault, null)
  assert.equal(talk.sent, 1, 'the close is the answer')
  assert.equal(talk.transcript.at(-1)?.text, '1000 bye')
  assert.equal((await run(steps)).fault?.type, 'ws.not_closed')
  const other = await run(steps, { answer: () => [close(30, 1011)] })
  assert.equal(other.fault?.type, 'ws.closed')
  assert.match(other.fault?.message ?? '', /1011 \(internal error\); expected a close with 1000/)
  assert.equal((await run([{ close: 4401 }], { arrivals: [close(1, 4401)] })).fault, null)
})

for (const [code, type] of [
  [1000, 'ws.closed'],
  [1001, 'ws.cut'],
  [1005, 'ws.closed'],
  [1006, 'ws.cut'],
  [1008, 'auth.closed'],
  [1011, 'ws.closed'],
  [1012, 'ws.cut'],
  [3000, 'auth.closed'],
  [3003, 'auth.closed'],
  [4401, 'auth.closed'],
  [4403, 'auth.closed'],
  [4000, 'ws.closed'],
] as const) {
  test(`a close with ${code} while a message is awaited is ${type}`, async () => {
    const { fault } = await run([{ receive: 'x' }], { arrivals: [close(5, code, 'why')] })
    assert.equal(fault?.type, type)
    assert.equal(fault?.code, String(code))
    assert.match(fault?.message ?? '', new RegExp(String(code)))
  })
}

test('a refusal tells its code, its name and its reason', async () => {
  const talk = await run([{ receive: 'x' }], { arrivals: [close(5, 1008, 'bad token')] })
  assert.match(
    talk.fault?.message ?? '',
    /^the server closed with 1008 \(policy violation\) 'bad token' while a message that matches "x" was awaited$/,
  )
})

test('a violation of the protocol is told before the close that follows it', async () => {
  const arrivals: Arrival[] = [{ afterMs: 5, close: { code: 1006, violation: true } }]
  assert.equal((await run([{ receive: 'x' }], { arrivals })).fault?.type, 'ws.protocol_error')
  assert.equal((await run([{ close: 1006 }], { arrivals })).fault?.type, 'ws.protocol_error')
})

test('what arrived before a close still counts', async () => {
  assert.equal((await run([{ receive: 'x' }], { arrivals: [at(5, 'x'), close(5, 1006)] })).fault, null)
})

test('a close that nothing waits for is no fault', async () => {
  assert.equal(
    (await run([{ receive: 'x' }, { pauseMs: 50 }], { arrivals: [at(5, 'x'), close(9, 1006)] })).fault,
    null,
  )
})

test('sending on a connection that ended tells how it ended', async () => {
  const steps: Step[] = [{ receive: 'x' }, { pauseMs: 50 }, { send: 'y' }, { receive: 'z' }]
  const talk = await run(steps, { arrivals: [at(5, 'x'), close(9, 1008)] })
  assert.equal(talk.fault?.type, 'auth.closed')
})

test('the end of the run is told as such, in every kind of wait', async () => {
  const arrivals: Arrival[] = [{ afterMs: 5, abort: true, close: { code: 1006 } }]
  const waits: Step[] = [
    { receive: 'x' },
    { receive: 'x', next: true },
    { receiveAll: ['x'] },
    { never: 'x', forMs: 100 },
    { close: 1006 },
    { reply: 'x' },
    { reply: undefined },
  ]
  for (const step of waits) {
    assert.equal((await run([step], { arrivals })).fault?.type, 'runner.cancelled', JSON.stringify(step))
  }
  const ping = await run([{ send: { $ping: 'x' } }], { arrivals, pongMs: 50 })
  assert.equal(ping.fault?.type, 'runner.cancelled')
  const paused = await run([{ receive: 'x' }, { pauseMs: 100 }], { arrivals: [at(1, 'x'), ...arrivals] })
  assert.equal(paused.fault?.type, 'runner.cancelled')
})
