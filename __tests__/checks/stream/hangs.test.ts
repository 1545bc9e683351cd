/** Streams that hang: before their headers, before an event, between events. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { plan, runOne, startHttp } from '../probing.ts'
import { beat, pause } from '../streams.ts'
import { check, done, seen } from './streaming.ts'

suite('a stream that hangs', () => {
  test('before the headers', async () => {
    await using server = await startHttp(() => {})
    const result = await runOne(plan('stream', `${server.url}/stream`, {}, { timeoutMs: 200 }))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.no_headers'])
    assert.match(result.reason, /hung before the headers/)
  })

  test('before the first event', async () => {
    const result = await check(() => {}, done, { timeoutMs: 200 })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_first_event'])
    assert.match(result.reason, /headers came after .*, and then nothing for/)
    assert.equal(result.observations['stream.hung'], 'before the first event')
  })

  test('before the first event, though comments keep it alive', async () => {
    const result = await check(
      async response => {
        while (!response.destroyed) {
          response.write(': still here\n\n')
          await pause(30)
        }
      },
      done,
      { timeoutMs: 200 },
    )
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_first_event'])
  })

  test('between events, and says after how many', async () => {
    const result = await check(response => void beat(response, 3, 20), done, { timeoutMs: 300 })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.stalled'])
    assert.match(
      result.reason,
      /hung between events: after 3 events nothing came for .*; expected "\[DONE\]"/,
    )
  })

  test('before its end marker, when all declared events have come', async () => {
    const options = { ...done, 'min-events': 3, minEvents: 3 }
    const result = await check(response => void beat(response, 3, 20), options, { timeoutMs: 300 })
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.stalled'])
    assert.match(result.reason, /hung before the end marker/)
  })

  test('longer than max-gap, without a declared end', async () => {
    const result = await check(
      response => void beat(response, 3, 20),
      { maxGapMs: 100, withinMs: 5000 },
      { timeoutMs: 200 },
    )
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.stalled'])
  })
})
