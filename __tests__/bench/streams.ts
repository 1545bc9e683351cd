/**
 * `node __tests__/bench/streams.ts [STREAMS] [EVENTS] [PACE]`: that many streams at once, read by the product and by a
 * bare socket: from the write of an event to the time that it is given, CPU, and memory by length. No test: it only tells.
 */

import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createParser } from 'eventsource-parser'
import { createEventReader } from '../../src/checks/stream-events.ts'
import { createTracker } from '../../src/checks/stream-tracker.ts'
import { targetOf } from '../../src/model/target.ts'
import { readStream } from '../../src/net/stream.ts'
import { createWire } from '../net/servers.ts'

const [streams = 100, events = 1000, paceMs = 20] = process.argv.slice(2).map(Number)
const timeOf = (text: string): number => Number(/"timestamp":([\d.]+)/.exec(text)?.[1])

type Side = (port: number, events: number, paceMs: number, latencies: number[]) => Promise<void>

/** What the product does with a stream: arrival, parser, tracker. */
const product: Side = async (port, count, pace, latencies) => {
  const wire = createWire()
  const url = new URL(`http://127.0.0.1:${port}/?events=${count}&pace=${pace}`)
  const dialled = await wire.dial(targetOf(url), 0, 5000)
  using record = dialled.record
  if (!dialled.ok) throw new Error(dialled.fault.message)
  let startedAt = 0
  const watched = { format: 'sse', until: null, each: undefined, timestamp: null, pacedMs: null } as const
  const tracker = createTracker(watched, text => text)
  const onEvent: Parameters<typeof createEventReader>[1]['onEvent'] = event => {
    tracker.add(event)
    const sentAt = timeOf(String(event.data))
    if (sentAt) latencies.push(startedAt + event.atMs - sentAt)
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
  if (tracker.count < count) throw new Error(`${tracker.count} of ${count} events`)
}

/** The least that a reader in Node can do. */
const bare: Side = (port, count, pace, latencies) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET /?events=${count}&pace=${pace} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', chunk => {
      const at = performance.timeOrigin + performance.now()
      for (const [, sentAt] of chunk.toString('latin1').matchAll(/"timestamp":([\d.]+)/g))
        latencies.push(at - Number(sentAt))
    })
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })

const at = (sorted: readonly number[], share: number): string =>
  `${(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2).padStart(7)} ms`

const server = fork(join(import.meta.dirname, 'stream-server.ts'))
const port = await new Promise<number>(resolve => server.once('message', message => resolve(Number(message))))
try {
  console.log(
    `${streams} streams at once, ${events} events each, ${paceMs} ms apart: from write to time stamp`,
  )
  for (const [name, side] of [
    ['bare socket', bare],
    ['product', product],
    ['bare socket', bare],
    ['product', product],
  ] as const) {
    const latencies: number[] = []
    const cpu = process.cpuUsage()
    const begun = performance.now()
    await Promise.all(Array.from({ length: streams }, () => side(port, events, paceMs, latencies)))
    const { user, system } = process.cpuUsage(cpu)
    const perEvent = (user + system) / (streams * events)
    latencies.sort((a, b) => a - b)
    console.log(
      `  ${name.padEnd(12)} p50 ${at(latencies, 0.5)}  p95 ${at(latencies, 0.95)}  p99 ${at(latencies, 0.99)}  cpu ${perEvent.toFixed(1)} µs an event  wall ${((performance.now() - begun) / 1000).toFixed(1)} s  ${latencies.length} events`,
    )
  }
  console.log('one stream as fast as it comes: memory by length')
  for (const length of [1000, 100_000, 1_000_000]) {
    await product(port, length, 0, { push: () => 0 } as unknown as number[])
    ;(globalThis as { gc?: () => void }).gc?.()
    const { heapUsed, rss } = process.memoryUsage()
    console.log(
      `  ${String(length).padStart(7)} events  heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB  rss ${(rss / 2 ** 20).toFixed(0)} MiB`,
    )
  }
} finally {
  server.kill()
}
