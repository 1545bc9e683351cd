/** One WebSocket kept quiet: a ping, the silence, a ping, the conversation. A stream over HTTP is held by stream-hold.ts. */

import { randomUUID } from 'node:crypto'
import { closeFault } from '../../conversation/closes.ts'
import type { PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type Fault, fault } from '../../model/fault.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import type { IdleOptions } from '../idle.ts'
import { type OpenSession, observeTalk, talk } from '../talk.ts'
import { type End, endFault, keepQuiet, settledEnd } from './end.ts'
import type { IdleDetails } from './judge.ts'

/** What is known of a connection that did not get so far. */
export const untold: Omit<IdleDetails, 'credentialShown'> = {
  pongMs: null,
  pattern: null,
  assertions: [],
  notes: [],
}

export interface Holding {
  readonly fault: Fault | null
  /** Set if silence is what the connection did not survive. */
  readonly end: End | null
  readonly transcript: Evidence['transcript']
  readonly details: IdleDetails
}

export async function hold(
  session: OpenSession,
  check: PlannedCheck<IdleOptions>,
  wire: Wire,
): Promise<Holding> {
  const { channel, record, credentialShown } = session
  const { timeoutMs } = check
  const { holdMs } = check.options
  const details: IdleDetails = { ...untold, credentialShown }
  const ended = (seen: Fault, end: End | null = null): Holding => ({
    fault: channel.aborted ? over(session, wire, holdMs) : seen,
    end: channel.aborted || !seen.type.startsWith('idle.') ? null : end,
    transcript: [],
    details,
  })

  // What does not answer before the silence is no matter of silence.
  const before = await record.time('message', () => channel.ping(randomUUID(), timeoutMs))
  if (!before.ok)
    return ended(channel.closed ? closeFault(channel.closed, 'the first ping was under way') : before.fault)
  await record.time('hold', () => keepQuiet(channel, holdMs))
  const cut = await settledEnd(channel)
  if (cut) return ended(endFault(channel, cut, holdMs, timeoutMs), cut)
  if (channel.aborted) return ended(runOver(wire.signal))

  const quietMs = channel.now() - channel.pulse.lastMs
  const after = await record.time('message', () => channel.ping(randomUUID(), timeoutMs))
  if (!after.ok) {
    const by = (await settledEnd(channel))?.by ?? 'nothing'
    const end: End = { by, ageMs: channel.now(), quietMs, onTraffic: true }
    return ended(endFault(channel, end, holdMs, timeoutMs), end)
  }
  const { conversation: steps } = check.options
  const talked = steps && (await talk(session, steps, check, wire))
  const sent = { 'ws.messages.sent': 2, 'ws.messages.received': 2 }
  if (!talked) {
    record.observe(sent)
    await record.time('close', () => channel.close())
    return { fault: null, end: null, transcript: [], details: { ...details, pongMs: after.value } }
  }
  if (!talked.fault) await record.time('close', () => channel.close())
  record.observe(observeTalk(session, talked))
  return {
    fault: talked.fault && {
      ...talked.fault,
      message: `after ${showDuration(quietMs)} of silence a ping was answered, but ${talked.fault.message}`,
    },
    end: null,
    transcript: talked.transcript,
    details: { ...details, pongMs: after.value, assertions: talked.assertions, notes: talked.notes },
  }
}

function over({ channel }: OpenSession, wire: Wire, holdMs: number): Fault {
  const seen = runOver(wire.signal)
  const so = `the connection had been quiet for ${showDuration(channel.now())} of ${showDuration(holdMs)}`
  return fault(seen.type, `not run to its end: ${seen.message}; ${so}`)
}
