/** `receive-all`: a message for each match, in any order; no message counts for two of them. */

import { examine } from '../matching/match.ts'
import { showValue } from '../matching/show.ts'
import { fillMatch } from '../matching/template.ts'
import { showDuration } from '../model/duration.ts'
import { fault } from '../model/fault.ts'
import { assign } from './assign.ts'
import { findRefusal } from './error-event.ts'
import type { StepOf } from './steps.ts'
import { count, type Ended, subjectAt, type Talk, take } from './talk.ts'
import { waitUntil } from './wait.ts'

export async function receiveAll(step: StepOf<'receiveAll'>, talk: Talk): Promise<Ended> {
  const specs = step.receiveAll.map(spec => fillMatch(spec, talk.scope))
  const expected = showValue(specs, talk.hide)
  const withinMs = step.withinMs ?? talk.limits.timeoutMs
  const untilMs = talk.channel.now() + withinMs
  const { messages } = talk.channel
  const assignment = assign(specs.length)
  let cursor = 0
  let spare = 0

  const complete = (): readonly number[] | null => {
    for (; cursor < messages.length && assignment.open().length > 0; cursor++) {
      if (talk.taken.has(cursor)) continue
      if ((messages[cursor]?.atMs ?? 0) > untilMs) return null
      const subject = subjectAt(talk, cursor)
      const fits = specs.flatMap((spec, i) => (examine(spec, subject, talk.hide).mismatch ? [] : [i]))
      if (!assignment.add(cursor, fits)) spare++
    }
    return assignment.open().length === 0 ? assignment.messages() : null
  }

  const waited = await waitUntil(talk, untilMs, complete, `messages that match ${expected} were awaited`)
  if (waited.end === 'found') {
    const arrived = waited.value.toSorted((a, b) => a - b)
    for (const index of arrived) take(talk, index)
    return { fault: null, expected, actual: `${count(arrived.length, 'message')}, one for each` }
  }
  const missing = assignment.open().map(i => specs[i])
  const actual = `${specs.length - missing.length} of ${specs.length}; missing ${showValue(missing, talk.hide)}`
  const refused = findRefusal(talk, 0)
  if (waited.end === 'over') return { fault: refused ?? waited.fault, expected, actual }
  if (refused) return { fault: refused, expected, actual }
  const others = spare === 0 ? '' : `; ${count(spare, 'other message')} came`
  const message = `not all expected messages arrived within ${showDuration(withinMs)}: ${actual}${others}`
  return { fault: fault(spare === 0 ? 'ws.no_reply' : 'ws.wrong_reply', message), expected, actual }
}
