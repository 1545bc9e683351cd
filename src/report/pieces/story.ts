/** What of a check is worth telling beside its line in the table: the same on every surface. */

import type { ReportedCheck } from '../../model/report.ts'

/** Whether there is a cause to tell. Of a check that was cancelled before its turn came there is none. */
export function hasStory({ outcome, fault, attempts }: ReportedCheck): boolean {
  if (outcome === 'failed') return true
  return outcome === 'errored' && (fault?.type !== 'runner.cancelled' || attempts.length > 0)
}

/** What a blocked check noticed on its way is of no use until the cause of the block is mended. */
export const ownNotes = ({ outcome, notes }: ReportedCheck): readonly string[] =>
  outcome === 'blocked' ? [] : notes
