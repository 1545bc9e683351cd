/** `over` and `hold`: how the connections open, and which of them last. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleConversation } from '../../../src/conversation/declare.ts'
import { echo } from '../sockets.ts'
import { check, claim, counting, told } from './crowds.ts'

test('a ramp opens the connections one after the other, and all are open at once in the end', async () => {
  const connections = 8
  const stepMs = 60_000
  // The clock stands still until the server has let a connection in: then the next wait is over, and no other one.
  const waits: { ms: number; end: () => void }[] = []
  const ended: number[] = []
  const endedAtOpening: number[] = []
  const { result, mostOpen } = await check(
    {
      onOpen() {
        endedAtOpening.push(ended.length)
        const wait = waits[ended.length]
        if (!wait) return
        ended.push(wait.ms)
        wait.end()
      },
      onMessage: echo,
    },
    { connections, overMs: connections * stepMs },
    { pause: ms => new Promise(end => waits.push({ ms, end })) },
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(mostOpen, connections)
  assert.deepEqual(endedAtOpening, [0, 1, 2, 3, 4, 5, 6, 7], 'one opens after each wait')
  assert.deepEqual(
    ended.map(ms => Math.round(ms / stepMs)),
    [1, 2, 3, 4, 5, 6, 7],
    'the first waits for nothing, and the last one for seven eighths of the time',
  )
})

test('a hold keeps all open, and has each answer once more', async () => {
  const said: string[] = []
  const { result } = await check(
    {
      onMessage(socket, text) {
        said.push(text)
        socket.send(text)
      },
    },
    { holdMs: 200 },
  )
  assert.deepEqual(told(result), ['passed', null, null], result.reason)
  assert.match(result.reason, /held 200 ms/)
  assert.equal(claim(result, 'none lost in the hold')?.ok, true)
  assert.equal(new Set(said).size, 6, 'each message has an id of its own')
})

test('who is lost in the hold is a failure: who, when, and with what code', async () => {
  const { result } = await check(
    {
      onOpen: (socket, _all, count) => count === 2 && setTimeout(() => socket.close(1001, 'idle'), 150),
      onMessage: echo,
    },
    { holdMs: 500 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.cut', 'infrastructure'])
  assert.match(
    result.reason,
    /^1 of 3 connections failed, with ws\.cut on .* after 3 were open; the first, connection \d: /,
  )
  assert.match(
    result.reason,
    /lost \d+ ms into the hold of 500 ms: the server closed with 1001 \(going away\) 'idle'$/,
  )
  assert.equal(result.observations['concurrency.lost_in_hold'], 1)
  assert.equal(result.observations['ws.close.code'], 1001)
})

test('an orderly close in the hold is a loss as well', async () => {
  const { result } = await check(
    { onOpen: socket => setTimeout(() => socket.close(1000), 100), onMessage: echo },
    { holdMs: 400 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.closed', 'application'])
  assert.match(result.reason, /^3 of 3 connections failed/)
})

test('one that is still open after the hold but says nothing any more is a failure', async () => {
  const { result } = await check(
    counting((socket, text, number) => number === 0 && socket.send(text)),
    { holdMs: 100 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.no_reply', 'application'])
  assert.match(result.reason, /after the hold of 100 ms: /)
})

test('an old message is no answer to the one after the hold', async () => {
  const always = simpleConversation('{"id":"{{id}}"}', '{"type":"ack"}')
  const { result } = await check(
    counting((socket, _text, number) => number === 0 && socket.send('{"type":"ack"}')),
    { holdMs: 100, conversation: always },
  )
  assert.deepEqual(told(result), ['failed', 'ws.no_reply', 'application'])
})
