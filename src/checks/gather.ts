/** Evidence out of what one or many attempts recorded. */

import type { Attempt, Evidence, Observations, Timeline, TranscriptEntry } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import { mostAttempts } from '../model/flakiness.ts'

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
  // Of a check with many connections, the first ones and those that failed are shown.
  const troubled = attempts.filter(a => a.fault).slice(0, mostAttempts)
  const sound = attempts.filter(a => !a.fault).slice(0, Math.max(3, mostAttempts - troubled.length))
  return {
    attempts: attempts.length > mostAttempts ? [...troubled, ...sound].slice(0, mostAttempts) : attempts,
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

/** Further connections that explain what was seen count as traffic, and are no attempts of the check. */
export function withTraffic(evidence: Evidence, attempts: readonly Attempt[]): Evidence {
  const { connections, bytesSent, bytesReceived } = evidence.traffic
  const total = (pick: (attempt: Attempt) => number) =>
    attempts.reduce((sum, attempt) => sum + pick(attempt), 0)
  return {
    ...evidence,
    traffic: {
      connections: connections + attempts.length,
      bytesSent: bytesSent + total(a => a.bytesSent),
      bytesReceived: bytesReceived + total(a => a.bytesReceived),
    },
  }
}
