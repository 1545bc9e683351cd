/** Deployments that tell a revision, and a run whose check `ready` asks for it. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { runKinds } from '../../src/checks/index.ts'
import type { ReadyOptions } from '../../src/checks/ready/evidence.ts'
import type { CheckResult, PlannedCheck } from '../../src/model/check.ts'
import type { Address } from '../../src/net/dns.ts'
import { watchRevisions } from '../../src/ready/revision-watch.ts'
import { executeWhenReady } from '../../src/ready.ts'
import { createRedactor } from '../../src/redact.ts'
import { type Run, startRun } from '../../src/run.ts'
import { type HttpServer, plan, startHttp } from '../checks/probing.ts'

export const fresh = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
export const stale = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'

interface Asking {
  readonly options?: Partial<ReadyOptions>
  readonly others?: readonly PlannedCheck[]
  /** That `ready` asks with. */
  readonly headers?: Readonly<Record<string, string>>
  readonly withinMs?: number
  readonly deadlineMs?: number
  /** Polled beside `ready`, by its id. */
  readonly beside?: string
  /** Dialled in turn, as a name with several addresses is. */
  readonly addresses?: readonly string[]
  readonly onPoll?: (line: string) => void
}

export async function verify(url: string, asking: Asking = {}) {
  const { others = [], withinMs = 20_000, addresses } = asking
  const host = new URL(url).host
  const websocket = others.find(({ kind }) => kind === 'upgrade' || kind === 'messaging')?.target.url.host
  const readyOptions = {
    ...{
      expected: fresh,
      place: { in: 'json', tokens: ['revision'] },
      socket: null,
      stream: null,
      status: [],
      giveUp: null,
    },
    ...{ hosts: { http: host, websocket: websocket ?? host, stream: host }, consecutive: 3 },
    ...asking.options,
  }
  const ready = plan('ready', `${url}/health`, readyOptions, { headers: asking.headers ?? {} })
  const checks = [ready, ...others]
  const redactor = createRedactor()
  const watch = watchRevisions(checks, redactor.text)
  using started = startRun(
    {
      ...{ environment: null, url: new URL(url), websocketBase: new URL(url), headers: {}, credentials: {} },
      ...{
        authMessage: null,
        checks: [],
        ready: null,
        failOn: 'any',
        baseline: { from: 'off' },
        slowerRatio: null,
        ca: null,
        connectTo: null,
        reportDir: null,
      },
      ...{
        waitMs: 0,
        timeoutMs: 1000,
        deadlineMs: asking.deadlineMs ?? 60_000,
        sha: null,
        notes: [],
        secrets: [],
      },
    },
    {
      ...{ cancelled: new AbortController().signal, env: {}, born: redactor.add, hide: redactor.text },
      ...{ facts: { runId: 'test', sha: '', directory: '.' }, witness: watch?.witness },
    },
  )
  const told: CheckResult[] = []
  const executed = await executeWhenReady(
    {
      checks,
      readiness: { checks: [ready.id, ...(asking.beside ? [asking.beside] : [])], withinMs },
      notes: [],
    },
    {
      ...{ kinds: runKinds, run: addresses ? dialling(started, addresses) : started, redactor, watch },
      onResult: result => told.push(result),
      onPoll: asking.onPoll ?? (() => {}),
    },
  )
  const result = executed.results.find(({ id }) => id === ready.id)!
  return {
    ...executed,
    result,
    told,
    outcomes: executed.results.map(({ kind, outcome }) => `${kind} ${outcome}`),
  }
}

/** A resolver made for the test: the name has these addresses, and each turn dials the next, as the dialler does. */
function dialling(run: Run, addresses: readonly string[]): Run {
  const list: readonly Address[] = addresses.map(address => ({ address, family: 4 }))
  const pinned = (wire: Run['wire']): Run['wire'] => ({
    ...wire,
    dial: (target, turn, ms, choice) =>
      wire.dial(target, turn, ms, { only: list[turn % list.length]!, ...choice }),
    resolve: async () => ({ ok: true, value: list }),
  })
  return {
    ...run,
    wire: pinned(run.wire),
    fork() {
      const fork = run.fork()
      return { ...fork, wire: pinned(fork.wire) }
    },
  }
}

export const json = (response: ServerResponse, revision: string | null, more: object = {}) =>
  response
    .setHeader('content-type', 'application/json')
    .end(JSON.stringify({ status: 'ok', ...(revision === null ? {} : { revision }), ...more }))

/** Each answer at /health tells what `revisionOf` says for its number, from 0. */
export function serving(revisionOf: (turn: number) => string | null): Promise<HttpServer> {
  let turn = 0
  return startHttp((request: IncomingMessage, response) =>
    request.url === '/health' ? json(response, revisionOf(turn++)) : response.writeHead(204).end(),
  )
}

export const health = (url: string, path = '/other') => plan('health', `${url}${path}`, { status: [204] })
