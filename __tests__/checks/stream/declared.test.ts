/** What the user declares of a stream: number, match, type, times. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { beat, pause, type Script, sse } from '../streams.ts'
import { check, done, seen } from './streaming.ts'

suite('what is declared of a stream', () => {
  const three: Script = async response => {
    await beat(response, 3, 60)
    response.end(sse('[DONE]'))
  }
  test('too few events', async () => {
    const result = await check(three, { ...done, minEvents: 4 })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.too_few_events'])
  })
  test('an end without any event', async () => {
    const result = await check(response => void response.end(sse('[DONE]')), done)
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.too_few_events'])
  })
  test('an event that does not match', async () => {
    const result = await check(three, { ...done, each: { index: { $below: 3 } } })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.wrong_event'])
    assert.match(result.reason, /event 3 does not match: \$\.index is 3/)
  })
  test('another content type', async () => {
    const result = await check(three, { ...done, contentType: 'application/x-ndjson' })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.wrong_content_type'])
    const right = await check(three, { ...done, contentType: { '$starts-with': 'text/event-stream' } })
    assert.equal(right.outcome, 'passed', right.reason)
  })
  test('a gap that is longer than the timeout is waited for', async () => {
    const two: Script = response => void response.write(sse('a'))
    const result = await check(two, { maxGapMs: 700 }, { timeoutMs: 300 })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.stalled'])
  })

  test('a late first event, a long gap and a long whole are slow, and no more than that', async () => {
    const late: Script = async response => {
      await pause(150)
      await three(response, null as never)
    }
    for (const options of [{ firstEventMs: 50 }, { maxGapMs: 20 }, { withinMs: 100 }]) {
      const result = await check(late, { ...done, ...options })
      assert.deepEqual(
        seen(result),
        ['failed', 'performance', 'stream.slow'],
        JSON.stringify(options) + result.reason,
      )
    }
  })
  test('an error inside the stream, with its own words and no more of them than fit', async () => {
    for (const event of [
      sse({ error: { message: 'overloaded', type: 'server_error' } }),
      sse({ message: 'overloaded' }, { event: 'error' }),
      sse('overloaded', { event: 'error' }),
      sse({ type: 'error', error: { type: 'overloaded_error', message: 'overloaded' } }),
    ]) {
      const result = await check(response => void response.end(sse('a') + event), done)
      assert.deepEqual(seen(result), ['failed', 'application', 'stream.error_event'], event)
      assert.match(result.reason, /after 1 event the stream reports an error: "overloaded"/)
    }
    const long = await check(response => void response.end(sse({ error: 'x'.repeat(100_000) })))
    assert.ok(long.reason.length < 400)
  })
  test('an answer that speaks of errors is no error', async () => {
    const result = await check(
      response =>
        void response.end(sse({ text: 'the error was found' }) + sse({ error: null }) + sse('[DONE]')),
      done,
    )
    assert.equal(result.outcome, 'passed', result.reason)
  })
})
