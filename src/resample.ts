/** Checks that passed and took suspiciously long are timed again: one sample is no verdict. */

import { fewestNow, slowLimit } from './baseline/slower.ts'
import type { CheckKind } from './checks/define.ts'
import type { CheckResult, Plan } from './model/check.ts'
import type { Baseline } from './model/comparison.ts'
import type { Wire } from './net/wire.ts'

const repetitions = fewestNow + 1
/** What takes longer than this is not repeated: a hold is as long as it was declared to be. */
const longestMs = 5000
/** For all repetitions of a run together. */
const budgetMs = 20_000

/** @returns further durations by id, in milliseconds; none for checks that are as fast as ever. */
export async function timeAgain(
  plan: Plan,
  results: readonly CheckResult[],
  {
    baseline,
    ratio,
    kinds,
    wire,
  }: {
    readonly baseline: Baseline
    readonly ratio: number
    readonly kinds: readonly CheckKind<unknown>[]
    readonly wire: Wire
  },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const end = performance.now() + budgetMs
  const timed = new Map<string, readonly number[]>()
  for (const { id, outcome, durationMs } of results) {
    const before = Object.hasOwn(baseline.checks, id) ? baseline.checks[id]!.samplesMs : []
    const limit = slowLimit(before, ratio)
    const check = plan.checks.find(planned => planned.id === id)
    const kind = kinds.find(({ kind }) => kind === check?.kind)
    if (outcome !== 'passed' || limit === null || durationMs <= limit || durationMs > longestMs) continue
    if (!check || !kind) continue
    const more: number[] = []
    for (let turn = 1; turn <= repetitions && performance.now() < end && !wire.signal.aborted; turn++) {
      const start = performance.now()
      const evidence = await kind.probe(check, wire, 0)
      if (kind.judge(check, evidence).outcome === 'passed') more.push(performance.now() - start)
    }
    timed.set(id, more)
  }
  return timed
}
