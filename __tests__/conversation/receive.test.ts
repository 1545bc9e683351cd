/** `receive` and `receive-all`: which message is taken, and what is said when none is. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../src/conversation/steps.ts'
import { at, run } from './conversing.ts'

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
