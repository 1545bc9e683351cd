/** Streams that something on the way collects. */

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { suite, test } from 'node:test'
import { plan, runOne, startHttp } from '../probing.ts'
import { beat, pause, type Script, sse, startStream } from '../streams.ts'
import { assertionOf, check, done, seen } from './streaming.ts'

suite('a stream that is buffered', () => {
  const hold: Script = async response => {
    let held = ''
    for (let i = 0; i < 6; i++) {
      held += sse({ i, sent_at: new Date().toISOString() })
      await pause(100)
    }
    response.end(held + sse('[DONE]'))
  }

  test('is told by the times in its events', async () => {
    const result = await check(hold, done, { timeoutMs: 2000 })
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
    assert.match(
      result.reason,
      /6 events made over \d+ ms arrived within \d+ ms \(by the times in the events\)/,
    )
  })

  test('is told by a declared path to those times', async () => {
    const result = await check(
      async response => {
        let held = ''
        for (let i = 0; i < 6; i++) {
          held += sse({ meta: { when: Date.now() / 1000 } })
          await pause(100)
        }
        response.end(held)
      },
      { timestamp: '$.meta.when' },
      { timeoutMs: 2000 },
    )
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
  })

  test('is told by a declared pace', async () => {
    const burst: Script = response => void response.end(sse('a') + sse('b') + sse('c') + sse('d'))
    const result = await check(burst, { pacedMs: 200 })
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
    const undeclared = await check(burst)
    assert.equal(undeclared.outcome, 'passed')
  })

  test('is not told where events come one by one, only faster than declared', async () => {
    const result = await check(response => void beat(response, 8, 40).then(() => response.end()), {
      pacedMs: 300,
    })
    assert.equal(result.outcome, 'passed', result.reason)
  })

  test('is told by the direct URL, which streams', async () => {
    const plainly = async (response: ServerResponse, direct: boolean) => {
      let held = ''
      for (let i = 0; i < 5; i++) {
        if (direct) response.write(sse(`word ${i}`))
        else held += sse(`word ${i}`)
        await pause(120)
      }
      response.end(held + sse('[DONE]'))
    }
    await using direct = await startStream(response => plainly(response, true))
    const front: Script = response => plainly(response, false)
    const result = await check(front, { ...done, origin: direct.url }, { timeoutMs: 2000 })
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
    assert.match(result.reason, /by the direct URL/)
    const alone = await check(front, done, { timeoutMs: 2000 })
    assert.equal(alone.outcome, 'passed')
    assert.match(assertionOf(alone, 'arrives as produced')?.actual ?? '', /cannot tell/)
    const same = await check(
      response => plainly(response, true),
      { ...done, origin: direct.url },
      { timeoutMs: 2000 },
    )
    assert.equal(same.outcome, 'passed', same.reason)
    const gone = await check(front, { ...done, origin: 'http://127.0.0.1:9' }, { timeoutMs: 2000 })
    assert.deepEqual([gone.outcome, gone.notes], ['passed', []], 'a direct URL out of reach is no flakiness')
    assert.match(assertionOf(gone, 'arrives as produced')?.actual ?? '', /the direct URL failed: .*refused/)
  })

  test('is told by the direct URL where even the headers were held back', async () => {
    const beats = async (response: ServerResponse) => {
      await beat(response, 6, 150)
      response.end(sse('[DONE]'))
    }
    await using direct = await startStream(beats)
    await using front = await startHttp(async (_request, response) => {
      await pause(1300)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(sse('late') + sse('[DONE]'))
    })
    const options = { ...done, origin: direct.url }
    const result = await runOne(plan('stream', `${front.url}/stream`, options, { timeoutMs: 800 }))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
    assert.match(result.reason, /no event came in 8\d\d ms, and the first one from the direct URL after/)
  })

  test('as a recording out of a cache, by the times in its events; without those a note tells of it', async () => {
    const cached = (carry: (ms: number) => object) =>
      check(
        response => {
          const made = Date.now() - 5000
          for (let i = 0; i < 6; i++) response.write(sse(carry(made + 100 * i)))
          response.end(sse('[DONE]'))
        },
        done,
        {
          headers: {
            ...{ 'content-type': 'text/event-stream', age: '5' },
            date: new Date(Date.now() - 5000).toUTCString(),
          },
        },
      )
    const timed = await cached(ms => ({ sent_at: new Date(ms).toISOString() }))
    assert.deepEqual(seen(timed), ['failed', 'infrastructure', 'stream.buffered'])
    assert.match(timed.reason, /6 events made over 500 ms came out of a cache at once/)
    const untimed = await cached(() => ({ text: 'a' }))
    assert.equal(untimed.outcome, 'passed')
    assert.match(untimed.notes.join(), /a cache answered \(Age 5\)/)
  })

  test('in parts, by a buffer that fills and empties', async () => {
    const result = await check(
      async response => {
        let held = ''
        for (let i = 1; i <= 24; i++) {
          held += sse({ i, sent_at: new Date().toISOString() })
          await pause(60)
          if (i % 8 !== 0) continue
          response.write(held)
          held = ''
        }
        response.end(sse('[DONE]'))
      },
      done,
      { timeoutMs: 3000 },
    )
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.buffered'])
  })
})
