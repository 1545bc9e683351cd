/** Whole conversations: steps in turn, repeats, captures, what is sent, and what is kept of it. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { converse } from '../../src/conversation/run.ts'
import type { Step } from '../../src/conversation/steps.ts'
import { answering, at, limits, newTestScope, run } from './conversing.ts'
import { openScripted } from './scripted-channel.ts'

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
