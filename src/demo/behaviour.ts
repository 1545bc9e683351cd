/** What the service does at each point where it can be broken. A fault replaces some of these; the rest stays right. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Secret } from '../model/secret.ts'
import type { Answer } from './answer.ts'

/** One open WebSocket, as the application sees it. */
export interface Connection {
  readonly id: string
  /** Does nothing once the connection is closed. */
  readonly send: (text: string) => void
  readonly close: (code: number, reason: string) => void
  /** All open connections, this one among them. */
  readonly everyone: () => readonly Connection[]
}

export interface Behaviour {
  /** What the address that is given out speaks: `nothing` is a port on which nobody listens. */
  readonly speaks: 'http' | 'https' | 'nothing'
  /** Whether a client with this token gets in; null shows none. */
  readonly isAdmitted: (token: string | null, secret: Secret) => boolean
  /** What a client is told that does not. */
  readonly turnAway: (token: string | null) => Answer
  /** Answers a plain request. */
  readonly respond: (request: IncomingMessage, response: ServerResponse) => void
  /** Answers an admitted request for a stream. */
  readonly stream: (request: IncomingMessage, response: ServerResponse) => void
  /** Null lets the upgrade go on; otherwise it is refused with that answer. */
  readonly admit: (request: IncomingMessage) => Answer | null
  /** Takes the admitted upgrade over from the WebSocket server; null leaves it there. */
  readonly handshake: ((request: IncomingMessage, socket: Duplex) => void) | null
  /** Watches an open WebSocket from below, as a proxy with time limits does; null leaves it alone. */
  readonly guard: ((websocket: WebSocket, socket: Duplex) => void) | null
  /** Right after the 101, or after the first message where that carries the token. */
  readonly greet: (connection: Connection) => void
  /** The answers to one message, in their order: the first goes out at once, the others one by one. */
  readonly reply: (text: string) => readonly string[]
  /** How a reply reaches a client. */
  readonly deliver: (connection: Connection, text: string) => void
}
