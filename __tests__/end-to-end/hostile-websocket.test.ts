/** WebSocket servers that break the rules, flood or fall silent: the result is bounded and true, and nothing hangs. */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { suite, test } from 'node:test'
import { startRaw } from '../net/servers.ts'
import { startChat } from './chat-server.ts'
import { noBundle, type Run, verify } from './product.ts'

const crlf = (...lines: string[]) => lines.join('\r\n')

/** Health is fine; the upgrade is answered with these bytes, as they are. */
async function verifyUpgrade(answer: string, inputs: Record<string, string> = {}): Promise<Run> {
  await using server = await startChat({ admit: () => answer })
  return await verify({ url: server.url, websocket: '/ws', timeout: '700ms', ...inputs })
}
const upgradeIs = (run: Run) => run.outcomes[1]?.replace('upgrade:/ws ', '')

suite('hostile and odd WebSocket servers', { skip: noBundle }, () => {
  const switching = 'HTTP/1.1 101 Switching Protocols'
  const answers: readonly (readonly [what: string, bytes: string, expected: RegExp])[] = [
    [
      'a 101 without an Upgrade header',
      crlf(switching, 'Connection: Upgrade', 'Sec-WebSocket-Accept: x', '', ''),
      /^failed infrastructure ws\.(upgrade_header_invalid|answer_invalid|closed_before_answer)$/,
    ],
    [
      'a 101 that upgrades to something else',
      crlf(switching, 'Connection: Upgrade', 'Upgrade: h2c', 'Sec-WebSocket-Accept: x', '', ''),
      /^failed infrastructure ws\.upgrade_header_invalid$/,
    ],
    [
      'a 101 without Sec-WebSocket-Accept',
      crlf(switching, 'Connection: Upgrade', 'Upgrade: websocket', '', ''),
      /^failed infrastructure ws\.accept_invalid$/,
    ],
    [
      'a 200 with a page',
      crlf('HTTP/1.1 200 OK', 'content-length: 4', '', 'page'),
      /^failed infrastructure ws\.unexpected_response$/,
    ],
    ['garbage', '\u0000\u0001\u0002 nothing like HTTP\r\n\r\n', /^failed infrastructure ws\.answer_invalid$/],
    ['a close without an answer', '', /^failed infrastructure ws\.closed_before_answer$/],
  ]
  for (const [what, bytes, expected] of answers) {
    test(`${what} is no WebSocket`, async () => {
      using run = await verifyUpgrade(bytes)
      assert.match(upgradeIs(run) ?? '', expected)
      assert.equal(run.outcomes[2], 'messaging:/ws blocked')
    })
  }

  test('a refusal whose body never ends is told at once', async () => {
    await using server = await startRaw(socket => {
      socket.once('data', chunk => {
        if (String(chunk).startsWith('GET /health'))
          return void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        socket.write('HTTP/1.1 403 Forbidden\r\ntransfer-encoding: chunked\r\n\r\n')
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 20)
        socket.once('close', () => clearInterval(timer))
      })
    })
    using run = await verify({
      url: `http://127.0.0.1:${server.port}`,
      websocket: '/ws',
      token: 'abcdefghijkl',
      connections: '0',
    })
    assert.equal(upgradeIs(run), 'failed authentication auth.refused')
    assert.match(run.check('upgrade:/ws').reason, /403/)
  })

  test('a server that floods messages and never answers fails for its silence, in bounded memory', async () => {
    await using server = await startChat({
      greet: socket => {
        const flood = () => {
          if (socket.readyState !== socket.OPEN) return
          for (let i = 0; i < 200; i++)
            socket.send(`{"type":"noise","n":${i},"padding":"${'x'.repeat(200)}"}`)
          setTimeout(flood, 2)
        }
        flood()
      },
      reply: () => {},
    })
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      send: '{"type":"hello","id":"{{id}}"}',
      expect: '{"type":"ack","id":"{{id}}"}',
      timeout: '1s',
    })
    assert.equal(run.outcomes[2], 'messaging:/ws failed application ws.wrong_reply')
    assert.ok(run.check('messaging:/ws').transcript.length <= 200)
    assert.ok(JSON.stringify(run.report).length < 500_000)
  })

  test('the right reply is found in a flood', async () => {
    await using server = await startChat({
      reply: (socket, text) => {
        for (let i = 0; i < 5000; i++) socket.send(`{"type":"noise","n":${i}}`)
        socket.send(JSON.stringify({ type: 'ack', id: (JSON.parse(text) as { id: string }).id }))
      },
    })
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      send: '{"type":"hello","id":"{{id}}"}',
      expect: '{"type":"ack","id":"{{id}}"}',
    })
    assert.equal(run.outcomes[2], 'messaging:/ws passed')
  })

  test('a message of 20 MiB is refused as larger than what is taken, and is not called a broken protocol', async () => {
    const huge = Buffer.alloc(20 * 1024 * 1024, 'a').toString()
    await using server = await startChat({ reply: socket => socket.send(huge) })
    using run = await verify({ url: server.url, websocket: '/ws', send: 'hello', expect: 'ok' })
    const { outcome, reason, fault } = run.check('messaging:/ws')
    assert.equal(outcome, 'failed')
    assert.match(reason, /16 MiB/)
    assert.doesNotMatch(`${reason} ${fault?.type}`, /protocol/)
  })

  test('a message of 10 MiB is taken, and shown as an excerpt', async () => {
    const large = JSON.stringify({ type: 'ack', padding: 'p'.repeat(10 * 1024 * 1024) })
    await using server = await startChat({ reply: socket => socket.send(large) })
    using run = await verify({ url: server.url, websocket: '/ws', send: 'hello', expect: '{"type":"ack"}' })
    assert.equal(run.outcomes[2], 'messaging:/ws passed')
    assert.ok(JSON.stringify(run.report).length < 100_000)
  })

  test('frames that break RFC 6455 are a protocol violation', async () => {
    await using server = await startChat({
      reply: socket => {
        // A masked frame from a server: RFC 6455 section 5.1.
        const raw = (socket as unknown as { _socket: Socket })._socket
        raw.write(Buffer.from([0x81, 0x82, 1, 2, 3, 4, 0x69, 0x6b]))
      },
    })
    using run = await verify({ url: server.url, websocket: '/ws', send: 'hello' })
    assert.equal(run.outcomes[2], 'messaging:/ws failed infrastructure ws.protocol_error')
  })

  test('a connection that is cut without a close frame is a cut, tried again', async () => {
    await using server = await startChat({ reply: socket => socket.terminate() })
    using run = await verify({ url: server.url, websocket: '/ws', send: 'hello' })
    assert.equal(run.outcomes[2], 'messaging:/ws failed infrastructure ws.cut')
    assert.equal(run.check('messaging:/ws').attempts.length, 2)
  })

  test('a server that never answers the close frame does not hold the run up', async () => {
    await using server = await startChat({
      greet: socket => {
        socket.removeAllListeners('close')
        const raw = (socket as unknown as { _socket: Socket })._socket
        // Pongs still go out until the application stops reading.
        setTimeout(() => raw.pause(), 300)
      },
    })
    using run = await verify({ url: server.url, websocket: '/ws', send: 'hello' }, { limitMs: 15_000 })
    assert.equal(run.report.counts.passed, 3)
  })

  test('a server without pongs fails the ping, as RFC 6455 demands one', async () => {
    await using server = await startRaw(socket => {
      socket.once('data', chunk => {
        const request = String(chunk)
        if (request.startsWith('GET /health'))
          return void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? ''
        const accept = createHash('sha1')
          .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64')
        socket.write(
          crlf(
            switching,
            'Connection: Upgrade',
            'Upgrade: websocket',
            `Sec-WebSocket-Accept: ${accept}`,
            '',
            '',
          ),
        )
      })
    })
    using run = await verify({
      url: `http://127.0.0.1:${server.port}`,
      websocket: '/ws',
      timeout: '500ms',
    })
    assert.deepEqual(run.outcomes.slice(1), [
      'upgrade:/ws passed',
      'messaging:/ws failed infrastructure ws.pong_missing',
    ])
  })
})
