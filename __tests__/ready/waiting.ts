/** A run that waits for its deployment, and deployments that are ready late. */

import { checkKinds } from '../../src/checks/index.ts'
import type { Config } from '../../src/config/config.ts'
import type { FollowUpOn } from '../../src/follow-up.ts'
import type { CheckResult, PlannedCheck } from '../../src/model/check.ts'
import { executeWhenReady } from '../../src/ready.ts'
import { createRedactor } from '../../src/redact.ts'
import { startRun } from '../../src/run.ts'
import { type HttpServer, startHttp } from '../checks/probing.ts'

export const configOf = (over: Partial<Config> = {}): Config => ({
  ...{ environment: null, url: new URL('http://127.0.0.1/'), websocketBase: new URL('ws://127.0.0.1/') },
  ...{
    headers: {},
    credentials: {},
    authMessage: null,
    checks: [],
    failOn: 'any',
    baseline: { from: 'off' },
    slowerRatio: null,
    ca: null,
    connectTo: null,
  },
  ...{
    ready: null,
    waitMs: 0,
    timeoutMs: 1000,
    deadlineMs: 60_000,
    reportDir: null,
    sha: null,
    notes: [],
    secrets: [],
  },
  ...over,
})

interface Waiting {
  /** The first health check where it is not said. */
  readonly polled?: string
  readonly withinMs?: number
  readonly config?: Config
  readonly cancelled?: AbortSignal
  readonly onPoll?: (line: string) => void
  readonly followUp?: FollowUpOn
  readonly onResult?: (result: CheckResult) => void
}

export async function wait(checks: readonly PlannedCheck[], given: Waiting = {}) {
  const { withinMs = 20_000, config = configOf(), cancelled = new AbortController().signal } = given
  const redactor = createRedactor()
  const told: CheckResult[] = []
  const polls: string[] = []
  using run = startRun(config, {
    ...{ cancelled, env: {}, facts: { runId: 'test', sha: '', directory: '.' } },
    ...{ born: redactor.add, hide: redactor.text },
  })
  const first = checks.find(check => (given.polled ? check.id === given.polled : check.kind === 'health'))
  const executed = await executeWhenReady(
    { checks, readiness: first && withinMs > 0 ? { checks: [first.id], withinMs } : null, notes: [] },
    {
      ...{ kinds: checkKinds, run, redactor },
      ...(given.followUp ? { followUp: given.followUp } : {}),
      onResult(result) {
        told.push(result)
        given.onResult?.(result)
      },
      onPoll(line) {
        polls.push(line)
        given.onPoll?.(line)
      },
    },
  )
  return { ...executed, told, polls, ended: run.ended }
}

/** Answers /health with these statuses, one after the other; the last one stays. Everything else is 200. */
export function startWarming(...statuses: readonly number[]) {
  let asked = 0
  return startHttp((request, response) => {
    const status = request.url === '/health' ? statuses[Math.min(asked++, statuses.length - 1)]! : 200
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
}

export const asked = (server: HttpServer, path: string) =>
  server.requests.filter(request => request.url === path).length
