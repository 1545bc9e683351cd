/** RFC 6455 by hand: handshakes and frames, right and wrong. */

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'

export const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

export interface Handshake {
  /** Null leaves the header out. */
  readonly accept?: string | null
  readonly upgrade?: string | null
  readonly connection?: string | null
  readonly protocol?: string
  readonly extensions?: string
  readonly status?: string
}

/** The answer to an upgrade request, correct unless told otherwise. */
export function switching(request: string, over: Handshake = {}): string {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? ''
  const { accept = acceptOf(key), upgrade = 'websocket', connection = 'Upgrade' } = over
  const headers = {
    Upgrade: upgrade,
    Connection: connection,
    'Sec-WebSocket-Accept': accept,
    'Sec-WebSocket-Protocol': over.protocol ?? null,
    'Sec-WebSocket-Extensions': over.extensions ?? null,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : `${name}: ${value}\r\n`,
  )
  return `HTTP/1.1 ${over.status ?? '101 Switching Protocols'}\r\n${lines.join('')}\r\n`
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** One frame of a server: not masked. */
export function frame(
  opcode: number,
  payload: string | Uint8Array = '',
  { fin = true, rsv = 0, masked = false }: { fin?: boolean; rsv?: number; masked?: boolean } = {},
): Buffer {
  const data = Buffer.from(payload as string)
  const mask = masked ? Buffer.alloc(4) : Buffer.alloc(0)
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode
  const bit = masked ? 0x80 : 0
  if (data.length < 126) return Buffer.concat([Buffer.from([first, bit | data.length]), mask, data])
  const long = Buffer.alloc(10)
  long[0] = first
  long[1] = bit | (data.length < 65536 ? 126 : 127)
  if (data.length < 65536) long.writeUInt16BE(data.length, 2)
  else long.writeBigUInt64BE(BigInt(data.length), 2)
  return Buffer.concat([long.subarray(0, data.length < 65536 ? 4 : 10), mask, data])
}

export const closeFrame = (code: number, reason = ''): Buffer => {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason))
  payload.writeUInt16BE(code)
  payload.write(reason, 2)
  return frame(opcodes.close, payload)
}

export interface Received {
  readonly opcode: number
  readonly payload: Buffer
}

/** Calls with each frame that the client sends; the client's frames are masked and below 64 KiB here. */
export function onFrames(socket: Socket, listener: (frame: Received) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', chunk => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      if (rest.length < 6) return
      const short = rest[1]! & 0x7f
      const head = short === 126 ? 8 : 6
      if (rest.length < head) return
      const length = short === 126 ? rest.readUInt16BE(2) : short
      if (rest.length < head + length) return
      const mask = rest.subarray(head - 4, head)
      const payload = Buffer.from(rest.subarray(head, head + length).map((byte, i) => byte ^ mask[i % 4]!))
      const opcode = rest[0]! & 0x0f
      rest = rest.subarray(head + length)
      listener({ opcode, payload })
    }
  })
}

/** Shakes hands and then lets the test speak; what is given with `first` leaves in the same packet as the 101. */
export const speaking =
  (
    speak: (socket: Socket, request: string) => void = () => {},
    over: Handshake = {},
    first: Buffer = Buffer.alloc(0),
  ) =>
  (socket: Socket): void => {
    socket.once('data', chunk => {
      const request = chunk.toString('latin1')
      socket.write(Buffer.concat([Buffer.from(switching(request, over)), first]))
      speak(socket, request)
    })
  }
