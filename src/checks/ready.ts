/** Is the deployment there, and is it the right one? Planned by itself when a revision or `ready` is declared. */

import { newScope } from '../matching/template.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { type RevisionCount, readyKind, sameRevision } from '../model/revision.ts'
import type { Wire } from '../net/wire.ts'
import { defineCheck } from './define.ts'
import { fetchTarget } from './fetch.ts'
import { evidenceOf } from './gather.ts'
import { judgeReady } from './ready-judge.ts'
import { type RevisionPlace, readRevision, type SocketPlace, showPlace } from './revision.ts'
import { statusTrouble } from './status.ts'

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
  readonly wait: { readonly ready: boolean; readonly ms: number; readonly asked: number; readonly why: string } | null
}

export const readyCheck = defineCheck<ReadyOptions>({
  kind: readyKind,
  transport: 'http',
  usesCredential: false,
  passes:
    'the deployment answered as declared, `consecutive` times in a row, each on a new connection, before the wait was over, and every answer until the end of the run told the same revision, the expected one. Planned when `expect-revision` or `ready` is given',
  title: path => `Ready ${path}`,
  options: z => z.custom<ReadyOptions>(),
  defaults: {
    ...{ expected: null, place: null, socket: null, hosts: { http: '', websocket: '' } },
    ...{ status: [], consecutive: 1, giveUp: null },
  },

  async probe(check, wire, turn) {
    const readings: Reading[] = []
    do readings.push(await askReady(check, wire, turn + readings.length))
    while (readings.length < check.options.consecutive && readings.at(-1)!.fault === null)
    return gatherReady({ readings, heard: [], sockets: { opened: 0, told: 0 }, wait: null })
  },

  judge: judgeReady,
})

/** The facts of the answer that tells most: the last that was not good. */
export function gatherReady(details: ReadyDetails) {
  const { readings } = details
  const decisive = readings.findLast(({ fault }) => fault !== null) ?? readings.at(-1)
  return evidenceOf({
    attempts: readings.flatMap(({ attempts }) => attempts),
    observations: decisive?.observations ?? {},
    fault: null,
    details,
  })
}

async function askReady(check: PlannedCheck<ReadyOptions>, wire: Wire, turn: number): Promise<Reading> {
  const { options } = check
  // What is read here is counted here.
  const { witness: _, ...alone } = wire
  const scope = newScope({ ...wire.facts, connection: 1, token: null })
  const request = { method: 'GET', body: null, follow: false }
  const got = await fetchTarget(check, request, { wire: alone, turn, scope, credential: null })
  const told = got.answer && options.place && readRevision(got.answer, options.place)
  const revision = told ? wire.hide(told) : null
  const status = got.answer?.status ?? 0
  const { status: accepted } = options
  const statusOk = accepted.length > 0 ? accepted.includes(status) : status >= 200 && status <= 299
  const expected = accepted.length > 0 ? accepted.join(' or ') : '2xx'
  const trouble =
    got.fault ?? statusTrouble(statusOk, got.observations, expected) ?? revisionTrouble(options, revision, status)
  const address = got.observations['network.peer.address']
  const last = got.attempts.at(-1)
  return {
    revision,
    address: typeof address === 'string' ? address : null,
    fault: trouble,
    answered: got.answer !== null,
    attempts: last ? [...got.attempts.slice(0, -1), { ...last, fault: trouble }] : got.attempts,
    observations: got.observations,
  }
}

function revisionTrouble({ expected, place }: ReadyOptions, revision: string | null, status: number) {
  if (!place) return null
  if (revision === null)
    return fault('revision.missing', `HTTP ${status} tells no revision: there is none in ${showPlace(place)}`)
  if (expected === null || sameRevision(expected, revision)) return null
  return fault('revision.old', `revision "${revision}" is served instead of "${expected}"`)
}
