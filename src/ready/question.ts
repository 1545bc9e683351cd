/** What a deployment is asked while it is waited for, and what its answer means for the wait. */

import type { CheckKind } from '../checks/define.ts'
import type { ReadyOptions as Declared, Reading, ReadyDetails } from '../checks/ready/evidence.ts'
import type { Plan, PlannedCheck } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Fault, FaultType } from '../model/fault.ts'
import { readyKind } from '../model/revision.ts'
import type { Wire } from '../net/wire.ts'
import type { Run } from '../run.ts'
import type { Hedged } from './hedge.ts'
import type { Seen as Noted } from './machine.ts'
import type { RevisionWatch } from './revision-watch.ts'

/**
 * What waiting does not heal: a refusal, a wrong or expired certificate, our own surroundings. A crash (500), another body
 * than the declared one and a page of somebody else are what a deployment answers while it starts or migrates, and while
 * what was there before still answers: to give up on them would be a false alarm, to wait costs time only. A slow answer
 * is not waited out, since the deployment is there: the check says itself how slow it is.
 */
const lasting: ReadonlySet<FaultType> = new Set([
  'auth.refused',
  'credential.refused',
  'credential.unusable',
  'http.slow',
  'tls.cert.name_invalid',
  'tls.cert.date_invalid',
  'tls.not_tls',
  'tls.client_certificate_required',
  'tcp.address_invalid',
  'proxy.refused',
  'proxy.unreachable',
  'runner.descriptor_limit',
])
const lastingStatuses: ReadonlySet<string> = new Set(['400', '401', '403', '405', '407', '410', '501'])

/** @param giveUp what the user declared instead: statuses and types of faults */
export function isLasting(fault: Fault | null, giveUp: readonly string[] | null): boolean {
  if (fault === null) return true
  if (giveUp) return giveUp.includes(fault.type) || giveUp.includes(fault.code ?? '')
  return lasting.has(fault.type) || lastingStatuses.has(fault.code ?? '')
}

export interface QuestionOptions {
  readonly kinds: readonly CheckKind<unknown>[]
  readonly run: Run
  /** Null where no revision is declared. */
  readonly watch?: RevisionWatch | null
}

export interface Seen extends Noted {
  /** One line; of a good answer it is empty. */
  readonly reason: string
  /** The end of the wait cut it off: it is no answer, and the one before it tells more. */
  readonly cut?: true
}

export type ReadyCheck = PlannedCheck<Declared>

export interface Question {
  /** What is asked; all have to be good. */
  readonly polled: readonly PlannedCheck[]
  readonly ready: ReadyCheck | null
  /** The kinds, with an ear at what `ready` reads. */
  readonly kinds: readonly CheckKind<unknown>[]
  /** Every reading of `ready`, oldest first. */
  readonly readings: readonly Reading[]
  seenOf(reason: string, fault: Fault | null, answered: boolean): Seen
  /** The readings so far, as the machine of readiness takes them. */
  seenSoFar(): readonly Seen[]
  /** One question, with at most `restMs` for each wait of it; `again` is one of a row whose others were good. */
  ask(restMs: number, turn: number, wire: Wire, again: boolean): Promise<Seen>
  /** Reads the revision once more. */
  read(turn: number): Promise<Reading>
}

/** Whether a status line came. */
export const isAnswered = ({ observations }: Pick<Evidence, 'observations'>): boolean =>
  typeof observations['http.response.status_code'] === 'number'

/** Those that a report can count; a wait of hours asks more often. */
const mostReadings = 5000

export function createQuestion(plan: Plan, { kinds: given, run }: QuestionOptions): Question | null {
  const polled = (plan.readiness?.checks ?? []).map(id => plan.checks.find(check => check.id === id)!)
  if (polled.length === 0) return null
  const ready = (polled.find(({ kind }) => kind === readyKind) ?? null) as ReadyCheck | null
  const giveUp = ready?.options.giveUp ?? null
  const readings: Reading[] = []
  const keep = (evidence: Evidence): Evidence => {
    // One that was cut off because another check was bad says nothing.
    const { readings: latest } = evidence.details as ReadyDetails
    readings.push(...latest.filter(({ fault }) => fault?.type !== 'runner.cancelled'))
    if (readings.length > mostReadings) readings.shift()
    return evidence
  }
  const kinds = given.map(kind =>
    kind.kind === readyKind
      ? ({ ...kind, probe: async (...args) => keep(await kind.probe(...args)) } satisfies CheckKind<unknown>)
      : kind,
  )
  const seenOf = (reason: string, fault: Fault | null, answered: boolean): Seen => ({
    good: false,
    lasting: isLasting(fault, giveUp),
    refused: fault?.type === 'tcp.refused',
    answered,
    reason,
  })
  const good: Seen = { good: true, lasting: false, refused: false, answered: true, reason: '' }

  async function judge(check: PlannedCheck, restMs: number, turn: number, wire: Wire): Promise<Seen> {
    const kind = kinds.find(known => known.kind === check.kind)!
    const timeoutMs = Math.min(check.timeoutMs, restMs)
    const missing = await wire.prepare(check.credential, timeoutMs)
    if (missing) return seenOf(missing.message, missing, false)
    const once = check === ready ? { ...check, options: { ...ready.options, consecutive: 1 } } : check
    const evidence = await kind.probe({ ...once, timeoutMs }, wire, turn)
    const { outcome, fault, reason } = kind.judge(check, evidence)
    if (outcome === 'passed') return good
    const cut = timeoutMs < check.timeoutMs && fault?.type.endsWith('timed_out') === true
    if (cut && check === ready && readings.length > 1) readings.pop()
    return { ...seenOf(reason, fault, isAnswered(evidence)), ...(cut ? { cut } : {}) }
  }

  return {
    polled,
    ready,
    kinds,
    readings,
    seenOf,
    seenSoFar: () =>
      readings.map(({ fault, answered }) => (fault ? seenOf(fault.message, fault, answered) : good)),
    async ask(restMs, turn, wire, again) {
      // One after the other: while the revision is not the right one, the others need not be asked. Nor are they for each
      // answer of a row: of two instances that a balancer takes in turn, every second request would reach only one.
      for (const check of again && ready ? [ready] : polled) {
        const seen = await judge(check, restMs, turn, wire)
        if (!seen.good) return seen
      }
      return good
    },
    async read(turn) {
      const kind = kinds.find(known => known.kind === readyKind)!
      const once = { ...ready!, options: { ...ready!.options, consecutive: 1 } }
      const { details } = await kind.probe(once, run.wire, turn)
      return (details as ReadyDetails).readings[0]!
    },
  }
}

/** Nothing came back for that long: another question is put beside it. */
export const hangingMs = 2000
export const hangingSeen: Seen = {
  ...{ good: false, lasting: false, refused: false, answered: false },
  reason: `no answer within ${showDuration(hangingMs)}`,
}

/** A question that can be forgotten; null once the wait is over. */
export const besides = (question: Question, restMs: number, turn: number, run: Run): Hedged<Seen> | null =>
  restMs > 0 && !run.wire.signal.aborted ? put(question, restMs, turn, run) : null

export function put(question: Question, restMs: number, turn: number, run: Run, again = false): Hedged<Seen> {
  const fork = run.fork()
  const answer = question
    .ask(Math.max(1, restMs), turn, fork.wire, again)
    .finally(() => fork[Symbol.dispose]())
  return { answer, forget: fork.abort }
}
