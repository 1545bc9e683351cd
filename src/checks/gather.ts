/** Evidence out of what one or many attempts recorded. */

import type { Attempt, Evidence, Observations, Timeline, TranscriptEntry } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'

/** Attempts that a report shows of a check with many connections: the first ones, and those that failed. */
const shownAttempts = 20

export interface Gathered {
  readonly attempts: readonly Attempt[]
  readonly observations: Observations
  readonly fault: Fault | null
  readonly transcript?: readonly TranscriptEntry[]
  readonly details?: unknown
  readonly timeline?: Timeline | null
}

export function evidenceOf({
  attempts,
  observations,
  fault,
  transcript = [],
  details = null,
  timeline = null,
}: Gathered): Evidence {
  const total = (pick: (a: Attempt) => number) => attempts.reduce((sum, attempt) => sum + pick(attempt), 0)
  const troubled = attempts.filter(a => a.fault).slice(0, shownAttempts)
  const sound = attempts.filter(a => !a.fault).slice(0, Math.max(3, shownAttempts - troubled.length))
  return {
    attempts: attempts.length > shownAttempts ? [...troubled, ...sound].slice(0, shownAttempts) : attempts,
    traffic: {
      connections: attempts.filter(a => a.phases.some(p => p.phase === 'tcp')).length,
      bytesSent: total(a => a.bytesSent),
      bytesReceived: total(a => a.bytesReceived),
    },
    observations,
    transcript,
    fault,
    details,
    ...(timeline && { timeline }),
  }
}
