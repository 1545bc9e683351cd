/** A WebSocket server of the test's own: it admits, greets and answers as the scenario says, and remembers its clients. */

import { createServer as createHttpServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Pair } from '../net/certificates.ts'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

export interface ChatServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  readonly upgrades: readonly SeenRequest[]
  /** Data messages as text. */
  readonly messages: readonly string[]
  readonly connections: number
}

export interface ChatOptions {
  readonly respond?: RequestListener
  /** Null admits; a string is the raw answer to the upgrade. */
  readonly admit?: (request: SeenRequest) => string | null
  readonly greet?: (socket: WebSocket, request: SeenRequest) => void
  readonly reply?: (socket: WebSocket, text: string, request: SeenRequest) => void
  /** Of the subprotocols that the client offers; the first one if absent. */
  readonly pick?: (offered: readonly string[]) => string | false
  readonly tls?: Pair
  readonly port?: number
}

/** An answer to an upgrade as it goes over the wire. */
export const refusal = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): string =>
  [
    `HTTP/1.1 ${status} Refused`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')

const healthy: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{"status":"ok"}')
}

const pickFirst = ([first]: readonly string[]) => first ?? false

const echo = (socket: WebSocket, text: string) => socket.send(text)

export async function startChat(options: ChatOptions = {}): Promise<ChatServer> {
  const {
    respond = healthy,
    admit = () => null,
    greet,
    reply = echo,
    pick = pickFirst,
    tls,
    port = 0,
  } = options
  const requests: SeenRequest[] = []
  const upgrades: SeenRequest[] = []
  const messages: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const listener: RequestListener = (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    respond(request, response)
  }
  const server = tls
    ? createHttpsServer({ key: tls.key, cert: tls.cert }, listener)
    : createHttpServer(listener)
  const websockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => pick([...offered]),
  })
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers }
    upgrades.push(seen)
    socket.on('error', () => {})
    const answer = admit(seen)
    if (answer !== null) return void socket.end(answer)
    websockets.handleUpgrade(request, socket, head, websocket => {
      websocket.on('error', () => {})
      websocket.on('message', (data: RawData) => {
        const text = String(data)
        messages.push(text)
        reply(websocket, text, seen)
      })
      greet?.(websocket, seen)
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.address() as AddressInfo).port
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${bound}`,
    port: bound,
    requests,
    upgrades,
    messages,
    get connections() {
      return connections
    },
    async [Symbol.asyncDispose]() {
      websockets.close()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
