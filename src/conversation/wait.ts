/** Waiting on an open connection: what arrives is looked at, the protocol's own messages are answered, ends are told. */

import { match } from '../matching/match.ts'
import type { Scope } from '../matching/template.ts'
import type { Channel } from '../model/channel.ts'
import { type Fault, fault } from '../model/fault.ts'
import { closeFault } from './closes.ts'
import { closeRuleFor, messageFault, ruleFor } from './refusal.ts'
import { makeFrame } from './sent.ts'
import { type Limits, startTalk, subjectAt, type Talk, type Told, tell } from './talk.ts'
import { logSent } from './transcript.ts'

export type Waited<T> =
  | { readonly end: 'found'; readonly value: T }
  | { readonly end: 'late' }
  | { readonly end: 'over'; readonly fault: Fault }

/**
 * Waits until `look` gives something, at most until `untilMs` on the channel's clock; `over` when the connection or
 * the run ended first. What arrived before the end counts: it is looked at before the end is.
 */
export async function waitUntil<T>(
  talk: Talk,
  untilMs: number,
  look: () => T | null,
  awaited: Told,
): Promise<Waited<T>> {
  const { channel, dialect } = talk
  for (;;) {
    // Only a protocol has these: of thousands of connections, each wait is felt.
    if (dialect.answers) await answerMessages(talk)
    const value = look()
    if (value !== null) return { end: 'found', value }
    const over = endOf(talk, awaited)
    if (over) return { end: 'over', fault: over }
    const leftMs = untilMs - channel.now()
    if (leftMs <= 0) return { end: 'late' }
    const beatMs = dialect.beat ? await beat(talk) : Number.POSITIVE_INFINITY
    await channel.changed(Math.ceil(Math.min(leftMs, beatMs)))
  }
}

/** The fault of a run or a connection that is over; null while both go on. */
export function endOf(talk: Talk, awaited: Told): Fault | null {
  const { channel, hide } = talk
  // An abort ends the connection as well: it has to be told first.
  if (channel.aborted) return fault('runner.cancelled', `the run was over while ${tell(awaited)}`)
  const told = toldEnd(talk)
  if (told) return told
  if (!channel.closed) return null
  const { type, message, code } = closeFault(channel.closed, tell(awaited))
  const rule = closeRuleFor(talk.dialect.rules ?? [], channel.closed)
  const meant = rule && (rule.means === 'refused' ? 'auth.closed' : 'ws.closed')
  return fault(meant ?? type, hide(rule ? `${rule.says}: ${message}` : message), code)
}

/** What a message that no step has taken says of everything after it. */
function toldEnd(talk: Talk): Fault | null {
  const { rules, codec } = talk.dialect
  const { messages } = talk.channel
  if (!rules) return null
  const { standing } = talk
  for (; standing.ruled < messages.length; standing.ruled++) {
    if (talk.taken.has(standing.ruled)) continue
    const rule = ruleFor(rules, subjectAt(talk, standing.ruled))
    // It stays where it is: a later look comes to the same end.
    if (rule) return messageFault(rule, messages[standing.ruled]?.data ?? '', talk.hide, codec)
  }
  return null
}

/** Takes and answers what the protocol itself asks for. A send that fails is told by the end of the connection. */
export async function answerMessages(talk: Talk): Promise<void> {
  const { answers } = talk.dialect
  const { messages } = talk.channel
  if (!answers) return
  const { standing } = talk
  while (standing.attended < messages.length) {
    // Counted before anything is awaited: a step and `attend` may come by at the same time.
    const index = standing.attended++
    if (talk.taken.has(index)) continue
    const answer = answers.find(({ when }) => !match(when, subjectAt(talk, index)))
    if (!answer) continue
    talk.taken.add(index)
    talk.subjects.delete(index)
    if (answer.send !== undefined) await sendAside(talk, answer.send)
  }
}

/** Milliseconds until the next beat is due; sends the one that is. */
async function beat(talk: Talk): Promise<number> {
  const { beat } = talk.dialect
  if (!beat) return Number.POSITIVE_INFINITY
  const dueMs = talk.standing.beatMs + beat.everyMs - talk.channel.now()
  if (dueMs > 0) return dueMs
  talk.standing.beatMs = talk.channel.now()
  await sendAside(talk, beat.send)
  return beat.everyMs
}

/** Does once what the protocol asks for on a connection where no step waits; `limits` have its standing. */
export async function attend(channel: Channel, scope: Scope, limits: Limits): Promise<void> {
  if (channel.closed || channel.aborted) return
  const talk = startTalk(channel, scope, limits)
  await answerMessages(talk)
  await beat(talk)
}

/** Sends what is no message of the conversation: nothing replies to it. */
async function sendAside(talk: Talk, value: unknown): Promise<void> {
  const made = await makeFrame(value, talk.scope, talk.limits.directory ?? process.cwd(), talk.dialect.codec)
  if (!made.ok || made.value.kind === 'ping') return
  const atMs = talk.channel.now()
  const sent = await talk.channel.send(made.value.data)
  if (sent.ok) logSent(talk, atMs, made.value)
}
