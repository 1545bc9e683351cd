import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { suite, test } from 'node:test'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { CheckResult } from '../../src/model/check.ts'
import { Secret } from '../../src/model/secret.ts'
import { answering, createWire, startRaw } from '../net/servers.ts'
import { plan, runOne, startHttp } from './probing.ts'
import { beat, pause, type Script, sse, startStream } from './streams.ts'

const done = { until: '[DONE]' }

async function check(
  script: Script,
  options: object = {},
  { headers, timeoutMs = 500 }: { headers?: Record<string, string>; timeoutMs?: number } = {},
): Promise<CheckResult> {
  await using server = await startStream(script, headers)
  return await runOne(plan('stream', `${server.url}/stream`, options, { timeoutMs }))
}

const seen = ({ outcome, class: failureClass, fault }: CheckResult) => [outcome, failureClass, fault?.type]
const assertionOf = ({ assertions }: CheckResult, claim: string) =>
  assertions.find(assertion => assertion.claim === claim)

suite('a right stream', () => {
  test('passes with its events, its end marker and its times', async () => {
    const result = await check(async response => {
      await beat(response, 5, 100)
      response.end(sse('[DONE]'))
    }, done)
    assert.deepEqual(seen(result), ['passed', null, undefined], result.reason)
    assert.equal(result.observations['stream.events'], 5)
    assert.equal(result.observations['stream.end'], 'marker')
    assert.equal(result.observations['stream.delivery'], 'as produced')
    assert.equal(result.timeline?.count, 5)
    assert.equal(
      result.timeline?.slots.reduce((sum, n) => sum + n, 0),
      5,
    )
    assert.match(result.proof?.seen ?? '', /HTTP 200/)
  })

  test('that goes on for ever passes, and says that its end was not tested', async () => {
    const result = await check(response => void beat(response, 1000, 50), {}, { timeoutMs: 300 })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /still open/)
  })

  test('that is small and fast is never called buffered: it cannot be told', async () => {
    const result = await check(response => void response.end(sse('a') + sse('b') + sse('[DONE]')), done)
    assert.equal(result.outcome, 'passed')
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /^cannot tell/)
  })

  test('that replays old events at once is not called buffered', async () => {
    const result = await check(response => {
      for (let i = 0; i < 10; i++)
        response.write(sse({ sent_at: new Date(Date.now() - 60_000 * (10 - i)).toISOString() }))
      response.end(sse('[DONE]'))
    }, done)
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /older than the request/)
  })

  test('that takes its time to look up old events is not called buffered', async () => {
    const result = await check(
      async response => {
        await pause(1000)
        for (let i = 0; i < 10; i++)
          response.write(sse({ sent_at: new Date(Date.now() - 86_400_000 + 80 * i).toISOString() }))
        response.end(sse('[DONE]'))
      },
      done,
      { timeoutMs: 3000 },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(assertionOf(result, 'arrives as produced')?.actual ?? '', /older than the request/)
  })

  test('may be asked for with a method, a body and headers, templates filled', async () => {
    let body = ''
    await using server = await startHttp((request, response) => {
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(sse('hello'))
      })
    })
    const options = { method: 'POST', body: '{"prompt":"hi","run":"{{run-id}}"}' }
    const result = await runOne(
      plan('stream', `${server.url}/chat`, options, { headers: { 'x-key': new Secret('s3cret') } }),
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(body, '{"prompt":"hi","run":"test"}')
    const { method, headers } = server.requests[0]!
    assert.deepEqual(
      [method, headers['x-key'], headers['content-type']],
      ['POST', 's3cret', 'application/json'],
    )
    assert.match(String(headers['accept-encoding']), /gzip/)
  })

  test('comes compressed and flushed as well, with the times of its bytes', async () => {
    const { createGzip } = await import('node:zlib')
    const result = await check(
      async response => {
        const gzip = createGzip()
        gzip.pipe(response)
        for (let i = 0; i < 5; i++) {
          gzip.write(sse({ i, ts: Date.now() }))
          gzip.flush()
          await pause(100)
        }
        gzip.end(sse('[DONE]'))
      },
      done,
      { headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' } },
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.equal(result.observations['stream.delivery'], 'as produced')
  })

  test('keeps a bounded transcript of its first and last events', async () => {
    const result = await check(response => {
      for (let i = 1; i <= 1000; i++) response.write(sse(`event ${i}`))
      response.end(sse('[DONE]'))
    }, done)
    assert.equal(result.observations['stream.events'], 1000)
    assert.equal(result.transcript.length, 30)
    assert.deepEqual([result.transcript[0]?.text, result.transcript.at(-1)?.text], ['event 1', '[DONE]'])
  })

  for (const until of ['[DONE]', { event: 'done' }, { type: 'completed' }, { 'end-of-body': true }] as const)
    test(`ends with ${JSON.stringify(until)}`, async () => {
      const result = await check(
        response =>
          void response.end(
            sse('a') + (until === '[DONE]' ? sse('[DONE]') : sse({ type: 'completed' }, { event: 'done' })),
          ),
        { until },
      )
      assert.equal(result.outcome, 'passed', result.reason)
      assert.equal(assertionOf(result, 'until')?.ok, true)
    })
})

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

suite('a stream that ends badly', () => {
  test('without its end marker, though HTTP says that it is complete', async () => {
    const result = await check(async response => {
      await beat(response, 3, 10)
      response.end()
    }, done)
    assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_end_marker'])
    assert.match(
      result.reason,
      /after 3 events .* without its end marker, "\[DONE\]"; for HTTP it is complete/,
    )
  })

  test('without chunks, length and end marker: HTTP cannot tell, and it may be a proxy', async () => {
    await using server = await startRaw(
      answering(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${sse('a')}${sse('b')}`),
    )
    const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`, done))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.no_end_marker'])
    assert.match(result.reason, /HTTP cannot tell an end from a cut/)
  })

  const chunked = (text: string) =>
    `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n`

  test('in chunks without the last one: it was cut', async () => {
    await using server = await startRaw(answering(chunked(sse('a'))))
    const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.cut'])
    assert.match(result.reason, /after 1 event/)
  })

  test('reset', async () => {
    await using server = await startRaw(socket =>
      socket.once('data', () => {
        socket.write(chunked(sse('a')))
        setTimeout(() => socket.resetAndDestroy(), 50)
      }),
    )
    const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`, done))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.reset'])
  })

  const closing = (text: string) =>
    chunked(text).replace('transfer-encoding', 'connection: close\r\ntransfer-encoding')
  test('in chunks without the last one, on a connection that was to be closed anyway', async () => {
    await using server = await startRaw(answering(closing(sse('a'))))
    const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.cut'])
  })

  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'
  for (const [how, text] of [
    ['in chunks', closing(sse('a'))],
    ['without chunks or a length', `${head}\r\n${sse('a')}`],
    ['with a length', `${head}connection: close\r\ncontent-length: 500\r\n\r\n${sse('a')}`],
  ] as const)
    test(`reset ${how}, where the connection was to be closed anyway: it is no end of the body`, async () => {
      await using server = await startRaw(socket =>
        socket.once('data', () => {
          socket.write(text)
          setTimeout(() => socket.resetAndDestroy(), 50)
        }),
      )
      for (const until of [undefined, { 'end-of-body': true }]) {
        const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`, { until }))
        assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.reset'])
      }
    })

  for (const [coding, compress] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    const text = Array.from({ length: 40 }, (_, i) => sse(`event ${i} ${Math.sin(i)}`)).join('')
    const whole = compress(text)
    const answer = (body: Buffer) =>
      check(
        response => void response.end(body),
        {},
        {
          headers: { 'content-type': 'text/event-stream', 'content-encoding': coding },
        },
      )
    test(`in the middle of its ${coding} data (${compress.name}), though its chunks are complete`, async () => {
      const result = await answer(whole.subarray(0, whole.length - 12))
      assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.cut'])
      assert.match(result.reason, /in the middle of its compressed data/)
      assert.equal((await answer(whole)).outcome, 'passed')
    })
  }

  test('shorter than its Content-Length', async () => {
    await using server = await startRaw(
      answering(
        `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 500\r\n\r\n${sse('a')}`,
      ),
    )
    const result = await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`, done))
    assert.deepEqual(seen(result), ['failed', 'infrastructure', 'stream.cut'])
  })

  test('with a last event that no blank line ends: clients never see it', async () => {
    for (const last of ['data: [DONE]\n', 'data: [DONE]']) {
      const result = await check(response => void response.end(sse('a') + last), done)
      assert.deepEqual(seen(result), ['failed', 'application', 'stream.no_end_marker'])
      assert.match(
        result.reason,
        /^the last event was not finished by a blank line, and it is the end marker, "\[DONE\]"/,
      )
      assert.equal(result.observations['stream.unfinished'], 'marker')
    }
  })

  test('with another last event that no blank line ends: it is no end marker, and a note tells of it', async () => {
    const result = await check(response => void response.end(`${sse('a')}data: b\n`), done)
    assert.match(result.reason, /^the body ended after 1 event .* without its end marker/)
    const listened = await check(response => void response.end(`${sse('a')}data: b\n`))
    assert.equal(listened.outcome, 'passed')
    assert.equal(listened.observations['stream.events'], 1)
    assert.match(listened.notes.join(), /the last event was not finished by a blank line/)
  })
})

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

suite('what is no stream', () => {
  const answer = (status: number, body: string, headers: Record<string, string>) =>
    startHttp((_request, response) => void response.writeHead(status, headers).end(body))
  const json = { 'content-type': 'application/json' }
  const rows: readonly [string, number, string, Record<string, string>, string, string][] = [
    [
      'an HTML page',
      200,
      '<!doctype html><p>App',
      { 'content-type': 'text/html' },
      'infrastructure',
      'stream.not_a_stream',
    ],
    ['204', 204, '', {}, 'infrastructure', 'stream.not_a_stream'],
    ['500 in JSON', 500, '{"error":"database"}', json, 'application', 'http.error'],
    ['429', 429, '{"error":"slow down"}', { ...json, 'retry-after': '30' }, 'application', 'http.error'],
    [
      '502 of a gateway',
      502,
      'Bad Gateway',
      { 'content-type': 'text/plain' },
      'infrastructure',
      'http.gateway_error',
    ],
    ['404 of the application', 404, '{"detail":"Not Found"}', json, 'application', 'http.error'],
    [
      'an error in JSON with 200',
      200,
      '{"error":{"message":"no model"}}',
      json,
      'application',
      'stream.error_event',
    ],
  ]
  for (const [name, status, body, headers, failureClass, type] of rows)
    test(name, async () => {
      await using server = await answer(status, body, headers)
      const result = await runOne(plan('stream', `${server.url}/stream`))
      assert.deepEqual(seen(result), ['failed', failureClass, type], result.reason)
    })

  for (const status of [401, 403])
    test(`${status}: with a credential it is refused, without one it is asked for`, async () => {
      await using server = await answer(status, '{}', json)
      const without = await runOne(plan('stream', `${server.url}/stream`))
      assert.deepEqual(seen(without), ['failed', 'authentication', 'auth.required'])
      const issue = async () =>
        ({
          value: new Secret('token-of-a-test'),
          placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
        }) as const
      const wire = createWire({}, { issue })
      const refused = await runOne(plan('stream', `${server.url}/stream`), { wire })
      assert.deepEqual(seen(refused), ['failed', 'authentication', 'auth.refused'])
    })
})

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
