/** What a proxy with a time limit does to an open WebSocket, whatever the application wants. */

import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Behaviour } from './behaviour.ts'

/** The limit, in milliseconds: long enough to outlive a chat, short enough to be waited for. */
export const quietMs = 1000

type Guard = NonNullable<Behaviour['guard']>
type End = (websocket: WebSocket, socket: Duplex) => void

/** Once the client has sent nothing, control frames included, for as long as the limit. */
export const afterSilence =
  (end: End): Guard =>
  (websocket, socket) => {
    const timer = setTimeout(() => end(websocket, socket), quietMs).unref()
    socket.on('data', () => timer.refresh())
    socket.once('close', () => clearTimeout(timer))
  }

/** At that age, busy or not. */
export const atAge =
  (end: End): Guard =>
  (websocket, socket) => {
    const timer = setTimeout(() => end(websocket, socket), quietMs).unref()
    socket.once('close', () => clearTimeout(timer))
  }
