/** The embedded staging service: `demo` verifies it, and the tests do. Real sockets on loopback, broken on demand. */

import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { Secret } from '../model/secret.ts'
import { isAdmitted, isAdmittedFor, pathOf, tokenSubprotocol, turnAway } from './admission.ts'
import { writeRawAnswer } from './answer.ts'
import { firstMessagePath, runApplication, websocketPath } from './application.ts'
import type { Behaviour } from './behaviour.ts'
import { talk } from './chat.ts'
import { closedPort } from './closed-port.ts'
import type { FaultRow } from './fault-row.ts'
import { type FaultName, faults } from './faults.ts'

export interface ServiceOptions {
  /** Later ones win where two break the same part. */
  readonly faults?: readonly FaultName[]
  /** HS256 key of the JWTs; a random one if absent. */
  readonly secret?: Secret | string
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly host?: string
  /** PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly revision?: string
  /** The `aud` that tokens have to name; without it any will do. */
  readonly audience?: string
}

/** What reached the service: the proof that somebody really used the network. */
export interface ServiceStats {
  readonly connections: number
  readonly httpRequests: number
  readonly upgrades: number
  /** Data messages received on open WebSockets; control frames do not count. */
  readonly messages: number
}

export interface Service extends AsyncDisposable {
  /** Base URL without a path, `http:` or `https:`. */
  readonly url: string
  readonly websocketPath: string
  readonly secret: Secret
  stats(): ServiceStats
}

const largestMessageBytes = 1024 * 1024

/** Listens before it resolves; rejects with node's own error if the port is taken. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const secret = options.secret instanceof Secret ? options.secret : new Secret(options.secret ?? randomKey())
  const rows: readonly FaultRow[] = (options.faults ?? []).map(name => faults[name])
  const { audience } = options
  const right = { isAdmitted: audience ? isAdmittedFor(audience) : isAdmitted, turnAway }
  const breaksOf = (well: Behaviour) =>
    Object.assign({}, ...rows.map(({ breaks }) => (typeof breaks === 'function' ? breaks(well) : breaks)))
  const fixed: Partial<Behaviour> = Object.assign(
    {},
    ...rows.map(({ breaks }) => (typeof breaks === 'function' ? {} : breaks)),
  )
  // The same object: what answers a path asks it for the stream.
  const behaviour = runApplication(secret, options.revision ?? 'demo', { ...right, ...fixed })
  Object.assign(behaviour, breaksOf({ ...behaviour }))
  const count = { connections: 0, httpRequests: 0, upgrades: 0, messages: 0 }
  const chat = talk(behaviour, secret, () => count.messages++)
  const sockets = new Set<Socket>()
  const websockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    handleProtocols: chooseSubprotocol,
  })

  const respond: RequestListener = (request, response) => {
    count.httpRequests++
    behaviour.respond(request, response)
  }
  const server = options.tls
    ? createHttpsServer({ key: options.tls.key, cert: options.tls.cert }, respond)
    : createHttpServer(respond)
  server.on('connection', (socket: Socket) => {
    count.connections++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    count.upgrades++
    // A client that hangs up in the middle of the handshake is its own affair.
    socket.on('error', () => socket.destroy())
    const refusal = behaviour.admit(request)
    if (refusal) return writeRawAnswer(socket, refusal)
    if (behaviour.handshake) return behaviour.handshake(request, socket)
    websockets.handleUpgrade(request, socket, head, websocket => {
      behaviour.guard?.(websocket, socket)
      chat(websocket, pathOf(request) === firstMessagePath)
    })
  })
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)

  const scheme = options.tls || behaviour.speaks === 'https' ? 'https' : 'http'
  const port =
    behaviour.speaks === 'nothing' ? await closedPort(host) : (server.address() as AddressInfo).port
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    websocketPath,
    secret,
    stats: () => ({ ...count }),
    async [Symbol.asyncDispose]() {
      websockets.close()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

const randomKey = (): string => randomBytes(32).toString('base64url')

/** `chat.v1` where it is offered; a subprotocol that only carries a token is picked when there is no other. */
function chooseSubprotocol(offered: Set<string>): string | false {
  if (offered.has('chat.v1')) return 'chat.v1'
  const words = [...offered]
  return words.find(word => !word.startsWith(tokenSubprotocol)) ?? words[0] ?? false
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
