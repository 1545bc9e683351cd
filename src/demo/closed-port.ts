/** A port of which it is known that nothing listens there. */

import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/** Below every system's ephemeral range: there the kernel may pick the port for a client, who then meets himself. */
const range = { from: 10_000, below: 30_000 }
const tries = 20

/** Throws if `tries` random ports in a row are taken. */
export async function closedPort(host: string): Promise<number> {
  for (let turn = 0; turn < tries; turn++) {
    const port = randomInt(range.from, range.below)
    if (await isFree(port, host)) return port
  }
  throw new Error(`no free port on ${host} in ${tries} tries`)
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server: Server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
