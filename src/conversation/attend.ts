/** After its conversation a connection may stay open: what the protocol asks for meanwhile is still answered. */

import type { Scope } from '../matching/template.ts'
import type { Channel } from '../model/channel.ts'
import type { Fault } from '../model/fault.ts'
import { type Limits, startTalk } from './talk.ts'
import { waitUntil } from './wait.ts'

/** Nobody stays longer; the end of the run comes first. */
const longestMs = 3_600_000

/**
 * Stays on the connection for so many milliseconds, or until the promise settles. Gives what ended it early: a close, a
 * message that a rule of the dialect knows, the end of the run; null if nothing did.
 */
export async function attend(
  channel: Channel,
  scope: Scope,
  limits: Limits,
  until: number | Promise<void>,
): Promise<Fault | null> {
  const talk = startTalk(channel, scope, limits)
  // What came before was seen to by the conversation.
  talk.attended = channel.messages.length
  talk.ruled = channel.messages.length
  const withinMs = typeof until === 'number' ? until : longestMs
  let over = false
  const staying = waitUntil(
    talk,
    channel.now() + withinMs,
    () => (over ? true : null),
    'the connection was being watched',
  )
  if (typeof until === 'number') {
    const waited = await staying
    return waited.end === 'over' ? waited.fault : null
  }
  const waited = await Promise.race([staying, until.then(() => null)])
  // The wait itself ends with the connection, which whoever stayed closes now.
  over = true
  return waited?.end === 'over' ? waited.fault : null
}
