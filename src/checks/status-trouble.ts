/** What an unwanted status of a plain request means, by who says it and to whom. */

import type { Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { isGatewayError } from './gateway.ts'

/** @param ok Whether it is one of the expected. @returns null then. */
export function statusTrouble(ok: boolean, facts: Observations, expected: string): Fault | null {
  if (ok) return null
  const status = Number(facts['http.response.status_code'])
  const code = String(status)
  const answered = `answered HTTP ${status} instead of ${expected}`
  if (status === 401 || status === 403 || status === 407)
    return facts['credential.shown']
      ? fault('auth.refused', `${answered}: the credential that was shown is refused`, code)
      : fault('http.error', `${answered}: it asks for a credential, and this check shows none`, code)
  if (isGatewayError(facts))
    return fault(
      'http.gateway_error',
      `${answered}: a gateway speaks because nothing behind it answered`,
      code,
    )
  const location = facts['http.response.header.location']
  if (status >= 300 && status < 400 && location)
    return fault(
      'http.error',
      `${answered}: it redirects to "${location}", and this check does not follow`,
      code,
    )
  return fault('http.error', answered, code)
}
