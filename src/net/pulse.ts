/** What moves on an open WebSocket and when, and how the transport below it ended: what an idle limit is told by. */

import type { Socket } from 'node:net'

export interface Pulse {
  /** When a frame last went either way, in milliseconds since the connection was open. */
  lastMs: number
  /** The longest time in which no frame went either way, so far. */
  longestMs: number
  /** RFC 6455 pings of the server. */
  pings: number
  firstPingMs: number
  lastPingMs: number
  /** Pongs that went out in answer to them. */
  pongs: number
  /** Told of each frame; null where nobody listens. */
  onBeat: ((atMs: number) => void) | null
  /** Null while it is open, and where it was ended by us. */
  ended: 'fin' | 'reset' | null
}

export const newPulse = (): Pulse => ({
  lastMs: 0,
  longestMs: 0,
  pings: 0,
  firstPingMs: 0,
  lastPingMs: 0,
  pongs: 0,
  onBeat: null,
  ended: null,
})

/** A frame went over the wire. */
export function beat(pulse: Pulse, atMs: number): void {
  pulse.longestMs = Math.max(pulse.longestMs, atMs - pulse.lastMs)
  pulse.lastMs = atMs
  pulse.onBeat?.(atMs)
}

export function notePing(pulse: Pulse, atMs: number): void {
  if (pulse.pings === 0) pulse.firstPingMs = atMs
  pulse.lastPingMs = atMs
  pulse.pings++
}

/** Mean time between two pings of the server, in milliseconds; null if there were fewer than two. */
export const pingIntervalMs = ({ pings, firstPingMs, lastPingMs }: Pulse): number | null =>
  pings < 2 ? null : (lastPingMs - firstPingMs) / (pings - 1)

/** `ws` keeps to itself whether a connection without a close frame ended by FIN or by RST; the socket below knows. */
export function watchEnd(socket: Socket, pulse: Pulse): void {
  socket.once('end', () => {
    pulse.ended ??= 'fin'
  })
  socket.once('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'ECONNRESET' || code === 'EPIPE') pulse.ended = 'reset'
  })
}
