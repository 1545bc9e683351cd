/**
 * One HTTP exchange whose body is read as it arrives, by undici's parser on a dialled connection. Bytes are stamped when
 * the socket hands them over, before anything is parsed or decoded; nothing is kept, so memory is flat in the length.
 */

import type { Socket } from 'node:net'
import Client from 'undici/lib/dispatcher/client.js'
import { type Fault, fault } from '../model/fault.ts'
import { reveal, type Secret } from '../model/secret.ts'
import type { AttemptRecord } from './attempt.ts'
import type { AnswerHeaders } from './http.ts'
import { type Limit, limitOf, runOver } from './limit.ts'
import type { Decoded, TimedDecoder } from './stream-decoder.ts'
import { isBug, rootOf, troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

export interface StreamRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly body: string | null
}

export interface StreamHead {
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  /** Of the status line: a hop that speaks HTTP/1.0 cannot pass on a stream in chunks. */
  readonly version: string | null
  readonly atMs: number
}

/** All times are milliseconds since the request went out. */
export interface StreamReader {
  onHead(head: StreamHead): void
  /** Decoded bytes, with the time at which they arrived; false when enough was read. */
  onBytes(bytes: Uint8Array, atMs: number): boolean
  /** Until when to wait for more; asked again whenever that time has come. */
  deadlineMs(): number
  /** That time has come: true where `deadlineMs` is later now. Absent where the wait is over then. */
  onDeadline?(): boolean
}

export interface StreamEnd {
  /**
   * `complete`: HTTP's framing says so. `closed`: a body without length or chunks, which only the end of the connection
   * ends (RFC 9112 section 6.3). `left`: the reader had enough. `late`: its deadline came. `broken`: see the fault.
   */
  readonly how: 'complete' | 'closed' | 'left' | 'late' | 'broken'
  readonly fault: Fault | null
  readonly atMs: number
}

export async function readStream(
  { socket, forwarded }: Connection,
  record: AttemptRecord,
  asked: StreamRequest,
  wire: Wire,
  reader: StreamReader,
): Promise<StreamEnd> {
  const { url } = asked
  let used = false
  const client = new Client(url.origin, {
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, callback) => {
      if (used) return callback(new Error('one connection, one exchange'), null)
      used = true
      // Not at once: undici does not expect to be connected while it asks.
      queueMicrotask(() => callback(null, socket))
    },
  })
  let start = performance.now()
  const now = () => performance.now() - start
  let arrivedAt = 0
  let version: string | null = null
  let head: StreamHead | null = null
  let decoder: Promise<TimedDecoder> | null = null

  const onSocketData = (chunk: Uint8Array) => {
    arrivedAt = now()
    version ??= /^HTTP\/(\d\.\d) /.exec(Buffer.from(chunk.subarray(0, 9)).toString('latin1'))?.[1] ?? null
  }

  const path = `${url.pathname}${url.search}`
  let end: StreamEnd
  try {
    end = await new Promise<StreamEnd>((resolve, reject) => {
      let over = false
      let limit: Limit | null = null
      const finish = (how: StreamEnd['how'], trouble: Fault | null, atMs = now()) => {
        if (over) return
        over = true
        limit?.[Symbol.dispose]()
        resolve({ how, fault: trouble, atMs })
      }
      const arm = () => {
        if (over) return
        const armed = limitOf(Math.max(0, Math.ceil(reader.deadlineMs() - now())), wire.signal)
        limit = armed
        armed.onOver(() => {
          if (!armed.timedOut) return finish('broken', runOver(wire.signal))
          return reader.deadlineMs() > now() || reader.onDeadline?.() ? arm() : finish('late', null)
        })
      }
      const take = (bytes: Uint8Array, atMs: number) => {
        if (!over && !reader.onBytes(bytes, atMs)) finish('left', null, atMs)
      }
      client.dispatch(
        {
          method: asked.method as 'GET',
          path: forwarded ? `${url.origin}${path}` : path,
          headers: Object.fromEntries(
            Object.entries({ ...asked.headers, ...forwarded }).map(([name, value]) => [name, reveal(value)]),
          ),
          body: asked.body,
        },
        {
          onRequestStart() {
            start = performance.now()
            // Emitted by the very read that undici's parser makes, before the parser sees the bytes.
            socket.on('data', onSocketData)
          },
          onResponseStart(_controller, status, headers, statusText = '') {
            if (status < 200) return
            // RFC 9110 section 15.5.8: the proxy speaks for itself, and says nothing of the target.
            if (forwarded && status === 407)
              return finish(
                'broken',
                fault('proxy.refused', 'the proxy answered 407: it asks for a credential', '407'),
              )
            head = { status, statusText, headers, version, atMs: arrivedAt }
            reader.onHead(head)
            const coding = String(headers['content-encoding'] ?? '')
            if (coding && coding !== 'identity')
              decoder = import('./stream-decoder.ts').then(m => m.createTimedDecoder(coding, take))
          },
          onResponseData(_controller, chunk) {
            const atMs = arrivedAt
            if (decoder) decoder.then(d => d.write(chunk, atMs)).catch(reject)
            else take(chunk, atMs)
          },
          onResponseEnd() {
            const atMs = now()
            // undici takes a reset for the end of a body that nothing but the end of the connection ends.
            if (wasReset(socket)) return finish('broken', resetInBody(), atMs)
            const how = isCloseDelimited(head) ? 'closed' : 'complete'
            const ended = (decoded: Decoded) =>
              decoded === 'whole' ? finish(how, null, atMs) : finish('broken', undecoded[decoded](head), atMs)
            if (decoder) decoder.then(d => d.end()).then(ended, reject)
            else ended('whole')
          },
          onResponseError(_controller, error) {
            const atMs = now()
            if (isBug(error)) return reject(error)
            const broken = () =>
              finish('broken', nameTrouble(error, head !== null, url, wasReset(socket)), atMs)
            if (decoder) decoder.then(d => d.end()).then(broken, reject)
            else broken()
          },
        },
      )
      arm()
    })
  } finally {
    socket.off('data', onSocketData)
    // Left unawaited: destroying waits for the socket, which the record closes.
    client.destroy().catch(() => {})
  }
  const seen = head as StreamHead | null
  record.note('request', seen?.atMs ?? end.atMs)
  if (seen) record.note('body', Math.max(0, end.atMs - seen.atMs))
  return end
}

const isCloseDelimited = (head: StreamHead | null): boolean =>
  head !== null &&
  head.status !== 204 &&
  head.headers['content-length'] === undefined &&
  !/chunked/i.test(String(head.headers['transfer-encoding'] ?? ''))

const codingOf = (head: StreamHead | null): string =>
  String(head?.headers['content-encoding'] ?? '').slice(0, 40)

const undecoded: Readonly<Record<Exclude<Decoded, 'whole'>, (head: StreamHead | null) => Fault>> = {
  broken: head =>
    fault(
      'http.response.invalid',
      `the body says content-encoding "${codingOf(head)}" and cannot be decoded`,
    ),
  cut: head =>
    fault(
      'stream.cut',
      `the body ended in the middle of its compressed data (content-encoding "${codingOf(head)}"), though for HTTP it is complete`,
    ),
}

const wasReset = ({ errored }: Socket): boolean =>
  errored !== null && 'code' in errored && errored.code === 'ECONNRESET'

const resetInBody = (code: string | null = 'ECONNRESET'): Fault =>
  fault('stream.reset', 'the connection was reset in the middle of the body', code)

function nameTrouble(error: Error, inBody: boolean, url: URL, reset: boolean): Fault {
  if (!inBody) return troubleOf(error, 'request', url.href)
  const seen = troubleOf(error, 'body', url.href)
  if (seen.type !== 'http.response.cut') return seen
  const { syscall } = rootOf(error)
  return reset || syscall === 'read' || syscall === 'write'
    ? resetInBody(seen.code)
    : fault('stream.cut', 'the connection was closed in the middle of the body, before its end', seen.code)
}
