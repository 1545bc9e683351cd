/** Many clients that speak a protocol by name: its opening, its answers and its refusals on each of their connections. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { concurrencyCheck } from '../../src/checks/concurrency.ts'
import type { Issue, Placement } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { secret, tokenOf } from '../conversation/presets/speaking.ts'
import { mosquittoRequirement, startMosquitto } from '../lab/brokers/mosquitto.ts'
import { startGraphql } from '../lab/node/graphql.ts'
import { startJsonRpc } from '../lab/node/json-rpc.ts'
import { startSocketIo } from '../lab/node/socket-io.ts'
import { missingRequirements } from '../lab/requirements.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'
import { startSockets } from './sockets.ts'

const right = tokenOf(secret)
const wrong = tokenOf('another secret')
const shows = (tokens: (connection: number) => string, placement: Placement = { in: 'message' }): Issue => {
  return async (name, connection = 1) =>
    name === null ? null : { value: new Secret(tokens(connection)), placement }
}

const bearer = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const

/** Declared as in a configuration file. */
async function run(url: string, words: object, issue: Issue | null = shows(() => right), timeoutMs = 3000) {
  const options = concurrencyCheck.options(z).parse({ connections: 3, ...words })
  const over = { timeoutMs, retries: 0, ...(issue && { credential: 'default' }) }
  const wire = createWire({}, { pause: async ms => void (await pause(ms)), ...(issue && { issue }) })
  return await runOne(plan('concurrency', url, options, over), { wire })
}

type Result = Awaited<ReturnType<typeof run>>
const told = ({ outcome, class: kind, fault }: Result) => [outcome, kind, fault?.type ?? null]
const passed = ['passed', null, null]
const claim = ({ assertions }: Result, name: string) => assertions.find(one => one.claim === name)?.actual

const chat = { name: 'socket.io', event: 'chat_message', send: { id: '{{id}}' }, expect: { id: '{{id}}' } }

test('socket.io: pings are answered in the ramp, in the hold and between, and every event is acknowledged once', async () => {
  // Whoever leaves a ping without its pong for half a second is cut off.
  await using server = await startSocketIo(secret, { pingInterval: 300 })
  const url = `ws://127.0.0.1:${server.port}/socket.io/`
  const result = await run(url, { protocol: chat, messages: 10, over: '1500ms', hold: '1500ms' })
  assert.deepEqual(told(result), passed, result.reason)
  assert.match(result.reason, /^3 of 3 at once, 10 messages each, held 1\.5 s; /)
  assert.deepEqual(
    ['no reply lost', 'no reply twice', 'replies in order', "nobody else's replies"].map(name =>
      claim(result, name),
    ),
    ['none', 'none', 'none', 'none'],
  )
})

test('socket.io numbers its acknowledgements: they are told apart without an id in them', async () => {
  await using server = await startSocketIo(secret)
  const protocol = { name: 'socket.io', event: 'chat_message', send: { text: 'hello' } }
  const result = await run(`ws://127.0.0.1:${server.port}/socket.io/`, { protocol, messages: 20 })
  assert.deepEqual(told(result), passed, result.reason)
  assert.equal(claim(result, 'no reply lost'), 'none')
})

/** Speaks Socket.IO as far as it has to; `acknowledge` gets the number of each event. */
const ioServer = (acknowledge: (socket: WebSocket, number: string) => void) =>
  startSockets({
    onOpen: socket => socket.send('0{"sid":"x","pingInterval":25000,"pingTimeout":20000}'),
    onMessage(socket, text) {
      if (text.startsWith('40')) socket.send('40{"sid":"y"}')
      const [, number] = /^42(\d+)/.exec(text) ?? []
      if (number !== undefined) acknowledge(socket, number)
    },
  })

test('socket.io: acknowledgements that are lost and that come twice are counted', async () => {
  const protocol = { name: 'socket.io', event: 'chat_message' }
  {
    await using server = await ioServer((socket, n) => n !== '4' && socket.send(`43${n}[]`))
    const result = await run(`${server.url}/io`, { protocol, messages: 6 }, null, 500)
    assert.deepEqual(told(result), ['failed', 'application', 'ws.reply_lost'])
    assert.match(
      result.reason,
      /^message 4 of 6 on connection 1 was never answered \(3 replies lost in all\)$/,
    )
  }
  await using server = await ioServer((socket, n) => {
    socket.send(`43${n}[]`)
    if (n === '2') socket.send(`43${n}[]`)
  })
  const result = await run(`${server.url}/io`, { protocol, messages: 4 }, null, 500)
  assert.deepEqual(told(result), ['failed', 'application', 'ws.reply_duplicated'])
})

test('socket.io that disconnects one client in the hold, with the connection left open, is a loss', async () => {
  let count = 0
  await using server = await ioServer((socket, n) => {
    socket.send(`43${n}[]`)
    if (++count === 2) setTimeout(() => socket.send('41'), 200)
  })
  const protocol = { name: 'socket.io', event: 'chat_message' }
  const result = await run(`${server.url}/io`, { protocol, hold: '600ms' }, null, 500)
  assert.deepEqual(told(result), ['failed', 'application', 'ws.wrong_reply'])
  assert.match(result.reason, /^1 of 3 .*disconnected us/)
  assert.equal(result.observations['concurrency.lost_in_hold'], 1)
})

test('socket.io: one of three credentials is refused in-band, and only its connection', async () => {
  await using server = await startSocketIo(secret)
  const url = `ws://127.0.0.1:${server.port}/socket.io/`
  const result = await run(
    url,
    { protocol: chat, messages: 3 },
    shows(at => (at === 2 ? wrong : right)),
  )
  assert.deepEqual(told(result), ['failed', 'authentication', 'auth.refused'])
  assert.match(result.reason, /^1 of 3 connections failed, .*the first, connection 2: .*CONNECT_ERROR/)
  const without = await run(url, { protocol: chat }, null)
  assert.equal(without.outcome, 'skipped', without.reason)
})

test('graphql-ws: operations are numbered by their ids, and each is answered once', async () => {
  await using server = await startGraphql(secret)
  const url = `ws://127.0.0.1:${server.port}/graphql`
  const result = await run(url, { protocol: 'graphql-ws', messages: 12, hold: '300ms' })
  assert.deepEqual(told(result), passed, result.reason)
  assert.equal(claim(result, 'no reply lost'), 'none')
  const refused = await run(
    url,
    { protocol: 'graphql-ws' },
    shows(() => wrong),
  )
  assert.deepEqual(told(refused).slice(0, 2), ['failed', 'authentication'])
  assert.match(refused.reason, /^3 of 3 connections failed, /)
})

test('a protocol begins as soon as its connection is open, not when all are', async () => {
  await using server = await startSockets({
    onOpen(socket) {
      const timer = setTimeout(() => socket.close(4408, 'Connection initialisation timeout'), 400)
      socket.once('message', () => clearTimeout(timer))
    },
    onMessage(socket, text) {
      const { type, id } = JSON.parse(text) as { type: string; id?: string }
      if (type === 'connection_init') return socket.send('{"type":"connection_ack"}')
      socket.send(JSON.stringify({ type: 'next', id, payload: { data: {} } }))
      socket.send(JSON.stringify({ type: 'complete', id }))
    },
    protocol: 'graphql-transport-ws',
  })
  const result = await run(`${server.url}/graphql`, { protocol: 'graphql-ws', over: '1500ms' }, null, 800)
  assert.deepEqual(told(result), passed, result.reason)
})

test('json-rpc: errors that are the awaited answer to each request are no failure of the rest', async () => {
  let count = 0
  await using server = await startSockets({
    onMessage(socket, text) {
      const { id } = JSON.parse(text) as { id: string }
      const answer = { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }
      // One by one: each is looked at while others are still awaited.
      setTimeout(() => socket.send(JSON.stringify(answer)), 10 * (count++ / 3))
    },
  })
  const result = await run(`${server.url}/rpc`, { protocol: 'json-rpc', messages: 12 }, null)
  assert.deepEqual(told(result), passed, result.reason)
  await using real = await startJsonRpc(secret)
  const issue = shows(() => right, bearer)
  const said = await run(`ws://127.0.0.1:${real.port}/rpc`, { protocol: 'json-rpc', messages: 8 }, issue)
  assert.deepEqual(told(said), passed, said.reason)
})

suite('mqtt with mosquitto', { skip: missingRequirements([mosquittoRequirement]) }, () => {
  test('what is published on one topic reaches all, and is no cross-talk; with a topic each, it would be', async () => {
    await using server = await startMosquitto(secret)
    const url = `ws://127.0.0.1:${server.port}/mqtt`
    const issue = shows(() => secret)
    const topic = 'health/check'
    const shared = await run(url, { protocol: { name: 'mqtt', topic }, messages: 5, hold: '200ms' }, issue)
    assert.deepEqual(told(shared), passed, shared.reason)
    assert.match(String(shared.notes), /published on "health\/check".*\{\{connection\}\}/)
    assert.deepEqual(
      [claim(shared, "nobody else's replies"), claim(shared, 'no reply lost')],
      [undefined, 'none'],
    )
    const own = await run(
      url,
      { protocol: { name: 'mqtt', topic: 'health/{{connection}}' }, messages: 5 },
      issue,
    )
    assert.deepEqual(told(own), passed, own.reason)
    assert.equal(claim(own, "nobody else's replies"), 'none')
    const pings = await run(url, { protocol: 'mqtt', hold: '200ms' }, issue)
    assert.deepEqual(told(pings), passed, pings.reason)
  })
})

const problems = (words: object): string[] =>
  concurrencyCheck
    .options(z)
    .safeParse(words)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

test('messages with a protocol whose round trip cannot be repeated is a problem of the input', () => {
  const wordsOf = (protocol: unknown) => ({ protocol, messages: 5 })
  const nothing = (name: string) => [
    `messages: nothing that is sent over ${name} here carries {{id}} and is followed by its answer, so replies cannot be told apart`,
  ]
  for (const name of ['mqtt', 'stomp', 'socket.io']) assert.deepEqual(problems(wordsOf(name)), nothing(name))
  assert.match(
    String(problems(wordsOf({ name: 'mqtt', topic: 'a/{{id}}' }))),
    /^messages: "a\/\{\{id\}\}" is another place/,
  )
  assert.match(
    String(problems(wordsOf({ name: 'stomp', destination: '/topic/{{id}}' }))),
    /^messages: "\/topic\/\{\{id\}\}" is another place/,
  )
  const query = 'subscription { ticks }'
  assert.match(String(problems(wordsOf({ name: 'graphql-ws', query }))), /^messages: a subscription answers/)
  for (const protocol of [
    'graphql-ws',
    'json-rpc',
    { name: 'mqtt', topic: 'a' },
    { name: 'stomp', destination: '/topic/a' },
    chat,
  ])
    assert.deepEqual(problems(wordsOf(protocol)), [])
  // One message is always possible.
  assert.deepEqual(problems({ protocol: 'mqtt' }), [])
})

test('a first reply without the id that was sent: replies cannot be told apart, and nothing is called lost', async () => {
  await using server = await startSockets({ onMessage: socket => socket.send('{"type":"ack"}') })
  const conversation = [{ send: { id: '{{id}}' } }, { receive: { type: 'ack' } }]
  const result = await run(`${server.url}/ws`, { conversation, messages: 4 }, null, 500)
  assert.deepEqual(told(result), ['errored', 'runner', 'runner.no_proof'])
  assert.match(result.reason, /without the \{\{id\}\} that was sent/)
})
