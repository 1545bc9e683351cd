/**
 * One raw request by node:http on a dialled connection, with any headers, even those that a proper client would not
 * send: for follow-up probes, which ask odd questions on purpose. The answer is read as far as an excerpt.
 */

import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { showDuration } from '../model/duration.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import type { Secret } from '../model/secret.ts'
import { reveal } from '../model/secret.ts'
import type { AnswerHeaders } from './exchange.ts'
import { excerptLimit } from './http.ts'
import { limitOf } from './limit.ts'
import { troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

export interface Question {
  readonly url: URL
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly timeoutMs: number
}

export interface Reply {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: string
}

/** Headers of an upgrade request (RFC 6455 section 4.1), with a version that may be wrong on purpose. */
export const upgradeHeaders = (version = '13'): Record<string, string> => ({
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': randomBytes(16).toString('base64'),
  'sec-websocket-version': version,
})

export async function ask(
  { socket, forwarded }: Connection,
  question: Question,
  wire: Wire,
): Promise<Tried<Reply>> {
  const { url, timeoutMs } = question
  const path = `${url.pathname}${url.search}`
  using limit = limitOf(timeoutMs, wire.signal)
  return await new Promise<Tried<Reply>>(resolve => {
    const asked = request({
      createConnection: () => socket,
      path: forwarded ? `${url.origin}${path}` : path,
      headers: {
        host: url.host,
        ...Object.fromEntries(Object.entries(question.headers).map(([n, v]) => [n, reveal(v)])),
        ...forwarded,
      },
    })
    limit.onOver(() => {
      asked.destroy()
      resolve(
        failed(fault('http.response.timed_out', `${url.href}: no answer within ${showDuration(timeoutMs)}`)),
      )
    })
    asked.once('upgrade', answer => {
      asked.destroy()
      resolve(done({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' }))
    })
    asked.once('response', answer => {
      let body = ''
      const finish = () => {
        asked.destroy()
        resolve(
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: body.slice(0, excerptLimit),
          }),
        )
      }
      answer.setEncoding('utf8')
      answer.on('data', chunk => {
        body += chunk
        if (body.length >= excerptLimit) finish()
      })
      answer.once('end', finish)
      answer.once('error', finish)
    })
    asked.on('error', error => resolve(failed(troubleOf(error, 'request', url.href))))
    asked.end()
  })
}
