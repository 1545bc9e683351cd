/** Everything that can go wrong with an answer, and what that is called. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { type HttpRequest, textOf } from '../../src/net/http.ts'
import { ask, onRequest } from './asking.ts'
import { answering, startRaw } from './servers.ts'

/** What one connection did, and what that is called. */
async function faultOf(onConnection: (socket: Socket) => void, over: Partial<HttpRequest> = {}) {
  await using server = await startRaw(onConnection)
  const { tried } = await ask(server.port, over)
  return tried.ok ? tried.value.bodyFault : tried.fault
}

const troubles: readonly (readonly [name: string, type: string, onConnection: (socket: Socket) => void])[] = [
  ['a reset before the answer', 'http.response.reset', onRequest(s => s.resetAndDestroy())],
  ['a FIN before the answer', 'http.response.closed', onRequest(s => s.end())],
  ['a connection that is closed before we ask', 'http.response.closed', s => s.end()],
  [
    'a FIN in the middle of the headers',
    'http.response.closed',
    answering('HTTP/1.1 200 OK\r\nserver: x\r\n'),
  ],
  [
    'a reset in the middle of the headers',
    'http.response.reset',
    onRequest(s =>
      s.write('HTTP/1.1 200 OK\r\nserver: x\r\n', () => setTimeout(() => s.resetAndDestroy(), 20)),
    ),
  ],
  ['text that is no HTTP', 'http.response.invalid', answering('SSH-2.0-OpenSSH_9.6\r\n')],
  ['bytes that are no text', 'http.response.invalid', answering('\x15\x03\x01\x00\x02\x02\x16')],
  [
    'an HTTP/2 preface',
    'http.response.invalid',
    answering('\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80'),
  ],
  [
    'a broken chunk size',
    'http.response.invalid',
    answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
  ],
  [
    'headers larger than 16 KiB',
    'http.response.headers_too_large',
    answering(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(20_000)}\r\ncontent-length: 0\r\n\r\n`),
  ],
  [
    'a body shorter than its content-length',
    'http.response.cut',
    answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this'),
  ],
  [
    'a body that is reset',
    'http.response.cut',
    onRequest(s =>
      s.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this', () =>
        setTimeout(() => s.resetAndDestroy(), 20),
      ),
    ),
  ],
  [
    'a chunked body without its last chunk',
    'http.response.cut',
    answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nonly\r\n'),
  ],
]

for (const [name, type, onConnection] of troubles)
  test(`${name} is ${type}`, async () => {
    const fault = await faultOf(onConnection)
    assert.equal(fault?.type, type, JSON.stringify(fault))
    assert.match(fault.message, /^http:\/\/127\.0\.0\.1:\d+\/health: /)
  })

test('a server that never answers is http.response.timed_out, with what was waited', async () => {
  const fault = await faultOf(() => {}, { timeoutMs: 60 })
  assert.equal(fault?.type, 'http.response.timed_out')
  assert.match(fault.message, /no answer within 60 ms/)
})

test('a body that stalls is http.response.timed_out, and says how much came', async () => {
  await using server = await startRaw(
    answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this', { close: false }),
  )
  const { tried, attempt } = await ask(server.port, { timeoutMs: 60 })
  assert.ok(tried.ok)
  assert.equal(tried.value.status, 200)
  assert.equal(tried.value.bodyFault?.type, 'http.response.timed_out')
  assert.match(tried.value.bodyFault.message, /9 bytes came/)
  assert.equal(textOf(tried.value.body), 'only this')
  assert.equal(attempt.fault?.type, 'http.response.timed_out')
})

test('a body that drips is cut by the limit, however often a byte comes', { timeout: 10_000 }, async () => {
  const fault = await faultOf(
    onRequest(socket => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const dripping = setInterval(() => socket.write('1\r\nx\r\n'), 10)
      socket.on('close', () => clearInterval(dripping))
    }),
    { timeoutMs: 150 },
  )
  assert.equal(fault?.type, 'http.response.timed_out')
})

test('an aborted run ends an exchange, before the answer and in its body', async () => {
  for (const text of ['', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly']) {
    const controller = new AbortController()
    await using server = await startRaw(
      onRequest(socket => {
        if (text) socket.write(text)
        setTimeout(() => controller.abort('deadline'), 30)
      }),
    )
    const { tried } = await ask(
      server.port,
      { timeoutMs: 60_000 },
      { settings: { signal: controller.signal } },
    )
    assert.equal(tried.ok ? tried.value.bodyFault?.type : tried.fault.type, 'runner.deadline')
  }
})

test('a 101 that nobody asked for is no answer', async () => {
  const fault = await faultOf(
    answering('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  )
  assert.match(String(fault?.type), /^http\.response\./)
})
