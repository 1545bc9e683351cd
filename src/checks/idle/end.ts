/** How a quiet connection ended, as a value and as a fault. */

import { closeFault, closeType, showClose } from '../../conversation/closes.ts'
import { showDuration } from '../../model/duration.ts'
import { type Fault, fault } from '../../model/fault.ts'
import type { SocketChannel } from '../../net/channel.ts'

export interface End {
  /** `nothing`: it looks open, and a ping is not answered. `end of body`: a stream over HTTP was finished in order. */
  readonly by: 'close frame' | 'end of body' | 'fin' | 'reset' | 'nothing'
  /** Milliseconds since it was open; of a stream over HTTP, since the request went out. */
  readonly ageMs: number
  /** Milliseconds since a frame, or a byte of a stream, went over the wire. */
  readonly quietMs: number
  /** It outlived the silence, and ended when something was sent. */
  readonly onTraffic: boolean
}

/** Null while it is open. */
function endOf({ closed, pulse }: SocketChannel): End | null {
  if (!closed) return null
  const by = closed.code !== 1006 ? 'close frame' : (pulse.ended ?? 'fin')
  return { by, ageMs: closed.atMs, quietMs: closed.atMs - pulse.lastMs, onTraffic: false }
}

/** Keeps the connection open and sends nothing, for so long or until it ends or the run is over. */
export async function keepQuiet(channel: SocketChannel, ms: number): Promise<void> {
  const until = channel.now() + ms
  while (!channel.closed && !channel.aborted && channel.now() < until)
    await channel.changed(until - channel.now())
}

/** A close frame is here before the connection is closed (closeTimeout in net/websocket.ts): how it ended is known after that. */
const closingMs = 1500

/** How it ended, waiting for the end of a connection that is about to. */
export async function settledEnd(channel: SocketChannel): Promise<End | null> {
  if (channel.ending) await keepQuiet(channel, closingMs)
  return endOf(channel)
}

/** A restart or an overload speaks: that has nothing to do with silence, and may be gone a moment later. */
const passing: readonly number[] = [1012, 1013, 1014, 1015]

/** The fault of an end that came in the silence, or with the first frame after it. */
export function endFault(channel: SocketChannel, end: End, holdMs: number, waitedMs: number): Fault {
  const wanted = `it had to stay open for ${showDuration(holdMs)}`
  const when = end.onTraffic
    ? `when something was sent after ${showDuration(end.quietMs)} of silence`
    : `after ${showDuration(end.quietMs)} of silence`
  const { closed } = channel
  if (!closed) {
    const waited = `no pong came within ${showDuration(waitedMs)}, and no end of the connection either`
    return fault('idle.unanswered', `the connection was dead ${when}: ${waited}`)
  }
  const code = String(closed.code)
  if (closed.fault || closeType(closed.code) === 'auth.closed')
    return closeFault(closed, 'the connection was kept quiet')
  if (passing.includes(closed.code)) return fault('idle.lost', `${showClose(closed)} ${when}`, code)
  if (end.by === 'close frame') return fault('idle.ended', `${showClose(closed)} ${when}; ${wanted}`, code)
  return end.by === 'reset'
    ? fault('idle.reset', `the connection was reset (RST, no close frame) ${when}; ${wanted}`, code)
    : fault('idle.closed', `the connection was ended (FIN, no close frame) ${when}; ${wanted}`, code)
}
