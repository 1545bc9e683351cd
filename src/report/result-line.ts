/** A check in one line, for a log while the run goes on. */

import type { CheckResult, Outcome } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import { oneLine } from './escape.ts'

const words: Readonly<Record<Outcome, string>> = {
  passed: 'passed ',
  failed: 'FAILED ',
  blocked: 'blocked',
  skipped: 'skipped',
  errored: 'ERRORED',
}

/** Text of the target in it is cleaned of control characters; a log's own commands are the caller's to neutralise. */
export function renderResultLine(result: CheckResult): string {
  const phases = (result.attempts.at(-1)?.phases ?? [])
    .map(p => `${p.phase} ${showDuration(p.ms)}`)
    .join(', ')
  const took = phases ? `  [${phases}]` : ''
  return `${words[result.outcome]}  ${oneLine(result.name, 80)}  ${oneLine(result.reason, 240)}${took}`
}
