/**
 * One HTTP/1.1 exchange on a dialled connection, by undici's parser: what comes, as it comes. Bytes are stamped when the
 * socket hands them over, before anything is parsed. What an end means, and how long to wait for one, is the listener's business.
 */

import Client from 'undici/lib/dispatcher/client.js'
import { type Fault, fault } from '../model/fault.ts'
import { reveal, type Secret } from '../model/secret.ts'
import { createContinueMask } from './interim-answers.ts'
import type { Connection } from './wire.ts'

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface ExchangeRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly body: string | Uint8Array | null
}

export interface AnswerHead {
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  /** Of the status line: a hop that speaks HTTP/1.0 cannot pass on a stream in chunks. */
  readonly version: string | null
  readonly atMs: number
}

/**
 * `complete`: HTTP's framing says so. `closed`: a body without length or chunks, which only the end of the connection
 * ends (RFC 9112 section 6.3).
 */
export type BodyEnd = 'complete' | 'closed'

/** All times are milliseconds since the request went out. Called in this order; nothing is called after an end. */
export interface ExchangeListener {
  /** Not of informational answers. */
  onHead(head: AnswerHead): void
  onBytes(bytes: Uint8Array, atMs: number): void
  onEnd(how: BodyEnd, atMs: number): void
  /** The connection failed or ended, before the headers or inside the body. */
  onError(error: Error, atMs: number): void
}

export interface Exchange extends Disposable {
  /** Milliseconds since the request went out. */
  now(): number
}

/** Begins at once, and calls nobody before it has returned. Disposing of it ends it, whatever it waits for. */
export function startExchange(
  { socket, forwarded }: Connection,
  { url, method, headers, body }: ExchangeRequest,
  listener: ExchangeListener,
): Exchange {
  let used = false
  const client = new Client(url.origin, {
    allowH2: false,
    // Our own limits count, not undici's coarse timers.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, callback) => {
      // undici would connect again only if this connection ended under it.
      if (used) return callback(Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }), null)
      used = true
      // Not at once: undici does not expect to be connected while it asks.
      queueMicrotask(() => callback(null, socket))
    },
  })
  let start = performance.now()
  const now = () => performance.now() - start
  let arrivedAt = 0
  let version: string | null = null
  let head: AnswerHead | null = null
  let over = false
  const maskContinue = createContinueMask()
  const onSocketData = (chunk: Uint8Array) => {
    arrivedAt = now()
    maskContinue(chunk)
    version ??= /^HTTP\/(\d\.\d) /.exec(Buffer.from(chunk.subarray(0, 9)).toString('latin1'))?.[1] ?? null
  }
  const end = (tell: () => void) => {
    if (over) return
    over = true
    tell()
  }
  const path = `${url.pathname}${url.search}`
  const ask = () => {
    client.dispatch(
      {
        method: method as 'GET',
        path: forwarded ? `${url.origin}${path}` : path,
        headers: revealAll({ ...headers, ...forwarded }),
        body,
      },
      {
        onRequestStart() {
          start = performance.now()
          // Emitted by the very read that undici's parser makes, before the parser sees the bytes.
          socket.on('data', onSocketData)
        },
        onResponseStart(_controller, status, answered, statusText = '') {
          if (over || status < 200) return
          head = { status, statusText, headers: answered, version, atMs: arrivedAt }
          listener.onHead(head)
        },
        onResponseData(_controller, chunk) {
          if (!over) listener.onBytes(chunk, arrivedAt)
        },
        onResponseEnd() {
          const { errored } = socket
          const how = head && isCloseDelimited(method, head) ? 'closed' : 'complete'
          // undici takes a reset for the end of a body that nothing but the end of the connection ends.
          const isReset = how === 'closed' && errored !== null
          end(() => (isReset ? listener.onError(errored, now()) : listener.onEnd(how, now())))
        },
        onResponseError(_controller, error) {
          end(() => listener.onError(socket.errored ?? error, now()))
        },
      },
    )
  }
  // undici tells at once what it does not send, and the caller has to know us by then.
  queueMicrotask(ask)
  return {
    now,
    [Symbol.dispose]() {
      over = true
      socket.off('data', onSocketData)
      // Left unawaited: destroying waits for the socket, which the record closes.
      client.destroy().catch(() => {})
    },
  }
}

/** RFC 9110 section 15.5.8: the proxy speaks for itself, and says nothing of the target. */
export const proxyRefusal = ({ forwarded }: Connection, status: number): Fault | null =>
  forwarded && status === 407
    ? fault('proxy.refused', 'the proxy answered 407: it asks for a credential', '407')
    : null

const isCloseDelimited = (method: string, { status, headers }: AnswerHead): boolean =>
  method !== 'HEAD' &&
  status !== 204 &&
  status !== 304 &&
  headers['content-length'] === undefined &&
  !/chunked/i.test(String(headers['transfer-encoding'] ?? ''))

const revealAll = (headers: Readonly<Record<string, string | Secret>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, reveal(value)]))
