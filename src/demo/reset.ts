/** Ends a connection by RST. */

import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

export const resetSocket = (socket: Duplex): void => {
  // A TLS socket cannot be reset: only the TCP socket below it could.
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  else socket.destroy()
}
