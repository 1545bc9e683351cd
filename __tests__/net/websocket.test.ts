import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { Secret } from '../../src/model/secret.ts'
import { targetOf } from '../../src/model/target.ts'
import type { DialSettings } from '../../src/net/dial.ts'
import { excerptLimit, observeAnswer } from '../../src/net/http.ts'
import { readProxies } from '../../src/net/proxy.ts'
import { type UpgradeRequest, upgrade } from '../../src/net/websocket.ts'
import { type Handshake, speaking, switching } from './frames.ts'
import { answering, createWire, startRaw } from './servers.ts'

async function shake(port: number, over: Partial<UpgradeRequest> = {}, settings: Partial<DialSettings> = {}) {
  const wire = createWire(settings)
  const url = new URL(`ws://127.0.0.1:${port}/ws`)
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  using record = dialled.record
  assert.ok(dialled.ok, JSON.stringify(dialled))
  const upgraded = await upgrade(
    dialled.connection,
    record,
    { url, headers: {}, subprotocols: [], origin: null, timeoutMs: 2000, ...over },
    wire,
  )
  return { upgraded, attempt: record.end(upgraded.ok ? null : upgraded.fault) }
}

async function refusal(onConnection: (socket: Socket) => void, over: Partial<UpgradeRequest> = {}) {
  await using server = await startRaw(onConnection)
  const { upgraded } = await shake(server.port, over)
  assert.ok(!upgraded.ok, 'it should have been refused')
  return upgraded
}

test('a correct handshake opens, and its phases and bytes are known', async () => {
  await using server = await startRaw(speaking())
  const { upgraded, attempt } = await shake(server.port)
  assert.ok(upgraded.ok, JSON.stringify(upgraded))
  assert.deepEqual([upgraded.answer?.status, upgraded.subprotocol], [101, ''])
  assert.deepEqual(
    attempt.phases.map(p => p.phase),
    ['tcp', 'upgrade'],
  )
  assert.equal(attempt.bytesSent, server.received().length)
  assert.ok(attempt.bytesReceived > 100)
})

test('the request is that of RFC 6455, with headers, origin and subprotocols as given', async () => {
  await using server = await startRaw(speaking(() => {}, { protocol: 'chat.v1' }))
  const { upgraded } = await shake(server.port, {
    headers: { Authorization: new Secret('Bearer abc'), 'x-a': 'b' },
    subprotocols: ['chat.v2', 'chat.v1'],
    origin: 'https://app.example',
  })
  assert.equal(upgraded.ok && upgraded.subprotocol, 'chat.v1')
  const sent = server.received()
  assert.match(sent, /^GET \/ws HTTP\/1\.1\r\n/)
  for (const line of [
    `host: 127.0.0.1:${server.port}`,
    'upgrade: websocket',
    'connection: upgrade',
    'sec-websocket-version: 13',
    'sec-websocket-protocol: chat.v2,chat.v1',
    'origin: https://app.example',
    'authorization: bearer abc',
    'x-a: b',
  ])
    assert.ok(sent.toLowerCase().includes(`\r\n${line}\r\n`), `${line} in ${sent}`)
})

const offer = { subprotocols: ['chat.v1'] }
const violations: readonly (readonly [
  name: string,
  type: string,
  handshake: Handshake,
  asked?: Partial<UpgradeRequest>,
])[] = [
  ['a wrong Sec-WebSocket-Accept', 'ws.accept_invalid', { accept: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ['no Sec-WebSocket-Accept', 'ws.accept_invalid', { accept: null }],
  ['another Upgrade', 'ws.upgrade_header_invalid', { upgrade: 'h2c' }],
  ['no Connection header', 'ws.connection_header_invalid', { connection: null }],
  ['a Connection header without Upgrade', 'ws.connection_header_invalid', { connection: 'keep-alive' }],
  ['no subprotocol of those offered', 'ws.subprotocol_missing', {}, offer],
  ['a subprotocol that was not offered', 'ws.subprotocol_invalid', { protocol: 'other' }, offer],
  ['a subprotocol though none was offered', 'ws.subprotocol_invalid', { protocol: 'chat.v1' }],
  ['an extension that was not offered', 'ws.extension_invalid', { extensions: 'x-own' }],
  [
    'an extension with a parameter that does not exist',
    'ws.extension_invalid',
    { extensions: 'permessage-deflate; x=1' },
  ],
  ['an extension that is malformed', 'ws.extension_invalid', { extensions: 'permessage-deflate; =' }],
]
for (const [name, type, handshake, asked] of violations)
  test(`a 101 with ${name} is ${type}, and what answered is kept`, async () => {
    const { fault, answer } = await refusal(
      speaking(() => {}, handshake),
      asked,
    )
    assert.equal(fault.type, type, JSON.stringify(fault))
    assert.equal(answer?.status, 101)
  })

test('a 101 without an Upgrade header is ws.upgrade_header_invalid', async () => {
  const { fault } = await refusal(speaking(() => {}, { upgrade: null }))
  assert.equal(fault.type, 'ws.upgrade_header_invalid')
})

for (const connection of ['keep-alive, Upgrade', 'UPGRADE', 'upgrade,x'])
  test(`Connection: ${connection} is a correct one`, async () => {
    await using server = await startRaw(speaking(() => {}, { connection }))
    assert.ok((await shake(server.port)).upgraded.ok)
  })

for (const status of [200, 204, 301, 400, 401, 403, 404, 426, 429, 500, 502, 503])
  test(`an answer of ${status} is kept whole: status, headers and body`, async () => {
    const body = status === 204 ? '' : '{"detail":"no"}'
    const length = status === 204 ? '' : `content-length: ${body.length}\r\n`
    const { fault, answer } = await refusal(
      answering(`HTTP/1.1 ${status} Some Text\r\nserver: nginx\r\nx-a: b\r\n${length}\r\n${body}`),
    )
    assert.deepEqual([fault.type, fault.code], ['ws.unexpected_response', String(status)])
    assert.deepEqual([answer?.status, answer?.statusText, answer?.headers['x-a']], [status, 'Some Text', 'b'])
    assert.equal(Buffer.from(answer!.body).toString(), body)
  })

test('of a large refusal the beginning is kept', async () => {
  const { answer } = await refusal(
    answering(`HTTP/1.1 404 Not Found\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(100_000)}`),
  )
  assert.equal(answer?.body.length, 2 * excerptLimit)
})

test('a refusal whose body stalls or is cut is still that refusal', { timeout: 10_000 }, async () => {
  for (const close of [false, true]) {
    const { fault, answer } = await refusal(
      answering('HTTP/1.1 403 Forbidden\r\ncontent-length: 100\r\n\r\nonly this', { close }),
    )
    assert.equal(fault.code, '403')
    assert.equal(Buffer.from(answer!.body).toString(), 'only this')
  }
})

test('a refusal whose body is reset or garbled is still that refusal, with its status and headers', async () => {
  const head = 'HTTP/1.1 403 Forbidden\r\nserver: nginx\r\n'
  const ends: readonly ((socket: Socket) => void)[] = [
    s => s.write(`${head}content-length: 100\r\n\r\nonly`, () => setTimeout(() => s.resetAndDestroy(), 20)),
    s => s.write(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n`),
  ]
  for (const end of ends) {
    const { fault, answer } = await refusal(s => s.once('data', () => end(s)))
    assert.deepEqual([fault.type, fault.code], ['ws.unexpected_response', '403'])
    assert.deepEqual([answer?.status, answer?.headers.server], [403, 'nginx'])
  }
})

test('of headers, status and body of a refusal, bounded facts are kept as evidence', async () => {
  const { answer } = await refusal(
    answering(
      `HTTP/1.1 403 Forbidden\r\nserver: nginx\r\nset-cookie: sid=abc\r\ncontent-length: 20000\r\n\r\n${'é'.repeat(10_000)}`,
    ),
  )
  const facts = observeAnswer(answer!, text => text)
  assert.deepEqual(
    [
      facts['http.response.status_code'],
      facts['http.response.status_text'],
      facts['http.response.header.server'],
      facts['http.response.header.set-cookie'],
    ],
    [403, 'Forbidden', 'nginx', 'sid=…'],
  )
  assert.equal(facts['http.response.body.excerpt'], 'é'.repeat(excerptLimit))
})

test('a secret that lies across the end of the excerpt of a refusal is hidden whole', async () => {
  const body = `${'x'.repeat(excerptLimit - 8)}secret-value-of-ours`
  const { answer } = await refusal(
    answering(`HTTP/1.1 401 No\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
  )
  const facts = observeAnswer(answer!, text => text.replace('secret-value-of-ours', '***'))
  assert.doesNotMatch(String(facts['http.response.body.excerpt']), /secret/)
})

const onRequest = (act: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => act(socket))

const troubles: readonly (readonly [name: string, type: string, onConnection: (socket: Socket) => void])[] = [
  ['a reset', 'ws.reset_before_answer', onRequest(s => s.resetAndDestroy())],
  ['a FIN', 'ws.closed_before_answer', onRequest(s => s.end())],
  ['a connection that is closed at once', 'ws.closed_before_answer', s => s.end()],
  [
    'a FIN in the middle of the headers',
    'ws.closed_before_answer',
    answering('HTTP/1.1 101 Switching Protocols\r\nupgr'),
  ],
  ['text that is no HTTP', 'ws.answer_invalid', answering('220 mail.example ESMTP\r\n')],
  ['bytes that are no text', 'ws.answer_invalid', answering('\x15\x03\x01\x00\x02\x02\x16')],
  [
    'headers larger than 16 KiB',
    'http.response.headers_too_large',
    answering(`HTTP/1.1 403 Forbidden\r\nx-big: ${'a'.repeat(20_000)}\r\ncontent-length: 0\r\n\r\n`),
  ],
]
for (const [name, type, onConnection] of troubles)
  test(`${name} for an answer is ${type}`, async () => {
    const { fault, answer } = await refusal(onConnection)
    assert.equal(fault.type, type, JSON.stringify(fault))
    assert.equal(answer, null)
  })

test('a server that never answers the upgrade is ws.upgrade_timed_out', async () => {
  const { fault } = await refusal(() => {}, { timeoutMs: 60 })
  assert.equal(fault.type, 'ws.upgrade_timed_out')
  assert.match(fault.message, /within 60 ms/)
})

test('a run that is over ends an upgrade, and one that is over already sends nothing', async () => {
  await using server = await startRaw(() => {})
  const controller = new AbortController()
  setTimeout(() => controller.abort('deadline'), 30)
  const { upgraded } = await shake(server.port, { timeoutMs: 60_000 }, { signal: controller.signal })
  assert.equal(upgraded.ok ? null : upgraded.fault.type, 'runner.deadline')
})

test('informational answers before the 101 are passed over', async () => {
  await using server = await startRaw(socket =>
    socket.once('data', chunk => {
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')
      socket.write(switching(chunk.toString('latin1')))
    }),
  )
  assert.ok((await shake(server.port)).upgraded.ok)
})

test('HTTP/1.0 for a refusal is that refusal', async () => {
  const { fault } = await refusal(answering('HTTP/1.0 400 Bad Request\r\n\r\nno'))
  assert.equal(fault.code, '400')
})

test('a handshake goes through a tunnel of the proxy, also for plain ws', async () => {
  await using server = await startRaw(speaking())
  const { connect } = await import('node:net')
  await using proxy = await startRaw(socket =>
    socket.once('data', () => {
      const there = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(there).pipe(socket)
      })
      there.on('error', () => {})
    }),
  )
  const proxies = readProxies({ http_proxy: `http://127.0.0.1:${proxy.port}` })
  const { upgraded } = await shake(server.port, {}, { proxies })
  assert.ok(upgraded.ok, JSON.stringify(upgraded))
  assert.match(proxy.received(), new RegExp(`^CONNECT 127\\.0\\.0\\.1:${server.port} HTTP/1\\.1\r\n`))
})

test('a request that cannot be written is a bug of ours, and is thrown', async () => {
  await using server = await startRaw(speaking())
  await assert.rejects(shake(server.port, { headers: { 'x-a': 'line\nbreak' } }), TypeError)
})
