/** The one immutable, serialisable document that every surface renders. Its JSON Schema is report/schema.ts. */

import type { CheckResult } from './check.ts'
import type { CheckComparison, Comparison } from './comparison.ts'
import type { Problem } from './problem.ts'
import type { RevisionCount } from './revision.ts'

export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'cancelled'

/** Of several the worst decides, in this order: what is broken stays broken, whatever could not be tested beside it. */
export const worstFirst: readonly Verdict[] = ['failed', 'cancelled', 'inconclusive', 'passed']

export type Confidence = 'high' | 'medium' | 'low'

/** A signature that matched, with the facts that matched, oldest first. */
export interface Diagnosis {
  readonly id: string
  readonly confidence: Confidence
  readonly cause: string
  /** From the symptom to the cause: each step a fact that was observed. */
  readonly why: readonly string[]
  readonly fix: readonly string[]
  readonly docs: string
}

export interface ReportedCheck extends CheckResult {
  readonly diagnoses: readonly Diagnosis[]
  /** Against the baseline; null when there was none. */
  readonly comparison: CheckComparison | null
}

export interface Counts {
  readonly planned: number
  /** Those that did network work to their end: passed and failed ones. */
  readonly executed: number
  readonly passed: number
  readonly failed: number
  readonly blocked: number
  readonly skipped: number
  readonly errored: number
}

/** How long the deployment was waited for before the checks. */
export interface Readiness {
  readonly ready: boolean
  readonly waitedMs: number
  /** How often it was asked. */
  readonly polls: number
  /** How many of them an HTTP answer came to, whatever it was; null in reports that did not count them. */
  readonly answers: number | null
  /** The last answer that was not good enough, in one line; empty if the first was good. */
  readonly last: string
}

/** One of the reports that were merged into one, or one of several environments. Its checks follow each other in `checks`. */
export interface ReportPart {
  /** What the ids of its checks begin with, before a `/`. */
  readonly label: string
  readonly environment: string | null
  readonly url: string | null
  readonly sha: string | null
  readonly verdict: Verdict
  readonly because: string
  readonly exitCode: number
  readonly durationMs: number
  readonly counts: Counts
  readonly readiness: Readiness | null
}

export interface Report {
  readonly schema: 'verify-deploy/report/v1'
  readonly tool: { readonly version: string }
  readonly verdict: Verdict
  /** One line. */
  readonly because: string
  /** 0, 1, 2, 3 or 130: see docs, exit codes. */
  readonly exitCode: number
  readonly environment: string | null
  readonly url: string | null
  readonly sha: string | null
  readonly runId: string | null
  readonly startedAt: string
  readonly durationMs: number
  readonly failOn: string
  readonly counts: Counts
  readonly traffic: {
    readonly connections: number
    readonly bytesSent: number
    readonly bytesReceived: number
  }
  readonly rootCause: { readonly check: string; readonly diagnosis: string | null } | null
  readonly revision: {
    readonly expected: string | null
    readonly observed: readonly RevisionCount[]
  }
  /** What changed against the baseline; null when there was none to compare with. */
  readonly comparison: Comparison | null
  /** Durations of the runs in which a check passed, by its id, in milliseconds, the newest last: for the next comparison. */
  readonly history: Readonly<Record<string, readonly number[]>>
  readonly readiness: Readiness | null
  /** What this run did not prove, in sentences. */
  readonly notes: readonly string[]
  /** Input problems: when there are any, nothing was sent. */
  readonly problems: readonly Problem[]
  readonly checks: readonly ReportedCheck[]
  /** Of a report that was merged out of others. */
  readonly parts?: readonly ReportPart[] | undefined
}
