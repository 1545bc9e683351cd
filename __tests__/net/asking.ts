/** One exchange with a server that answers as told. */

import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { targetOf } from '../../src/model/target.ts'
import type { DialSettings } from '../../src/net/dial.ts'
import { exchange, type HttpRequest } from '../../src/net/http.ts'
import { answering, createWire, startRaw } from './servers.ts'

export async function ask(
  port: number,
  over: Partial<HttpRequest> = {},
  { path = '/health', settings = {} }: { path?: string; settings?: Partial<DialSettings> } = {},
) {
  const wire = createWire(settings)
  const url = new URL(path, `http://127.0.0.1:${port}`)
  const dialled = await wire.dial(targetOf(url), 0, 2000)
  using record = dialled.record
  if (!dialled.ok) return { tried: dialled, attempt: record.end(dialled.fault) }
  const tried = await exchange(
    dialled.connection,
    record,
    { url, method: 'GET', headers: {}, body: null, timeoutMs: 2000, ...over },
    wire,
  )
  return { tried, attempt: record.end(tried.ok ? tried.value.bodyFault : tried.fault) }
}

export async function answerTo(text: string, over: Partial<HttpRequest> = {}) {
  await using server = await startRaw(answering(text))
  const { tried } = await ask(server.port, over)
  assert.ok(tried.ok, JSON.stringify(tried))
  return tried.value
}

export const onRequest = (act: (socket: Socket) => void) => (socket: Socket) =>
  void socket.once('data', () => act(socket))
