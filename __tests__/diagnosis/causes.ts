/** The causes that are found for one failed check. */

import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Observations } from '../../src/model/evidence.ts'
import { type FaultType, fault } from '../../src/model/fault.ts'
import { failing } from '../golden/situations.ts'

export function idsOf(
  type: FaultType,
  facts: Observations,
  kind = 'upgrade',
  beside: readonly CheckResult[] = [],
) {
  const code = typeof facts['fault.code'] === 'string' ? facts['fault.code'] : null
  const check = failing(kind, fault(type, 'something was seen', code), [{ phase: 'upgrade', ms: 5 }], {
    observations: facts,
  })
  return (diagnose([...beside, check]).get(check.id) ?? []).map(({ id }) => id)
}

export const answer = (
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Observations => ({
  'http.response.status_code': status,
  'http.response.body.excerpt': body,
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`http.response.header.${name}`, value]),
  ),
})
