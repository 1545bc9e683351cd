/** Runs one check on a server that fails it, follow-up probes and all. */

import assert from 'node:assert/strict'
import { checkKinds } from '../src/checks/index.ts'
import type { Config, CredentialConfig } from '../src/config/config.ts'
import { execute } from '../src/execute.ts'
import { createFollowUp } from '../src/follow-up.ts'
import type { CheckResult } from '../src/model/check.ts'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'
import { startRun } from '../src/run.ts'
import { plan } from './checks/probing.ts'

interface Failing {
  readonly kind?: string
  readonly options?: object
  readonly token?: string
  readonly env?: Record<string, string>
  readonly timeoutMs?: number
  readonly ca?: string
  readonly connectTo?: Config['connectTo']
}

/** One check that fails, with what its follow-ups saw. */
export async function fail(url: string, failing: Failing = {}): Promise<CheckResult> {
  const { kind = 'upgrade', options = {}, token, env = {}, timeoutMs = 1000 } = failing
  const credentials: Record<string, CredentialConfig> = token
    ? {
        default: {
          source: { from: 'token', token: new Secret(token) },
          placement: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
        },
      }
    : {}
  const config: Config = {
    ...{ environment: null, url: new URL(url), websocketBase: new URL(url), headers: {}, credentials },
    ...{
      authMessage: null,
      checks: [],
      failOn: 'any',
      baseline: { from: 'off' },
      slowerRatio: null,
      ca: failing.ca ?? null,
      connectTo: failing.connectTo ?? null,
    },
    ...{
      ready: null,
      waitMs: 0,
      timeoutMs,
      deadlineMs: 60_000,
      reportDir: null,
      sha: null,
      notes: [],
      secrets: [],
    },
  }
  using run = startRun(config, {
    ...{ cancelled: new AbortController().signal, env, born: () => {}, hide: (text: string) => text },
    facts: { runId: 'test', sha: '', directory: '.' },
  })
  const check = plan(kind, url, options, { timeoutMs, retries: 0, credential: token ? 'default' : null })
  const [result] = await execute(
    { checks: [check], readiness: null, notes: [] },
    {
      kinds: checkKinds,
      wire: run.wire,
      redactor: createRedactor(),
      followUp: createFollowUp(checkKinds, run),
      onResult: () => {},
    },
  )
  assert.ok(result)
  return result
}

export const refusal = (status: number, body: string) =>
  `HTTP/1.1 ${status} No\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`
