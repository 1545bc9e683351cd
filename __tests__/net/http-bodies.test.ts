/** Bodies: where they end, how they are unpacked, how much of them is read and kept. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { bodyLimit, excerptLimit, observeAnswer, textOf } from '../../src/net/http.ts'
import { answerTo, ask, onRequest } from './asking.ts'
import { startRaw } from './servers.ts'

test('a body without a length ends with the connection', async () => {
  assert.equal(textOf((await answerTo('HTTP/1.1 200 OK\r\n\r\nhello')).body), 'hello')
})

test('of a large body only the beginning is read, and that is said', { timeout: 20_000 }, async () => {
  await using server = await startRaw(
    onRequest(socket => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const chunk = `10000\r\n${'x'.repeat(65536)}\r\n`
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk)) {}
      }
      socket.on('drain', pour)
      pour()
    }),
  )
  const { tried } = await ask(server.port)
  assert.ok(tried.ok, JSON.stringify(tried))
  assert.deepEqual([tried.value.truncated, tried.value.body.length], [true, bodyLimit])
  assert.equal(tried.value.bodyFault, null)
})

const codings = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const

for (const [coding, encode] of Object.entries(codings))
  test(`a body in ${coding} is decoded`, async () => {
    const body = encode(Buffer.from('{"status":"ok"}'))
    await using server = await startRaw(
      onRequest(socket => {
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`,
        )
        socket.end(body)
      }),
    )
    const { tried } = await ask(server.port)
    assert.ok(tried.ok)
    assert.equal(textOf(tried.value.body), '{"status":"ok"}')
  })

test('a coding that is broken or unknown leaves the bytes as they came', async () => {
  for (const coding of ['gzip', 'x-own'])
    assert.equal(
      textOf(
        (await answerTo(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: 5\r\n\r\nplain`))
          .body,
      ),
      'plain',
    )
})

test('a small body that unpacks to gigabytes is left packed', async () => {
  const bomb = gzipSync(Buffer.alloc(bodyLimit * 20))
  await using server = await startRaw(
    onRequest(socket => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`)
      socket.end(bomb)
    }),
  )
  const { tried } = await ask(server.port)
  assert.ok(tried.ok)
  assert.ok(tried.value.body.length <= bodyLimit)
})

const observe = (over: object, hide = (text: string) => text) =>
  observeAnswer({ status: 200, statusText: 'OK', headers: {}, body: Buffer.alloc(0), ...over }, hide)

test('what is kept of an answer is bounded, and cookies are named but not shown', () => {
  const facts = observe({
    statusText: 's'.repeat(5000),
    headers: {
      'set-cookie': ['session=s3cret; HttpOnly', 'b=2'],
      'x-long': 'l'.repeat(5000),
      ...Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x-${i}`, String(i)])),
    },
    body: Buffer.alloc(100_000, 'b'),
  })
  assert.equal(facts['http.response.header.set-cookie'], 'session=…, b=…')
  assert.equal(String(facts['http.response.body.excerpt']).length, excerptLimit)
  assert.equal(facts['http.response.body.size'], 100_000)
  assert.ok(JSON.stringify(facts).length < excerptLimit + 3000)
})

test('a secret is hidden before an excerpt is cut, so that no half of it is left', () => {
  const secret = 'Zq7LmKx9RtVb3NwHd5Ty'
  const hide = (text: string) => text.replaceAll(secret, '***')
  const facts = observe(
    {
      statusText: `${'s'.repeat(195)}${secret}`,
      headers: { 'x-echo': `${'h'.repeat(390)}${secret}` },
      body: Buffer.from(`${'b'.repeat(excerptLimit - 10)}${secret}`),
    },
    hide,
  )
  assert.doesNotMatch(JSON.stringify(facts), /Zq7L/)
})
