/** Refusals and other ends that a protocol tells in-band: by a message, or by a close code. */

import { match } from '../matching/match.ts'
import { cutText, type Hide, hideNothing, showValue } from '../matching/show.ts'
import { messageSubject, type Subject } from '../matching/subject.ts'
import type { Closed, Message } from '../model/channel.ts'
import { type Fault, fault } from '../model/fault.ts'
import { closeType, showClose } from './closes.ts'
import type { Codec, Dialect, Rule } from './dialect.ts'

/** How the server refused the credential on an open connection. */
export interface Refusal {
  readonly by: 'message' | 'close'
  /** Of a close. */
  readonly code: number | null
  /** What was seen, one line with secrets taken out; not yet escaped. */
  readonly says: string
}

/** What a conversation has left behind; its channel is one. */
export interface Heard {
  readonly messages: readonly Message[]
  readonly closed: Pick<Closed, 'code' | 'reason'> | null
}

/**
 * The first in-band refusal of the credential: a message that a rule knows, or a close by a code of a rule or of those
 * that always refuse (1008, 3000, 3003, 4401, 4403). Null for any other end, and for none.
 */
export function readRefusal(
  { rules = [], codec }: Dialect,
  { messages, closed }: Heard,
  hide: Hide = hideNothing,
): Refusal | null {
  for (const { data } of rules.some(({ message }) => message !== undefined) ? messages : []) {
    const rule = ruleFor(rules, readMessage(data, codec))
    if (rule?.means === 'refused')
      return { by: 'message', code: null, says: `${rule.says}: ${showData(data, hide, codec)}` }
  }
  if (!closed) return null
  const rule = closeRuleFor(rules, closed)
  const refused = rule ? rule.means === 'refused' : closeType(closed.code) === 'auth.closed'
  return refused ? { by: 'close', code: closed.code, says: hide(showClose(closed)) } : null
}

/** A message as what matches are held against. */
export function readMessage(data: string | Uint8Array, codec: Codec | undefined): Subject {
  const plain = messageSubject(data)
  const value = codec?.read(data)
  return value === undefined ? plain : { ...plain, raw: plain.raw, value }
}

/** A message in short: text as it came, frames of a known protocol by what they say, other bytes in hex. */
export function showData(data: string | Uint8Array, hide: Hide, codec?: Codec): string {
  if (typeof data === 'string') return cutText(hide(data.slice(0, 1600)).trim())
  return showValue(codec?.read(data) ?? data, hide)
}

export const ruleFor = (rules: readonly Rule[], subject: Subject): Rule | null =>
  rules.find(({ message }) => message !== undefined && !match(message, subject)) ?? null

export const closeRuleFor = (rules: readonly Rule[], { code, reason }: Pick<Closed, 'code' | 'reason'>) =>
  rules.find(rule => rule.close?.includes(code) && (rule.reason?.test(reason) ?? true)) ?? null

const sayOf = ({ means, says }: Rule, seen: string): Fault =>
  fault(means === 'refused' ? 'auth.refused' : 'ws.wrong_reply', `${says}: ${seen}`)

export const messageFault = (rule: Rule, data: string | Uint8Array, hide: Hide, codec?: Codec): Fault =>
  sayOf(rule, showData(data, hide, codec))
