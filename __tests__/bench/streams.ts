/**
 * `npm run bench streams`: streams of server-sent events, read by the product and by a bare socket: from the write of an
 * event to the time that it is given, CPU, and memory by length.
 */

import { fork } from 'node:child_process'
import { join } from 'node:path'
import { type Reading, readBare, readByProduct } from './stream-readers.ts'

const here = import.meta.dirname

const at = (sorted: readonly number[], share: number): string =>
  `${(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2).padStart(7)} ms`

/** `streams` at once, their events `paceMs` apart; each side twice, for the first time warms it up. */
export async function benchStreams(streams: number, events: number, paceMs: number): Promise<void> {
  const server = fork(join(here, 'stream-server.ts'))
  const port = await new Promise<number>(resolve =>
    server.once('message', message => resolve(Number(message))),
  )
  try {
    console.log(
      `\n${streams} streams at once, ${events} events each, ${paceMs} ms apart: from write to time stamp`,
    )
    const sides = { 'bare socket': readBare, product: readByProduct }
    for (const round of ['warming up', ''])
      for (const [name, read] of Object.entries(sides)) {
        const told = await readAtOnce(read, streams, { port, events, paceMs })
        console.log(`  ${name.padEnd(12)} ${told}  ${round}`)
      }
    console.log('\none stream as fast as it comes: memory by length, at its end')
    for (const length of [1000, 100_000, 1_000_000]) {
      const { heapMb, peakRssMb } = await memoryOf(port, length)
      console.log(
        `  ${String(length).padStart(9)} events  heap ${heapMb.toFixed(1)} MiB  peak rss ${peakRssMb.toFixed(0)} MiB`,
      )
    }
  } finally {
    server.kill()
  }
}

async function readAtOnce(
  read: (reading: Reading) => Promise<void>,
  streams: number,
  stream: Pick<Reading, 'port' | 'events' | 'paceMs'>,
): Promise<string> {
  const latencies: number[] = []
  const onLatency = (ms: number) => void latencies.push(ms)
  const cpu = process.cpuUsage()
  const begun = performance.now()
  await Promise.all(Array.from({ length: streams }, () => read({ ...stream, onLatency })))
  const wallMs = performance.now() - begun
  const { user, system } = process.cpuUsage(cpu)
  const perEvent = (user + system) / latencies.length
  latencies.sort((a, b) => a - b)
  const times = `p50 ${at(latencies, 0.5)}  p95 ${at(latencies, 0.95)}  p99 ${at(latencies, 0.99)}`
  return `${times}  cpu ${perEvent.toFixed(1)} µs an event  wall ${(wallMs / 1000).toFixed(1)} s`
}

/** In a process of its own: what one stream needs is not what the one before it left behind. */
async function memoryOf(port: number, events: number): Promise<{ heapMb: number; peakRssMb: number }> {
  const child = fork(join(here, 'stream-memory.ts'), [String(port), String(events)])
  return await new Promise((resolve, reject) => {
    child.once('message', seen => resolve(seen as { heapMb: number; peakRssMb: number }))
    child.once('exit', code => reject(new Error(`stream-memory.ts ended with ${code} and said nothing`)))
  })
}
