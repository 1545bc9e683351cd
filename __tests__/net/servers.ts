/** Small real servers for tests of the network rooms. */

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createDialler, createResolver, type DialSettings } from '../../src/net/dial.ts'
import { readProxies } from '../../src/net/proxy.ts'
import type { Wire } from '../../src/net/wire.ts'

export interface RawServer extends AsyncDisposable {
  readonly port: number
  /** What clients have sent so far, all connections together. */
  received(): string
  readonly connections: number
}

/** A TCP (or TLS) server that does with each connection what the test says. */
export async function startRaw(
  onConnection: (socket: Socket) => void,
  {
    tls,
    host = '127.0.0.1',
  }: { tls?: { key: string; cert: string; [option: string]: unknown }; host?: string } = {},
): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let received = ''
  let connections = 0
  const listener = (socket: Socket) => {
    connections++
    socket.on('error', () => {})
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
    })
    onConnection(socket)
  }
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.on('tlsClientError', () => {})
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    get connections() {
      return connections
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Answers the first request of each connection with these bytes, as they are, and closes if told to. */
export const answering =
  (text: string, { close = true } = {}) =>
  (socket: Socket) => {
    socket.once('data', () => (close ? socket.end(text) : socket.write(text)))
  }

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await startRaw(() => {})
  await server[Symbol.asyncDispose]()
  return server.port
}

export function createWire(settings: Partial<DialSettings> = {}, overrides: Partial<Wire> = {}): Wire {
  const signal = settings.signal ?? new AbortController().signal
  const own = { ca: null, connectTo: null, proxies: readProxies({}), signal, ...settings }
  return {
    dial: createDialler(own),
    resolve: createResolver(own),
    issue: async () => null,
    acquire: async () => ({ attempts: [], observations: {}, fault: null, lifetimeMs: null }),
    prepare: async () => null,
    forge: async () => [],
    hide: text => text,
    pause: async () => {},
    calm: async () => {},
    signal,
    facts: { runId: 'test', sha: 'abc', directory: '.' },
    ...overrides,
  }
}
