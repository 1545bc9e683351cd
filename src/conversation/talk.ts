/** The state of a conversation while it runs: what was sent, what was taken, what still waits for its answer. */

import { examine, type Mismatch } from '../matching/match.ts'
import { cutText, type Hide, shownLength, showValue } from '../matching/show.ts'
import type { Subject } from '../matching/subject.ts'
import type { Scope } from '../matching/template.ts'
import type { Channel, Message } from '../model/channel.ts'
import type { Assertion } from '../model/check.ts'
import type { TranscriptEntry } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { Dialect } from './dialect.ts'
import { readMessage } from './refusal.ts'

export interface Limits {
  /** Of one wait without its own `within`, in milliseconds. */
  readonly timeoutMs: number
  /** Where relative `$file` paths start; the working directory without it. */
  readonly directory?: string
  /** Takes secrets out of what is shown. Without it, only the scope's token is taken out. */
  readonly hide?: Hide
  /** The protocol that is spoken on top; none without it. */
  readonly dialect?: Dialect
  /** Where an earlier conversation on the same connection left off. */
  readonly standing?: Standing
  /** False keeps neither transcript nor assertions of a conversation that ends well. */
  readonly whole?: boolean
}

/** Words that are made only when somebody reads them: thousands of conversations end well, and nobody does. */
export type Told = string | (() => string)

export const tell = (told: Told): string => (typeof told === 'string' ? told : told())

/** What a step ended with: its fault, and the two sides of its assertion. */
export interface Ended {
  readonly fault: Fault | null
  readonly expected: Told
  readonly actual: Told
}

/** A frame of ours, or a pong; what it is shown as is made of what is kept. */
export interface Logged extends Pick<TranscriptEntry, 'atMs' | 'direction' | 'kind'> {
  readonly data: string | Uint8Array
}

/** How far a connection has been attended to: handed from one conversation on it to the next. */
export interface Standing {
  /** Indexes of the messages that a step has taken, or an answer. */
  readonly taken: Set<number>
  readonly log: Logged[]
  lastTaken: number
  /** Up to which message answers and rules have looked. */
  attended: number
  ruled: number
  /** When the last beat went out. */
  beatMs: number
}

/** @param atMs on the channel's clock: the first beat is due so long after it. */
export const newStanding = (atMs: number): Standing => ({
  taken: new Set(),
  log: [],
  lastTaken: -1,
  attended: 0,
  ruled: 0,
  beatMs: atMs,
})

export interface Talk {
  readonly channel: Channel
  readonly scope: Scope
  readonly limits: Limits
  readonly hide: Hide
  readonly dialect: Dialect
  readonly standing: Standing
  /** That of the standing. */
  readonly taken: Set<number>
  /** How many messages had arrived when our last message or ping went out: those after it can be answers. */
  mark: number
  /** Whether our last message carried the scope's id. */
  carriedId: boolean
  /** Sent, but not yet answered. */
  unanswered: { readonly mark: number; readonly atMs: number }[]
  /** Those that were. */
  answered: number
  pongs: number
  /** Ends that a step had waited for. */
  closes: number
  readonly roundTripsMs: number[]
  readonly log: Logged[]
  readonly notes: Set<string>
  readonly assertions: Assertion[]
  readonly subjects: Map<number, Subject>
}

export function startTalk(channel: Channel, scope: Scope, limits: Limits): Talk {
  const token = scope.token?.reveal() ?? ''
  const standing = limits.standing ?? newStanding(channel.now())
  return {
    channel,
    scope,
    limits,
    hide: limits.hide ?? (token === '' ? text => text : text => text.replaceAll(token, '***')),
    dialect: limits.dialect ?? {},
    standing,
    taken: standing.taken,
    mark: 0,
    carriedId: false,
    unanswered: [],
    answered: 0,
    pongs: 0,
    closes: 0,
    roundTripsMs: [],
    log: standing.log,
    notes: new Set(),
    assertions: [],
    subjects: new Map(),
  }
}

/** The message at an index, parsed at most once however many steps look at it. */
export function subjectAt(talk: Talk, index: number): Subject {
  const known = talk.subjects.get(index)
  if (known) return known
  const subject = readMessage(talk.channel.messages[index]?.data ?? '', talk.dialect.codec)
  talk.subjects.set(index, subject)
  return subject
}

/** Takes a message for a step, and with it settles what we sent before it arrived. */
export function take(talk: Talk, index: number): void {
  talk.taken.add(index)
  talk.standing.lastTaken = index
  talk.subjects.delete(index)
  settle(talk, index, talk.channel.messages[index]?.atMs ?? talk.channel.now())
}

/** Counts everything sent before the `index`-th message as answered at `atMs`; the round trip is the last one's. */
export function settle(talk: Talk, index: number, atMs: number): void {
  const last = talk.unanswered.findLast(sent => sent.mark <= index)
  if (!last) return
  const rest = talk.unanswered.filter(sent => sent.mark > index)
  talk.answered += talk.unanswered.length - rest.length
  talk.unanswered = rest
  talk.roundTripsMs.push(Math.max(0, atMs - last.atMs))
}

/** Looks for messages that match; knows the nearest one that did not. */
export interface Search {
  /** Index of the first message, from `from` on, not taken and arrived in time, that matches. */
  find(): number | null
  /** Untaken messages that were looked at in vain. */
  readonly seen: number
  readonly nearest: Mismatch | null
}

export function searchFor(talk: Talk, spec: unknown, from: number, untilMs: number): Search {
  let cursor = from
  let seen = 0
  let nearest: Mismatch | null = null
  let mostHeld = -1
  return {
    find() {
      const { messages } = talk.channel
      for (; cursor < messages.length; cursor++) {
        if (talk.taken.has(cursor)) continue
        if ((messages[cursor]?.atMs ?? 0) > untilMs) return null
        const { mismatch, held } = examine(spec, subjectAt(talk, cursor), talk.hide)
        if (!mismatch) return cursor++
        seen++
        if (held > mostHeld) {
          mostHeld = held
          nearest = mismatch
        }
      }
      return null
    },
    get seen() {
      return seen
    },
    get nearest() {
      return nearest
    },
  }
}

export function showMessage(talk: Talk, index: number): string {
  const message: Message | undefined = talk.channel.messages[index]
  if (!message) return 'nothing'
  const { data } = message
  if (typeof data !== 'string') {
    const read = talk.dialect.codec?.read(data)
    return read === undefined
      ? cutText(`a binary message of ${showValue(data, talk.hide)}`)
      : showValue(read, talk.hide)
  }
  // JSON is shown as it came; text is quoted, so that its ends can be seen.
  return /^[[{]/.test(data) ? cutText(talk.hide(data.slice(0, 8 * shownLength))) : showValue(data, talk.hide)
}

export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
