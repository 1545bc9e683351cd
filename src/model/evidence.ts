/** What a probe saw: one serialisable shape for all checks. */

import type { Fault } from './fault.ts'

export type PhaseName =
  | 'dns'
  | 'tcp'
  | 'proxy'
  | 'tls'
  | 'request'
  | 'body'
  | 'upgrade'
  | 'message'
  /** Kept open and quiet. */
  | 'hold'
  | 'close'

/** One timed step, in milliseconds. */
export interface Phase {
  readonly phase: PhaseName
  readonly ms: number
}

/** One try on one address. */
export interface Attempt {
  /** `ADDRESS:PORT` that was dialled; null if no address was found. */
  readonly address: string | null
  readonly family: 4 | 6 | null
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly phases: readonly Phase[]
  readonly fault: Fault | null
}

/** Facts by standard name (OpenTelemetry's semantic conventions where one exists): what signatures match on. */
export type Observations = Readonly<Record<string, string | number | boolean | null>>

/** Observed of an upgrade: the Origin with which a client is let in that is refused without one. */
export const originWanted = 'upgrade.origin_wanted'

/** One frame or message, as it went over the wire; `text` is cut to a bounded excerpt. */
export interface TranscriptEntry {
  /** Milliseconds since the connection was open. */
  readonly atMs: number
  readonly direction: 'sent' | 'received'
  readonly kind: 'text' | 'binary' | 'ping' | 'pong' | 'close'
  readonly text: string
  readonly bytes: number
}

/** When things came on one connection, for a surface to draw. Times are milliseconds since the request went out. */
export interface Timeline {
  /** What is counted: `event`. */
  readonly noun: string
  readonly count: number
  /** In the order of time; our own words. */
  readonly marks: readonly { readonly label: string; readonly atMs: number }[]
  /** How many came in each slot of `slotMs`, from the first that came on. */
  readonly fromMs: number
  readonly slotMs: number
  readonly slots: readonly number[]
}

export interface Traffic {
  readonly connections: number
  readonly bytesSent: number
  readonly bytesReceived: number
}

export interface Evidence {
  /** A bounded sample when there were many connections; `traffic` counts them all. */
  readonly attempts: readonly Attempt[]
  readonly traffic: Traffic
  readonly observations: Observations
  readonly transcript: readonly TranscriptEntry[]
  /** The trouble that ended the last attempt, if it ended in trouble. */
  readonly fault: Fault | null
  /** What the judge of this kind reads beside the observations; not part of the report. */
  readonly details: unknown
  readonly timeline?: Timeline
}
