/** A bare client of the demo service: `ws` and node:http, none of the product's own code. */

import { get } from 'node:http'
import jwt from 'jsonwebtoken'
import WebSocket, { type ClientOptions } from 'ws'
import type { Secret } from '../../src/model/secret.ts'

export const mint = (secret: Secret, claims: object = {}, options: jwt.SignOptions = {}): string =>
  jwt.sign({ sub: 'test', ...claims }, secret.reveal(), { expiresIn: 60, ...options })

export interface Seen {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** Rejects with node's error; `silent` after `withinMs` without an answer. */
export function fetchText(url: string, headers: Record<string, string> = {}, withinMs = 2000): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false, timeout: withinMs }, response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      response.on('error', reject)
    })
    request.on('timeout', () => request.destroy(new Error('silent')))
    request.on('error', reject)
  })
}

export interface Opened {
  readonly websocket: WebSocket
  /** The next message, from those already here or yet to come; null after `withinMs` or when it was closed. */
  next(withinMs?: number): Promise<string | null>
  readonly closed: Promise<number>
}

/** Rejects with `STATUS BODY` when the upgrade is refused. */
export function open(url: string, options: ClientOptions = {}, protocols: string[] = []): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const websocket = new WebSocket(url.replace(/^http/, 'ws'), protocols, {
      handshakeTimeout: 2000,
      ...options,
    })
    const waiting: string[] = []
    let wake = () => {}
    websocket.on('message', data => {
      waiting.push(String(data))
      wake()
    })
    const closed = new Promise<number>(done => websocket.on('close', done))
    websocket.on('close', () => wake())
    const next = async (withinMs = 2000): Promise<string | null> => {
      if (waiting.length === 0 && websocket.readyState === websocket.OPEN) {
        await new Promise<void>(done => {
          const timer = setTimeout(done, withinMs)
          wake = () => {
            clearTimeout(timer)
            done()
          }
        })
      }
      return waiting.shift() ?? null
    }
    websocket.on('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', chunk => {
        body += chunk
      })
      // `close` comes also where the body is cut, and no `end` does.
      response.on('close', () => reject(new Error(`${response.statusCode} ${body}`)))
      response.on('error', () => {})
    })
    websocket.on('error', reject)
    websocket.on('open', () => resolve({ websocket, next, closed }))
  })
}

export const errorOf = (trouble: unknown): string => {
  const { code, message } = trouble as { code?: string; message: string }
  return code ?? message
}
