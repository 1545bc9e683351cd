import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Codec, Dialect } from '../../src/conversation/dialect.ts'
import { readRefusal } from '../../src/conversation/refusal.ts'
import { converse, pingNote } from '../../src/conversation/run.ts'
import type { Step } from '../../src/conversation/steps.ts'
import { newScope } from '../../src/matching/template.ts'
import { Secret } from '../../src/model/secret.ts'
import { openScripted, type Script } from './scripted-channel.ts'

const scope = () => newScope({ runId: '1', sha: 'abc', connection: 1, token: new Secret('s3cret-token') })

async function run(steps: readonly Step[], script: Script, dialect: Dialect = {}) {
  const channel = openScripted(script)
  return { ...(await converse(steps, channel, scope(), { timeoutMs: 5000, dialect })), channel }
}

const text = (afterMs: number, data: string | Uint8Array) => ({ afterMs, data })

test('what the protocol asks for is answered while a step waits, and no step sees it', async () => {
  const dialect = { answers: [{ when: 'ping', send: 'pong' }, { when: 'noise' }] }
  const arrivals = [text(10, 'ping'), text(20, 'noise'), text(900, 'ping'), text(950, 'hello')]
  const talk = await run([{ receive: 'hello', next: true }], { arrivals }, dialect)
  assert.equal(talk.fault, null)
  assert.deepEqual(talk.channel.sent, ['pong', 'pong'])
})

test('beats go out whenever their time has passed', async () => {
  const dialect = { beat: { everyMs: 1000, send: 'beat' } }
  const talk = await run([{ pauseMs: 3500 }, { send: { $ping: 'x' } }], {}, dialect)
  assert.deepEqual(talk.channel.sent, ['beat', 'beat', 'beat'])
})

test('a codec turns frames into values and values into frames', async () => {
  const codec: Codec = {
    read: data => (typeof data === 'string' ? undefined : { n: data[0] }),
    write: value => Uint8Array.of((value as { n: number }).n),
  }
  const answer = (data: string | Uint8Array) => [{ afterMs: 5, data }]
  const steps: Step[] = [{ send: { n: 7 } }, { receive: { n: { $above: 6 } }, capture: { n: '$.n' } }]
  const talk = await run(steps, { answer }, { codec })
  assert.equal(talk.fault, null)
  assert.deepEqual(
    talk.transcript.map(entry => entry.text),
    ['1 byte: 07 = {"n":7}', '1 byte: 07 = {"n":7}'],
  )
  const raw = await run([{ send: { $hex: '07' } }, { receive: { $hex: '07' } }], { answer }, { codec })
  assert.equal(raw.fault, null)
})

const rules = [
  { means: 'failed', message: { error: 'gone' }, says: 'it is gone' },
  {
    means: 'refused',
    message: { error: { $present: true } },
    close: [4400],
    reason: /token/,
    says: 'refused',
  },
] as const

test('a refusal ends the conversation at once, as auth.refused', async () => {
  const arrivals = [text(10, '{"error":"bad s3cret-token"}'), text(4000, 'late')]
  const talk = await run([{ receive: 'ok' }], { arrivals }, { rules })
  assert.deepEqual([talk.fault?.type, talk.refusal?.by], ['auth.refused', 'message'])
  assert.match(talk.fault!.message, /^refused: \{"error":"bad \*\*\*"\}$/)
  assert.ok(talk.channel.now() < 100)
})

test('the first rule that applies counts, and what a step waits for is no trouble', async () => {
  const arrivals = [text(10, '{"error":"gone"}')]
  const gone = await run([{ receive: 'ok' }], { arrivals }, { rules })
  assert.deepEqual([gone.fault?.type, gone.refusal], ['ws.wrong_reply', null])
  const wanted = await run([{ receive: { error: 'gone' } }], { arrivals }, { rules })
  assert.deepEqual([wanted.fault, wanted.refusal], [null, null])
})

test('a close refuses by its code and its reason', async () => {
  const by = (code: number, reason: string) =>
    run([{ receive: 'ok' }], { arrivals: [{ afterMs: 5, close: { code, reason } }] }, { rules })
  const refused = await by(4400, 'bad token')
  assert.deepEqual([refused.fault?.type, refused.refusal?.code], ['auth.closed', 4400])
  const other = await by(4400, 'bad message')
  assert.deepEqual([other.fault?.type, other.refusal], ['ws.closed', null])
  assert.equal((await by(4401, '')).refusal?.code, 4401)
})

test('a refusal is read from what was heard, without a conversation', () => {
  const heard = (data: string) => ({ messages: [{ atMs: 1, data }], closed: null })
  assert.equal(readRefusal({ rules }, heard('{"error":"x"}'))?.by, 'message')
  assert.equal(readRefusal({ rules }, heard('{"error":"gone"}')), null)
  assert.equal(readRefusal({}, heard('{"error":"x"}')), null)
  assert.equal(readRefusal({}, { messages: [], closed: { code: 1008, reason: 'no' } })?.code, 1008)
  assert.equal(readRefusal({}, { messages: [], closed: { code: 1000, reason: '' } }), null)
})

test('a conversation that only watches needs a pong or a message: nothing came is no proof', async () => {
  const steps: Step[] = [{ never: 'error', forMs: 50 }]
  const dead = await run(steps, { pongMs: null })
  assert.equal(dead.fault?.type, 'ws.pong_missing')
  const alive = await run(steps, {})
  assert.deepEqual([alive.fault, alive.notes, alive.channel.pings.length], [null, [pingNote], 1])
  const spoke = await run(steps, { pongMs: null, arrivals: [text(10, 'welcome')] })
  assert.equal(spoke.fault, null)
})

test('a secret in a binary frame is not shown, not even in hex', async () => {
  const password = Buffer.from('..s3cret-token..').toString('hex')
  const hide = (shown: string) => shown.replaceAll('s3cret-token', '***')
  const channel = openScripted({ answer: data => [{ afterMs: 1, data }] })
  const steps: Step[] = [{ send: { $hex: password } }, { receive: { $hex: '00' }, withinMs: 10 }]
  const talk = await converse(steps, channel, scope(), { timeoutMs: 50, hide })
  assert.ok(!JSON.stringify(talk).includes(Buffer.from('s3cret').toString('hex')))
})
