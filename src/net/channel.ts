/** An open WebSocket as a mailbox: everything that arrives is kept from the 101 on, until a conversation takes it. */

import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import type { Channel, Closed, Message } from '../model/channel.ts'
import { done, type Fault, failed, fault, type Tried } from '../model/fault.ts'
import { limitOf, runOver } from './limit.ts'
import { beat, newPulse, notePing, type Pulse } from './pulse.ts'
import { troubleOf } from './trouble.ts'

/** What one mailbox holds; a server that floods it is no reason to run out of memory. */
const mostMessages = 10_000
const mostBytes = 32 * 1024 * 1024

/** How long the other side has to answer our close frame before the socket is simply closed. */
const closeGraceMs = 500

/**
 * uWSGI answers every ping with a pong that has no payload, against RFC 6455 section 5.5.3. One such pong may be a
 * heartbeat that nobody asked for (.NET sends them); one more, so soon after another ping, answers it.
 */
const promptMs = 1000

export class SocketChannel implements Channel, AsyncDisposable {
  readonly messages: Message[] = []
  closed: Closed | null = null
  readonly pulse: Pulse = newPulse()
  readonly #socket: WebSocket
  /** The socket below; `ws` keeps its errors to itself once it is open. */
  readonly #below: Socket
  readonly #run: AbortSignal
  readonly #onFirst: (data: string | Uint8Array) => void
  #openedAt = performance.now()
  #bytes = 0
  #violation: Fault | null = null
  #wake: (() => void) | null = null
  #heard = false
  #sift: ((message: Message) => void) | null = null
  #onEnd: (() => void) | null = null
  readonly #pongs = new Map<string, () => void>()
  /** Told of a pong without a payload, where that of our ping was awaited. */
  #onEmptyPong: (() => void) | null = null
  emptyPongs = false

  /** @param onFirst told of the first message */
  constructor(
    socket: WebSocket,
    below: Socket,
    run: AbortSignal,
    onFirst: (data: string | Uint8Array) => void = () => {},
  ) {
    this.#onFirst = onFirst
    this.#socket = socket
    this.#below = below
    this.#run = run
    socket.once('open', () => {
      this.#openedAt = performance.now()
    })
    socket.on('message', (data, binary) => this.#onMessage(data, binary))
    socket.on('ping', payload => this.#onPing(payload))
    socket.on('pong', payload => {
      beat(this.pulse, this.now())
      const awaited = this.#pongs.get(payload.toString('latin1'))
      if (awaited) awaited()
      else if (payload.length === 0) this.#onEmptyPong?.()
    })
    socket.on('close', (code, reason) => this.#onClose(code, reason))
  }

  get aborted(): boolean {
    return this.#run.aborted
  }

  /** A close frame or a FIN has come, or a close frame went out, and the connection is not closed yet. */
  get ending(): boolean {
    return !this.closed && this.#socket.readyState !== this.#socket.OPEN
  }

  now(): number {
    return performance.now() - this.#openedAt
  }

  /** Answered here and not by `ws`, so that what is counted is what went out. */
  #onPing(payload: Buffer): void {
    const atMs = this.now()
    beat(this.pulse, atMs)
    notePing(this.pulse, atMs)
    this.#socket.pong(payload, true, error => {
      if (!error) this.pulse.pongs++
    })
  }

  #onMessage(data: RawData, binary: boolean): void {
    const atMs = this.now()
    beat(this.pulse, atMs)
    const bytes = data as Buffer // `ws` gives Buffers unless told otherwise
    this.#bytes += bytes.length
    if (this.#sift || (this.messages.length < mostMessages && this.#bytes <= mostBytes)) {
      const received = binary ? bytes : bytes.toString('utf8')
      if (!this.#heard) this.#onFirst(received)
      this.#heard = true
      if (this.#sift) this.#sift({ atMs, data: received })
      else this.messages.push({ atMs, data: received })
    }
    this.#wake?.()
  }

  /** Shows `look` every message, those that are here and those to come, and keeps none: for when the conversation is over. */
  sift(look: (message: Message) => void): void {
    for (const message of this.messages) look(message)
    this.messages.length = 0
    this.#sift = look
  }

  /** For the socket's errors once it is open. */
  readonly onError = (error: Error & { code?: string }): void => {
    // WS_ERR_* are violations of RFC 6455 by the other side, or limits of ours; TLS can break as well. All else is the
    // socket's end, which `close` tells.
    const seen = troubleOf(error, 'message', 'the open connection')
    if (seen.type === 'ws.cut') return
    this.#violation =
      seen.type === 'ws.protocol_error'
        ? fault(seen.type, `the server broke the protocol: ${error.message}`, seen.code)
        : seen
  }

  #onClose(code: number, reason: Buffer): void {
    if (this.#below.errored && !this.#violation) this.onError(this.#below.errored)
    this.closed = { atMs: this.now(), code, reason: reason.toString('utf8'), fault: this.#violation }
    for (const settle of this.#pongs.values()) settle()
    this.#onEnd?.()
    this.#wake?.()
  }

  async send(data: string | Uint8Array): Promise<Tried<void>> {
    beat(this.pulse, this.now())
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
    beat(this.pulse, this.now())
    const start = performance.now()
    const key = Buffer.from(payload).toString('latin1')
    const missing = failed(
      fault('ws.pong_missing', `no pong came within ${Math.round(withinMs)} ms; RFC 6455 demands one`),
    )
    using limit = limitOf(withinMs, this.#run)
    return await new Promise(resolve => {
      const settle = (result: Tried<number>) => {
        this.#pongs.delete(key)
        this.#onEmptyPong = null
        resolve(result)
      }
      let emptyAt: number | null = null
      this.#onEmptyPong = () => {
        if (emptyAt !== null && performance.now() - emptyAt <= promptMs) {
          this.emptyPongs = true
          settle(done(performance.now() - start))
          return
        }
        emptyAt = performance.now()
        this.#socket.ping(payload, true)
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

  changed(withinMs: number): Promise<void> {
    if (this.closed || withinMs <= 0) return Promise.resolve()
    const limit = limitOf(withinMs, this.#run)
    return new Promise<void>(resolve => {
      const wake = () => {
        this.#wake = null
        limit.end('done')
        resolve()
      }
      this.#wake = wake
      limit.onOver(wake)
    })
  }

  /** Closes with 1000 and waits a moment for the other side's close frame. */
  close(): Promise<void> {
    if (this.closed) return Promise.resolve()
    this.#socket.close(1000)
    return this.#ended()
  }

  /** Waits a moment for the end of a connection that is closing; what arrives meanwhile wakes nobody. */
  #ended(): Promise<void> {
    if (this.closed) return Promise.resolve()
    const limit = limitOf(closeGraceMs, this.#run)
    return new Promise<void>(resolve => {
      const end = () => {
        limit.end('done')
        resolve()
      }
      this.#onEnd = end
      limit.onOver(end)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
    this.#socket.terminate()
  }
}
