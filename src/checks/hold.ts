/** Many connections kept open: who was lost meanwhile, and whether the others still work at the end. */

import { randomUUID } from 'node:crypto'
import type { Exchange } from '../conversation/burst.ts'
import { closeType, showClose } from '../conversation/closes.ts'
import type { PlannedCheck } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import { type Fault, fault } from '../model/fault.ts'
import { runOver } from '../net/limit.ts'
import type { Wire } from '../net/wire.ts'
import { type OpenSession, talk } from './talk.ts'

/** How often is looked whether anybody is left to wait for. */
const lookEveryMs = 500

export interface HoldRequest {
  /** Connections whose conversation ended well. */
  readonly sessions: readonly OpenSession[]
  readonly holdMs: number
  /** What is said once more at the end; null where a ping is all. */
  readonly exchange: Exchange | null
  readonly check: PlannedCheck
  readonly wire: Wire
  /** Told the id of each further message. */
  readonly onId: (id: string, session: OpenSession) => void
}

export interface Held {
  /** Null for one that was there to the end, and answered. */
  readonly fault: Fault | null
  readonly lost: boolean
}

/** Waits for the time of the hold, then pings each connection and has it answer one more message. */
export async function holdOpen(request: HoldRequest): Promise<Held[]> {
  const { sessions, holdMs, wire } = request
  const begunMs = sessions.map(({ channel }) => channel.now())
  const until = performance.now() + holdMs
  for (;;) {
    const leftMs = until - performance.now()
    if (leftMs <= 0 || wire.signal.aborted || sessions.every(({ channel }) => channel.closed)) break
    await wire.pause(Math.min(leftMs, lookEveryMs))
  }
  return await Promise.all(
    sessions.map(async (session, i): Promise<Held> => {
      const lost = lossOf(session, begunMs[i]!, request)
      if (lost) return { fault: lost, lost: true }
      const silent = await askAgain(session, request)
      return { fault: silent, lost: silent !== null && session.channel.closed !== null }
    }),
  )
}

/** Whoever is gone, whatever it said: nobody had asked it to close. */
function lossOf({ channel }: OpenSession, begunMs: number, { holdMs, wire }: HoldRequest): Fault | null {
  const { closed } = channel
  if (wire.signal.aborted) return runOver(wire.signal)
  if (!closed) return null
  if (closed.fault) return closed.fault
  const intoMs = closed.atMs - begunMs
  const when =
    intoMs < 0
      ? `gone before the hold of ${showDuration(holdMs)} began`
      : `lost ${showDuration(intoMs)} into the hold of ${showDuration(holdMs)}`
  return fault(closeType(closed.code), `${when}: ${wire.hide(showClose(closed))}`, String(closed.code))
}

async function askAgain(session: OpenSession, request: HoldRequest): Promise<Fault | null> {
  const { holdMs, exchange, check, wire, onId } = request
  const after = (seen: Fault) =>
    fault(seen.type, `after the hold of ${showDuration(holdMs)}: ${seen.message}`, seen.code)
  const pong = await session.channel.ping('still there?', check.timeoutMs)
  if (!pong.ok) return after(pong.fault)
  if (!exchange) return null
  const scope = { ...session.scope, id: randomUUID() }
  onId(scope.id, session)
  // As a reply: what came before this message does not count.
  const { send, reply, withinMs } = exchange
  const steps = [{ send }, { reply, ...(withinMs === null ? {} : { withinMs }) }]
  const { fault: trouble } = await talk({ ...session, scope }, steps, check, wire)
  return trouble && after(trouble)
}
