/** The simple form: a pong, or the reply that is tied to our message. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleConversation } from '../../src/conversation/declare.ts'
import { untiedNote } from '../../src/conversation/reply.ts'
import { pingNote } from '../../src/conversation/run.ts'
import { answering, at, close, newTestScope, run } from './conversing.ts'
import { openScripted } from './scripted-channel.ts'

test('the simple form without a message proves a pong, and says that this is all', async () => {
  const talk = await run(simpleConversation(null, null), { pongMs: 7 })
  assert.equal(talk.fault, null)
  assert.deepEqual([talk.sent, talk.received, talk.roundTripsMs], [1, 1, [7]])
  assert.deepEqual(talk.notes, [pingNote])
  assert.deepEqual(
    talk.transcript.map(e => e.kind),
    ['ping', 'pong'],
  )
})

test('a ping without its pong is pong_missing', async () => {
  const talk = await run(simpleConversation(null, null), { pongMs: null })
  assert.equal(talk.fault?.type, 'ws.pong_missing')
  assert.deepEqual([talk.sent, talk.notes], [0, []])
})

test('a connection that ends before the pong tells how it ended', async () => {
  const talk = await run(simpleConversation(null, null), { pongMs: 9, arrivals: [close(5, 1008)] })
  assert.equal(talk.fault?.type, 'auth.closed')
})

test('the reply that carries our id is taken, and what came before ours never counts', async () => {
  const id = (afterMs: number) => answering(({ id }) => [at(1, 'status'), at(afterMs, { re: id })])
  const talk = await run(simpleConversation('{"id":"{{id}}"}', null), {
    arrivals: [at(0, 'welcome')],
    answer: id(900),
  })
  assert.equal(talk.fault, null)
  assert.deepEqual(talk.notes, [])
  assert.deepEqual(talk.roundTripsMs, [900])
})

test('a greeting alone is no reply', async () => {
  for (const expect of [null, '{"type":"welcome"}']) {
    for (const send of ['hi', '{"id":"{{id}}"}']) {
      const talk = await run(simpleConversation(send, expect), { arrivals: [at(0, { type: 'welcome' })] })
      assert.equal(talk.fault?.type, 'ws.no_reply')
      assert.match(talk.fault?.message ?? '', /1 message from before ours does not count/)
      assert.equal(talk.sent, 0)
    }
  }
})

test('a greeting on its way is kept apart from the reply by a ping', async () => {
  const channel = openScripted({ arrivals: [at(5, 'welcome')], pongMs: 10 })
  const talk = await run(simpleConversation('hi', null), {}, newTestScope(), channel)
  assert.equal(talk.fault?.type, 'ws.no_reply')
  assert.equal(channel.pings.length, 1)
})

test('a server that answers no ping is not blamed for it when only its reply matters', async () => {
  const talk = await run(simpleConversation('hi', null), { pongMs: null, answer: () => [at(3, 'echo')] })
  assert.equal(talk.fault, null)
})

test('a reply without our id passes with a note', async () => {
  for (const send of ['hi', '{"id":"{{id}}"}']) {
    const talk = await run(simpleConversation(send, null), {
      answer: () => [at(3, 'echo'), at(2000, 'more')],
    })
    assert.equal(talk.fault, null)
    assert.deepEqual(talk.notes, [untiedNote])
    assert.deepEqual(talk.roundTripsMs, [3])
  }
})

test('an untied message followed by a refusal is no reply', async () => {
  for (const send of ['hi', '{"id":"{{id}}"}']) {
    const answer = () => [at(3, { error: 'unauthorized' }), close(3, 1008)]
    assert.equal((await run(simpleConversation(send, null), { answer })).fault?.type, 'auth.closed')
    const orderly = () => [at(3, 'echo'), close(3, 1000)]
    assert.deepEqual((await run(simpleConversation(send, null), { answer: orderly })).notes, [untiedNote])
  }
})

test('an expectation is met by the first message after ours that matches', async () => {
  const answer = () => [at(1, { type: 'status' }), at(2, { type: 'ack', n: 1 })]
  assert.equal((await run(simpleConversation('hi', '{"type":"ack"}'), { answer })).fault, null)
  const wrong = await run(simpleConversation('hi', '{"type":"done"}'), { answer })
  assert.equal(wrong.fault?.type, 'ws.wrong_reply')
  assert.equal(wrong.assertions[0]?.claim, 'reply')
})

test('an id in a binary reply ties it as well', async () => {
  const answer = answering(({ id }) => [at(1, Buffer.from(`\u0001${String(id)}`))])
  assert.deepEqual((await run(simpleConversation('{"id":"{{id}}"}', null), { answer })).notes, [])
})
