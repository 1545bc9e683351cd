/** Checks, evidence and results made by hand, and by fast-check. */

import fc from 'fast-check'
import type { CheckResult, FailOn, Judgement, Outcome, PlannedCheck } from '../src/model/check.ts'
import type { Attempt, Evidence } from '../src/model/evidence.ts'
import { classOf, type FailureClass, type FaultType, fault, faultKinds } from '../src/model/fault.ts'
import { targetOf } from '../src/model/target.ts'

export function checkOf(over: Partial<PlannedCheck> & { url?: string } = {}): PlannedCheck {
  const { url = 'http://host.example/health', ...rest } = over
  return {
    id: 'health:/health',
    kind: 'health',
    name: 'Health /health',
    target: targetOf(new URL(url)),
    options: null,
    needs: [],
    follows: [],
    credential: null,
    headers: {},
    timeoutMs: 1000,
    retries: 0,
    failOn: null,
    source: null,
    ...rest,
  }
}

export const attemptOf = (over: Partial<Attempt> = {}): Attempt => ({
  address: '192.0.2.1:80',
  family: 4,
  bytesSent: 100,
  bytesReceived: 200,
  phases: [{ phase: 'tcp', ms: 1 }],
  fault: null,
  ...over,
})

export const evidenceOf = (over: Partial<Evidence> = {}): Evidence => ({
  attempts: [attemptOf()],
  traffic: { connections: 1, bytesSent: 100, bytesReceived: 200 },
  observations: { 'http.response.status_code': 200 },
  transcript: [],
  fault: null,
  details: null,
  ...over,
})

export const judgementOf = (over: Partial<Judgement> = {}): Judgement => ({
  outcome: 'passed',
  fault: null,
  reason: 'HTTP 200',
  assertions: [],
  notes: [],
  ...over,
})

export function resultOf(over: Partial<CheckResult> = {}): CheckResult {
  return {
    ...{ id: 'health:/health', kind: 'health', name: 'Health /health', target: 'http://host.example/health' },
    ...{ outcome: 'passed', class: null, layer: null, reason: 'HTTP 200', blockedBy: null, durationMs: 1 },
    ...{
      fault: null,
      proof: null,
      assertions: [],
      attempts: [],
      observations: {},
      transcript: [],
      notes: [],
    },
    ...{ traffic: { connections: 1, bytesSent: 1, bytesReceived: 1 }, failOn: null, source: null },
    ...over,
  }
}

export const failedOf = (type: FaultType, over: Partial<CheckResult> = {}): CheckResult => {
  const trouble = fault(type, `saw ${type}`)
  const failureClass = classOf(trouble)
  return resultOf({
    ...{ outcome: failureClass === 'runner' ? 'errored' : 'failed', class: failureClass },
    ...{ fault: trouble, layer: trouble.layer, reason: trouble.message },
    ...over,
  })
}

export const faultTypes = Object.keys(faultKinds) as FaultType[]
const classes: readonly FailureClass[] = [
  ...(['infrastructure', 'authentication', 'application', 'performance', 'security'] as const),
]
export const policies = fc.constantFrom<FailOn>('any', 'infrastructure', 'regression')

/** Results of every outcome, consistent in themselves. */
export const results: fc.Arbitrary<CheckResult> = fc
  .record({
    outcome: fc.constantFrom<Outcome>('passed', 'failed', 'blocked', 'skipped', 'errored'),
    class: fc.constantFrom(...classes),
    type: fc.constantFrom(...faultTypes.filter(type => faultKinds[type].class !== 'runner')),
    failOn: fc.option(policies),
    unseen: fc.boolean(),
  })
  .map(({ outcome, class: failureClass, type, failOn, unseen }) =>
    resultOf({
      outcome,
      class: outcome === 'failed' ? failureClass : outcome === 'errored' ? 'runner' : null,
      fault:
        outcome === 'failed' || (outcome === 'blocked' && !unseen)
          ? fault(type, 'trouble')
          : outcome === 'errored'
            ? fault('runner.bug', 'a bug')
            : null,
      blockedBy: outcome === 'blocked' ? 'health:/other' : null,
      failOn,
    }),
  )
