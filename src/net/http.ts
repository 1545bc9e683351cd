/** One HTTP/1.1 exchange on a dialled connection, by undici. Redirects are the caller's business. */

import request from 'undici/lib/api/api-request.js'
import Client from 'undici/lib/dispatcher/client.js'
import type { Observations } from '../model/evidence.ts'
import { done, type Fault, failed, fault, type Tried } from '../model/fault.ts'
import { reveal, type Secret } from '../model/secret.ts'
import type { AttemptRecord } from './attempt.ts'
import { decodeBody } from './body.ts'
import { limitOf, runOver } from './limit.ts'
import { isBug, troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

/** Of a body this much is read; what follows is left unread and said to be. */
export const bodyLimit = 1024 * 1024
export const excerptLimit = 8 * 1024

export interface HttpRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly body: string | Uint8Array | null
  /** Limit for the headers of the answer, and again for its body. */
  readonly timeoutMs: number
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface HttpAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  /** Decoded; at most `bodyLimit` bytes. */
  readonly body: Uint8Array
  readonly truncated: boolean
  /** The body did not arrive whole. */
  readonly bodyFault: Fault | null
}

export async function exchange(
  { socket, forwarded }: Connection,
  record: AttemptRecord,
  asked: HttpRequest,
  wire: Wire,
): Promise<Tried<HttpAnswer>> {
  const { url, timeoutMs } = asked
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
  const path = `${url.pathname}${url.search}`
  const controller = new AbortController()
  // Destroying rejects what is still queued as well, which an abort alone does not.
  const giveUp = () => {
    controller.abort()
    client.destroy().catch(() => {})
  }
  try {
    const answer = await record.time('request', async () => {
      using limit = limitOf(timeoutMs, wire.signal)
      limit.onOver(giveUp)
      return await request.call(client, {
        method: asked.method as 'GET',
        path: forwarded ? `${url.origin}${path}` : path,
        headers: revealAll({ ...asked.headers, ...forwarded }),
        body: asked.body,
        signal: controller.signal,
      })
    })
    answer.body.on('error', () => {})
    // RFC 9110 section 15.5.8: the proxy speaks for itself, and says nothing of the target.
    if (forwarded && answer.statusCode === 407)
      return failed(fault('proxy.refused', 'the proxy answered 407: it asks for a credential', '407'))
    using bodyTime = limitOf(timeoutMs, wire.signal)
    bodyTime.onOver(giveUp)
    const read = await record.time('body', () => readBody(answer.body))
    const encoding = String(answer.headers['content-encoding'] ?? '')
    const decoded = encoding && !read.error ? await decodeBody(read.bytes, encoding, bodyLimit) : read
    const peer = record.observations['network.peer.address']
    wire.witness?.({
      ...{ url, status: answer.statusCode, headers: answer.headers, body: decoded.bytes, message: null },
      address: typeof peer === 'string' ? peer : null,
    })
    return done({
      status: answer.statusCode,
      statusText: answer.statusText ?? '',
      headers: answer.headers,
      body: decoded.bytes,
      truncated: read.truncated || decoded.truncated,
      bodyFault: read.error ? bodyTrouble(read.error, bodyTime.timedOut, read.bytes.length) : null,
    })
  } catch (error) {
    if (isBug(error)) throw error
    if (wire.signal.aborted) return failed(runOver(wire.signal))
    if (controller.signal.aborted)
      return failed(fault('http.response.timed_out', `${url.href}: no answer within ${timeoutMs} ms`))
    return failed(troubleOf(error, 'request', url.href))
  } finally {
    // Left unawaited: destroying waits for the socket, which the record closes.
    client.destroy().catch(() => {})
  }

  function bodyTrouble(error: unknown, timedOut: boolean, bytes: number): Fault {
    if (wire.signal.aborted) return runOver(wire.signal)
    return timedOut
      ? fault(
          'http.response.timed_out',
          `${url.href}: the body was not finished within ${timeoutMs} ms; ${bytes} bytes came`,
        )
      : troubleOf(error, 'body', url.href)
  }
}

async function readBody(
  body: AsyncIterable<Uint8Array>,
): Promise<{ bytes: Uint8Array; truncated: boolean; error: unknown }> {
  const chunks: Uint8Array[] = []
  let size = 0
  let error: unknown = null
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size > bodyLimit) break
    }
  } catch (caught) {
    error = caught
  }
  const bytes = Buffer.concat(chunks)
  return { bytes: bytes.subarray(0, bodyLimit), truncated: size > bodyLimit, error }
}

const revealAll = (headers: Readonly<Record<string, string | Secret>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, reveal(value)]))

/** Text of the body; bytes that are no UTF-8 become U+FFFD. */
export const textOf = (body: Uint8Array): string => new TextDecoder().decode(body)

/**
 * Status, headers and the beginning of the body, by OpenTelemetry's names. Cookies are named, their values are not shown.
 * Secrets are hidden before anything is cut.
 */
export function observeAnswer(
  answer: { status: number; statusText: string; headers: AnswerHeaders; body: Uint8Array },
  hide: Wire['hide'],
): Observations {
  const facts: Record<string, string | number> = {
    'http.response.status_code': answer.status,
    'http.response.status_text': hide(answer.statusText).slice(0, 200),
    'http.response.body.size': answer.body.length,
    'http.response.body.excerpt': hide(textOf(answer.body.subarray(0, 2 * excerptLimit))).slice(
      0,
      excerptLimit,
    ),
  }
  for (const [name, value] of Object.entries(answer.headers).slice(0, 60)) {
    if (value === undefined) continue
    const text = name === 'set-cookie' ? cookieNames(value) : [value].flat().join(', ')
    facts[`http.response.header.${name}`] = hide(text).slice(0, 400)
  }
  return facts
}

const cookieNames = (cookies: string | string[]): string =>
  [cookies]
    .flat()
    .map(cookie => `${cookie.split('=')[0]}=…`)
    .join(', ')
