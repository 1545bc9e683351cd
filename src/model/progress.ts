/** How far a run has come: what waits, what runs and since when, what is done. */

import type { CheckResult, Plan, PlannedCheck } from './check.ts'

export interface ProgressEntry {
  readonly id: string
  readonly name: string
  /** When its turn came, in milliseconds of the clock that drives it; null before. */
  readonly startedAt: number | null
  readonly result: CheckResult | null
}

export interface Progress {
  readonly startedAt: number
  /** In the order of the plan. */
  readonly entries: readonly ProgressEntry[]
  /** What was last said of the wait for readiness. */
  readonly note: string | null
}

export const beginProgress = (now: number): Progress => ({ startedAt: now, entries: [], note: null })

/** Each environment brings a plan of its own. */
export function addPlan(progress: Progress, { checks }: Pick<Plan, 'checks'>): Progress {
  const added = checks.map(({ id, name }) => ({ id, name, startedAt: null, result: null }))
  return { ...progress, entries: [...progress.entries, ...added] }
}

/** What is said of the wait holds until a check begins after it. */
export function noteStart(progress: Progress, { id, name }: PlannedCheck, now: number): Progress {
  return { ...change(progress, { id, name, startedAt: now, result: null }), note: null }
}

export function noteResult(progress: Progress, result: CheckResult): Progress {
  const before = progress.entries.find(({ id }) => id === result.id)
  const { id, name } = result
  return change(progress, { id, name, startedAt: before?.startedAt ?? null, result })
}

export const noteLine = (progress: Progress, line: string): Progress => ({ ...progress, note: line })

function change(progress: Progress, entry: ProgressEntry): Progress {
  const known = progress.entries.some(({ id }) => id === entry.id)
  const entries = known
    ? progress.entries.map(old => (old.id === entry.id ? entry : old))
    : [...progress.entries, entry]
  return { ...progress, entries }
}

/** Begun and not done, the longest first. */
export const runningEntries = ({ entries }: Progress): readonly (ProgressEntry & { startedAt: number })[] =>
  entries
    .filter((entry): entry is ProgressEntry & { startedAt: number } => isRunning(entry))
    .sort((a, b) => a.startedAt - b.startedAt)

export const isRunning = ({ startedAt, result }: ProgressEntry): boolean =>
  startedAt !== null && result === null
