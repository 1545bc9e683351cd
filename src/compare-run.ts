/** The comparison of a run with the one before: found while the checks run, made when they are over. */

import { compare } from './baseline/compare.ts'
import { extendHistory } from './baseline/remember.ts'
import type { CheckKind } from './checks/define.ts'
import type { Config } from './config/config.ts'
import type { CheckResult, Plan } from './model/check.ts'
import type { Baseline, FindBaseline, FoundBaseline } from './model/comparison.ts'
import { showDuration } from './model/duration.ts'
import { fault } from './model/fault.ts'
import type { Wire } from './net/wire.ts'
import type { Compared } from './report/seal.ts'

/** What is told as slower where the user declared no factor. */
const usualRatio = 2

/** @returns null where there is nothing to compare with and nobody asked for it. */
export async function findBaseline(
  { baseline: { from, ...where }, environment, failOn, slowerRatio }: Config,
  findElsewhere: FindBaseline,
): Promise<FoundBaseline | null> {
  if (from === 'file') {
    const { path, shown } = where as { path: string; shown: string }
    const { readBaselineFile } = await import('./baseline/file.ts')
    return await readBaselineFile(path, shown, environment)
  }
  const found = from === 'auto' ? await findElsewhere(environment) : null
  if (found || (failOn !== 'regression' && slowerRatio === null)) return found
  const why = from === 'off' ? 'the baseline is switched off' : 'no run before was found'
  return { ok: false, why }
}

/** How long a run that is over waits for its baseline, in milliseconds; longer where the verdict depends on it. */
const patienceMs = { told: 3000, judged: 10_000 } as const

/** What was found by the end of the checks, or soon after; a run that is cancelled waits for nothing. */
export async function awaitBaseline(
  searched: Promise<FoundBaseline | null>,
  { failOn, slowerRatio, checks, baseline }: Config,
  cancelled: AbortSignal,
): Promise<FoundBaseline | null> {
  if (baseline.from === 'off') return await searched
  const isJudged = slowerRatio !== null || [failOn, ...checks.map(one => one.failOn)].includes('regression')
  const limitMs = isJudged ? patienceMs.judged : patienceMs.told
  const ended = new AbortController()
  const giveUp = (why: string): FoundBaseline => ({ ok: false, why })
  const late = new Promise<FoundBaseline>(resolve => {
    const stop = () => resolve(giveUp('the run was cancelled before its baseline was found'))
    const timer = setTimeout(
      () => resolve(giveUp(`no baseline was found within ${limitMs / 1000} s after the checks`)),
      limitMs,
    )
    cancelled.addEventListener('abort', stop, { signal: ended.signal })
    ended.signal.addEventListener('abort', () => clearTimeout(timer))
    // What is there already comes first.
    if (cancelled.aborted) setImmediate(stop)
  })
  const found = await Promise.race([searched, late])
  ended.abort()
  return found
}

export interface ComparedRun {
  /** Where the user declared a factor, what became slower has failed. */
  readonly results: readonly CheckResult[]
  readonly compared: Compared | null
  readonly history: Readonly<Record<string, readonly number[]>>
  /** What could not be said of changes, in sentences. */
  readonly notes: readonly string[]
}

export async function compareRun(
  results: readonly CheckResult[],
  found: FoundBaseline | null,
  {
    plan,
    config,
    kinds,
    wire,
  }: {
    readonly plan: Plan
    readonly config: Config
    readonly kinds: readonly CheckKind<unknown>[]
    readonly wire: Wire
  },
): Promise<ComparedRun> {
  const baseline: Baseline | null = found?.ok ? found.baseline : null
  if (!baseline) {
    const told = found && !found.ok ? [`${found.why}: what is new or slower is not known`] : []
    return { results, compared: null, history: extendHistory(results, null), notes: told }
  }
  const slowerRatio = config.slowerRatio ?? usualRatio
  const { timeAgain } = await import('./resample.ts')
  const repeated = await timeAgain(plan, results, { baseline, ratio: slowerRatio, kinds, wire })
  const compared = compare(results, baseline, { slowerRatio, repeated })
  const judged = config.slowerRatio === null ? results : results.map(result => failSlower(result, compared))
  // What has failed as slower is not what is usual from now on.
  const history = extendHistory(judged, baseline)
  return { results: judged, compared, history, notes: found?.ok ? (found.remarks ?? []) : [] }
}

function failSlower(result: CheckResult, { checks }: Compared): CheckResult {
  const slower = checks.get(result.id)?.slower
  if (!slower) return result
  const { beforeMs, nowMs, samples } = slower
  const usual = showDuration(beforeMs)
  const trouble = fault(
    'http.slower_than_before',
    `it became slower: ${showDuration(nowMs)}, usually ${usual} (medians of ${samples} runs)`,
  )
  const assertion = { claim: 'as fast as before', expected: usual, actual: showDuration(nowMs), ok: false }
  return {
    ...result,
    ...{ outcome: 'failed', class: 'performance', layer: trouble.layer, proof: null },
    ...{ fault: trouble, reason: trouble.message, assertions: [...result.assertions, assertion] },
  }
}
