/** One open WebSocket from its greeting to its close. */

import type { RawData, WebSocket } from 'ws'
import type { Secret } from '../model/secret.ts'
import { stepMs } from './application.ts'
import type { Behaviour, Connection } from './behaviour.ts'

/** How long a client may be silent before its first message, where that carries the token, in milliseconds. */
const authenticationMs = 10_000

/** Close code in the private range (RFC 6455, 7.4.2) that applications use for 401. */
const unauthenticated = 4401

type Talk = (websocket: WebSocket, tokenComesFirst: boolean) => void

/** `onMessage` is called for each data message received. */
export function talk(behaviour: Behaviour, secret: Secret, onMessage: () => void): Talk {
  const open = new Set<Connection>()
  const answer = (connection: Connection, text: string) => {
    for (const [turn, line] of behaviour.reply(text).entries()) {
      if (turn === 0) behaviour.deliver(connection, line)
      else setTimeout(() => behaviour.deliver(connection, line), turn * stepMs).unref()
    }
  }
  return (websocket, tokenComesFirst) => {
    const connection: Connection = {
      id: crypto.randomUUID(),
      send: text => {
        if (websocket.readyState === websocket.OPEN) websocket.send(text)
      },
      close: (code, reason) => websocket.close(code, reason),
      everyone: () => [...open],
    }
    let admitted = false
    const enter = () => {
      admitted = true
      open.add(connection)
      behaviour.greet(connection)
    }
    const limit = tokenComesFirst
      ? setTimeout(() => admitted || connection.close(unauthenticated, 'no token in time'), authenticationMs)
      : null
    limit?.unref()

    websocket.on('message', (data, isBinary) => {
      onMessage()
      if (admitted) return isBinary ? websocket.send(data) : answer(connection, textOf(data))
      const token = isBinary ? null : tokenIn(textOf(data))
      if (token === null || !behaviour.isAdmitted(token, secret))
        return connection.close(unauthenticated, 'invalid token')
      connection.send(JSON.stringify({ type: 'auth_ok' }))
      enter()
    })
    websocket.on('close', () => {
      open.delete(connection)
      if (limit) clearTimeout(limit)
    })
    // A frame that breaks the protocol closes the connection; there is nobody else to tell.
    websocket.on('error', () => websocket.terminate())
    if (!tokenComesFirst) enter()
  }
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString()

function tokenIn(text: string): string | null {
  try {
    const message: unknown = JSON.parse(text)
    if (typeof message !== 'object' || message === null) return null
    const { type, token } = message as { type?: unknown; token?: unknown }
    return type === 'auth' && typeof token === 'string' ? token : null
  } catch {
    return null
  }
}
