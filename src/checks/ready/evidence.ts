/** What a deployment answered while it was waited for and afterwards, as evidence. */

import type { Attempt, Evidence, Observations } from '../../model/evidence.ts'
import type { Fault } from '../../model/fault.ts'
import {
  isSpelledOtherwise,
  type RevisionCount,
  RevisionTally,
  sameRevision,
  showMix,
} from '../../model/revision.ts'
import { evidenceOf } from '../gather.ts'
import type { RevisionPlace, SocketPlace } from '../revision.ts'

/** What tells a revision of its own, beside plain answers. */
export const channels = ['websocket', 'stream'] as const
export type Channel = (typeof channels)[number]

/** What was heard on all channels of one kind. */
export interface HeardOn {
  readonly opened: number
  readonly told: number
  /** Without the header that others on the same path carry. */
  readonly silent: number
  readonly counts: readonly RevisionCount[]
}

const nothing: HeardOn = { opened: 0, told: 0, silent: 0, counts: [] }
export const heardNothing: Readonly<Record<Channel, HeardOn>> = { websocket: nothing, stream: nothing }

/** Answers to the other checks on the path that tells the revision, which told none. */
export interface Silent {
  readonly answers: number
  readonly addresses: readonly string[]
}

export const nobodySilent: Silent = { answers: 0, addresses: [] }
export const mostSilentAddresses = 8

export interface ReadyOptions {
  /** Null asks for no certain one; then all answers have to tell the same. */
  readonly expected: string | null
  /** Null where no revision is declared. */
  readonly place: RevisionPlace | null
  /** Where a WebSocket tells it; null if it is not declared. */
  readonly socket: SocketPlace | null
  /** The same for a stream over HTTP. */
  readonly stream: SocketPlace | null
  /** Host and port whose answers count, and those of WebSockets and of streams. */
  readonly hosts: { readonly http: string } & Readonly<Record<Channel, string>>
  /** Accepted statuses; empty means any 2xx. */
  readonly status: readonly number[]
  /** Good answers in a row, each on a new connection. */
  readonly consecutive: number
  /** Statuses and types of faults that no waiting heals; null is what `ready.ts` knows. */
  readonly giveUp: readonly string[] | null
  /** By `performance.now()`: one question may be under way then, and no other is asked after it. Absent: no limit. */
  readonly untilMs?: number
}

/** One question and its answer. */
export interface Reading {
  readonly revision: string | null
  readonly address: string | null
  /** Why the answer is not good; null if it is. */
  readonly fault: Fault | null
  /** An answer came, whatever it was. */
  readonly answered: boolean
  readonly attempts: readonly Attempt[]
  readonly observations: Observations
}

export interface ReadyDetails {
  /** Those that count: without the ones before the deployment was ready, if it became so. */
  readonly readings: readonly Reading[]
  /** What was heard while the other checks ran. */
  readonly heard: readonly RevisionCount[]
  readonly heardOn: Readonly<Record<Channel, HeardOn>>
  readonly silent: Silent
  /** Null while it is not known: one probe by itself. */
  readonly wait: {
    readonly ready: boolean
    readonly ms: number
    readonly withinMs: number
    readonly asked: number
    readonly answers: number
    readonly why: string
  } | null
}

/** The facts of the answer that tells most: the last that was not good. */
export function gatherReady(options: ReadyOptions, details: ReadyDetails): Evidence {
  const { readings } = details
  const decisive = readings.findLast(({ fault }) => fault !== null) ?? readings.at(-1)
  return evidenceOf({
    attempts: readings.flatMap(({ attempts }) => attempts),
    observations: { ...decisive?.observations, ...revisionFacts(options, details) },
    fault: null,
    details,
  })
}

export function countsOf({ readings, heard }: ReadyDetails): readonly RevisionCount[] {
  const tally = new RevisionTally()
  tally.add(heard)
  for (const { revision, address } of readings)
    if (revision !== null) tally.note({ value: revision, address })
  return tally.counts
}

/** What signatures match on. */
export function revisionFacts({ expected, place }: ReadyOptions, details: ReadyDetails): Observations {
  if (!place) return {}
  const counts = countsOf(details)
  const reference = expected ?? counts[0]?.value ?? ''
  const odd = counts.filter(({ value }) => !sameRevision(reference, value))
  const right = counts.filter(one => !odd.includes(one))
  const where = (some: readonly RevisionCount[]) => [...new Set(some.flatMap(({ addresses }) => addresses))]
  const shared = where(odd).some(address => where(right).includes(address))
  return {
    'revision.expected': expected,
    'revision.mix': showMix(counts),
    'revision.served': odd[0]?.value ?? null,
    'revision.spelled_otherwise':
      odd.length > 0 && odd.every(({ value }) => isSpelledOtherwise(reference, value)),
    'revision.odd_addresses': where(odd).join(', ').slice(0, 500) || null,
    'revision.odd_over': oddOver(reference, odd, details),
    'revision.by_address': odd.length > 0 && right.length > 0 && where(odd).length > 0 && !shared,
  }
}

const channelWords: Readonly<Record<Channel, string>> = { websocket: 'WebSockets', stream: 'streams' }

/** Where all that differ came over one kind of channel, and nothing else did: that has a way of its own through the proxy. */
export function oddOver(
  reference: string,
  odd: readonly RevisionCount[],
  { heardOn, readings }: ReadyDetails,
): string | null {
  const sum = (counts: readonly RevisionCount[]) => counts.reduce((all, { answers }) => all + answers, 0)
  if (!readings.some(({ revision }) => revision !== null && sameRevision(reference, revision))) return null
  const found = channels.find(channel => {
    const { counts } = heardOn[channel]
    return (
      sum(counts) > 0 &&
      sum(counts) === sum(odd) &&
      counts.every(({ value }) => !sameRevision(reference, value))
    )
  })
  return found ? channelWords[found] : null
}
