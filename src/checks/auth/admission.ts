/** How one client fared at the door: let in, turned away, or neither. */

import type { Attempt, Observations, TranscriptEntry } from '../../model/evidence.ts'
import type { Fault } from '../../model/fault.ts'

export interface Admission {
  readonly how: 'accepted' | 'refused' | 'unproven'
  /** For a reader: `HTTP 401`, `its message was answered`. */
  readonly seen: string
  /** Why it was not let in, as a check of its own would say it; null if it was, or if the door itself said no. */
  readonly fault: Fault | null
  readonly attempt: Attempt
  readonly observations: Observations
  readonly transcript: readonly TranscriptEntry[]
  /** Messages of the application; of a good client, those that came right away. Over HTTP the bytes of a body. */
  readonly received: number
  /** The application itself was asked for nothing: a ping was answered, or the protocol let us in. */
  readonly quiet: boolean
  /** Milliseconds from the open connection to the close that refused; 0 if none did. */
  readonly closedMs: number
  readonly notes: readonly string[]
}

/** Held against the good client, what looked like being let in may be less. */
export function compareAdmission(bad: Admission, good: Admission): Admission {
  if (bad.how !== 'accepted') return bad
  if (bad.quiet && bad.received < good.received) {
    const seen = `${bad.seen}, but gets ${bad.received} of the ${good.received} messages that the good client gets`
    return { ...bad, how: 'unproven', seen }
  }
  const type = ({ observations }: Admission) =>
    String(observations['http.response.header.content-type'] ?? '')
  const isPage = (one: Admission) =>
    one.observations['http.response.status_code'] === 200 && /html/i.test(type(one))
  if (isPage(bad) && !isPage(good)) {
    const seen = `${bad.seen} with a page in HTML, where the good client gets ${type(good) || 'no page'}`
    return { ...bad, how: 'unproven', seen }
  }
  return bad
}
