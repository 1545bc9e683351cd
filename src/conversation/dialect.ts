/** What a protocol on top of WebSocket adds to a conversation, as data: presets/ has one for each. */

import type { Match } from '../matching/finding.ts'

/** Frames as values that declarations can name. */
export interface Codec {
  /** Undefined for what is not of the protocol: text and bytes are then as without it. */
  read(data: string | Uint8Array): unknown
  /** Undefined for what is not of the protocol: it is sent as JSON. Templates are filled in already. */
  write(value: unknown): string | Uint8Array | undefined
}

/** A message that no step needs to see: it is taken, and answered where there is something to send. */
export interface Answer {
  readonly when: Match
  readonly send?: unknown
}

/** Sent whenever that long has passed, while a step waits. */
export interface Beat {
  readonly everyMs: number
  readonly send: unknown
}

/** What ends a conversation before its limit: nothing after it can be as expected. */
export interface Rule {
  /** `refused`: the credential; class authentication. `failed`: all else; class application. */
  readonly means: 'refused' | 'failed'
  readonly message?: Match
  readonly close?: readonly number[]
  /** With `close`: what its reason has to be like. */
  readonly reason?: RegExp
  /** What was seen, as the beginning of a sentence. */
  readonly says: string
}

export interface Dialect {
  readonly codec?: Codec
  readonly answers?: readonly Answer[]
  readonly beat?: Beat
  /** The field that numbers requests, and names in an answer the request that it is for; where it is a number. */
  readonly number?: string
  /** The first that applies counts. */
  readonly rules?: readonly Rule[]
}
