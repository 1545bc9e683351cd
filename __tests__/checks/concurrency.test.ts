import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConcurrencyOptions } from '../../src/checks/concurrency.ts'
import { simpleConversation } from '../../src/conversation/declare.ts'
import type { Credential } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { closedPort, createWire } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'
import { type Behaviour, echo, startSockets } from './sockets.ts'

const conversation = simpleConversation('{"type":"hello","id":"{{id}}","n":"{{connection}}"}', null)

async function check(
  behaviour: Behaviour,
  options: Partial<ConcurrencyOptions> = {},
  credential: Credential | null = null,
) {
  await using server = await startSockets(behaviour)
  let issued = 0
  const issue = async (name: string | null) => {
    issued++
    return name === null ? null : credential
  }
  const over = { credential: credential && 'default', timeoutMs: 1500 }
  const given = { conversation, ...options }
  const result = await runOne(plan('concurrency', `${server.url}/ws`, given, over), {
    wire: createWire({}, { issue }),
  })
  return { result, requests: server.requests, mostOpen: server.mostOpen, issued }
}

const claims = (result: { assertions: readonly { claim: string; ok: boolean }[] }) =>
  Object.fromEntries(result.assertions.map(a => [a.claim, a.ok]))

test('all connections are open at the same time, and each gets its own reply', async () => {
  const { result, mostOpen } = await check({ onMessage: echo }, { connections: 20 })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(mostOpen, 20)
  assert.deepEqual(claims(result), {
    'connections open': true,
    'conversations complete': true,
    "nobody else's replies": true,
  })
  assert.equal(result.traffic.connections, 20)
})

test('300 connections are open at the same time as well, and the report stays small', {
  timeout: 30_000,
}, async () => {
  const { result, mostOpen } = await check({ onMessage: echo }, { connections: 300 })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(mostOpen, 300)
  assert.equal(result.traffic.connections, 300)
  assert.ok(result.attempts.length <= 20)
  assert.ok(JSON.stringify(result).length < 20_000)
})

test('percentiles of connect and round trip are reported, in order', async () => {
  const { result } = await check({ onMessage: echo }, { connections: 10 })
  for (const name of ['connect', 'round_trip']) {
    const [p50, p95, p99] = [50, 95, 99].map(p => Number(result.observations[`concurrency.${name}.p${p}_ms`]))
    assert.ok(p50! > 0 && p50! <= p95! && p95! <= p99!, `${name}: ${p50} ${p95} ${p99}`)
  }
  assert.match(result.reason, /^10 of 10 at once; connect p95 .*, round trip p95 /)
})

test('one of five that is refused fails the check, and says for how many', async () => {
  let count = 0
  const { result } = await check({ admit: () => (++count === 3 ? 404 : null), onMessage: echo })
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'ws.unexpected_response'])
  assert.match(
    result.reason,
    /^1 of 5 connections failed, with ws.unexpected_response on 127\.0\.0\.1:\d+ after \d were open; the first, connection \d: /,
  )
  assert.deepEqual(
    [claims(result)['connections open'], result.observations['concurrency.opened']],
    [false, 4],
  )
  assert.equal(result.attempts.filter(a => a.fault).length, 1)
})

test('one of five that gets no reply fails the check', async () => {
  const { result } = await check({
    onMessage(socket, text) {
      if (!text.includes('"n":3') && !text.includes('"n":"3"')) socket.send(text)
    },
  })
  assert.deepEqual(
    [result.outcome, result.fault?.type, result.class],
    ['failed', 'ws.no_reply', 'application'],
  )
  assert.deepEqual(
    [result.observations['concurrency.opened'], result.observations['concurrency.answered']],
    [5, 4],
  )
})

test('one of five that is cut fails the check as infrastructure', async () => {
  const { result } = await check({
    onOpen(socket, _all, count) {
      if (count === 2) socket.terminate()
    },
    onMessage: echo,
  })
  assert.deepEqual([result.outcome, result.fault?.type, result.class], ['failed', 'ws.cut', 'infrastructure'])
})

test('another connection’s reply is cross-talk: class security, worse than anything else', async () => {
  const { result } = await check({
    onMessage(_socket, text, all) {
      // To everybody, as a chat room without rooms does.
      for (const other of all) other.send(text)
    },
  })
  assert.deepEqual(
    [result.outcome, result.fault?.type, result.class, result.layer],
    ['failed', 'ws.cross_talk', 'security', 'messaging'],
  )
  assert.match(result.reason, /^connection \d received a message with the id of connection \d/)
  assert.equal(claims(result)["nobody else's replies"], false)
})

test('cross-talk is seen although a connection failed as well', async () => {
  const { result } = await check({
    onOpen(socket, _all, count) {
      if (count === 5) setTimeout(() => socket.terminate(), 30)
    },
    onMessage(_socket, text, all) {
      for (const other of all) other.send(text)
    },
  })
  assert.equal(result.fault?.type, 'ws.cross_talk')
})

test('what all get alike is no cross-talk', async () => {
  const { result } = await check({
    onMessage(socket, text, all) {
      for (const other of all)
        other.send('{"type":"user_count","room":"6b1f4f8a-6f0e-4c5f-9d7a-3f0b8a1c2d3e"}')
      socket.send(text)
    },
  })
  assert.equal(result.outcome, 'passed', result.reason)
})

const token: Credential = {
  value: new Secret('t0ken'),
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}

test('each connection shows a credential that was issued for it', async () => {
  const { requests, issued } = await check({ onMessage: echo }, {}, token)
  assert.equal(issued, 5)
  assert.deepEqual(new Set(requests.map(r => r.headers.authorization)), new Set(['Bearer t0ken']))
})

test('where the server asks for a credential and none was given, it is skipped', async () => {
  const { result } = await check({ admit: () => 401 })
  assert.equal(result.outcome, 'skipped')
  assert.match(result.reason, /asks for a credential, and none was given/)
})

test('a refused credential fails, class authentication', async () => {
  const { result } = await check({ admit: () => 403 }, {}, token)
  assert.deepEqual([result.outcome, result.class], ['failed', 'authentication'])
  assert.match(result.reason, /^5 of 5 connections failed/)
})

test('a dead host fails each connection, and the report shows the trouble once', async () => {
  const result = await runOne(
    plan('concurrency', `ws://127.0.0.1:${await closedPort()}/ws`, { connections: 3 }),
  )
  assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'tcp.refused'])
  assert.match(result.reason, /^3 of 3 connections failed/)
})

test('without a conversation a ping does, and the report says so', async () => {
  const { result } = await check({}, { conversation: null })
  assert.equal(result.outcome, 'passed')
  assert.match(result.notes.join(), /only an RFC 6455 ping/)
})

test('connections that failed are shown first, however many there were', async () => {
  let count = 0
  const { result } = await check(
    { admit: () => (++count > 30 && count <= 33 ? 500 : null), onMessage: echo },
    { connections: 40 },
  )
  assert.equal(result.attempts.length, 20)
  assert.equal(result.attempts.filter(a => a.fault).length, 3)
  assert.equal(result.traffic.connections, 40)
})
