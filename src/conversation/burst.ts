/**
 * One message of a conversation, sent many times without waiting, each with an id of its own: what comes back shows
 * whether something was lost, came twice, or out of order.
 */

import { examine } from '../matching/match.ts'
import { isRecord } from '../matching/subject.ts'
import { fillMatch, newScope, type Scope, templateNames } from '../matching/template.ts'
import type { Channel, Message } from '../model/channel.ts'
import { type Fault, fault } from '../model/fault.ts'
import type { Dialect } from './dialect.ts'
import { readMessage } from './refusal.ts'
import { makeFrame } from './sent.ts'
import type { Step } from './steps.ts'
import { type Limits, startTalk, type Talk } from './talk.ts'
import { unroll } from './unroll.ts'
import { answerMessages, endOf, waitUntil } from './wait.ts'

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
export const isNumbered = ({ send }: Exchange, dialect: Dialect = {}): boolean =>
  numberOf(send, dialect) !== null || templateNames(send).has('id')

/** The number of a request or an answer, in a protocol that numbers them. */
function numberOf(value: unknown, { number }: Dialect): number | null {
  const field = number !== undefined && isRecord(value) ? value[number] : undefined
  return typeof field === 'number' ? field : null
}

/** The `n`-th of its kind, where the protocol numbers them. */
function withNumber(value: unknown, n: number, dialect: Dialect): unknown {
  const first = numberOf(value, dialect)
  return first === null || n === 0 ? value : { ...(value as object), [dialect.number!]: first + n }
}

/** Everything that a conversation sends, repetition written out. */
export const sentIn = (steps: readonly Step[]): unknown[] =>
  unroll(steps).flatMap(({ step }) => ('send' in step ? [step.send] : []))

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
  const reader = readReplies(exchange, ids, talk)
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
  if (!reader.read().includes(0))
    return burst(
      fault(
        'runner.no_proof',
        'the reply to the first message came, but without the {{id}} that was sent: replies cannot be told apart. Have the server send it back, or leave "messages" out',
      ),
    )
  const directory = limits.directory ?? process.cwd()
  for (const [i, id] of ids.entries()) {
    if (i === 0) continue
    if (talk.dialect.answers) await answerMessages(talk)
    const sending = withNumber(exchange.send, i, talk.dialect)
    const made = await makeFrame(sending, { ...scope, id }, directory, talk.dialect.codec)
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
function readReplies({ send, reply }: Exchange, ids: readonly string[], talk: Talk) {
  const { scope, dialect, taken } = talk
  const { messages } = talk.channel
  const base = numberOf(send, dialect)
  const numbers = new Map(ids.map((id, i) => [id, i]))
  const first = new Map<number, Message>()
  const arrived: number[] = []
  let cursor = 0
  const answers = (message: Message, n: number): boolean =>
    reply === undefined ||
    examine(
      fillMatch(withNumber(reply, n, dialect), { ...scope, id: ids[n]! }),
      readMessage(message.data, dialect.codec),
    ).mismatch === null
  /** Of the messages that this one may answer. */
  const numbersIn = (message: Message): number[] => {
    if (base === null) return [...idsIn(message.data)].flatMap(id => numbers.get(id) ?? [])
    const n = numberOf(readMessage(message.data, dialect.codec).value, dialect)
    return n === null || n < base || n >= base + ids.length ? [] : [n - base]
  }
  const read = (): readonly number[] => {
    for (; cursor < messages.length; cursor++) {
      const message = messages[cursor]!
      for (const number of numbersIn(message)) {
        const before = first.get(number)
        if (before ? !sameBytes(before.data, message.data) : !answers(message, number)) continue
        // What answers is no refusal, however much it may look like one.
        taken.add(cursor)
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
