/** After its conversation a connection may stay open: what the protocol asks for meanwhile is still answered. */

import type { Scope } from '../matching/template.ts'
import type { Channel } from '../model/channel.ts'
import type { Fault } from '../model/fault.ts'
import { type Limits, startTalk } from './talk.ts'
import { waitUntil } from './wait.ts'

/** How often the promise is looked at: a channel wakes one waiter only, so that none may be left behind. */
const sliceMs = 20

/**
 * Stays on the connection for so many milliseconds, or until the promise settles. Gives what ended it early: a close, a
 * message that a rule of the dialect knows, the end of the run; null if nothing did. `limits` have the standing of the
 * conversation before.
 */
export async function stay(
  channel: Channel,
  scope: Scope,
  limits: Limits,
  until: number | Promise<unknown>,
): Promise<Fault | null> {
  const talk = startTalk(channel, scope, limits)
  const watched = async (untilMs: number) => {
    const waited = await waitUntil(talk, untilMs, () => null, 'the connection was being watched')
    return waited.end === 'over' ? waited.fault : null
  }
  if (typeof until === 'number') return await watched(channel.now() + until)
  let over = false
  const settled = () => {
    over = true
  }
  until.then(settled, settled)
  let ended: Fault | null = null
  // Left at once if it has settled already.
  await Promise.resolve()
  while (!over && !ended) ended = await watched(channel.now() + sliceMs)
  return ended
}
