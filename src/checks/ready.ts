/** Is the deployment there, and is it the right one? Planned by itself when a revision or `ready` is declared. */

import { newScope } from '../matching/template.ts'
import type { PlannedCheck } from '../model/check.ts'
import { fault } from '../model/fault.ts'
import { readyKind, sameRevision, shortNames } from '../model/revision.ts'
import type { Wire } from '../net/wire.ts'
import { defineCheck } from './define.ts'
import { fetchTarget } from './fetch.ts'
import { gatherReady, heardNothing, nobodySilent, type Reading, type ReadyOptions } from './ready/evidence.ts'
import { judgeReady } from './ready/judge.ts'
import { readRevision, showPlace } from './revision.ts'
import { statusTrouble } from './status-trouble.ts'

export const readyCheck = defineCheck<ReadyOptions>({
  kind: readyKind,
  transport: 'http',
  usesCredential: false,
  passes:
    'the deployment answered as declared, `consecutive` times in a row, each on a new connection, before the wait was over, and every answer until the end of the run told the same revision, the expected one. Planned when `expect-revision` or `ready` is given',
  title: path => `Ready ${path}`,
  options: z => z.custom<ReadyOptions>(),
  defaults: {
    ...{ expected: null, place: null, socket: null, stream: null },
    hosts: { http: '', websocket: '', stream: '' },
    ...{ status: [], consecutive: 1, giveUp: null },
  },

  async probe(check, wire, turn) {
    const readings: Reading[] = []
    const { consecutive, untilMs = Number.POSITIVE_INFINITY } = check.options
    do readings.push(await askReady(check, wire, turn + readings.length))
    while (readings.length < consecutive && readings.at(-1)!.fault === null && performance.now() < untilMs)
    return gatherReady(check.options, {
      ...{ readings, heard: [], heardOn: heardNothing, silent: nobodySilent, wait: null },
    })
  },

  judge: judgeReady,
})

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
    got.fault ??
    statusTrouble(statusOk, got.observations, expected) ??
    revisionTrouble(options, revision, status)
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
  const [served, wanted] = shortNames([revision, expected])
  return fault('revision.old', `revision "${served}" is served instead of "${wanted}"`)
}
