/** A TCP proxy that holds every byte back for a while, each way: a network with a known round trip. */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DelayingProxy extends AsyncDisposable {
  readonly url: string
}

export async function startDelayingProxy(to: URL, delayMs: number): Promise<DelayingProxy> {
  const sockets = new Set<Socket>()
  const later = (from: Socket, into: Socket) => {
    sockets.add(from)
    from.on('data', chunk => setTimeout(() => into.write(chunk), delayMs))
    from.on('end', () => setTimeout(() => into.end(), delayMs))
    from.on('error', () => into.destroy())
  }
  const server = createServer({ allowHalfOpen: true }, client => {
    const upstream = connect({ port: Number(to.port), host: to.hostname, allowHalfOpen: true })
    later(client, upstream)
    later(upstream, client)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
