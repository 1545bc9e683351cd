/** Many connections kept open: who was lost meanwhile, and whether the others still work at the end. */

import { randomUUID } from 'node:crypto'
import type { Exchange } from '../../conversation/burst.ts'
import { closeType, showClose } from '../../conversation/closes.ts'
import type { Dialect } from '../../conversation/dialect.ts'
import { type Standing, startTalk } from '../../conversation/talk.ts'
import { endOf } from '../../conversation/wait.ts'
import type { PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import { type Fault, fault } from '../../model/fault.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import type { SessionOptions } from '../session.ts'
import { limitsOf, type OpenSession, talkPart } from '../talk.ts'

/** How often is looked whether anybody is left to wait for. */
const lookEveryMs = 500

export interface Holding {
  readonly session: OpenSession
  readonly standing: Standing | null
}

export interface HoldRequest {
  /** Connections whose conversation ended well. */
  readonly holding: readonly Holding[]
  readonly holdMs: number
  /** What is said once more at the end; null where a ping is all. */
  readonly exchange: Exchange | null
  readonly dialect: Dialect
  readonly check: PlannedCheck<SessionOptions>
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
  const { holding, holdMs, wire } = request
  const begunMs = holding.map(({ session }) => session.channel.now())
  const until = performance.now() + holdMs
  for (;;) {
    const leftMs = until - performance.now()
    if (leftMs <= 0 || wire.signal.aborted || holding.every(({ session }) => session.channel.closed)) break
    await wire.pause(Math.min(leftMs, lookEveryMs))
  }
  return await Promise.all(
    holding.map(async (one, i): Promise<Held> => {
      const { session } = one
      const lost = lossOf(session, begunMs[i]!, request) ?? goneOf(one, request)
      if (lost) return { fault: lost, lost: true }
      const silent = await askAgain(one, request)
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

/** A protocol can tell an end without closing the connection. */
function goneOf({ session, standing }: Holding, { check, dialect, wire, holdMs }: HoldRequest): Fault | null {
  if (!standing) return null
  const talk = startTalk(session.channel, session.scope, limitsOf(check, dialect, wire, { standing }))
  return endOf(talk, `the connection was held for ${showDuration(holdMs)}`)
}

async function askAgain({ session, standing }: Holding, request: HoldRequest): Promise<Fault | null> {
  const { holdMs, exchange, dialect, check, wire, onId } = request
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
  const { fault: trouble } = await talkPart(
    { ...session, scope },
    { steps, dialect },
    check,
    wire,
    standing ? { standing } : {},
  )
  return trouble && after(trouble)
}
