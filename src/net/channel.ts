/** An open WebSocket as a mailbox: everything that arrives is kept from the 101 on, until a conversation takes it. */

import type { RawData, WebSocket } from 'ws'
import type { Channel, Closed, Message } from '../model/channel.ts'
import { done, type Fault, failed, fault, type Tried } from '../model/fault.ts'
import { limitOf, runOver } from './limit.ts'

/** What one mailbox holds; a server that floods it is no reason to run out of memory. */
const mostMessages = 10_000
const mostBytes = 32 * 1024 * 1024

/** How long the other side has to answer our close frame before the socket is simply closed. */
const closeGraceMs = 500

export class SocketChannel implements Channel, AsyncDisposable {
  readonly messages: Message[] = []
  closed: Closed | null = null
  readonly #socket: WebSocket
  readonly #run: AbortSignal
  readonly #onFirst: (data: string | Uint8Array) => void
  #openedAt = performance.now()
  #bytes = 0
  #violation: Fault | null = null
  #wake: (() => void) | null = null
  #onEnd: (() => void) | null = null
  readonly #pongs = new Map<string, () => void>()

  /** @param onFirst told of the first message */
  constructor(socket: WebSocket, run: AbortSignal, onFirst: (data: string | Uint8Array) => void = () => {}) {
    this.#onFirst = onFirst
    this.#socket = socket
    this.#run = run
    socket.once('open', () => {
      this.#openedAt = performance.now()
    })
    socket.on('message', (data, binary) => this.#onMessage(data, binary))
    socket.on('pong', payload => this.#pongs.get(payload.toString('latin1'))?.())
    socket.on('close', (code, reason) => this.#onClose(code, reason))
  }

  get aborted(): boolean {
    return this.#run.aborted
  }

  now(): number {
    return performance.now() - this.#openedAt
  }

  #onMessage(data: RawData, binary: boolean): void {
    const bytes = data as Buffer // `ws` gives Buffers unless told otherwise
    this.#bytes += bytes.length
    if (this.messages.length < mostMessages && this.#bytes <= mostBytes) {
      const received = binary ? bytes : bytes.toString('utf8')
      this.messages.push({ atMs: this.now(), data: received })
      if (this.messages.length === 1) this.#onFirst(received)
    }
    this.#wake?.()
  }

  /** For the socket's errors once it is open. */
  readonly onError = (error: Error & { code?: string }): void => {
    // WS_ERR_* are violations of RFC 6455 by the other side; all else is the socket's end, which `close` tells.
    if (!error.code?.startsWith('WS_ERR_')) return
    // But the limit of a message is our own.
    this.#violation =
      error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
        ? fault('ws.message_too_large', 'the server sent a message of more than 16 MiB, which is not taken')
        : fault('ws.protocol_error', `the server broke the protocol: ${error.message}`, error.code)
  }

  #onClose(code: number, reason: Buffer): void {
    this.closed = { atMs: this.now(), code, reason: reason.toString('utf8'), fault: this.#violation }
    for (const settle of this.#pongs.values()) settle()
    this.#onEnd?.()
    this.#wake?.()
  }

  async send(data: string | Uint8Array): Promise<Tried<void>> {
    const error = await new Promise<Error | undefined>(resolve =>
      this.#socket.send(data, { binary: typeof data !== 'string' }, resolve),
    )
    if (!error) return done(undefined)
    // Its close frame may be here already: how it ended is the better answer, a moment later.
    await this.#ended()
    return failed(fault('ws.cut', `the message could not be sent: ${error.message}`))
  }

  async ping(payload: string, withinMs: number): Promise<Tried<number>> {
    if (this.closed) return failed(fault('ws.cut', 'the connection was closed before the ping could be sent'))
    const start = performance.now()
    const key = Buffer.from(payload).toString('latin1')
    const missing = failed(
      fault('ws.pong_missing', `no pong came within ${Math.round(withinMs)} ms; RFC 6455 demands one`),
    )
    using limit = limitOf(withinMs, this.#run)
    return await new Promise(resolve => {
      const settle = (result: Tried<number>) => {
        this.#pongs.delete(key)
        resolve(result)
      }
      limit.onOver(() => settle(limit.timedOut ? missing : failed(runOver(this.#run))))
      // Called by the pong, and by the end of the connection.
      this.#pongs.set(key, () =>
        settle(
          this.closed
            ? failed(fault('ws.cut', 'the connection ended before the pong came'))
            : done(performance.now() - start),
        ),
      )
      this.#socket.ping(payload, true, error => {
        if (!error) return
        const unsent = failed(fault('ws.cut', `the ping could not be sent: ${error.message}`))
        this.#ended().then(() => settle(unsent))
      })
    })
  }

  async changed(withinMs: number): Promise<void> {
    if (this.closed || withinMs <= 0) return
    using limit = limitOf(withinMs, this.#run)
    await new Promise<void>(resolve => {
      this.#wake = resolve
      limit.onOver(resolve)
    })
    this.#wake = null
  }

  /** Closes with 1000 and waits a moment for the other side's close frame. */
  async close(): Promise<void> {
    if (this.closed) return
    this.#socket.close(1000)
    await this.#ended()
  }

  /** Waits a moment for the end of a connection that is closing; what arrives meanwhile wakes nobody. */
  async #ended(): Promise<void> {
    if (this.closed) return
    using limit = limitOf(closeGraceMs, this.#run)
    await new Promise<void>(resolve => {
      this.#onEnd = resolve
      limit.onOver(resolve)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
    this.#socket.terminate()
  }
}
