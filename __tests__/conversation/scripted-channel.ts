/** A channel in memory, on a clock of its own: what arrives is written down before, or follows from what is sent. */

import type { Channel, Closed, Message } from '../../src/model/channel.ts'
import { done, failed, fault, type Tried } from '../../src/model/fault.ts'

export interface Arrival {
  /** After the connection was open, or after the send that it answers. */
  readonly afterMs: number
  readonly data?: string | Uint8Array
  readonly close?: { readonly code: number; readonly reason?: string; readonly violation?: boolean }
  readonly abort?: true
}

export interface Script {
  readonly arrivals?: readonly Arrival[]
  readonly answer?: (data: string | Uint8Array) => readonly Arrival[]
  /** Null for a server that does not answer pings. */
  readonly pongMs?: number | null
  /** How much later than asked a wait ends, as on a busy machine. */
  readonly lagMs?: number
}

export interface ScriptedChannel extends Channel {
  readonly sent: (string | Uint8Array)[]
  readonly pings: string[]
}

export function openScripted(script: Script = {}): ScriptedChannel {
  const messages: Message[] = []
  const sent: (string | Uint8Array)[] = []
  const pings: string[] = []
  let clock = 0
  let closed: Closed | null = null
  let aborted = false
  let coming: (Arrival & { atMs: number })[] = []
  schedule(script.arrivals ?? [])

  function schedule(arrivals: readonly Arrival[]): void {
    const added = arrivals.map(arrival => ({ ...arrival, atMs: clock + arrival.afterMs }))
    coming = [...coming, ...added].sort((a, b) => a.atMs - b.atMs)
  }

  /** Lets everything arrive until then. */
  function advance(toMs: number): void {
    while (coming[0] && coming[0].atMs <= toMs && !closed) {
      const { atMs, data, close, abort } = coming.shift() as Arrival & { atMs: number }
      clock = Math.max(clock, atMs)
      if (abort) aborted = true
      if (data !== undefined) messages.push({ atMs, data })
      if (close) {
        const violation = close.violation
          ? fault('ws.protocol_error', 'a masked frame', 'WS_ERR_UNEXPECTED_MASK')
          : null
        closed = { atMs, code: close.code, reason: close.reason ?? '', fault: violation }
      }
    }
    clock = Math.max(clock, toMs)
  }

  advance(0)
  return {
    messages,
    sent,
    pings,
    get closed() {
      return closed
    },
    get aborted() {
      return aborted
    },
    now: () => clock,
    async send(data): Promise<Tried<void>> {
      if (closed) return failed(fault('ws.cut', 'closed before'))
      sent.push(data)
      schedule(script.answer?.(data) ?? [])
      return done(undefined)
    },
    async ping(payload, withinMs): Promise<Tried<number>> {
      if (closed) return failed(fault('ws.cut', 'closed before'))
      pings.push(payload)
      const { pongMs = 1 } = script
      const start = clock
      advance(start + Math.min(withinMs, pongMs ?? withinMs))
      if (closed || aborted) return failed(fault('ws.cut', 'ended'))
      return pongMs === null || pongMs > withinMs
        ? failed(fault('ws.pong_missing', 'none'))
        : done(clock - start)
    },
    async changed(withinMs) {
      if (closed || aborted) throw new Error('waited on a channel that is over: a busy loop')
      const next = coming[0]
      advance((next && next.atMs <= clock + withinMs ? next.atMs : clock + withinMs) + (script.lagMs ?? 0))
    },
  }
}
