/** A conversation of a check, with the limits that the check and the run set. */

import { closeFault, isOrderly } from '../conversation/closes.ts'
import type { Dialect } from '../conversation/dialect.ts'
import { closeRuleFor, readRefusal } from '../conversation/refusal.ts'
import { type Conversed, converse, type Limits } from '../conversation/run.ts'
import type { Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { runOver } from '../net/limit.ts'
import type { Wire } from '../net/wire.ts'
import type { Session, SessionOptions } from './session.ts'
import { type Spoken, speak } from './spoken.ts'

export type OpenSession = Extract<Session, { ok: true }>

/** What a part of a conversation may differ in from a whole one. */
export type TalkPart = Pick<Limits, 'standing' | 'whole'>

export const talk = (
  session: OpenSession,
  conversation: readonly Step[] | null,
  check: PlannedCheck<SessionOptions>,
  wire: Wire,
): Promise<Conversed> =>
  talkPart(session, speak(check.options, conversation, session.credentialShown), check, wire)

export const limitsOf = (
  { timeoutMs }: PlannedCheck,
  dialect: Dialect,
  { hide, facts }: Wire,
  part: TalkPart = {},
): Limits => ({
  timeoutMs,
  directory: facts.directory,
  hide: text => hide(text),
  dialect,
  ...part,
})

/** Steps on a connection that may have spoken before. */
export async function talkPart(
  session: OpenSession,
  { steps, dialect }: Pick<Spoken, 'steps' | 'dialect'>,
  check: PlannedCheck<SessionOptions>,
  wire: Wire,
  part: TalkPart = {},
): Promise<Conversed> {
  const { record, channel, scope } = session
  const { hide } = wire
  const limits = limitsOf(check, dialect, wire, part)
  const begun = performance.now()
  const talked = await converse(steps, channel, scope, limits)
  record.note('message', performance.now() - begun)
  // A conversation knows that the run is over, not whether it was the deadline or a cancellation.
  const trouble = talked.fault?.type === 'runner.cancelled' ? runOver(wire.signal) : talked.fault
  if (trouble) return { ...talked, fault: trouble }
  const later = await refusedLater(session, steps, dialect, hide)
  return { ...talked, fault: later, refusal: later ? readRefusal(dialect, channel, hide) : null }
}

/**
 * How long a connection is watched when a pong was all that was asked for. Pongs are the protocol's and not the
 * application's: many servers open first, answer pings, and look at the credential a moment later.
 */
const watchMs = 500

async function refusedLater(
  { channel, credentialShown }: OpenSession,
  steps: readonly Step[],
  dialect: Dialect,
  hide: Wire['hide'],
): Promise<Fault | null> {
  if (!credentialShown || !steps.every(step => 'send' in step)) return null
  const until = channel.now() + watchMs
  const refusal = () => readRefusal(dialect, channel, hide)
  while (!channel.closed && !channel.aborted && channel.now() < until && !refusal())
    await channel.changed(until - channel.now())
  const said = refusal()
  if (said?.by === 'message') return fault('auth.refused', said.says)
  const { closed } = channel
  if (!closed || (isOrderly(closed) && !said)) return null
  const { type, message, code } = closeFault(closed, 'the credential was being looked at')
  return fault(
    closeRuleFor(dialect.rules ?? [], closed)?.means === 'refused' ? 'auth.closed' : type,
    message,
    code,
  )
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
