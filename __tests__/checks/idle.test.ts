import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { suite, test } from 'node:test'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { type IdleOptions, idleCheck } from '../../src/checks/idle.ts'
import type { Step } from '../../src/conversation/steps.ts'
import type { FaultName } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Credential } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { mint } from '../demo/client.ts'
import { createWire } from '../net/servers.ts'
import { plan, runAll, runOne } from './probing.ts'
import { type Behaviour, echo, startSockets } from './sockets.ts'

const pingPong: readonly Step[] = [
  { send: { type: 'ping', id: '{{id}}' } },
  { receive: { type: 'pong', id: '{{id}}' }, withinMs: 500 } as unknown as Step,
]
const echoing: readonly Step[] = [{ send: 'hello {{id}}' }, { reply: undefined }]
const facts = ({ outcome, fault, class: failureClass, layer, observations }: CheckResult) => [
  outcome,
  fault?.type,
  failureClass,
  layer,
  observations['idle.pattern'],
]

/** Against the demo service: it ends a silence after a second. */
async function quietly(faults: readonly FaultName[], options: Partial<IdleOptions> = {}, timeoutMs = 500) {
  await using service = await startService({ faults })
  const credential: Credential = {
    value: new Secret(mint(service.secret)),
    placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  }
  const wire = createWire({}, { issue: async () => credential })
  const url = `${service.url.replace('http', 'ws')}/ws`
  const check = plan('idle', url, { holdMs: 1600, ...options }, { credential: 'default', timeoutMs })
  return await runOne(check, { wire })
}

/** Against a server that does what the test says. */
async function check(
  behaviour: Behaviour,
  options: Partial<IdleOptions> = {},
  { retries = 0, timeoutMs = 300 } = {},
) {
  await using server = await startSockets(behaviour)
  const over = { timeoutMs, retries }
  return await runOne(plan('idle', `${server.url}/ws`, { holdMs: 600, ...options }, over))
}

test('the silence is 65 s unless told otherwise, and one of less than a second is refused', () => {
  const options = idleCheck.options(z)
  assert.equal((options.parse({}) as IdleOptions).holdMs, 65_000)
  assert.equal((options.parse({ hold: '2m' }) as IdleOptions).holdMs, 120_000)
  for (const hold of ['300ms', '65', 'long']) assert.equal(options.safeParse({ hold }).success, false, hold)
})

suite('a quiet connection', { concurrency: 4 }, () => {
  test('that survives passes: a ping is answered after the silence, and the conversation runs', async () => {
    const result = await quietly([], { conversation: pingPong })
    assert.deepEqual(facts(result), ['passed', undefined, null, null, undefined], result.reason)
    assert.match(result.reason, /survived 1\.6 s of silence/)
    const hold = result.attempts[0]!.phases.find(({ phase }) => phase === 'hold')!
    assert.ok(hold.ms >= 1599, `${hold.ms} ms`)
    assert.match(result.proof!.seen, /^HTTP 101/)
    const { noun, count, marks, slots } = result.timeline!
    assert.deepEqual([noun, marks.map(({ label }) => label)], ['frame', ['open', 'hold over']])
    assert.ok(count >= 4, 'two pings with their pongs')
    assert.equal(
      slots.reduce((sum, n) => sum + n, 0),
      count,
    )
  })

  test('that is cut while pings and messages live fails as a limit on silence', async () => {
    const result = await quietly(['idle-cut'], { conversation: pingPong })
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'silence'])
    assert.match(
      result.reason,
      /FIN, no close frame\) after (1\.\d s|9\d\d ms) of silence; it had to stay open for 1\.6 s/,
    )
    assert.equal(result.observations['idle.probe.ping'], 'lived')
    assert.equal(result.observations['idle.probe.message'], 'lived')
    assert.match(String(result.observations['idle.probe.silent']), /^fin at \d+ ms$/)
    assert.equal(result.traffic.connections, 4)
    assert.equal(result.timeline?.marks.at(-1)?.label, 'FIN')
  })

  test('that is reset fails as such', async () => {
    const result = await quietly(['idle-reset'])
    assert.deepEqual(facts(result), ['failed', 'idle.reset', 'infrastructure', 'idle', 'silence'])
  })

  test('that is closed with a code and a reason is the policy of the application', async () => {
    const result = await quietly(['idle-close-1001'])
    assert.deepEqual(facts(result), ['failed', 'idle.ended', 'application', 'idle', 'silence'])
    assert.match(result.reason, /1001 \(going away\) 'idle for too long' after (1\.\d s|9\d\d ms) of silence/)
    assert.equal(result.observations['ws.close.code'], 1001)
  })

  test('that is cut at an age, busy or not, is told from one that is cut for its silence', async () => {
    const result = await quietly(['absolute-cut'], { conversation: pingPong })
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'age'])
    assert.match(result.notes[0]!, /limit on age/)
  })

  test('whose handler ends it soon after it was opened, each time, has met no limit', async () => {
    const result = await check({ onOpen: socket => void setTimeout(() => socket.terminate(), 500).unref() })
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'early'])
    assert.match(result.notes[0]!, /^not a limit, since nobody has one below a second/)
    assert.deepEqual(
      diagnose([result])
        .get(result.id)
        ?.map(({ id }) => id),
      ['idle.ended-early'],
    )
  })

  test('without messages to try, an age and deaf ears for pings are not told apart, and the report says so', async () => {
    const result = await quietly(['absolute-cut'])
    assert.equal(result.observations['idle.pattern'], 'silence-or-age')
    assert.match(result.notes[0]!, /whether messages do was not tried/)
  })

  test('that looks open and answers nothing any more is found dead', async () => {
    const result = await quietly(['dead-after-idle'])
    assert.deepEqual(facts(result), ['failed', 'idle.unanswered', 'infrastructure', 'idle', 'silence'])
    assert.match(result.reason, /no pong came within 500 ms/)
  })

  test('whose close frame comes without an end of the connection was closed, and is not dead', async () => {
    const result = await check({
      onOpen: socket =>
        void setTimeout(() => {
          const below = socketBelow(socket)
          for (const event of ['data', 'end']) below.removeAllListeners(event)
          // Close frame, 4408, "quiet".
          below.write(Buffer.from([0x88, 7, 0x11, 0x38, ...Buffer.from('quiet')]))
        }, 200),
    })
    assert.deepEqual(facts(result).slice(0, 3), ['failed', 'idle.ended', 'application'])
    assert.match(result.reason, /4408 'quiet'/)
  })

  test('on which only data counts is told from one on which pings count', async () => {
    const result = await check(
      {
        onOpen: socket => restart(socket),
        onMessage(socket, text) {
          restart(socket)
          socket.send(text)
        },
      },
      { conversation: echoing, holdMs: 1900 },
      // A pong that is late on a busy machine is not to be taken for a dead connection.
      { timeoutMs: 3000 },
    )
    assert.deepEqual(facts(result), ['failed', 'idle.closed', 'infrastructure', 'idle', 'data-silence'])
  })

  test('that is lost once is tried again, and passes with a note', async () => {
    const result = await check(
      { onOpen: (socket, _all, nth) => nth === 1 && cutAfter(socket, 200) },
      {},
      { retries: 1 },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /1 of 2 attempts failed/)
  })

  test('that is lost again and again at any time is no limit', async () => {
    const result = await check({ onOpen: (socket, _all, nth) => nth % 3 === 1 && cutAfter(socket, 200) })
    assert.deepEqual(facts(result), ['failed', 'idle.lost', 'infrastructure', 'idle', 'random'])
  })

  test('counts the pings of the server and our pongs', async () => {
    let pongs = 0
    const result = await check({
      onOpen(socket) {
        const timer = setInterval(() => socket.ping('s'), 100)
        socket.on('close', () => clearInterval(timer))
        socket.on('pong', () => pongs++)
      },
    })
    assert.equal(result.outcome, 'passed', result.reason)
    const { 'idle.server_pings': pings, 'idle.pongs': answered } = result.observations
    assert.ok(Number(pings) >= 3, String(pings))
    assert.equal(answered, pings)
    assert.ok(pongs >= Number(pings) - 1)
    assert.match(result.notes.join(), /the server sent \d+ pings, every \d+ ms, \d+ answered/)
    assert.equal(result.timeline?.marks[1]?.label, 'first server ping')
  })

  test('on which no ping is answered before the silence is no matter of silence', async () => {
    const result = await check({ autoPong: false })
    assert.deepEqual(facts(result).slice(0, 4), ['failed', 'ws.pong_missing', 'infrastructure', 'messaging'])
  })

  test('that is closed by a policy on credentials is a matter of authentication', async () => {
    const opened: Behaviour = { onOpen: socket => void setTimeout(() => socket.close(4401, 'expired'), 200) }
    const result = await check(opened)
    assert.equal(result.outcome, 'skipped', result.reason)
    await using server = await startSockets(opened)
    const headers = { Authorization: new Secret('Bearer t0ken') }
    const shown = await runOne(plan('idle', `${server.url}/ws`, { holdMs: 600 }, { headers, timeoutMs: 300 }))
    assert.deepEqual(facts(shown).slice(0, 4), ['failed', 'auth.closed', 'authentication', 'auth'])
  })

  test('whose conversation does not run after the silence fails with what it missed', async () => {
    const result = await check({}, { conversation: echoing })
    assert.deepEqual(facts(result).slice(0, 3), ['failed', 'ws.no_reply', 'application'])
    assert.match(result.reason, /^after 60\d ms of silence a ping was answered, but /)
  })

  test('answers with an echo after the silence', async () => {
    const result = await check({ onMessage: echo }, { conversation: echoing })
    assert.equal(result.outcome, 'passed', result.reason)
  })

  test('that the end of the run interrupts was not run, and says how far it came', async () => {
    await using server = await startSockets()
    const controller = new AbortController()
    setTimeout(() => controller.abort('deadline'), 300)
    const result = await runOne(plan('idle', `${server.url}/ws`, { holdMs: 60_000 }), {
      wire: createWire({ signal: controller.signal }),
    })
    assert.deepEqual([result.outcome, result.fault?.type], ['errored', 'runner.deadline'])
    assert.match(result.reason, /quiet for \d+ ms of 60 s|quiet for \d+ ms of 1 m/)
  })

  test('costs the others nothing: they are done while it is still held, also one that fails', async () => {
    await using server = await startSockets({
      admit: ({ url }) => (url === '/ws3' ? 404 : null),
      onMessage: echo,
    })
    const told: string[] = []
    const brisk = Array.from({ length: 9 }, (_, i) =>
      plan('messaging', `${server.url}/ws${i}`, {}, { id: `messaging:${i}`, timeoutMs: 300 }),
    )
    const idle = Array.from({ length: 9 }, (_, i) =>
      plan('idle', `${server.url}/ws`, { holdMs: 900 }, { id: `idle:${i}` }),
    )
    const results = await runAll([...idle, ...brisk], { onResult: ({ kind }) => told.push(kind) })
    assert.deepEqual(told, [...brisk.map(() => 'messaging'), ...idle.map(() => 'idle')])
    assert.deepEqual(
      results.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id),
      ['messaging:3'],
    )
    assert.ok(server.mostOpen >= idle.length, `${server.mostOpen} at once`)
  })

  test('is refused like any other at the upgrade', async () => {
    const asks = await check({ admit: () => 401 })
    assert.equal(asks.outcome, 'skipped')
    const missing = await check({ admit: () => 404 })
    assert.deepEqual(facts(missing).slice(0, 4), [
      'failed',
      'ws.unexpected_response',
      'infrastructure',
      'upgrade',
    ])
  })
})

const timers = new WeakMap<WebSocket, NodeJS.Timeout>()

/** Cuts a connection 500 ms after its last message: control frames do not count. */
function restart(socket: WebSocket): void {
  clearTimeout(timers.get(socket))
  timers.set(socket, cutAfter(socket, 1400))
}

const socketBelow = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket

/** Without a close frame. */
const cutAfter = (socket: WebSocket, ms: number): NodeJS.Timeout =>
  setTimeout(() => socketBelow(socket).end(), ms)
