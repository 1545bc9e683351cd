/** One HTTP answer with its body, at most so much of it. Redirects are the caller's business. */

import { showDuration } from '../model/duration.ts'
import type { Observations } from '../model/evidence.ts'
import { done, type Fault, failed, fault, type Tried } from '../model/fault.ts'
import type { AttemptRecord } from './attempt.ts'
import { decodeBody } from './body.ts'
import {
  type AnswerHead,
  type AnswerHeaders,
  type BodyEnd,
  type ExchangeRequest,
  proxyRefusal,
  startExchange,
} from './exchange.ts'
import { type Limit, limitOf, runOver } from './limit.ts'
import { isBug, troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

/** Of a body this much is read; what follows is left unread and said to be. */
export const bodyLimit = 1024 * 1024
export const excerptLimit = 8 * 1024

export interface HttpRequest extends ExchangeRequest {
  /** Limit for the headers of the answer, and again for its body. */
  readonly timeoutMs: number
}

export interface HttpAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  /** Decoded; at most `bodyLimit` bytes. */
  readonly body: Uint8Array
  readonly truncated: boolean
  /** The body did not arrive whole. */
  readonly bodyFault: Fault | null
  /** Nothing but the end of the connection ended it: a cut looks the same (RFC 9112 section 8). */
  readonly untoldEnd: boolean
}

export async function exchange(
  connection: Connection,
  record: AttemptRecord,
  asked: HttpRequest,
  wire: Wire,
): Promise<Tried<HttpAnswer>> {
  const { url } = asked
  const begun = performance.now()
  const { head, headAt, chunks, truncated, trouble, how } = await readAnswer(connection, asked, wire)
  record.note('request', (headAt ?? performance.now()) - begun)
  if (!head || headAt === null)
    return failed(trouble ?? fault('http.response.closed', `${url.href}: no answer`))
  const refusal = proxyRefusal(connection, head.status)
  if (refusal) return failed(refusal)
  record.note('body', performance.now() - headAt)
  const read = { bytes: Buffer.concat(chunks).subarray(0, bodyLimit), truncated }
  const encoding = String(head.headers['content-encoding'] ?? '')
  const decoded = encoding && !trouble ? await decodeBody(read.bytes, encoding, bodyLimit) : read
  const peer = record.observations['network.peer.address']
  wire.witness?.({
    ...{ url, status: head.status, headers: head.headers, body: decoded.bytes, message: null },
    address: typeof peer === 'string' ? peer : null,
    ...(trouble || truncated || decoded.truncated ? {} : { method: asked.method }),
  })
  return done({
    status: head.status,
    statusText: head.statusText,
    headers: head.headers,
    body: decoded.bytes,
    truncated: truncated || decoded.truncated,
    bodyFault: trouble,
    untoldEnd: how === 'closed',
  })
}

interface ReadAnswer {
  readonly head: AnswerHead | null
  /** By `performance.now()`. */
  readonly headAt: number | null
  readonly chunks: readonly Uint8Array[]
  readonly truncated: boolean
  /** What kept it from being whole. */
  readonly trouble: Fault | null
  /** Null where its end was not read. */
  readonly how: BodyEnd | null
}

function readAnswer(connection: Connection, asked: HttpRequest, wire: Wire): Promise<ReadAnswer> {
  const { url, timeoutMs } = asked
  return new Promise((resolve, reject) => {
    let head: AnswerHead | null = null
    let headAt: number | null = null
    let limit: Limit | null = null
    const chunks: Uint8Array[] = []
    let size = 0
    const finish = (trouble: Fault | null, how: BodyEnd | null = null) => {
      limit?.[Symbol.dispose]()
      running[Symbol.dispose]()
      resolve({ head, headAt, chunks, truncated: size > bodyLimit, trouble, how })
    }
    const late = () =>
      head
        ? `the body was not finished within ${showDuration(timeoutMs)}; ${Math.min(size, bodyLimit)} bytes came`
        : `no answer within ${showDuration(timeoutMs)}`
    const arm = () => {
      limit?.[Symbol.dispose]()
      const armed = limitOf(timeoutMs, wire.signal)
      limit = armed
      armed.onOver(() =>
        finish(
          armed.timedOut ? fault('http.response.timed_out', `${url.href}: ${late()}`) : runOver(wire.signal),
        ),
      )
    }
    const running = startExchange(connection, asked, {
      onHead(seen) {
        head = seen
        headAt = performance.now()
        if (proxyRefusal(connection, seen.status)) finish(null)
        else arm()
      },
      onBytes(bytes) {
        chunks.push(bytes)
        size += bytes.length
        if (size > bodyLimit) finish(null)
      },
      onEnd: how => finish(null, how),
      onError(error) {
        if (!isBug(error)) return finish(troubleOf(error, head ? 'body' : 'request', url.href))
        limit?.[Symbol.dispose]()
        running[Symbol.dispose]()
        reject(error)
      },
    })
    arm()
  })
}

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
