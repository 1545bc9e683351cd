/** A stream of the bench's server, read by the product and by a bare socket: what each event's time stamp is late by. */

import { connect } from 'node:net'
import { createParser } from 'eventsource-parser'
import { createEventReader } from '../../src/checks/stream/events.ts'
import { createTracker } from '../../src/checks/stream/tracker.ts'
import { targetOf } from '../../src/model/target.ts'
import { readStream } from '../../src/net/stream.ts'
import { createWire } from '../net/servers.ts'

const timeOf = (text: string): number => Number(/"timestamp":([\d.]+)/.exec(text)?.[1])

/** @param atEnd called when the last event was read, while everything is still held that a stream holds */
export interface Reading {
  readonly port: number
  readonly events: number
  readonly paceMs: number
  onLatency(ms: number): void
  atEnd?(): void
}

/** What the product does with a stream: arrival, parser, tracker. */
export async function readByProduct({ port, events, paceMs, onLatency, atEnd }: Reading): Promise<void> {
  const wire = createWire()
  const url = new URL(`http://127.0.0.1:${port}/?events=${events}&pace=${paceMs}`)
  const dialled = await wire.dial(targetOf(url), 0, 5000)
  using record = dialled.record
  if (!dialled.ok) throw new Error(dialled.fault.message)
  let startedAt = 0
  const watched = { format: 'sse', until: null, each: undefined, timestamp: null, pacedMs: null } as const
  const tracker = createTracker(watched, text => text)
  const onEvent: Parameters<typeof createEventReader>[1]['onEvent'] = event => {
    tracker.add(event)
    const sentAt = timeOf(String(event.data))
    if (sentAt) onLatency(startedAt + event.atMs - sentAt)
    else atEnd?.()
  }
  const reader = createEventReader('sse', { onEvent, onMalformed: console.error }, createParser)
  await readStream(dialled.connection, record, { url, method: 'GET', headers: {}, body: null }, wire, {
    onHead: head => {
      startedAt = performance.timeOrigin + performance.now() - head.atMs
    },
    onBytes: (bytes, atMs) => {
      reader.feed(bytes, atMs)
      return true
    },
    deadlineMs: () => 600_000,
  })
  // The end marker is counted here: none was declared.
  if (tracker.count !== events + 1) throw new Error(`${tracker.count} of ${events + 1} events`)
}

/** The least that a reader in Node can do. */
export const readBare = ({ port, events, paceMs, onLatency }: Reading): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `GET /?events=${events}&pace=${paceMs} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n`,
      ),
    )
    socket.on('data', chunk => {
      const at = performance.timeOrigin + performance.now()
      for (const [, sentAt] of chunk.toString('latin1').matchAll(/"timestamp":([\d.]+)/g))
        onLatency(at - Number(sentAt))
    })
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
