/** Streams that are checked as a test says, and what is told of them. */

import type { CheckResult } from '../../../src/model/check.ts'
import { plan, runOne } from '../probing.ts'
import { type Script, startStream } from '../streams.ts'

export const done = { until: '[DONE]' }

export async function check(
  script: Script,
  options: object = {},
  { headers, timeoutMs = 500 }: { headers?: Record<string, string>; timeoutMs?: number } = {},
): Promise<CheckResult> {
  await using server = await startStream(script, headers)
  return await runOne(plan('stream', `${server.url}/stream`, options, { timeoutMs }))
}

export const seen = ({ outcome, class: failureClass, fault }: CheckResult) => [
  outcome,
  failureClass,
  fault?.type,
]
export const assertionOf = ({ assertions }: CheckResult, claim: string) =>
  assertions.find(assertion => assertion.claim === claim)
