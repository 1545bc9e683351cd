/** Servers that break the rules, flood, drip or go on for ever: the result is bounded and true, and nothing hangs. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { suite, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { answering, startRaw } from '../net/servers.ts'
import { startChat } from './chat-server.ts'
import { noBundle, type Run, verify, verifyFile } from './product.ts'

const healthCheck = (url: string, words: string) =>
  `environments: { staging: { url: "${url}" } }\nchecks:\n  - health: /health\n${words}`

/** What a raw server says to GET /health. */
async function verifyRaw(
  onConnection: (socket: Socket) => void,
  inputs: Record<string, string> = {},
): Promise<Run> {
  await using server = await startRaw(onConnection)
  return await verify({ url: `http://127.0.0.1:${server.port}`, timeout: '700ms', ...inputs })
}

const healthIs = (run: Run) => run.outcomes[0]?.replace('health:/health ', '')

suite('hostile and odd HTTP servers', { skip: noBundle }, () => {
  for (const [coding, compress] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const) {
    test(`a body in ${coding} is matched by what is in it`, async () => {
      await using server = await startChat({
        respond: (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding })
          response.end(compress('{"status":"ok"}'))
        },
      })
      using right = await verifyFile(healthCheck(server.url, '    json: { status: ok }\n'))
      assert.deepEqual(right.outcomes, ['health:/health passed'])
      using wrong = await verifyFile(healthCheck(server.url, '    json: { status: down }\n'))
      assert.deepEqual(wrong.outcomes, ['health:/health failed application http.mismatch'])
      assert.match(wrong.check('health:/health').reason, /"ok"/)
    })
  }

  test('a small body that unpacks to a huge one takes no memory, and what is looked for at its start is found or refused truly', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a'))
    await using server = await startChat({
      respond: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
        response.end(bomb)
      },
    })
    using run = await verifyFile(healthCheck(server.url, '    text: { $contains: zzz }\n'))
    assert.deepEqual(run.outcomes, ['health:/health failed application http.mismatch'])
    assert.ok(run.junit.length < 100_000)
  })

  test('a body larger than the limit is read as far as it, and said to be cut', async () => {
    await using server = await startChat({
      respond: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ status: 'ok', padding: 'x'.repeat(3 * 1024 * 1024) }))
      },
    })
    using plain = await verify({ url: server.url })
    assert.deepEqual(plain.outcomes, ['health:/health passed'])
    using matched = await verifyFile(healthCheck(server.url, '    json: { status: ok }\n'))
    assert.deepEqual(matched.outcomes, ['health:/health failed application http.mismatch'])
    assert.match(matched.check('health:/health').reason, /1 MiB|larger|limit|cut/)
  })

  test('a body that never ends is a time-out, not a hang', async () => {
    const timers = new Set<NodeJS.Timeout>()
    using run = await verifyRaw(socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
        const timer = setInterval(() => socket.write('1\r\nx\r\n'), 20)
        timers.add(timer)
        socket.once('close', () => clearInterval(timer))
      })
    })
    assert.equal(healthIs(run), 'failed infrastructure http.response.timed_out')
    for (const timer of timers) clearInterval(timer)
  })

  test('a header that drips in for ever is a time-out, not a hang', async () => {
    using run = await verifyRaw(socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nx-slow: ')
        const timer = setInterval(() => socket.write('z'), 20)
        socket.once('close', () => clearInterval(timer))
      })
    })
    assert.equal(healthIs(run), 'failed infrastructure http.response.timed_out')
  })

  test('headers without end are cut off at their limit', async () => {
    using run = await verifyRaw(socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const more = () => {
          while (!socket.destroyed && socket.write(`x-${Math.random()}: ${'y'.repeat(1000)}\r\n`));
        }
        socket.on('drain', more)
        more()
      })
    })
    assert.equal(healthIs(run), 'failed infrastructure http.response.headers_too_large')
  })

  test('endless interim answers (100, 103) are no answer', async () => {
    using run = await verifyRaw(socket => {
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), 10)
        socket.once('close', () => clearInterval(timer))
      })
    })
    assert.match(healthIs(run) ?? '', /^failed infrastructure http\.response\.(timed_out|invalid)$/)
  })

  test('an answer in HTTP/1.0, ended by the close, is an answer', async () => {
    using run = await verifyRaw(answering('HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nok'))
    assert.equal(healthIs(run), 'passed')
  })

  test('an answer in chunks with extensions and trailers is an answer', async () => {
    const body = '4;name=value\r\n{"st\r\n0b\r\natus":"ok"}\r\n0\r\nx-trailer: 1\r\n\r\n'
    await using server = await startRaw(
      answering(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${body}`,
      ),
    )
    using run = await verifyFile(healthCheck(`http://127.0.0.1:${server.port}`, '    json: { status: ok }\n'))
    assert.deepEqual(run.outcomes, ['health:/health passed'])
  })

  test('an empty 204 is an answer', async () => {
    using run = await verifyRaw(answering('HTTP/1.1 204 No Content\r\n\r\n'))
    assert.equal(healthIs(run), 'passed')
  })

  const broken: readonly (readonly [what: string, bytes: string, expected: string])[] = [
    ['garbage', '\u0000\u0001garbage\r\n\r\n', 'http.response.invalid'],
    ['another protocol', '220 smtp.example.com ESMTP\r\n', 'http.response.invalid'],
    [
      'an answer that is cut in its body',
      'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort',
      'http.response.cut',
    ],
    [
      'an answer that is cut in a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nshort',
      'http.response.cut',
    ],
    ['a close without an answer', '', 'http.response.closed'],
    ['an answer that is cut in its headers', 'HTTP/1.1 200 OK\r\nx-half: ', 'http.response.closed'],
    ['a status that is no number', 'HTTP/1.1 two hundred\r\n\r\n', 'http.response.invalid'],
    [
      'two lengths that differ',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nok',
      'http.response.invalid',
    ],
  ]
  for (const [what, bytes, expected] of broken) {
    test(`${what} is an infrastructure failure named ${expected}`, async () => {
      using run = await verifyRaw(answering(bytes))
      assert.equal(healthIs(run), `failed infrastructure ${expected}`)
    })
  }

  test('a redirect loop that is followed ends after a few hops', async () => {
    await using server = await startChat({
      respond: (_request, response) => {
        response.writeHead(302, { location: '/health' })
        response.end()
      },
    })
    using run = await verifyFile(healthCheck(server.url, '    follow: true\n'))
    assert.deepEqual(run.outcomes, ['health:/health failed infrastructure http.response.redirect_loop'])
    assert.ok(server.requests.length <= 12)
  })

  test('a credential does not follow a redirect to another origin', async () => {
    await using elsewhere = await startChat()
    await using server = await startChat({
      respond: (_request, response) => {
        response.writeHead(307, { location: `${elsewhere.url}/health` })
        response.end()
      },
    })
    using run = await verifyFile(
      `environments:
  staging:
    url: ${server.url}
    headers: { x-bypass: $KEY }
    credential: { token: $KEY }
checks:
  - health: /health
    follow: true
    credential: default
`,
      {},
      { env: { KEY: 'Rw4Xm8Qz2Lk6Tn7Yc3' }, mask: ['Rw4Xm8Qz2Lk6Tn7Yc3'] },
    )
    assert.equal(run.exitCode, 0)
    assert.match(JSON.stringify(server.requests), /Rw4Xm8Qz2Lk6Tn7Yc3/)
    assert.doesNotMatch(JSON.stringify(elsewhere.requests), /Rw4Xm8Qz2Lk6Tn7Yc3/)
  })
})
