/** A small forward proxy (RFC 9110 sections 3.7 and 9.3.6): tunnels, and requests that name a whole URL. */

import { createServer, request as forward, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Pair } from '../net/certificates.ts'

export interface ForwardProxy extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** `CONNECT host:port` or `GET http://…`, in their order. */
  readonly asked: readonly string[]
}

export interface ProxyOptions {
  /** `user:password` that clients have to show. */
  readonly credential?: string
  /** Status for every tunnel, instead of opening it. */
  readonly refuse?: number
  /** Accepts and says nothing. */
  readonly silent?: boolean
  readonly tls?: Pair
}

export async function startForwardProxy(options: ProxyOptions = {}): Promise<ForwardProxy> {
  const asked: string[] = []
  const sockets = new Set<Duplex>()
  const wanted = options.credential && `Basic ${Buffer.from(options.credential).toString('base64')}`
  const refusal = ({ headers }: IncomingMessage): number | null =>
    wanted && headers['proxy-authorization'] !== wanted ? 407 : (options.refuse ?? null)
  const keep = (socket: Duplex) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  }

  const server = options.tls
    ? createTlsServer({ key: options.tls.key, cert: options.tls.cert })
    : createServer()
  server.on(options.tls ? 'secureConnection' : 'connection', keep)
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const refused = refusal(request)
    if (options.silent) return
    if (refused !== null) return void response.writeHead(refused).end()
    const { 'proxy-authorization': _own, ...headers } = request.headers
    const onward = forward(request.url ?? '', { method: request.method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    request.pipe(onward)
  })
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    asked.push(`CONNECT ${request.url}`)
    if (options.silent) return
    const refused = refusal(request)
    if (refused !== null) return void socket.end(`HTTP/1.1 ${refused} No\r\ncontent-length: 0\r\n\r\n`)
    const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(request.url ?? '') ?? []
    const target: Socket = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      if (head.length > 0) target.write(head)
      target.pipe(socket)
      socket.pipe(target)
    })
    keep(target)
    target.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
    target.once('close', () => socket.destroy())
    socket.once('close', () => target.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
