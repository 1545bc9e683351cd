/** What a deployment answered while it was waited for and afterwards, as evidence. */

import type { Attempt, Evidence, Observations } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import { type RevisionCount, RevisionTally, sameRevision, showMix } from '../model/revision.ts'
import { evidenceOf } from './gather.ts'
import type { RevisionPlace, SocketPlace } from './revision.ts'

export interface ReadyOptions {
  /** Null asks for no certain one; then all answers have to tell the same. */
  readonly expected: string | null
  /** Null where no revision is declared. */
  readonly place: RevisionPlace | null
  /** Where a WebSocket tells it; null if it is not declared. */
  readonly socket: SocketPlace | null
  /** Host and port whose answers count, and those of WebSockets. */
  readonly hosts: { readonly http: string; readonly websocket: string }
  /** Accepted statuses; empty means any 2xx. */
  readonly status: readonly number[]
  /** Good answers in a row, each on a new connection. */
  readonly consecutive: number
  /** Statuses and types of faults that no waiting heals; null is what `ready.ts` knows. */
  readonly giveUp: readonly string[] | null
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
  /** WebSockets that were opened, and how many of them told a revision. */
  readonly sockets: { readonly opened: number; readonly told: number }
  /** Null while it is not known: one probe by itself. */
  readonly wait: {
    readonly ready: boolean
    readonly ms: number
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
    'revision.odd_addresses': where(odd).join(', ').slice(0, 500) || null,
    'revision.by_address': odd.length > 0 && right.length > 0 && where(odd).length > 0 && !shared,
  }
}
