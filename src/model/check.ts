/** A check from its plan to its result. */

import type { Attempt, Observations, Timeline, Traffic, TranscriptEntry } from './evidence.ts'
import type { FailureClass, Fault, Layer } from './fault.ts'
import type { Place } from './problem.ts'
import type { Secret } from './secret.ts'
import type { Target } from './target.ts'

export type Outcome = 'passed' | 'failed' | 'blocked' | 'skipped' | 'errored'
export type FailOn = 'any' | 'infrastructure' | 'regression'

/** Header values; those that came from the environment are secret. */
export type Headers = Readonly<Record<string, string | Secret>>

export interface PlannedCheck<Options = unknown> {
  /** `KIND:PATH`, unique in the plan and the same from run to run. */
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly target: Target
  readonly options: Options
  /** Ids of checks that have to pass first, as the user declared. */
  readonly needs: readonly string[]
  /** Ids of checks whose failure explains ours: they run beside us, and ours is `blocked` if both fail. */
  readonly follows: readonly string[]
  /** Name of the credential to present, or null for none. */
  readonly credential: string | null
  readonly headers: Headers
  /** Limit of one wait, in milliseconds. */
  readonly timeoutMs: number
  /** Further tries after a transient infrastructure fault. */
  readonly retries: number
  readonly failOn: FailOn | null
  /** Where the user declared it; null if it follows from the inputs. */
  readonly source: Place | null
}

export interface Plan {
  readonly checks: readonly PlannedCheck[]
  /** What is polled before the checks; null when the wait is 0 or there is nothing to poll. */
  readonly readiness: {
    /** Ids of checks: all of them have to be good. */
    readonly checks: readonly string[]
    readonly withinMs: number
  } | null
  /** What this run cannot prove, in sentences. */
  readonly notes: readonly string[]
}

export interface Assertion {
  readonly claim: string
  readonly expected: string
  readonly actual: string
  readonly ok: boolean
}

/** What a judge makes of the evidence. */
export interface Judgement {
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly fault: Fault | null
  /** The class where it is not the fault's own. */
  readonly class?: FailureClass
  /** One line: why it failed or was skipped, or what a pass has shown. */
  readonly reason: string
  readonly assertions: readonly Assertion[]
  /** What a reader should know beside the outcome: a reply that could not be tied, a retry that was needed. */
  readonly notes: readonly string[]
}

/** That the network was really used. A check without it cannot pass. */
export interface Proof {
  readonly address: string
  readonly bytesSent: number
  readonly bytesReceived: number
  /** The status line, and frames where there were any: `HTTP 101, 1 frame sent, 1 received`. */
  readonly seen: string
}

export interface CheckResult {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly target: string
  readonly outcome: Outcome
  readonly class: FailureClass | null
  readonly layer: Layer | null
  readonly reason: string
  /** Id of the check whose failure blocked this one. */
  readonly blockedBy: string | null
  readonly durationMs: number
  readonly fault: Fault | null
  readonly proof: Proof | null
  readonly assertions: readonly Assertion[]
  readonly attempts: readonly Attempt[]
  readonly traffic: Traffic
  readonly observations: Observations
  readonly transcript: readonly TranscriptEntry[]
  readonly timeline?: Timeline
  readonly notes: readonly string[]
  readonly failOn: FailOn | null
  readonly source: Place | null
}

/** Whether its attempts are clients side by side, and not tries one after the other. */
export const manyClients = ({ observations }: Pick<CheckResult, 'observations'>): boolean =>
  'clients.planned' in observations || 'concurrency.planned' in observations
