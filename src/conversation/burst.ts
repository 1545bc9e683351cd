/**
 * One message of a conversation, sent many times without waiting, each with an id of its own: what comes back shows
 * whether something was lost, came twice, or out of order.
 */

import { examine } from '../matching/match.ts'
import { messageSubject } from '../matching/subject.ts'
import { fillMatch, newScope, type Scope, templateNames } from '../matching/template.ts'
import type { Channel, Message } from '../model/channel.ts'
import type { Fault } from '../model/fault.ts'
import { makeFrame } from './sent.ts'
import type { Step } from './steps.ts'
import { endOf, type Limits, startTalk, waitUntil } from './talk.ts'
import { unroll } from './unroll.ts'

/** A message and what has to answer it; `reply` undefined takes the first message that carries the id. */
export interface Exchange {
  readonly send: unknown
  readonly reply: unknown
  readonly withinMs: number | null
}

/** The last message of a conversation that is followed by its answer; null if there is none, as where a ping is all. */
export function findExchange(steps: readonly Step[]): Exchange | null {
  const all = unroll(steps).map(({ step }) => step)
  for (let i = all.length - 2; i >= 0; i--) {
    const [step, next] = [all[i]!, all[i + 1]!]
    if (!('send' in step) || isPing(step.send)) continue
    const withinMs = 'withinMs' in next ? (next.withinMs ?? null) : null
    if ('reply' in next) return { send: step.send, reply: next.reply, withinMs }
    if ('receive' in next) return { send: step.send, reply: next.receive, withinMs }
  }
  return null
}

/** Whether the replies can be told apart: only then can messages be numbered. */
export const isNumbered = ({ send }: Exchange): boolean => templateNames(send).has('id')

const isPing = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && Object.hasOwn(sent, '$ping')

export interface Burst {
  /** One a message, in the order of sending; the first is that of the conversation before. */
  readonly ids: readonly string[]
  /** What ended it early; null although replies may be missing. */
  readonly fault: Fault | null
  readonly roundTripsMs: readonly number[]
  /** The numbers of the messages, from 0, in the order in which their replies arrived so far; one that came twice is in it twice. */
  arrivals(): readonly number[]
}

/** Sends the message of a conversation that has ended well further `count` times. Waits until all are answered, or time is over. */
export async function sendBurst(
  exchange: Exchange,
  count: number,
  channel: Channel,
  scope: Scope,
  limits: Limits,
): Promise<Burst> {
  const talk = startTalk(channel, scope, limits)
  const ids = [scope.id, ...Array.from({ length: count }, () => newScope(scope).id)]
  const reader = readReplies(exchange, ids, scope, channel.messages)
  const sentMs: number[] = []
  const burst = (fault: Fault | null): Burst => ({
    ids,
    fault,
    roundTripsMs: sentMs.flatMap((atMs, i) => {
      const cameMs = reader.cameMs(i + 1)
      return cameMs === null ? [] : [Math.max(0, cameMs - atMs)]
    }),
    arrivals: reader.read,
  })
  for (const id of ids.slice(1)) {
    const made = await makeFrame(exchange.send, { ...scope, id }, limits.directory ?? process.cwd())
    if (!made.ok) return burst(made.fault)
    sentMs.push(channel.now())
    const sent = await channel.send(made.value.data)
    if (!sent.ok) return burst(endOf(talk, 'numbered messages were being sent') ?? sent.fault)
  }
  const untilMs = channel.now() + (exchange.withinMs ?? limits.timeoutMs)
  const all = () => (reader.missing() === 0 ? true : null)
  const waited = await waitUntil(talk, untilMs, all, 'replies to numbered messages were awaited')
  return burst(waited.end === 'over' ? waited.fault : null)
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The ids that a message carries. */
export function idsIn(data: string | Uint8Array): Set<string> {
  const text = typeof data === 'string' ? data : Buffer.from(data).toString('latin1')
  return new Set(Array.from(text.matchAll(uuids), found => found[0]))
}

/** Reads on from where it stopped. The first message that answers is the reply; the very same again is a duplicate. */
function readReplies(
  { reply }: Exchange,
  ids: readonly string[],
  scope: Scope,
  messages: readonly Message[],
) {
  const numbers = new Map(ids.map((id, i) => [id, i]))
  const first = new Map<number, Message>()
  const arrived: number[] = []
  let cursor = 0
  const answers = (message: Message, id: string): boolean =>
    reply === undefined ||
    examine(fillMatch(reply, { ...scope, id }), messageSubject(message.data)).mismatch === null
  const read = (): readonly number[] => {
    for (; cursor < messages.length; cursor++) {
      const message = messages[cursor]!
      for (const id of idsIn(message.data)) {
        const number = numbers.get(id)
        if (number === undefined) continue
        const before = first.get(number)
        if (before ? !sameBytes(before.data, message.data) : !answers(message, id)) continue
        if (!before) first.set(number, message)
        arrived.push(number)
      }
    }
    return arrived
  }
  return {
    read,
    missing(): number {
      read()
      return ids.length - first.size
    },
    cameMs: (number: number): number | null => first.get(number)?.atMs ?? null,
  }
}

const sameBytes = (a: string | Uint8Array, b: string | Uint8Array): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : Buffer.compare(a, b) === 0
