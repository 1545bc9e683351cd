/** Servers of streams that do what a test says, on node:http. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpServer, startHttp } from './probing.ts'

export type Script = (response: ServerResponse, request: IncomingMessage) => Promise<void> | void

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** 200 with these headers, sent at once; then the script. */
export function startStream(
  script: Script,
  headers: Record<string, string> = { 'content-type': 'text/event-stream' },
): Promise<HttpServer> {
  return startHttp(async (request, response) => {
    request.resume()
    response.on('error', () => {})
    response.writeHead(200, headers)
    response.flushHeaders()
    await script(response, request)
  })
}

export const sse = (data: unknown, { id, event }: { id?: string | number; event?: string } = {}): string =>
  `${event ? `event: ${event}\n` : ''}${id === undefined ? '' : `id: ${id}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

/** Events `{ index, sent_at }`, `ms` apart. */
export async function beat(response: ServerResponse, count: number, ms: number): Promise<void> {
  for (let index = 1; index <= count; index++) {
    if (index > 1) await pause(ms)
    if (response.destroyed) return
    response.write(sse({ index, sent_at: new Date().toISOString() }, { id: index }))
  }
}
