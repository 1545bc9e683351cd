/** What an HTTP answer means: pure, and in the order in which a reader would ask. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type FailureClass, type Fault, fault } from '../../model/fault.ts'
import { gatewaySpeaks } from '../gateway.ts'
import type { HealthDetails, HealthOptions } from '../health.ts'
import { statusTrouble } from '../status-trouble.ts'

export function judgeHealth(check: PlannedCheck<HealthOptions>, evidence: Evidence): Judgement {
  const { options } = check
  const facts = evidence.observations
  const details = evidence.details as HealthDetails
  const status = facts['http.response.status_code']
  const expected = options.status.length > 0 ? options.status.join(' or ') : '2xx'
  const statusOk =
    options.status.length > 0 ? options.status.includes(Number(status)) : /^2\d\d$/.test(String(status))
  const assertions: Assertion[] = [
    { claim: 'status', expected, actual: String(status ?? 'no answer'), ok: statusOk },
    ...details.assertions,
  ]
  if (options.withinMs !== null && !evidence.fault)
    assertions.push({
      claim: 'within',
      expected: `at most ${showDuration(options.withinMs)}`,
      actual: showDuration(details.totalMs),
      ok: details.totalMs <= options.withinMs,
    })

  const trouble =
    evidence.fault ?? statusTrouble(statusOk, facts, expected) ?? mismatchIn(assertions, details)
  if (!trouble)
    return { outcome: 'passed', fault: null, reason: `HTTP ${status}`, assertions, notes: notesOf(details) }
  return {
    outcome: 'failed',
    fault: trouble,
    reason: trouble.message,
    assertions,
    notes: endNotes(details),
    ...(trouble.type === 'http.error' && gatewaySpeaks(facts)
      ? { class: 'infrastructure' satisfies FailureClass }
      : {}),
  }
}

function mismatchIn(assertions: readonly Assertion[], details: HealthDetails): Fault | null {
  if (details.catchAll)
    return fault(
      'http.catch_all',
      'the same page answers a random path: it is a catch-all page, and says nothing of the application',
    )
  const wrong = assertions.find(a => !a.ok && a.claim !== 'within')
  if (wrong)
    return fault('http.mismatch', `${wrong.claim.trim()} is ${wrong.actual}, expected ${wrong.expected}`)
  const slow = assertions.find(a => !a.ok)
  return slow ? fault('http.slow', `took ${slow.actual}, declared ${slow.expected}`) : null
}

const truncatedNote = 'the body is larger than 1 MiB: what follows was not looked at'

const untoldNote =
  'the body has neither chunks nor a length: whether it came to its end or was cut cannot be told'

const endNotes = ({ truncated, untoldEnd }: HealthDetails): string[] => [
  ...(truncated ? [truncatedNote] : []),
  ...(untoldEnd ? [untoldNote] : []),
]

const notesOf = (details: HealthDetails): string[] => [
  ...(details.catchAll === null ? [] : ['a page in HTML; a random path gives another answer']),
  ...endNotes(details),
]
