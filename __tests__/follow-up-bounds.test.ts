/** Whatever follow-up probes are answered, they are few, they end, and a failure stays one. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fail, refusal } from './following-up.ts'
import { switching } from './net/frames.ts'
import { startRaw } from './net/servers.ts'

/** Answers by connection: what the list says, and after it what it says last. */
const startScript = (answers: readonly ((request: string) => string | null)[]) => {
  let count = 0
  return startRaw(socket => {
    const answer = answers[Math.min(count++, answers.length - 1)]!
    socket.once('data', chunk => {
      const text = answer(chunk.toString('latin1'))
      if (text !== null) socket.end(text)
    })
  })
}

/** Every follow-up together, for the trouble that has most of them. */
const mostFurther = 24

test('whatever follow-up probes are answered, a failure stays a failure, and few are asked', async () => {
  const answers: readonly ((request: string) => string | null)[] = [
    request => switching(request),
    () => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    () => refusal(401, ''),
    () => refusal(404, 'not here'),
    () => refusal(503, ''),
    () => 'no HTTP at all\r\n',
    () => '',
  ]
  const first = fc.constantFrom(...[400, 403, 404, 426, 429, 500, 502, 503])
  const later = fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(first, later, fc.constantFrom('upgrade', 'messaging'), async (status, rest, kind) => {
      await using server = await startScript([() => refusal(status, 'no'), ...rest])
      const { outcome, fault } = await fail(`ws://127.0.0.1:${server.port}/ws`, { kind, token: 't' })
      assert.equal(outcome, 'failed')
      assert.equal(fault?.code, String(status), 'the fault is that of the check')
      assert.ok(server.connections <= 1 + mostFurther, `${server.connections} connections`)
    }),
    { numRuns: 40 },
  )
})

test('follow-up probes that nobody answers end by themselves, and the failure stands', {
  timeout: 10_000,
}, async () => {
  await using server = await startScript([() => refusal(404, 'no'), () => null])
  const { outcome, fault, observations } = await fail(`ws://127.0.0.1:${server.port}/ws`, { token: 't' })
  assert.deepEqual([outcome, fault?.type], ['failed', 'ws.unexpected_response'])
  assert.equal(observations['twin.get.status_code'], undefined, 'what was not answered is not made up')
})

test('many clients at once that are refused are not asked for again', async () => {
  await using server = await startScript([() => refusal(503, 'busy')])
  const { outcome } = await fail(`ws://127.0.0.1:${server.port}/ws`, {
    kind: 'concurrency',
    options: { connections: 40 },
    token: 't',
  })
  assert.equal(outcome, 'failed')
  assert.ok(server.connections <= 40 + mostFurther, `${server.connections} connections`)
})
