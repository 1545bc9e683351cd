import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { simpleConversation } from '../../src/conversation/declare.ts'
import { untiedNote } from '../../src/conversation/reply.ts'
import { type Conversed, converse, type Limits, pingNote } from '../../src/conversation/run.ts'
import type { Step } from '../../src/conversation/steps.ts'
import { newScope, type Scope } from '../../src/matching/template.ts'
import type { Channel } from '../../src/model/channel.ts'
import { Secret } from '../../src/model/secret.ts'
import { type Arrival, openScripted, type Script } from './scripted-channel.ts'

const newTestScope = (): Scope =>
  newScope({ runId: '1', sha: 'abc', connection: 1, token: new Secret('eyJ0b2tlbg') })

const limits: Limits = { timeoutMs: 5000 }

const run = (
  steps: readonly Step[],
  script: Script = {},
  scope: Scope = newTestScope(),
  channel: Channel = openScripted(script),
): Promise<Conversed> => converse(steps, channel, scope, limits)

const at = (afterMs: number, value: unknown): Arrival => ({
  afterMs,
  data: typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value),
})
const close = (afterMs: number, code: number, reason = ''): Arrival => ({ afterMs, close: { code, reason } })

/** Answers JSON with what `make` makes of it. */
const answering =
  (make: (sent: Record<string, unknown>) => readonly Arrival[]): NonNullable<Script['answer']> =>
  data =>
    make(JSON.parse(String(data)) as Record<string, unknown>)

test('a conversation of several steps runs to its end', async () => {
  const scope = newTestScope()
  const talk = await run(
    [
      { send: { type: 'chat', id: '{{id}}' } },
      { receive: { type: 'ack', id: '{{id}}' } },
      { receive: { type: 'done', run: { $present: true } } },
    ],
    { answer: answering(({ id }) => [at(10, { type: 'ack', id }), at(900, { type: 'done', run: 7 })]) },
    scope,
  )
  assert.equal(talk.fault, null)
  assert.deepEqual([talk.sent, talk.received], [1, 2])
  assert.deepEqual(talk.roundTripsMs, [10])
  assert.deepEqual(
    talk.assertions.map(a => [a.claim, a.ok]),
    [
      ['step 2: receive', true],
      ['step 3: receive', true],
    ],
  )
  assert.deepEqual(
    talk.transcript.map(e => [e.direction, e.kind, e.text]),
    [
      ['sent', 'text', `{"type":"chat","id":"${scope.id}"}`],
      ['received', 'text', `{"type":"ack","id":"${scope.id}"}`],
      ['received', 'text', '{"type":"done","run":7}'],
    ],
  )
})

test('a message that does not match stays for a later step', async () => {
  const arrivals = [at(1, { n: 1 }), at(2, { n: 2 }), at(3, { n: 3 })]
  assert.equal(
    (await run([{ receive: { n: 3 } }, { receive: { n: 1 } }, { receive: { n: 2 } }], { arrivals })).fault,
    null,
  )
})

test('a message is taken only once', async () => {
  const talk = await run([{ receive: { n: 1 } }, { receive: { n: 1 } }], { arrivals: [at(1, { n: 1 })] })
  assert.equal(talk.fault?.type, 'ws.no_reply')
  assert.match(talk.fault?.message ?? '', /no further message arrived within 5.0 s; expected \{"n":1\}/)
})

test('silence is no_reply, and says how long was waited and for what', async () => {
  const talk = await run([{ send: 'hi' }, { receive: { type: 'ack' }, withinMs: 2000 }])
  assert.equal(talk.fault?.type, 'ws.no_reply')
  assert.equal(talk.fault?.message, 'no message arrived within 2.0 s; expected {"type":"ack"}')
  assert.equal(talk.sent, 0, 'a message without an answer does not count as sent')
  assert.deepEqual(talk.assertions.at(-1), {
    claim: 'step 2: receive',
    expected: '{"type":"ack"}',
    actual: 'nothing',
    ok: false,
  })
})

test('a wrong reply tells the nearest mismatch and how many messages came', async () => {
  const arrivals = [at(1, { type: 'status' }), at(2, { type: 'ack', id: 'other' }), at(3, 'noise')]
  const talk = await run([{ receive: { type: 'ack', id: 'mine' } }], { arrivals })
  assert.equal(talk.fault?.type, 'ws.wrong_reply')
  assert.match(
    talk.fault?.message ?? '',
    /3 messages came, the nearest of which differs at \$\.id: expected "mine", found "other"/,
  )
})

test('a message that arrives after the limit of the wait does not count', async () => {
  const talk = await run([{ receive: 'late', withinMs: 100 }], { arrivals: [at(101, 'late')] })
  assert.equal(talk.fault?.type, 'ws.no_reply')
})

test('a busy machine does not make a late message arrive in time', async () => {
  const script = { arrivals: [at(101, 'late')], lagMs: 20 }
  const waits: Step[] = [
    { receive: 'late', withinMs: 100 },
    { receive: 'late', next: true, withinMs: 100 },
    { receiveAll: ['late'], withinMs: 100 },
    { reply: 'late', withinMs: 100 },
    { reply: undefined, withinMs: 100 },
  ]
  for (const step of waits)
    assert.equal((await run([step], script)).fault?.type, 'ws.no_reply', JSON.stringify(step))
  assert.equal((await run([{ never: 'late', forMs: 100 }], script)).fault, null)
})

test('next demands the message after the one last taken', async () => {
  const arrivals = [at(1, 'a'), at(2, 'b'), at(3, 'c')]
  assert.equal((await run([{ receive: 'a' }, { receive: 'b', next: true }], { arrivals })).fault, null)
  assert.equal((await run([{ receive: 'b' }, { receive: 'c', next: true }], { arrivals })).fault, null)
  const talk = await run([{ receive: 'a' }, { receive: 'c', next: true }], { arrivals })
  assert.equal(talk.fault?.type, 'ws.wrong_reply')
  assert.match(talk.fault?.message ?? '', /the next message differs at \$: expected "c", found "b"/)
})

test('receive-all takes a message for each match in any order', async () => {
  const steps: Step[] = [
    { receiveAll: [{ type: 'a' }, { type: 'a', id: 1 }, { type: 'b' }] },
    { receive: 'rest' },
  ]
  const arrivals = [
    at(1, { type: 'a', id: 1 }),
    at(2, 'rest'),
    at(3, { type: 'b' }),
    at(4, { type: 'a', id: 2 }),
  ]
  assert.equal((await run(steps, { arrivals })).fault, null)
})

test('receive-all names what is missing', async () => {
  const steps: Step[] = [{ receiveAll: [{ type: 'a' }, { type: 'b' }] }]
  const silent = await run(steps, { arrivals: [at(1, { type: 'a' })] })
  assert.equal(silent.fault?.type, 'ws.no_reply')
  assert.match(silent.fault?.message ?? '', /1 of 2; missing \[\{"type":"b"\}\]/)
  const wrong = await run(steps, { arrivals: [at(1, { type: 'a' }), at(2, { type: 'c' })] })
  assert.equal(wrong.fault?.type, 'ws.wrong_reply')
})

test('one message cannot stand for two matches of receive-all', async () => {
  const talk = await run([{ receiveAll: [{ n: 1 }, { n: 1 }] }], { arrivals: [at(1, { n: 1 })] })
  assert.equal(talk.fault?.type, 'ws.no_reply')
})

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

test('a pause lets time pass while messages arrive', async () => {
  const channel = openScripted({ arrivals: [at(1, 'a'), at(2, 'b')] })
  await run([{ pauseMs: 500 }, { receive: 'a' }], {}, newTestScope(), channel)
  assert.equal(channel.now(), 500)
})

test('repeat runs its steps that many times, each on messages of its own', async () => {
  const steps: Step[] = [{ repeat: 3, steps: [{ send: 'x' }, { receive: 'y' }] }]
  const talk = await run(steps, { answer: () => [at(2, 'y')] })
  assert.equal(talk.fault, null)
  assert.deepEqual([talk.sent, talk.received], [3, 3])
  assert.equal(talk.assertions[2]?.claim, 'step 1.2 (round 3): receive')
  let turns = 0
  const twice = await run(steps, { answer: () => (++turns < 3 ? [at(2, 'y')] : []) })
  assert.equal(twice.fault?.type, 'ws.no_reply')
})

test('a capture keeps the type of what it found, and later steps use it', async () => {
  const scope = newTestScope()
  const channel = openScripted({ arrivals: [at(1, { run: { n: 5 } }), at(2, 'room 77 open')] })
  const steps: Step[] = [
    { receive: { run: { $present: true } }, capture: { n: '$.run.n', run: '$.run' } },
    { receive: { $matches: 'room' }, capture: { room: '/room (\\d+)/' } },
    { send: { n: '{{captured.n}}', room: '{{captured.room}}', run: '{{captured.run}}' } },
    { receive: 'x', withinMs: 1 },
  ]
  await run(steps, {}, scope, channel)
  assert.deepEqual(channel.sent, ['{"n":5,"room":"77","run":{"n":5}}'])
})

test('a capture that finds nothing is a failure, though the message matched', async () => {
  for (const source of ['$.run.id', '/run (\\d+)/']) {
    const talk = await run([{ receive: { a: 1 }, capture: { run: source } }], { arrivals: [at(1, { a: 1 })] })
    assert.equal(talk.fault?.type, 'ws.wrong_reply')
    assert.match(talk.fault?.message ?? '', /"run" could not be captured/)
  }
})

test('text, JSON, bytes and files go out as declared', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'conversation-'))
  try {
    await writeFile(join(directory, 'body.bin'), Uint8Array.of(1, 2, 3))
    const channel = openScripted()
    const steps: Step[] = [
      { send: 'text {{sha}}' },
      { send: { a: '{{connection}}' } },
      { send: [1] },
      { send: { $hex: '00 ff' } },
      { send: { $base64: 'AP8=' } },
      { send: { $file: 'body.bin' } },
      { receive: 'x', withinMs: 1 },
    ]
    await converse(steps, channel, newTestScope(), { ...limits, directory })
    assert.deepEqual(
      channel.sent.map(data => (typeof data === 'string' ? data : Buffer.from(data).toString('hex'))),
      ['text abc', '{"a":1}', '[1]', '00ff', '00ff', '010203'],
    )
    const missing: Step[] = [{ send: { $file: 'missing' } }, { receive: 'x' }]
    await assert.rejects(
      converse(missing, openScripted(), newTestScope(), { ...limits, directory }),
      /ENOENT/,
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('a file of more than 1 MiB is not sent', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'conversation-'))
  try {
    await writeFile(join(directory, 'big'), Buffer.alloc(1024 * 1024 + 1))
    const steps: Step[] = [{ send: { $file: 'big' } }, { receive: 'x' }]
    await assert.rejects(
      converse(steps, openScripted(), newTestScope(), { ...limits, directory }),
      /1048576 is the most/,
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('a conversation that waits for nothing proves nothing', async () => {
  assert.equal((await run([{ send: 'x' }])).fault?.type, 'runner.no_proof')
  assert.equal((await run([])).fault?.type, 'runner.no_proof')
  assert.equal((await run([{ pauseMs: 5 }])).fault?.type, 'runner.no_proof')
})

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

test('the token goes on the wire and is shown nowhere', async () => {
  const channel = openScripted({ answer: data => [at(1, `you said ${String(data)}`)] })
  const talk = await run(
    [{ send: { token: '{{token}}' } }, { receive: { $contains: 'nothing' } }],
    {},
    newTestScope(),
    channel,
  )
  assert.deepEqual(channel.sent, ['{"token":"eyJ0b2tlbg"}'])
  assert.equal(talk.fault?.type, 'ws.wrong_reply')
  assert.ok(!JSON.stringify(talk).includes('eyJ0b2tlbg'))
})

test('a long transcript keeps its ends and says what it left out', async () => {
  const arrivals = Array.from({ length: 200 }, (_, i) => at(i, i === 199 ? 'last' : 'x'.repeat(1000)))
  const talk = await run([{ receive: 'last' }], { arrivals })
  assert.equal(talk.transcript.length, 50)
  assert.equal(talk.transcript.at(-1)?.text, 'last')
  assert.equal(talk.transcript[0]?.text.length, 500)
  assert.equal(talk.transcript[0]?.bytes, 1000)
  assert.deepEqual(talk.notes, ['150 entries in the middle of the transcript were left out'])
})
