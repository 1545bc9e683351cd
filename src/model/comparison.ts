/** What changed since a run before. */

import type { Outcome } from './check.ts'
import type { FailureClass, Layer } from './fault.ts'

/** What is remembered of one check. */
export interface Remembered {
  readonly outcome: Outcome
  readonly class: FailureClass | null
  readonly layer: Layer | null
  /** Durations of the runs that passed, in milliseconds, the newest last; bounded. */
  readonly samplesMs: readonly number[]
}

/** A run before, as far as it is compared with. */
export interface Baseline {
  /** Where it comes from, for a reader: a path, a deployment. */
  readonly name: string
  readonly at: string
  readonly sha: string | null
  readonly checks: Readonly<Record<string, Remembered>>
}

/**
 * `new-failure` also where a check failed before, but in another layer or class: it broke anew. `unknown` where either run
 * did not get to an answer.
 */
export type Change = 'same' | 'new-failure' | 'still-failing' | 'fixed' | 'new-check' | 'unknown'

export interface CheckComparison {
  readonly before: Outcome | null
  readonly change: Change
  /** Against the median of the runs before; null if it is not slower, or if there are too few samples to say so. */
  readonly slower: Slower | null
}

/** Medians, in milliseconds, and how many runs and repetitions they are made of. */
export interface Slower {
  readonly beforeMs: number
  readonly nowMs: number
  readonly samples: number
}

export interface Comparison {
  /** Name of the baseline. */
  readonly baseline: string
  readonly sha: string | null
  readonly at: string
  readonly newFailures: readonly string[]
  readonly stillFailing: readonly string[]
  readonly fixed: readonly string[]
  readonly newChecks: readonly string[]
  /** In the baseline, and not in this run. */
  readonly goneChecks: readonly string[]
  readonly slower: readonly string[]
}

/** The baseline, or a sentence that says why there is none. */
export type FoundBaseline =
  | {
      readonly ok: true
      readonly baseline: Baseline
      /** What was passed over, or could not be read, on the way to it. */
      readonly remarks?: readonly string[]
    }
  | { readonly ok: false; readonly why: string }

/** Looks for a baseline that no path names; null where nobody does. */
export type FindBaseline = (environment: string | null) => Promise<FoundBaseline | null>
