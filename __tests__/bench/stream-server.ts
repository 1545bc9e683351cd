/** Paced server-sent events that carry the time at which they were written, in a process of its own. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Milliseconds since 1970, to the microsecond: the same clock for all processes of a machine. */
const now = (): number => performance.timeOrigin + performance.now()

const server = createServer((request, response) => {
  const query = new URL(request.url ?? '/', 'http://bench').searchParams
  const [events, paceMs] = [Number(query.get('events')), Number(query.get('pace'))]
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let sent = 0
  const write = (): boolean =>
    response.write(`id: ${++sent}\ndata: {"type":"token","content":"word ${sent}","timestamp":${now()}}\n\n`)
  const beat = () => {
    if (paceMs > 0) write()
    // As fast as the reader takes them.
    else while (sent < events && write());
    if (sent >= events) return void response.end('data: [DONE]\n\n')
    if (paceMs > 0) setTimeout(beat, paceMs)
    else response.once('drain', beat)
  }
  // Spread over the pace: streams of real clients do not tick together.
  setTimeout(beat, Math.random() * paceMs)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
