/** Streams that end badly: without their marker, cut, reset, unfinished. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { answering, startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { beat, sse } from '../streams.ts'
import { check, done, seen } from './streaming.ts'

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
