/** A WebSocket server that does what a test says, and knows how many were open at the same time. */

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface SocketServer extends AsyncDisposable {
  readonly url: string
  readonly requests: IncomingMessage[]
  readonly mostOpen: number
}

export interface Behaviour {
  /** A status refuses the upgrade. */
  readonly admit?: (request: IncomingMessage) => number | { status: number; body: string } | null
  readonly onOpen?: (socket: WebSocket, all: ReadonlySet<WebSocket>, count: number) => void
  readonly onMessage?: (socket: WebSocket, text: string, all: ReadonlySet<WebSocket>) => void
  readonly autoPong?: boolean
  readonly protocol?: string
  /** Further headers of the 101, by how many came before. */
  readonly headers?: (before: number) => readonly string[]
}

export async function startSockets({
  admit = () => null,
  onOpen = () => {},
  onMessage = () => {},
  autoPong = true,
  protocol,
  headers: further = () => [],
}: Behaviour = {}): Promise<SocketServer> {
  const requests: IncomingMessage[] = []
  const open = new Set<WebSocket>()
  const sockets = new Set<Socket>()
  let mostOpen = 0
  let count = 0
  const websockets = new WebSocketServer({
    noServer: true,
    autoPong,
    ...(protocol ? { handleProtocols: () => protocol } : {}),
  })
  let answered = 0
  websockets.on('headers', headers => headers.push(...further(answered++)))
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    requests.push(request)
    const refusal = admit(request)
    if (refusal !== null) {
      const { status, body } = typeof refusal === 'number' ? { status: refusal, body: '' } : refusal
      socket.end(
        `HTTP/1.1 ${status} No\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      )
      return
    }
    websockets.handleUpgrade(request, socket, head, websocket => {
      open.add(websocket)
      mostOpen = Math.max(mostOpen, open.size)
      websocket.on('error', () => {})
      websocket.on('close', () => open.delete(websocket))
      websocket.on('message', data => onMessage(websocket, String(data), open))
      onOpen(websocket, open, ++count)
    })
  })
  // A burst of connections must not wait for retransmitted SYNs.
  await new Promise<void>(resolve => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get mostOpen() {
      return mostOpen
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export const echo = (socket: WebSocket, text: string): void => socket.send(text)
