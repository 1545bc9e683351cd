/** What turns a client away, and what the application says to one that it serves: beside a good client that stays. */

import { closeType } from '../conversation/closes.ts'
import { isError } from '../conversation/error-event.ts'
import { closeRuleFor, readMessage, ruleFor } from '../conversation/refusal.ts'
import { dataOf, match } from '../matching/match.ts'
import { fillMatch, type Scope } from '../matching/template.ts'
import type { Closed } from '../model/channel.ts'
import type { Observations } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { RefusedWords } from './session.ts'
import type { Spoken } from './spoken.ts'

export const isRefusalStatus = (status: unknown, refused: RefusedWords | null | undefined): boolean =>
  status === 401 ||
  status === 403 ||
  (typeof status === 'number' && refused?.status?.includes(status) === true)

/** Codes of applications (RFC 6455 section 7.4.2) that mirror 401 and 403 in another way. */
const applicationRefusals: readonly number[] = [4001, 4003]
const refusingWords = /auth|token|credential|forbidden|denied|jwt|expired|log.?in|permission/i

/** A code of the application's own refuses as well if its reason says so, unless a rule of the protocol knows better. */
export function isRefusalClose(closed: Closed, { dialect }: Pick<Spoken, 'dialect'>): boolean {
  const rule = closeRuleFor(dialect.rules ?? [], closed)
  if (rule) return rule.means === 'refused'
  const { code, reason } = closed
  if (closeType(code) === 'auth.closed' || applicationRefusals.includes(code)) return true
  return code >= 3000 && code <= 4999 && refusingWords.test(reason)
}

/** Where a login page usually is; its query names where one came from, and is not looked at. */
const loginPlaces = /\b(log-?in|sign-?in|sso|oauth2?|authorize|auth|saml2?|session\/new|cdn-cgi\/access)\b/i

/** A redirect to a login page: who follows it sees the page, and nothing of the application. */
export function leadsToLogin(facts: Observations): boolean {
  const status = Number(facts['http.response.status_code'])
  const location = String(facts['http.response.header.location'] ?? '').split(/[?#]/, 1)[0]!
  return status >= 300 && status < 400 && loginPlaces.test(location)
}

/** An error event of a framework, or what the protocol knows as the end of a conversation. */
export function isTrouble(data: string | Uint8Array, { dialect }: Pick<Spoken, 'dialect'>): boolean {
  const subject = readMessage(data, dialect.codec)
  return isError(dataOf(subject)) || ruleFor(dialect.rules ?? [], subject) !== null
}

/** What the application itself said to a client: no trouble, and nothing that the protocol says to everybody. */
export function isApplicationData(data: string | Uint8Array, spoken: Spoken, scope: Scope): boolean {
  if (isTrouble(data, spoken)) return false
  const { opening, dialect } = spoken
  const subject = readMessage(data, dialect.codec)
  const own = [
    ...opening.flatMap(step => ('receive' in step ? [fillMatch(step.receive, scope)] : [])),
    ...(dialect.answers ?? []).map(({ when }) => when),
  ]
  return own.every(spec => match(spec, subject) !== null)
}

export const noneGiven = 'it asks for a credential, and none was given'

/** Why a check is skipped that has nothing to show where the server asks for it; each part is said once. */
export const skippedForCredential = ({ message }: Fault): string =>
  `the server asks for a credential, and none was given (${message.replace(`: ${noneGiven}`, '')})`
