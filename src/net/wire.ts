/** What a probe may use of the world: nothing else reaches the target. */

import type { Socket } from 'node:net'
import type { Issue } from '../model/credential.ts'
import type { Attempt, Observations, PhaseName } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { Target } from '../model/target.ts'

/** A socket to one address, dialled through dns, tcp, proxy and tls as the target demands. */
export interface Connection {
  readonly socket: Socket
  /** True when requests have to name the whole URL: plain HTTP through a forward proxy. */
  readonly absoluteForm: boolean
  /** Sent with every plain request through a forward proxy that asks for a credential. */
  readonly proxyHeaders: Readonly<Record<string, string>>
}

/** The record of one attempt while it runs. */
export interface AttemptRecord {
  /** Times `step` as one phase, whether it ends well or not. */
  time<T>(phase: PhaseName, step: () => Promise<T>): Promise<T>
  observe(facts: Observations): void
  readonly observations: Observations
  /** Ends the attempt; bytes are read off the socket. */
  close(fault: Fault | null): Attempt
}

/** Values that templates may name and that are the same for the whole run. */
export interface RunFacts {
  readonly runId: string
  readonly sha: string
}

export interface Wire {
  /** Dials one address: the `turn`-th of those that the name has, starting with 0 and going round. */
  dial(target: Target, turn: number, timeoutMs: number): Promise<Dialled>
  readonly issue: Issue
  /** Aborted when the run is over: deadline, cancellation, or a failure that makes this probe pointless. */
  readonly signal: AbortSignal
  readonly facts: RunFacts
}

/** The connection or the trouble, and in both cases the record so far. */
export type Dialled =
  | { readonly ok: true; readonly connection: Connection; readonly record: AttemptRecord }
  | { readonly ok: false; readonly fault: Fault; readonly record: AttemptRecord }
