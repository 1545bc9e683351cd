/**
 * Whether a server asks for a client certificate. Node does not tell, and up to TLS 1.2 the handshake is in the clear until
 * the keys change: the CertificateRequest (RFC 5246 section 7.4.4) is read as it passes. In TLS 1.3 it is encrypted.
 */

import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

const handshakeRecord = 22
const certificateRequest = 13
const recordHeader = 5
const messageHeader = 4
/** A chain of certificates comes before the request; more than this is no handshake. */
const mostBytes = 256 * 1024

/** Takes what the server sends, in pieces as they come; true once the request was seen. */
export function createRequestFinder(): (piece: Uint8Array) => boolean {
  let records: Buffer = Buffer.alloc(0)
  let messages: Buffer = Buffer.alloc(0)
  let found = false
  let over = false
  return piece => {
    if (over) return found
    records = Buffer.concat([records, piece])
    while (records.length >= recordHeader) {
      const end = recordHeader + records.readUInt16BE(3)
      // Keys change, or it is an alert: what follows is no handshake in the clear.
      if (records[0] !== handshakeRecord) over = true
      if (over || records.length < end) break
      messages = Buffer.concat([messages, records.subarray(recordHeader, end)])
      records = records.subarray(end)
    }
    while (messages.length >= messageHeader) {
      found ||= messages[0] === certificateRequest
      const end = messageHeader + messages.readUIntBE(1, 3)
      if (found || messages.length < end) break
      messages = messages.subarray(end)
    }
    over ||= found || records.length + messages.length > mostBytes
    if (over) records = messages = Buffer.alloc(0)
    return found
  }
}

/** The socket, for TLS to run over, with an ear at what the server sends. */
export function overhear(socket: Socket, onRequest: () => void): Duplex {
  const find = createRequestFinder()
  let told = false
  const heard = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Uint8Array, _encoding, done) => void socket.write(chunk, done),
    final: done => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (piece: Uint8Array) => {
    if (!told && find(piece)) {
      told = true
      onRequest()
    }
    if (!heard.push(piece)) socket.pause()
  })
  socket.on('end', () => heard.push(null))
  socket.on('error', error => heard.destroy(error))
  socket.on('close', () => heard.destroy())
  return heard
}
