/** What the numbers of many connections mean. */

import type { Assertion, Judgement, PlannedCheck } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Evidence } from '../model/evidence.ts'
import { fault } from '../model/fault.ts'
import type { ConcurrencyDetails, ConcurrencyOptions } from './concurrency.ts'

export function judgeConcurrency(_check: PlannedCheck<ConcurrencyOptions>, evidence: Evidence): Judgement {
  const { planned, opened, answered, crossTalk, notes, credentialShown } =
    evidence.details as ConcurrencyDetails
  const facts = evidence.observations
  const assertions: Assertion[] = [
    { claim: 'connections open', expected: String(planned), actual: String(opened), ok: opened === planned },
    {
      claim: 'conversations complete',
      expected: String(planned),
      actual: String(answered),
      ok: answered === planned,
    },
    {
      claim: "nobody else's replies",
      expected: 'none',
      actual: crossTalk === null ? 'none' : 'some',
      ok: crossTalk === null,
    },
  ]
  // Somebody else's data is worse than any other trouble.
  if (crossTalk !== null) {
    const trouble = fault('ws.cross_talk', crossTalk)
    return { outcome: 'failed', fault: trouble, reason: trouble.message, assertions, notes }
  }
  const trouble = evidence.fault
  if (!trouble) {
    const p95 = (name: string) => showDuration(Number(facts[`concurrency.${name}.p95_ms`] ?? 0))
    const times = `connect p95 ${p95('connect')}, round trip p95 ${p95('round_trip')}`
    return {
      outcome: 'passed',
      fault: null,
      reason: `${answered} of ${planned} at once; ${times}`,
      assertions,
      notes,
    }
  }
  if (!credentialShown && trouble.type.startsWith('auth.'))
    return {
      outcome: 'skipped',
      fault: null,
      reason: `the server asks for a credential, and none was given (${trouble.message})`,
      assertions,
      notes,
    }
  return { outcome: 'failed', fault: trouble, reason: trouble.message, assertions, notes }
}
