/** `messages`, `over`, `hold`, `within`: what many clients do beside one message each. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { type ConcurrencyOptions, concurrencyCheck } from '../../../src/checks/concurrency.ts'
import { simpleConversation } from '../../../src/conversation/declare.ts'
import type { Issue } from '../../../src/model/credential.ts'
import { Secret } from '../../../src/model/secret.ts'
import { closedPort, createWire, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { type Behaviour, echo, startSockets } from '../sockets.ts'

const conversation = simpleConversation('{"id":"{{id}}"}', '{"id":"{{id}}"}')

async function check(
  behaviour: Behaviour,
  options: Partial<ConcurrencyOptions>,
  { issue, timeoutMs = 800 }: { issue?: Issue; timeoutMs?: number } = {},
) {
  await using server = await startSockets(behaviour)
  const given = { connections: 3, conversation, ...options }
  const over = { timeoutMs, retries: 0, ...(issue && { credential: 'default' }) }
  const wire = createWire({}, { pause: async ms => void (await pause(ms)), ...(issue && { issue }) })
  const result = await runOne(plan('concurrency', `${server.url}/ws`, given, over), { wire })
  return { result, requests: server.requests, mostOpen: server.mostOpen }
}

type Result = Awaited<ReturnType<typeof check>>['result']
const told = ({ outcome, fault, class: kind }: Result) => [outcome, fault?.type ?? null, kind]
const claim = ({ assertions }: Result, name: string) => assertions.find(one => one.claim === name)

/** The number of a message on its connection, from 0. */
function counting(answer: (socket: WebSocket, text: string, number: number) => void): Behaviour {
  const counts = new WeakMap<WebSocket, number>()
  return {
    onMessage(socket, text) {
      const number = counts.get(socket) ?? 0
      counts.set(socket, number + 1)
      answer(socket, text, number)
    },
  }
}

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

test('a ramp opens the connections one after the other, and all are open at once in the end', async () => {
  const opened: number[] = []
  const { result, mostOpen } = await check(
    { onOpen: () => opened.push(performance.now()), onMessage: echo },
    { connections: 8, overMs: 400 },
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(mostOpen, 8)
  // The last one starts at 7/8 of the time; nothing can make it earlier.
  assert.ok(opened.at(-1)! - opened[0]! > 250, String(opened.at(-1)! - opened[0]!))
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

test('percentiles have limits: slower is class performance, with what was measured', async () => {
  const slow: Behaviour = { onMessage: (socket, text) => setTimeout(() => socket.send(text), 120) }
  const within = { connect: { max: 60_000 }, roundTrip: { p95: 50 } }
  const { result } = await check(slow, { within })
  assert.deepEqual(told(result), ['failed', 'ws.slow', 'performance'])
  assert.match(result.reason, /^round trip p95 was \d+ ms; expected at most 50 ms$/)
  assert.equal(claim(result, 'connect max')?.ok, true)
  const roomy = { connect: {}, roundTrip: { p95: 60_000 } }
  assert.equal((await check(slow, { within: roomy })).result.outcome, 'passed')
})

test('a credential is issued for each connection, with its number', async () => {
  const numbers: (number | undefined)[] = []
  const issue: Issue = async (_name, connection) => {
    numbers.push(connection)
    const placement = { in: 'header', name: 'authorization', prefix: 'Bearer ' } as const
    return { value: new Secret(`token-${connection}`), placement }
  }
  const { result, requests } = await check({ onMessage: echo }, { connections: 4 }, { issue })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(numbers, [1, 2, 3, 4])
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization).sort(),
    [1, 2, 3, 4].map(n => `Bearer token-${n}`),
  )
})

test('a server that takes no more is not asked thousands of times', { timeout: 40_000 }, async () => {
  await using silent = await startRaw(() => {})
  const options = { connections: 1000, conversation }
  const over = { timeoutMs: 500, retries: 0 }
  const result = await runOne(plan('concurrency', `ws://127.0.0.1:${silent.port}/ws`, options, over))
  assert.deepEqual(told(result), ['failed', 'ws.upgrade_timed_out', 'infrastructure'])
  assert.match(result.reason, /; \d+ more were not tried, because none came through any more; /)
  assert.ok(silent.connections < 600, String(silent.connections))
  assert.equal(result.observations['concurrency.planned'], 1000)
})

const refusals = (options: object): string[] => {
  const parsed = concurrencyCheck.options(z).safeParse(options)
  return parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
}
const numbered = [{ send: { id: '{{id}}' } }, { receive: { id: '{{id}}' } }]

test('words that contradict the conversation beside them are problems of the file', () => {
  assert.deepEqual(refusals({ messages: 5, over: '2s', hold: '10s', conversation: numbered }), [])
  assert.deepEqual(refusals({ within: { 'round-trip': { p95: '200ms' }, connect: { max: '1s' } } }), [])
  assert.match(
    refusals({ messages: 5, conversation: [{ send: 'a' }, { receive: 'b' }] }).join(),
    /^messages: no message/,
  )
  const closes = [...numbered, { close: 1000 }]
  assert.match(refusals({ hold: '1s', conversation: closes }).join(), /^hold: .* nothing is left to hold$/)
  assert.match(refusals({ messages: 2, conversation: closes }).join(), /^messages: .* no further message/)
  assert.match(
    refusals({ messages: 1000, connections: 10_000 }).join(),
    /10000000 messages; 100000 is the most/,
  )
  assert.match(refusals({ within: { p95: '1s' } }).join(), /p95/)
  assert.match(refusals({ over: 'soon' }).join(), /^over: "soon" is not a duration/)
  assert.match(refusals({ connections: 10_001 }).join(), /^connections: /)
})

const script = (port: number, connections: number) => `
  const { plan, runOne } = await import('${new URL('../probing.ts', import.meta.url).href}')
  const check = plan('concurrency', 'ws://127.0.0.1:${port}/ws', { connections: ${connections} }, { retries: 0 })
  const { outcome, fault, class: kind, attempts } = await runOne(check)
  console.log(JSON.stringify([outcome, fault?.type, fault?.code, kind, attempts.length, fault?.message]))
  process.exit(0)`

test('too few descriptors are told before anything is sent', {
  skip: process.platform === 'win32' && 'no ulimit there',
}, async () => {
  const args = ['-c', 'ulimit -n 300; exec "$0" --input-type=module -e "$1"', process.execPath]
  const printed = String(execFileSync('sh', [...args, script(await closedPort(), 2000)]))
  const [outcome, type, code, kind, attempts, message] = JSON.parse(printed) as unknown[]
  assert.deepEqual(
    [outcome, type, code, kind, attempts],
    ['errored', 'runner.descriptor_limit', 'EMFILE', 'runner', 0],
  )
  assert.match(String(message), /ulimit -n 4096/)
})

const namespaces = spawnSync('unshare', ['-n', 'true']).status === 0

test('a runner without free ports is the runner’s trouble', {
  skip: !namespaces && 'needs root, for a network of its own',
}, () => {
  const server = `
    const { startSockets, echo } = await import('${new URL('../sockets.ts', import.meta.url).href}')
    const server = await startSockets({ onMessage: echo })
    const port = Number(new URL(server.url).port)
    ${script(0, 40).replace("'ws://127.0.0.1:0/ws'", "server.url + '/ws'")}`
  const up = 'ip link set lo up; echo "50000 50019" > /proc/sys/net/ipv4/ip_local_port_range'
  const printed = execFileSync('unshare', [
    ...['-n', 'sh', '-c', `${up}; exec "$0" --input-type=module -e "$1"`],
    ...[process.execPath, server],
  ])
  const [outcome, type, code, kind, , message] = JSON.parse(String(printed)) as unknown[]
  assert.deepEqual(
    [outcome, type, code, kind],
    ['errored', 'runner.descriptor_limit', 'EADDRNOTAVAIL', 'runner'],
    String(message),
  )
})
