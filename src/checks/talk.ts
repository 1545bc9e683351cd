/** A conversation of a check, with the limits that the check and the run set. */

import { closeFault, isOrderly } from '../conversation/closes.ts'
import { type Conversed, converse } from '../conversation/run.ts'
import type { Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Observations } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import { runOver } from '../net/limit.ts'
import type { Wire } from '../net/wire.ts'
import type { Session } from './session.ts'

export type OpenSession = Extract<Session, { ok: true }>

export async function talk(
  session: OpenSession,
  steps: readonly Step[],
  check: PlannedCheck,
  wire: Wire,
  /** False keeps neither transcript nor assertions of a conversation that ends well: of thousands, one is enough. */
  whole = true,
): Promise<Conversed> {
  const { record, channel, scope } = session
  const { hide, facts } = wire
  const limits = {
    timeoutMs: check.timeoutMs,
    directory: facts.directory,
    hide: (text: string) => hide(text),
    whole,
  }
  const begun = performance.now()
  const talked = await converse(steps, channel, scope, limits)
  record.note('message', performance.now() - begun)
  // A conversation knows that the run is over, not whether it was the deadline or a cancellation.
  const fault = talked.fault?.type === 'runner.cancelled' ? runOver(wire.signal) : talked.fault
  return { ...talked, fault: fault ?? (await refusedLater(session, steps)) }
}

/**
 * How long a connection is watched when a pong was all that was asked for. Pongs are the protocol's and not the
 * application's: many servers open first, answer pings, and look at the credential a moment later.
 */
const watchMs = 500

async function refusedLater(
  { channel, credentialShown }: OpenSession,
  steps: readonly Step[],
): Promise<Fault | null> {
  if (!credentialShown || !steps.every(step => 'send' in step)) return null
  const until = channel.now() + watchMs
  while (!channel.closed && !channel.aborted && channel.now() < until)
    await channel.changed(until - channel.now())
  const { closed } = channel
  return closed && !isOrderly(closed) ? closeFault(closed, 'the credential was being looked at') : null
}

/** What the conversation looked like from outside; a close is told only if it was the server's. */
export function observeTalk({ channel }: OpenSession, { sent, received, fault }: Conversed): Observations {
  const { closed } = channel
  const ended =
    fault && closed
      ? {
          'ws.close.code': closed.code,
          'ws.close.reason': closed.reason,
          'ws.close.after_ms': Math.round(closed.atMs),
        }
      : {}
  return { 'ws.messages.sent': sent, 'ws.messages.received': received, ...ended }
}
