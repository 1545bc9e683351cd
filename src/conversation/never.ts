/** `never`: no message that matches may arrive. */

import { showValue } from '../matching/show.ts'
import { fillMatch } from '../matching/template.ts'
import { showDuration } from '../model/duration.ts'
import { fault } from '../model/fault.ts'
import type { Step, StepOf } from './steps.ts'
import { type Ended, searchFor, showMessage, type Talk } from './talk.ts'
import { waitUntil } from './wait.ts'

/**
 * Looks at what arrives in that time, and at what came after our last send and was not taken: an error that overtook
 * the answer of the step before is as unwanted. A connection that ends fails it, unless the next step waits for that.
 */
export async function never(step: StepOf<'never'>, talk: Talk, next: Step | undefined): Promise<Ended> {
  const spec = fillMatch(step.never, talk.scope)
  const untilMs = talk.channel.now() + step.forMs
  const search = searchFor(talk, spec, talk.mark, untilMs)
  const matching = showValue(spec, talk.hide)
  const expected = `nothing that matches ${matching}, for ${showDuration(step.forMs)}`
  const awaited = `it was watched that nothing arrives that matches ${matching}`
  const waited = await waitUntil(talk, untilMs, () => search.find(), awaited)
  if (waited.end === 'found') {
    const actual = showMessage(talk, waited.value)
    const message = `a message arrived that must not: ${actual} matches ${matching}`
    return { fault: fault('ws.unwanted_message', message), expected, actual }
  }
  const closeIsAwaited = next !== undefined && 'close' in next && !talk.channel.aborted
  if (waited.end === 'late' || closeIsAwaited) return { fault: null, expected, actual: 'nothing' }
  return { fault: waited.fault, expected, actual: 'the end of the connection' }
}
