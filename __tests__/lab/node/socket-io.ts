/** Socket.IO's own server: a middleware on every namespace looks at the token of CONNECT, as its documentation shows. */

import { Server as SocketIo } from 'socket.io'
import { isValid, type Serving, serve } from './serving.ts'

export interface SocketIoOptions {
  readonly path?: string
  readonly pingInterval?: number
  /** The namespace that only administrators may enter. */
  readonly admit?: (token: unknown, secret: string) => boolean
  /** Whom it throws out a moment after they were let in. */
  readonly expels?: (token: unknown) => boolean
}

export const startSocketIo = (
  secret: string,
  { path = '/socket.io', pingInterval = 25_000, admit = isValid, expels = () => false }: SocketIoOptions = {},
): Promise<Serving> =>
  serve(server => {
    const io = new SocketIo(server, { path, pingInterval, pingTimeout: 500 })
    for (const name of ['/', '/chat']) {
      const namespace = io.of(name)
      namespace.use((socket, next) =>
        next(admit(socket.handshake.auth.token, secret) ? undefined : new Error('invalid token')),
      )
      namespace.on('connection', socket => {
        if (expels(socket.handshake.auth.token)) setTimeout(() => socket.disconnect(), 50)
        else socket.emit('welcome', { name })
        socket.on('chat_message', (message: { id?: string }, acknowledge?: (reply: unknown) => void) => {
          const reply = { type: 'ack', id: message.id }
          if (acknowledge) acknowledge(reply)
          else socket.emit('chat_reply', reply)
        })
        socket.on('leave', () => socket.disconnect())
      })
    }
    return () => io.close()
  })
