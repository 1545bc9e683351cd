/** What the applications in Node share: a server with /health on a port of the kernel's choice, and who is let in. */

import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import jwt from 'jsonwebtoken'

export interface Serving extends AsyncDisposable {
  readonly port: number
  output(): string
}

export const healthy: RequestListener = (request, response) => {
  const found = request.url === '/health'
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(found ? { status: 'ok' } : { error: 'not found' }))
}

/** @param attach adds the WebSocket server; what it gives back is called at the end */
export async function serve(
  attach: (server: Server) => (() => unknown) | undefined,
  listener: RequestListener = healthy,
): Promise<Serving> {
  const server = createServer(listener)
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const end = attach(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    output: () => '',
    async [Symbol.asyncDispose]() {
      await end?.()
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Whether a value is a JWT that the application signed, with or without `Bearer`. */
export function isValid(token: unknown, secret: string): boolean {
  try {
    jwt.verify(String(token ?? '').replace(/^Bearer /, ''), secret, { algorithms: ['HS256'] })
    return true
  } catch {
    return false
  }
}

export const bearerOf = ({ headers }: IncomingMessage): string | undefined => headers.authorization
