/** `messages`: many on each connection, each answered once, in order, and nowhere else. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleConversation } from '../../../src/conversation/declare.ts'
import { echo } from '../sockets.ts'
import { check, claim, counting, told } from './crowds.ts'

test('several messages on each connection: all answered, once, in order', async () => {
  const { result } = await check({ onMessage: echo }, { messages: 20 })
  assert.deepEqual(told(result), ['passed', null, null], result.reason)
  assert.match(result.reason, /^3 of 3 at once, 20 messages each; /)
  for (const name of ['no reply lost', 'no reply twice', 'replies in order'])
    assert.equal(claim(result, name)?.actual, 'none')
})

test('one message in four is lost: counted, with an example', async () => {
  const { result } = await check(
    counting((socket, text, number) => number % 4 !== 3 && socket.send(text)),
    { messages: 8 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.reply_lost', 'application'])
  assert.match(result.reason, /^message 4 of 8 on connection 1 was never answered \(6 replies lost in all\)$/)
  assert.equal(result.observations['concurrency.lost'], 6)
})

test('one reply comes twice: counted, with an example', async () => {
  const { result } = await check(
    counting((socket, text, number) => {
      socket.send(text)
      if (number === 2) setTimeout(() => socket.send(text), 20)
    }),
    { messages: 5, connections: 1 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.reply_duplicated', 'application'])
  assert.equal(result.reason, 'the reply to message 3 of 5 on connection 1 came twice')
})

const lateThird = counting((socket, text, number) =>
  setTimeout(() => socket.send(text), number === 2 ? 60 : 0),
)

test('a reply that is overtaken fails, unless the order does not matter', async () => {
  const { result } = await check(lateThird, { messages: 5 })
  assert.deepEqual(told(result), ['failed', 'ws.reply_reordered', 'application'])
  assert.match(
    result.reason,
    /^the reply to message 3 of 5 on connection 1 came after that to message 5 \(3 /,
  )
  assert.deepEqual(told((await check(lateThird, { messages: 5, ordered: false })).result), [
    'passed',
    null,
    null,
  ])
})

test('another message about the same id is no duplicate', async () => {
  const { result } = await check(
    {
      onMessage(socket, text) {
        socket.send(text)
        socket.send(text.replace('}', ',"type":"done"}'))
      },
    },
    { messages: 5 },
  )
  assert.equal(result.outcome, 'passed', result.reason)
})

test('numbered messages that reach everybody are cross-talk, and all of it is counted', async () => {
  const { result } = await check(
    {
      onMessage(_socket, text, all) {
        for (const one of all) one.send(text)
      },
    },
    { messages: 3 },
  )
  assert.deepEqual(told(result), ['failed', 'ws.cross_talk', 'security'])
  // Three messages of each of three clients, each at the two others.
  assert.equal(result.observations['concurrency.cross_talk'], 18)
  assert.match(result.reason, /\(18 messages of other connections in all\)$/)
})

test('messages that carry no id cannot be numbered: nothing is sent, and nothing is said of the target', async () => {
  const { result, requests } = await check(
    { onMessage: echo },
    { messages: 3, conversation: simpleConversation('hello', null) },
  )
  assert.deepEqual(told(result), ['errored', 'runner.no_proof', 'runner'])
  assert.equal(requests.length, 0)
})
