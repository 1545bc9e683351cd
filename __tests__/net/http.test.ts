/** What is sent, and what is read of an answer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '../../src/model/secret.ts'
import { targetOf } from '../../src/model/target.ts'
import { exchange, textOf } from '../../src/net/http.ts'
import { readProxies } from '../../src/net/proxy.ts'
import { answerTo, ask } from './asking.ts'
import { answering, createWire, startRaw } from './servers.ts'

test('informational answers before the real one are passed over', async () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n'
  const answer = await answerTo(`${early}HTTP/1.1 204 No Content\r\nx-real: yes\r\n\r\n`)
  assert.deepEqual([answer.status, answer.headers['x-real'], answer.bodyFault], [204, 'yes', null])
})

test('HTTP/1.0 with a body that the close ends is a whole answer', async () => {
  const answer = await answerTo('HTTP/1.0 200 OK\r\nserver: old\r\n\r\nhello')
  assert.deepEqual([answer.status, textOf(answer.body), answer.bodyFault], [200, 'hello', null])
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
