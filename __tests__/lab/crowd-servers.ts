/** Applications that are right for one client and one message, and wrong for many. */

import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { BrokenServer } from './broken-servers.ts'

type Answer = (client: WebSocket, ack: string, number: number) => void

/** Health is well; each message is acknowledged with its id, the `answer` of the row's own way. */
const serving =
  (answer: Answer, onOpen: (client: WebSocket, open: number) => void = () => {}) =>
  async (): Promise<BrokenServer> => {
    const sockets = new Set<Socket>()
    const server = createServer((_request, response) => response.end('{"status":"ok"}'))
    server.on('connection', socket => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    })
    const websockets = new WebSocketServer({ server })
    websockets.on('connection', client => {
      let number = 0
      client.on('error', () => {})
      client.on('message', data => {
        const { id } = JSON.parse(String(data)) as { id: unknown }
        answer(client, JSON.stringify({ type: 'ack', id }), number++)
      })
      onOpen(client, websockets.clients.size)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return {
      port: (server.address() as AddressInfo).port,
      scheme: 'http',
      async [Symbol.asyncDispose]() {
        for (const socket of sockets) socket.destroy()
        await new Promise(resolve => server.close(resolve))
      },
    }
  }

const acknowledge: Answer = (client, ack) => client.send(ack)
const room = 20
/** Answers what has come in a moment last first. */
const stacks = new WeakMap<WebSocket, string[]>()

export const crowdServers = {
  'answers every client': serving(acknowledge),
  'drops every third message': serving((client, ack, number) => {
    if (number % 3 !== 2) client.send(ack)
  }),
  'answers twice': serving((client, ack) => {
    client.send(ack)
    client.send(ack)
  }),
  'answers the last message first': serving((client, ack) => {
    const stack = stacks.get(client) ?? []
    if (stack.length === 0)
      setTimeout(() => {
        for (const one of stack.splice(0).reverse()) client.send(one)
      }, 30)
    stack.push(ack)
    stacks.set(client, stack)
  }),
  'says that it is full to whoever comes after the twentieth': serving(acknowledge, (client, open) => {
    if (open > room) client.close(1013, 'full')
  }),
  'forgets the twenty-first client without a word': serving(acknowledge, (client, open) => {
    if (open > room) client.terminate()
  }),
  'closes whoever is idle for a second': serving(acknowledge, client => {
    setTimeout(() => client.close(1001, 'idle'), 1000)
  }),
} as const
