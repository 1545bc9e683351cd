/** What a probe may use of the world: nothing else reaches the target. */

import type { Socket } from 'node:net'
import type { Forge, Issue } from '../model/credential.ts'
import type { Fault } from '../model/fault.ts'
import type { Target } from '../model/target.ts'
import type { AttemptRecord } from './attempt.ts'

/** A socket to one address, dialled through dns, tcp, proxy and tls as the target demands. */
export interface Connection {
  readonly socket: Socket
  /** Set for plain HTTP through a forward proxy: requests name the whole URL and carry these headers. */
  readonly forwarded: Readonly<Record<string, string>> | null
}

/** The connection or the trouble, and in both cases the record so far; whoever dialled disposes of the record. */
export type Dialled = { readonly record: AttemptRecord } & (
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly fault: Fault }
)

/** Dials one address: the `turn`-th of those that the name has, starting with 0 and going round. */
export type Dial = (target: Target, turn: number, timeoutMs: number) => Promise<Dialled>

/** Values that templates may name and that are the same for the whole run. */
export interface RunFacts {
  readonly runId: string
  readonly sha: string
  /** Files that a conversation sends are read from here. */
  readonly directory: string
}

export interface Wire {
  readonly dial: Dial
  readonly issue: Issue
  readonly forge: Forge
  /** Takes secrets out of text before it is cut to an excerpt: half a secret cannot be recognised later. */
  hide(text: string): string
  /** Waits; ends early when the run is over. */
  pause(ms: number): Promise<void>
  /** Aborted when the run is over: deadline, cancellation, or a failure that makes this probe pointless. */
  readonly signal: AbortSignal
  readonly facts: RunFacts
}
