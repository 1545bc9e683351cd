/**
 * Which protocol a server picks. Only for follow-up probes after TLS has already failed: nothing is sent on such a
 * connection, and it never becomes the connection of a check.
 */

import { isIP } from 'node:net'
import { connect } from 'node:tls'

export interface Listener {
  readonly name: string
  readonly address: string
  readonly port: number
  readonly timeoutMs: number
  /** Protocols to offer, and no other. */
  readonly alpn: readonly string[]
}

/** @returns the protocol that the server picked, null for none; undefined if there was no handshake in time. */
export async function readAlpn({
  name,
  address,
  port,
  timeoutMs,
  alpn,
}: Listener): Promise<string | null | undefined> {
  return await new Promise(resolve => {
    const socket = connect({
      host: address,
      port,
      ...(isIP(name) ? {} : { servername: name }),
      ALPNProtocols: [...alpn],
      rejectUnauthorized: false,
    })
    const settle = (picked: string | null | undefined) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(picked)
    }
    const timer = setTimeout(settle, timeoutMs, undefined)
    socket.once('error', () => settle(undefined))
    socket.once('secureConnect', () => settle(socket.alpnProtocol || null))
  })
}
