/**
 * What no real server does on demand: a kit of faults on bare sockets, and those of the demo. Each is started for its
 * situation alone.
 */

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { type FaultName, faultNames } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { frame, opcodes } from '../net/frames.ts'
import { answering, startRaw } from '../net/servers.ts'
import { crowdServers } from './crowd-servers.ts'

export interface BrokenServer extends AsyncDisposable {
  readonly port: number
  readonly scheme: 'http' | 'https'
}

type Start = (secret: string) => Promise<BrokenServer>

const raw =
  (onConnection: (socket: Socket) => void, scheme: 'http' | 'https' = 'http'): Start =>
  async () => {
    const server = await startRaw(onConnection)
    return { port: server.port, scheme, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

/** Says this once something has come in, the ClientHello or the request. */
const replying = (bytes: Buffer | string, scheme: 'http' | 'https'): Start =>
  raw(socket => socket.once('data', () => socket.write(bytes)), scheme)

const okay =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\nConnection: close\r\n\r\n'

/** Health is well; what happens to an upgrade is the row's affair. */
const upgrading = (onUpgrade: (socket: Socket, request: string) => void): Start =>
  raw(socket => {
    socket.once('data', chunk => {
      const request = chunk.toString('latin1')
      if (/^upgrade: *websocket/im.test(request)) onUpgrade(socket, request)
      else socket.end(`${okay}{"status":"ok"}`)
    })
  })

/** RFC 6455, 4.2.2 */
const digestOf = (request: string): string => {
  const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? ''
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}

const switching = (request: string, change: (headers: Record<string, string>) => void = () => {}): string => {
  const headers: Record<string, string> = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Accept': digestOf(request),
  }
  change(headers)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`
}

const answeringUpgrade = (change: (headers: Record<string, string>) => void): Start =>
  upgrading((socket, request) => socket.write(switching(request, change)))

/** A correct handshake; the bytes after it are the row's own. */
const opening = (onOpen: (socket: Socket) => void): Start =>
  upgrading((socket, request) => {
    socket.write(switching(request))
    // Its own segment, as a server that speaks after the handshake would send it.
    setTimeout(() => onOpen(socket), 20)
  })

/** RFC 6455, 5.5.1: opcode 8, unmasked, with a code and a reason. */
const closing = (code: number, reason = ''): Start =>
  opening(socket => {
    const payload = Buffer.from(`..${reason}`)
    payload.writeUInt16BE(code)
    socket.end(Buffer.from([0x88, payload.length, ...payload]))
  })

/** RFC 8446, 6: a fatal alert in a record of TLS 1.2. */
const alerting = (alert: number): Start =>
  raw(socket => socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert]))), 'https')

const kit = {
  'closes each connection': raw(socket => socket.end()),
  'takes connections and says nothing': raw(() => {}),
  'says what SSH says': raw(socket => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')),
  // SETTINGS, then GOAWAY: RFC 9113, 3.4 and 6.8.
  'speaks HTTP/2 only': replying(
    Buffer.from(
      '00000604000000000000030000006400000807000000000000000000000000 01'.replaceAll(' ', ''),
      'hex',
    ),
    'http',
  ),
  'breaks off in the body': raw(answering('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":')),
  'never ends its headers': raw(
    answering(`HTTP/1.1 200 OK\r\n${`X-Padding: ${'x'.repeat(1000)}\r\n`.repeat(40)}`, { close: false }),
  ),

  'resets in the body': raw(socket =>
    socket.once('data', () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      ),
    ),
  ),
  'stalls in the body': raw(
    answering('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":', { close: false }),
  ),
  'stalls in the headers': raw(answering('HTTP/1.1 200 OK\r\nContent-Type: te', { close: false })),
  'closes in the headers': raw(answering('HTTP/1.1 200 OK\r\nContent-Type: te')),
  'answers with bytes that are no text': raw(answering(Buffer.from([0, 255, 1, 254, 2]).toString('latin1'))),
  'answers with a broken chunk': raw(
    answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
  ),

  'resets in the TLS handshake': raw(socket => socket.once('data', () => socket.resetAndDestroy()), 'https'),
  'takes TLS connections and says nothing': raw(() => {}, 'https'),
  'closes in the TLS handshake': raw(socket => socket.once('data', () => socket.end()), 'https'),
  'sends half a TLS handshake': replying(Buffer.from('160303007a0200007603', 'hex'), 'https'),
  'refuses with TLS alert 40': alerting(40),
  'refuses with TLS alert 80': alerting(80),
  'refuses with TLS alert 112': alerting(112),
  'refuses with TLS alert 120': alerting(120),

  'never answers the upgrade': upgrading(() => {}),
  'destroys the upgrade': upgrading(socket => socket.end()),
  'breaks off in the answer to the upgrade': upgrading(socket =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgr'),
  ),
  'stalls in the answer to the upgrade': upgrading(socket =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgr'),
  ),
  'answers the upgrade with headers that are too large': upgrading(socket =>
    socket.end(`HTTP/1.1 403 Forbidden\r\nX-Padding: ${'x'.repeat(20_000)}\r\n\r\n`),
  ),
  'answers the upgrade with garbage': upgrading(socket => socket.end(Buffer.from([0, 255, 1, 254, 2]))),
  'resets the upgrade': upgrading(socket => socket.resetAndDestroy()),
  // Engine.IO does so on other paths than its own (destroyUpgradeTimeout).
  'destroys the upgrade after a second': upgrading(socket => setTimeout(() => socket.end(), 1000)),
  '101 with a wrong digest': answeringUpgrade(headers => {
    headers['Sec-WebSocket-Accept'] = 'bm90IHRoZSBkaWdlc3Qgb2Yga2V5'
  }),
  '101 without a digest': answeringUpgrade(headers => {
    delete headers['Sec-WebSocket-Accept']
  }),
  '101 without Upgrade': answeringUpgrade(headers => {
    delete headers.Upgrade
  }),
  '101 without Connection': answeringUpgrade(headers => {
    delete headers.Connection
  }),
  '101 with a subprotocol of its own': answeringUpgrade(headers => {
    headers['Sec-WebSocket-Protocol'] = 'soap'
  }),
  '101 with an extension of its own': answeringUpgrade(headers => {
    headers['Sec-WebSocket-Extensions'] = 'x-webkit-deflate-frame'
  }),

  'cuts the connection once it is open': opening(socket => socket.end()),
  'resets the connection once it is open': opening(socket => socket.resetAndDestroy()),
  'carries no frames': opening(() => {}),
  'puts an HTTP answer among the frames': opening(socket =>
    socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'),
  ),
  'sends a frame with a reserved bit': opening(socket => socket.write(Buffer.from([0xc1, 2, 0x68, 0x69]))),
  'sends a frame with another reserved bit': opening(socket =>
    socket.write(frame(opcodes.text, 'hi', { rsv: 2 })),
  ),
  'sends a frame that is masked': opening(socket =>
    socket.write(frame(opcodes.text, 'hi', { masked: true })),
  ),
  'sends a frame of an unknown kind': opening(socket => socket.write(frame(3, 'hi'))),
  'sends text that is no UTF-8': opening(socket =>
    socket.write(frame(opcodes.text, Buffer.from([0xc3, 0x28]))),
  ),
  'fragments a ping': opening(socket => socket.write(frame(opcodes.ping, 'hi', { fin: false }))),
  'continues what it never began': opening(socket => socket.write(frame(opcodes.continuation, 'hi'))),
  'closes in the middle of a frame': opening(socket =>
    socket.end(frame(opcodes.text, 'a message').subarray(0, 5)),
  ),
  'resets in the middle of a frame': opening(socket =>
    socket.write(frame(opcodes.text, 'a message').subarray(0, 5), () =>
      setTimeout(() => socket.resetAndDestroy(), 20),
    ),
  ),
  'stalls in the middle of a frame': opening(socket =>
    socket.write(frame(opcodes.text, 'a message').subarray(0, 5)),
  ),
  'closes with a code that must not be sent': closing(1006),
  'closes with 1000': closing(1000),
  'closes with 1001': closing(1001, 'going away'),
  'closes with 1003': closing(1003, 'binary only'),
  'closes with 1009': closing(1009, 'message too big'),
  'closes with 1011': closing(1011, 'keepalive ping timeout'),
  'closes with 1012': closing(1012, 'service restart'),
  'closes with 1013': closing(1013, 'try again later'),
  'closes with 4401': closing(4401, 'unauthorized'),
  'closes for another connection': closing(4001, 'replaced by a new connection'),
  // django/views/defaults.py: what it says with DEBUG off, after DisallowedHost.
  'refuses the host as Django does': replying(
    'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 143\r\nConnection: close\r\n\r\n' +
      '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Bad Request (400)</title>\n</head>\n<body>\n  <h1>Bad Request (400)</h1><p></p>\n</body>\n</html>\n',
    'http',
  ),
} as const satisfies Record<string, Start>

const demo =
  (fault: FaultName): Start =>
  async secret => {
    const service = await startService({ faults: [fault], secret, audience: 'chat' })
    const { protocol, port } = new URL(service.url)
    return {
      port: Number(port),
      scheme: protocol === 'https:' ? 'https' : 'http',
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    }
  }

export type CrowdServerName = keyof typeof crowdServers
export type BrokenServerName = keyof typeof kit | CrowdServerName | `demo ${FaultName}`

export const brokenServers: Readonly<Record<BrokenServerName, Start>> = {
  ...kit,
  ...crowdServers,
  ...(Object.fromEntries(faultNames.map(name => [`demo ${name}`, demo(name)])) as Record<
    `demo ${FaultName}`,
    Start
  >),
}

export const isBrokenServer = (name: string): name is BrokenServerName => Object.hasOwn(brokenServers, name)
