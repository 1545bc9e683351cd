/**
 * A stream that shows by itself whether something on the way holds it back: the application writes an event only after
 * the client has the one before. Behind a buffer the first one never comes, however long the wait.
 */

import { once } from 'node:events'
import { createServer, request as requestPlain, type ServerResponse } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { constants, createGunzip } from 'node:zlib'
import { serverName } from './certificates.ts'

const path = '/api/chat/stream'
const events = 4
/** How long an event may take that nothing holds back; and how long it is waited for where something does. */
const waitMs = { streams: 15_000, buffers: 1_000 }

export interface SteppedStream extends AsyncDisposable {
  readonly port: number
  /** The answers that were begun, in order. */
  readonly answers: readonly ServerResponse[]
}

const write = (answer: ServerResponse, number: number): void => {
  answer.write(`data: {"number":${number}}\n\n`)
}

/** Writes the first event of each answer at once; the rest is up to the client. */
export async function startSteppedStream(
  headers: Readonly<Record<string, string>> = {},
): Promise<SteppedStream> {
  const answers: ServerResponse[] = []
  const server = createServer((request, answer) => {
    if (!request.url?.startsWith(path)) return void answer.end('ok')
    answer.writeHead(200, { 'content-type': 'text/event-stream', ...headers })
    answers.push(answer)
    write(answer, 1)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface Client extends Disposable {
  /** True once the event is there; false when it is not there in time, or the answer ended. */
  has(number: number, withinMs: number): Promise<boolean>
  /** How the answer ended: with its end, in the middle, or not in time. */
  ended(withinMs: number): Promise<'complete' | 'cut' | 'open'>
  /** Of the answer; undefined before its headers. */
  encoding(): string | undefined
}

export function openStream(url: string, ca: string): Client {
  const { protocol, port } = new URL(url)
  const send = protocol === 'https:' ? requestSecure : requestPlain
  const headers = { host: serverName, accept: 'text/event-stream', 'accept-encoding': 'gzip' }
  const request = send({
    ...{ host: '127.0.0.1', port, path, headers, agent: false },
    ...(protocol === 'https:' && { ca, servername: serverName }),
  })
  let text = ''
  let end: 'complete' | 'cut' | null = null
  let encoding: string | undefined
  const cut = () => {
    end ??= 'cut'
  }
  request.on('error', cut).on('response', answer => {
    encoding = answer.headers['content-encoding'] ?? 'none'
    const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
    const body = encoding === 'gzip' ? answer.pipe(createGunzip(flush)) : answer
    body.on('data', (bytes: Buffer) => {
      text += bytes
    })
    body.on('error', cut)
    answer.on('error', cut).on('end', () => {
      end = answer.complete ? 'complete' : 'cut'
    })
  })
  request.end()
  const until = async (done: () => boolean, withinMs: number) => {
    for (const deadline = performance.now() + withinMs; performance.now() < deadline && !done(); )
      await new Promise(resolve => setTimeout(resolve, 10))
  }
  const arrived = (number: number) => text.includes(`{"number":${number}}\n\n`)
  return {
    async has(number, withinMs) {
      await until(() => arrived(number) || end !== null, withinMs)
      return arrived(number)
    },
    async ended(withinMs) {
      await until(() => end !== null, withinMs)
      return end ?? 'open'
    },
    encoding: () => encoding,
    [Symbol.dispose]: () => void request.destroy(),
  }
}

export type Effect =
  | 'streams'
  | 'streams, compressed'
  | 'one late'
  | 'buffers'
  | 'cut'
  | 'ends as if complete'
  | 'shared'

/** What becomes of a stream on its way; `expected` tells how patient to be. */
export async function observeStream(
  url: string,
  ca: string,
  { answers }: SteppedStream,
  expected: Effect,
): Promise<Effect | 'stalls'> {
  using client = openStream(url, ca)
  const held = expected === 'buffers' || expected === 'one late'
  const patience = held ? waitMs.buffers : waitMs.streams
  const first = await client.has(1, patience)
  const answer = answers.at(-1)
  if (!answer) return 'stalls'
  if (!first) {
    write(answer, 2)
    return (await client.has(1, patience)) && !(await client.has(2, patience)) ? 'one late' : 'buffers'
  }
  if (expected === 'cut' || expected === 'ends as if complete') {
    const end = await client.ended(waitMs.streams)
    return end === 'cut' ? 'cut' : end === 'complete' ? 'ends as if complete' : 'streams'
  }
  for (let number = 2; number <= events; number++) {
    write(answer, number)
    if (!(await client.has(number, patience))) return 'stalls'
  }
  if (expected === 'shared') {
    using second = openStream(url, ca)
    return (await second.has(events, patience)) && answers.length === 1 ? 'shared' : 'streams'
  }
  return client.encoding() === 'gzip' ? 'streams, compressed' : 'streams'
}
