/**
 * The stream of the demo: a model's answer, token by token, as server-sent events that end as OpenAI's streams do, or as
 * JSON lines. `?events=` and `?pace=` (milliseconds) change its length, `?hint=off` leaves out the header that keeps nginx
 * from buffering it; Last-Event-ID goes on where a client was.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { queryOf } from './admission.ts'
import { applicationServer } from './answer.ts'
import { quietMs } from './time-limits.ts'

export const eventsPath = '/stream'
export const linesPath = '/stream/ndjson'
export const endMarker = '[DONE]'

/** Long enough in all that a burst can be told from a stream. */
const usual = { events: 8, paceMs: 60 } as const
const most = { events: 100_000, paceMs: 10_000 } as const

/** Where it breaks: none of these is a right stream. */
export type StreamFault =
  | 'hangs-before-headers'
  | 'hangs-before-first'
  | 'hangs-midway'
  | 'no-end-marker'
  | 'cut'
  | 'buffered'
  | 'error-event'
  | 'cut-in-silence'

const numberIn = (text: string | null, usualValue: number, highest: number): number => {
  const value = Number(text ?? usualValue)
  return Number.isFinite(value) && value >= 0 ? Math.min(value, highest) : usualValue
}

/** Answers a request that was already admitted. */
export function streamTokens(broken: StreamFault | null = null) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const query = queryOf(request)
    const count = numberIn(query.get('events'), usual.events, most.events)
    const paceMs = numberIn(query.get('pace'), usual.paceMs, most.paceMs)
    const lines = (request.url ?? '').startsWith(linesPath)
    const half = Math.ceil(count / 2)
    let next = numberIn(String(request.headers['last-event-id'] ?? 0), 0, count) + 1
    const held: string[] = []
    const write = (text: string) => (broken === 'buffered' ? held.push(text) : response.write(text))

    if (broken === 'hangs-before-headers') return
    response.writeHead(200, {
      server: applicationServer,
      'content-type': lines ? 'application/x-ndjson' : 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      ...(query.get('hint') === 'off' ? {} : { 'x-accel-buffering': 'no' }),
    })
    response.flushHeaders()
    if (broken === 'hangs-before-first') return

    const beat = () => {
      if (next > count) return finish()
      if (next > half && broken === 'hangs-midway') return
      if (next > half && broken === 'cut') return void response.socket?.destroy()
      if (next > half && broken === 'error-event') {
        const error = {
          error: { message: 'the model is overloaded', type: 'server_error', code: 'overloaded' },
        }
        write(lines ? `${JSON.stringify(error)}\n` : `event: error\ndata: ${JSON.stringify(error)}\n\n`)
        return void response.end()
      }
      const event = {
        type: 'token',
        index: next,
        content: `word ${next} `,
        sent_at: new Date().toISOString(),
      }
      write(lines ? `${JSON.stringify(event)}\n` : `id: ${next}\ndata: ${JSON.stringify(event)}\n\n`)
      next++
      timer = setTimeout(beat, paceMs)
      if (broken !== 'cut-in-silence') return
      if (limit) clearTimeout(limit)
      limit = setTimeout(() => response.socket?.destroy(), quietMs)
    }
    const finish = () => {
      if (broken !== 'no-end-marker')
        write(lines ? `${JSON.stringify(endMarker)}\n` : `data: ${endMarker}\n\n`)
      response.end(held.join(''))
    }
    let timer: NodeJS.Timeout | null = null
    let limit: NodeJS.Timeout | null = null
    response.on('close', () => {
      if (timer) clearTimeout(timer)
      if (limit) clearTimeout(limit)
    })
    beat()
  }
}
