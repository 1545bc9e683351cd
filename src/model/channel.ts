/** What a conversation needs of a connection. net/websocket.ts is one; tests bring their own. */

import type { Fault, Tried } from './fault.ts'

export interface Message {
  /** Milliseconds since the connection was open. */
  readonly atMs: number
  readonly data: string | Uint8Array
}

export interface Closed {
  readonly atMs: number
  /** 1005 when the close frame had no code, 1006 when there was no close frame. */
  readonly code: number
  readonly reason: string
  /** A violation of the protocol by the other side, if that ended it. */
  readonly fault: Fault | null
}

export interface Channel {
  /** Everything received since the 101, oldest first; a conversation takes from it by index. */
  readonly messages: readonly Message[]
  readonly closed: Closed | null
  send(data: string | Uint8Array): Promise<Tried<void>>
  /** Pings were answered by pongs without their payload, as uWSGI does: a deviation that no client notices. */
  readonly emptyPongs?: boolean
  /** Sends an RFC 6455 ping; gives the milliseconds until the pong with the same payload, or until the second empty one. */
  ping(payload: string, withinMs: number): Promise<Tried<number>>
  /** Resolves when something arrived or ended, or after `withinMs`, or when the run is over; never rejects. */
  changed(withinMs: number): Promise<void>
  /** Milliseconds since the connection was open. */
  now(): number
  /** True once the run is over: deadline, cancellation. */
  readonly aborted: boolean
}
