/** JSON lines and plain text as streams. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { pause } from '../streams.ts'
import { check, seen } from './streaming.ts'

suite('other formats', () => {
  const ndjson = { 'content-type': 'application/x-ndjson' }
  test('JSON lines, each an event, the last one without a line break', async () => {
    const result = await check(
      response => void response.end('{"a":1}\n\n{"a":2}\r\n{"done":true}'),
      { until: { done: true }, each: { a: { $type: 'number' } } },
      { headers: ndjson },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.deepEqual(
      [result.observations['stream.format'], result.observations['stream.events']],
      ['ndjson', 2],
    )
  })
  test('a line that is no JSON', async () => {
    const result = await check(response => void response.end('{"a":1}\n{"a":\n'), {}, { headers: ndjson })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.malformed'])
    assert.match(result.reason, /line 2 is no JSON/)
  })
  test('plain text in pieces, with an end marker that comes in two', async () => {
    const result = await check(
      async response => {
        for (const piece of ['Hello', ' world <e', 'nd>']) {
          response.write(piece)
          await pause(30)
        }
        response.end()
      },
      { until: '<end>' },
      { headers: { 'content-type': 'text/plain' } },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(result.observations['stream.format'], 'text')
  })
  test('plain text that ends in the very piece that holds its end marker', async () => {
    const headers = { 'content-type': 'text/plain' }
    const whole = await check(
      response => void response.end('Hello world <end>'),
      { until: '<end>' },
      { headers },
    )
    assert.equal(whole.outcome, 'passed', whole.reason)
    assert.equal(whole.observations['stream.events'], 1)
    const bare = await check(response => void response.end('<end>'), { until: '<end>' }, { headers })
    assert.deepEqual(seen(bare), ['failed', 'application', 'stream.too_few_events'])
  })
  test('pieces of plain text that a buffer made one of, by the pace and the number that were declared', async () => {
    const held = (ms: number) =>
      check(
        async response => {
          await pause(ms)
          response.end('one two three four five <end>')
        },
        { until: '<end>', pacedMs: 150, minEvents: 5 },
        { headers: { 'content-type': 'text/plain' }, timeoutMs: 3000 },
      )
    assert.deepEqual(seen(await held(700)), ['failed', 'infrastructure', 'stream.buffered'])
    assert.deepEqual(seen(await held(0)), ['failed', 'application', 'stream.too_few_events'])
  })
})
