import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { Secret } from '../../src/model/secret.ts'
import { targetOf } from '../../src/model/target.ts'
import type { DialSettings } from '../../src/net/dial.ts'
import {
  bodyLimit,
  excerptLimit,
  exchange,
  type HttpRequest,
  observeAnswer,
  textOf,
} from '../../src/net/http.ts'
import { readProxies } from '../../src/net/proxy.ts'
import { answering, createWire, startRaw } from './servers.ts'

async function ask(
  port: number,
  over: Partial<HttpRequest> = {},
  { path = '/health', settings = {} }: { path?: string; settings?: Partial<DialSettings> } = {},
) {
  const wire = createWire(settings)
  const url = new URL(path, `http://127.0.0.1:${port}`)
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  using record = dialled.record
  if (!dialled.ok) return { tried: dialled, attempt: record.end(dialled.fault) }
  const tried = await exchange(
    dialled.connection,
    record,
    { url, method: 'GET', headers: {}, body: null, timeoutMs: 2000, ...over },
    wire,
  )
  return { tried, attempt: record.end(tried.ok ? tried.value.bodyFault : tried.fault) }
}

/** What one connection did, and what that is called. */
async function faultOf(onConnection: (socket: Socket) => void, over: Partial<HttpRequest> = {}) {
  await using server = await startRaw(onConnection)
  const { tried } = await ask(server.port, over)
  return tried.ok ? tried.value.bodyFault : tried.fault
}

async function answerTo(text: string, over: Partial<HttpRequest> = {}) {
  await using server = await startRaw(answering(text))
  const { tried } = await ask(server.port, over)
  assert.ok(tried.ok, JSON.stringify(tried))
  return tried.value
}

const onRequest = (act: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => act(socket))

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

test('informational answers before the real one are passed over', async () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n'
  const answer = await answerTo(`${early}HTTP/1.1 204 No Content\r\nx-real: yes\r\n\r\n`)
  assert.deepEqual([answer.status, answer.headers['x-real'], answer.bodyFault], [204, 'yes', null])
})

test('a 101 that nobody asked for is no answer', async () => {
  const fault = await faultOf(
    answering('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  )
  assert.match(String(fault?.type), /^http\.response\./)
})

test('HTTP/1.0 with a body that the close ends is a whole answer', async () => {
  const answer = await answerTo('HTTP/1.0 200 OK\r\nserver: old\r\n\r\nhello')
  assert.deepEqual([answer.status, textOf(answer.body), answer.bodyFault], [200, 'hello', null])
})

test('a body without a length ends with the connection', async () => {
  assert.equal(textOf((await answerTo('HTTP/1.1 200 OK\r\n\r\nhello')).body), 'hello')
})

test('status text, repeated headers and bytes that are no UTF-8 are kept', async () => {
  const answer = await answerTo(
    'HTTP/1.1 418 I am a teapot\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 3\r\n\r\na\xffb',
  )
  assert.deepEqual([answer.status, answer.statusText], [418, 'I am a teapot'])
  assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2'])
  assert.equal(answer.body.length > 0, true)
})

test('redirects are not followed', async () => {
  const answer = await answerTo(
    'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n',
  )
  assert.deepEqual([answer.status, answer.headers.location], [302, 'http://127.0.0.1:1/'])
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

test('method, path, headers with their secrets and the body arrive as they were given', async () => {
  await using server = await startRaw(answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
  await ask(
    server.port,
    { method: 'POST', headers: { authorization: new Secret('Bearer abc'), 'x-a': 'b' }, body: '{"a":1}' },
    { path: '/a%20b?c=d%26e' },
  ).catch(() => {})
  const sent = server.received()
  assert.match(sent, /^POST \/health HTTP\/1\.1\r\n|^POST \/a%20b\?c=d%26e HTTP\/1\.1\r\n/)
  assert.match(sent, new RegExp(`\r\nhost: 127\\.0\\.0\\.1:${server.port}\r\n`, 'i'))
  assert.match(sent, /\r\nauthorization: Bearer abc\r\n/i)
  assert.match(sent, /\r\nx-a: b\r\n/i)
  assert.match(sent, /\r\ncontent-length: 7\r\n/i)
  assert.match(sent, /\r\n\r\n\{"a":1\}$/)
})

test('one connection carries one exchange', async () => {
  await using server = await startRaw(
    answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', { close: false }),
  )
  await ask(server.port)
  await ask(server.port)
  assert.equal(server.connections, 2)
})

test('plain HTTP through a proxy names the whole URL and carries the proxy’s credential', async () => {
  await using proxy = await startRaw(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  const wire = createWire({
    proxies: readProxies({ http_proxy: `http://user:secret@127.0.0.1:${proxy.port}` }),
  })
  const url = new URL('http://staging.example:8080/health?a=1')
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  using record = dialled.record
  assert.ok(dialled.ok)
  const got = await exchange(
    dialled.connection,
    record,
    { url, method: 'GET', headers: {}, body: null, timeoutMs: 2000 },
    wire,
  )
  assert.equal(got.ok && got.value.status, 200)
  assert.match(proxy.received(), /^GET http:\/\/staging\.example:8080\/health\?a=1 HTTP\/1\.1\r\n/)
  assert.match(proxy.received(), /\r\nhost: staging\.example:8080\r\n/i)
  const basic = Buffer.from('user:secret').toString('base64')
  assert.match(proxy.received(), new RegExp(`\r\nproxy-authorization: Basic ${basic}\r\n`, 'i'))
})

test('an attempt knows its phases and its bytes both ways', async () => {
  await using server = await startRaw(answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
  const { attempt } = await ask(server.port)
  assert.deepEqual(
    attempt.phases.map(p => p.phase),
    ['tcp', 'request', 'body'],
  )
  assert.equal(attempt.bytesSent, Buffer.byteLength(server.received()))
  assert.equal(attempt.bytesReceived, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'.length)
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
