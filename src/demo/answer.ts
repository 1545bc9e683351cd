/** A whole HTTP answer as a value: the same for a plain request and for a refused upgrade. */

import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The demo plays the part of a FastAPI application, so its own answers look like uvicorn's. */
export const applicationServer = 'uvicorn'

export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  headers: { server: applicationServer, 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

export const htmlAnswer = (status: number, server: string, body: string): Answer => ({
  status,
  headers: { server, 'content-type': 'text/html' },
  body,
})

export const notFound = jsonAnswer(404, { detail: 'Not Found' })

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
  response.end(answer.body)
}

/** Refuses an upgrade: after the `upgrade` event node hands over the bare socket and writes nothing itself. */
export function writeRawAnswer(socket: Duplex, answer: Answer): void {
  const headers: Readonly<Record<string, string>> = {
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n${answer.body}`,
  )
}
