/** Streams as they are met in the world: right ones in odd spellings pass, wrong ones are named by their cause. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { answering, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { sse } from '../streams.ts'

const done = { until: '[DONE]' }
const events = sse('a') + sse('b') + sse('[DONE]')
const answer = (type: string | null, body: string | Buffer, ...headers: string[]): string =>
  [
    'HTTP/1.1 200 OK',
    ...(type === null ? [] : [`content-type: ${type}`]),
    ...headers,
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    Buffer.from(body).toString('latin1'),
  ].join('\r\n')
const eventStream = (body: string | Buffer, ...headers: string[]) =>
  answer('text/event-stream', body, ...headers)
const lines = 'application/x-ndjson'
const page = '<!doctype html><title>Sign in</title>'

async function read(bytes: string, options: object) {
  await using server = await startRaw(socket =>
    socket.once('data', () => void socket.end(Buffer.from(bytes, 'latin1'))),
  )
  return await runOne(plan('stream', `http://127.0.0.1:${server.port}/s`, options, { timeoutMs: 2000 }))
}

suite('passes', () => {
  const rows: readonly (readonly [name: string, bytes: string, options: object, events: number])[] = [
    ['lines that end with CRLF', eventStream(events.replaceAll('\n', '\r\n')), done, 2],
    ['lines that end with CR', eventStream(events.replaceAll('\n', '\r')), done, 2],
    ['a byte order mark', eventStream(`\ufeff${events}`), done, 2],
    ['a byte order mark before JSON lines', answer(lines, '\ufeff{"a":1}\n{"a":2}\n'), {}, 2],
    ['retry and comments', eventStream(`retry: 100\n\n: hi\n\n${events}`), done, 2],
    ['data of several lines', eventStream('data: {"a":\ndata: 1}\n\n'), { each: { a: 1 } }, 1],
    ['compressed twice', eventStream(gzipSync(gzipSync(events)), 'content-encoding: gzip, gzip'), done, 2],
    [
      'compressed, and named identity',
      eventStream(gzipSync(events), 'content-encoding: gzip, identity'),
      done,
      2,
    ],
    [
      'compressed in two members',
      eventStream(Buffer.concat([gzipSync(sse('a')), gzipSync(sse('[DONE]'))]), 'content-encoding: gzip'),
      done,
      1,
    ],
    [
      'errors that say that there is none',
      eventStream(
        sse({ error: null, errors: [] }) +
          sse({ error: '' }) +
          sse({ error: {} }) +
          sse({ error: [], status: 500 }) +
          sse('[DONE]'),
      ),
      done,
      4,
    ],
    [
      'JSON lines whose marker is named by a field',
      answer(lines, '{"event":"a"}\n{"event":"done"}\n'),
      { until: { event: 'done' } },
      1,
    ],
    ['a page that is written as plain text', answer('text/plain', page), { format: 'text' }, 1],
  ]
  for (const [name, bytes, options, count] of rows)
    test(name, async () => {
      const result = await read(bytes, options)
      assert.equal(result.outcome, 'passed', result.reason)
      assert.equal(result.observations['stream.events'], count)
      assert.deepEqual(result.notes, [])
    })
})

suite('fails', () => {
  type Row = readonly [name: string, bytes: string, options: object, type: string, says: RegExp]
  const rows: readonly Row[] = [
    [
      'a login page that calls itself a stream',
      eventStream(page),
      done,
      'stream.not_a_stream',
      /is an HTML page \(text\/event-stream\)/,
    ],
    [
      'a coding that nobody offered',
      eventStream('xyz', 'content-encoding: snappy'),
      done,
      'http.response.invalid',
      /content-encoding "snappy", which was not offered/,
    ],
    [
      'a coding that is not there',
      eventStream(events, 'content-encoding: gzip'),
      done,
      'http.response.invalid',
      /cannot be decoded/,
    ],
    [
      'events that are sent as plain text',
      answer('text/plain', events),
      { until: { event: 'done' } },
      'stream.no_end_marker',
      /looks like server-sent events, but the content type is "text\/plain"/,
    ],
    [
      'JSON lines that are sent as JSON',
      answer('application/json', '{"a":1}\n{"done":true}\n'),
      { until: { done: true } },
      'stream.no_end_marker',
      /"application\/json", which names no format of streams/,
    ],
    [
      'a marker in another spelling, which is shown',
      eventStream(sse('a') + sse('[done]')),
      done,
      'stream.no_end_marker',
      /the last event was "\[done\]"/,
    ],
    [
      'half a line at the end that HTTP says it is',
      answer(lines, '{"a":1}\n{"a":'),
      {},
      'stream.malformed',
      /line 2 is no JSON: .*for HTTP it is complete: whoever wrote it stopped there/,
    ],
    [
      'half a line at an end that HTTP cannot tell from a cut',
      `HTTP/1.1 200 OK\r\ncontent-type: ${lines}\r\nconnection: close\r\n\r\n{"a":1}\n{"a":"b`,
      {},
      'stream.cut',
      /the body ended in the middle of a line: line 2 is no JSON: .*; it has neither chunks nor a length/,
    ],
    [
      'a last line that is no JSON at all, whatever the end',
      `HTTP/1.1 200 OK\r\ncontent-type: ${lines}\r\nconnection: close\r\n\r\n{"a":1}\noops`,
      {},
      'stream.malformed',
      /line 2 is no JSON: oops$/,
    ],
    [
      'a whole line that is half JSON',
      `HTTP/1.1 200 OK\r\ncontent-type: ${lines}\r\nconnection: close\r\n\r\n{"a":1}\n{"a":\n`,
      {},
      'stream.malformed',
      /line 2 is no JSON: \{"a":$/,
    ],
    [
      'a status that is an error',
      eventStream(sse({ status: 'error', detail: 'model down' }) + sse('[DONE]')),
      done,
      'stream.error_event',
      /"model down"/,
    ],
    [
      'a list of errors',
      eventStream(sse({ errors: [{ message: 'no such field' }] }) + sse('[DONE]')),
      done,
      'stream.error_event',
      /"no such field"/,
    ],
  ]
  for (const [name, bytes, options, type, says] of rows)
    test(name, async () => {
      const result = await read(bytes, options)
      assert.deepEqual([result.outcome, result.fault?.type], ['failed', type], result.reason)
      assert.match(result.reason, says)
    })

  test('an event that never ends, without keeping it', async () => {
    const piece = 'x'.repeat(1024 * 1024)
    await using server = await startRaw(socket =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ')
        const write = () => {
          while (!socket.destroyed && socket.write(piece));
        }
        socket.on('drain', write)
        write()
      }),
    )
    const check = plan('stream', `http://127.0.0.1:${server.port}/s`, done, { timeoutMs: 30_000 })
    const result = await runOne(check)
    assert.equal(result.fault?.type, 'stream.malformed', result.reason)
    assert.match(result.reason, /more than 4 MiB/)
  })
})

suite('says what was not tested', () => {
  for (const options of [{}, { until: { 'end-of-body': true } }])
    test(`an end that may be a cut: ${JSON.stringify(options)}`, async () => {
      const text = `HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n${events}`
      const result = await read(text, options)
      assert.equal(result.outcome, 'passed', result.reason)
      assert.match(result.notes.join(), /whether it came to its end or was cut cannot be told/)
      const marked = await read(text, done)
      assert.deepEqual([marked.outcome, marked.notes], ['passed', []])
    })

  test('how the bytes of an ordinary answer were read', async () => {
    const result = await read(answer('application/json', '{"ok":true}'), {})
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /"application\/json", which names no format of streams/)
  })

  test('a burst after a long nothing, of events that carry no time', async () => {
    // lighttpd 1.4.69, which collects by default, and PHP with its output_buffering: seen to pass without a word.
    const answerLate = async (waitMs: number, options: object) => {
      await using server = await startRaw(socket =>
        socket.once(
          'data',
          () => void setTimeout(() => socket.end(Buffer.from(eventStream(events))), waitMs),
        ),
      )
      const check = plan('stream', `http://127.0.0.1:${server.port}/s`, options, { timeoutMs: 5000 })
      return await runOne(check)
    }
    const result = await answerLate(700, done)
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(
      result.notes.join(),
      /all 2 events came at once, .* after the request: .* "paced" or "origin"/,
    )
    assert.equal((await answerLate(700, { ...done, pacedMs: 600 })).fault?.type, 'stream.buffered')
  })

  test('the silence of a stream of which no event was demanded', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n'
    await using server = await startRaw(answering(head, { close: false }))
    const result = await runOne(
      plan('stream', `http://127.0.0.1:${server.port}/s`, { minEvents: 0 }, { timeoutMs: 200 }),
    )
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /no event came/)
  })
})
