/** Every way in which a body can end, read whole and read as a stream, on plain and on TLS sockets. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, test } from 'node:test'
import { targetOf } from '../../src/model/target.ts'
import { exchange } from '../../src/net/http.ts'
import { readStream } from '../../src/net/stream.ts'
import { createAuthority } from './certificates.ts'
import { createWire, startRaw } from './servers.ts'

const authority = createAuthority()
const identity = authority.issue(['IP:127.0.0.1'])
after(() => authority[Symbol.dispose]())

type Ending = 'fin' | 'reset'
interface Body {
  readonly name: string
  readonly text: string
  /** What it is called when read whole, and when read as a stream; null where it is a whole body. */
  readonly ends: Readonly<Record<Ending, readonly [string | null, string]>>
}

const cut = ['http.response.cut', 'stream.cut'] as const
const reset = ['http.response.cut', 'stream.reset'] as const
const answer = (...headers: string[]) =>
  `HTTP/1.1 200 OK\r\n${headers.map(line => `${line}\r\n`).join('')}\r\n`
const bodies: readonly Body[] = [
  { name: 'without chunks or a length', text: `${answer()}half`, ends: { fin: [null, 'closed'], reset } },
  {
    name: 'without chunks or a length, with connection: close',
    text: `${answer('connection: close')}half`,
    ends: { fin: [null, 'closed'], reset },
  },
  {
    name: 'of HTTP/1.0',
    text: 'HTTP/1.0 200 OK\r\n\r\nhalf',
    ends: { fin: [null, 'closed'], reset },
  },
  {
    name: 'of no bytes, without chunks or a length',
    text: answer(),
    ends: { fin: [null, 'closed'], reset },
  },
  {
    name: 'in chunks without the last one',
    text: `${answer('transfer-encoding: chunked')}4\r\nhalf\r\n`,
    ends: { fin: cut, reset },
  },
  {
    name: 'in chunks without the last one, with connection: close',
    text: `${answer('connection: close', 'transfer-encoding: chunked')}4\r\nhalf\r\n`,
    ends: { fin: cut, reset },
  },
  {
    name: 'in the middle of a chunk',
    text: `${answer('transfer-encoding: chunked')}40\r\nhalf`,
    ends: { fin: cut, reset },
  },
  {
    name: 'in the middle of the last chunk',
    text: `${answer('transfer-encoding: chunked')}4\r\nhalf\r\n0\r\n`,
    ends: { fin: cut, reset },
  },
  {
    name: 'shorter than its length',
    text: `${answer('content-length: 8')}half`,
    ends: { fin: cut, reset },
  },
  {
    name: 'shorter than its length, with connection: close',
    text: `${answer('connection: close', 'content-length: 8')}half`,
    ends: { fin: cut, reset },
  },
  {
    name: 'with its last chunk',
    text: `${answer('transfer-encoding: chunked')}4\r\nhalf\r\n0\r\n\r\n`,
    ends: { fin: [null, 'complete'], reset: [null, 'complete'] },
  },
  {
    name: 'as long as its length',
    text: `${answer('content-length: 4')}half`,
    ends: { fin: [null, 'complete'], reset: [null, 'complete'] },
  },
]

for (const scheme of ['http', 'https'] as const)
  for (const { name, text, ends } of bodies)
    for (const ending of ['fin', 'reset'] as const)
      test(`a body ${name} that ends with a ${ending} over ${scheme} is ${ends[ending][0] ?? 'whole'}, as a stream ${ends[ending][1]}`, async () => {
        const [whole, streamed] = ends[ending]
        await using server = await startRaw(
          socket => socket.once('data', () => send(socket, text, ending)),
          scheme === 'https' ? { tls: { ...identity } } : {},
        )
        const url = new URL(`${scheme}://127.0.0.1:${server.port}/`)
        const wire = createWire({ ca: authority.ca })
        const request = { url, method: 'GET', headers: {}, body: null }
        {
          const { record, ...dialled } = await wire.dial(targetOf(url), 0, 5000)
          using _ = record
          assert.ok(dialled.ok, JSON.stringify(dialled))
          const tried = await exchange(dialled.connection, record, { ...request, timeoutMs: 5000 }, wire)
          assert.ok(tried.ok, JSON.stringify(tried))
          assert.equal(tried.value.bodyFault?.type ?? null, whole, JSON.stringify(tried.value.bodyFault))
          if (whole)
            assert.match(tried.value.bodyFault?.message ?? '', ending === 'reset' ? /reset/ : /closed/)
        }
        const { record, ...dialled } = await wire.dial(targetOf(url), 0, 5000)
        using _ = record
        assert.ok(dialled.ok, JSON.stringify(dialled))
        const end = await readStream(dialled.connection, record, request, wire, {
          onHead: () => {},
          onBytes: () => true,
          deadlineMs: () => 5000,
        })
        assert.equal(end.fault?.type ?? end.how, streamed, JSON.stringify(end))
      })

function send(socket: Socket, text: string, ending: Ending): void {
  if (ending === 'fin') return void socket.end(text)
  socket.write(text)
  // Of what a reset overtakes nothing would be read.
  setTimeout(() => resetBelow(socket), 30)
}

/** A TLS socket has no reset of its own: that of the connection below it. */
function resetBelow(socket: Socket): void {
  const below = (socket as Socket & { _parent?: Socket })._parent ?? socket
  below.resetAndDestroy()
}
