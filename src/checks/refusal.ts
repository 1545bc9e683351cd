/** What counts as turning a client away: statuses, close codes, and messages of protocols that refuse in-band. */

import { closeType } from '../conversation/closes.ts'
import { isError } from '../conversation/reply.ts'
import { match, messageSubject } from '../matching/match.ts'
import type { Channel, Closed } from '../model/channel.ts'
import type { Observations } from '../model/evidence.ts'
import type { Wire } from '../net/wire.ts'
import type { Zod } from './define.ts'
import { listOf, matching } from './words.ts'

/** Beside what always counts: 401 and 403, and the policy closes. */
export interface RefusalRule {
  readonly status: readonly number[]
  readonly close: readonly number[]
  /** A message that matches refuses; undefined if the protocol has none. */
  readonly message: unknown
}

export const usualRefusals: RefusalRule = { status: [], close: [], message: undefined }

export const refusalWords = (z: Zod) =>
  z
    .strictObject({
      status: listOf(z, z.int().min(300).max(599)).default([]).describe('Further statuses that refuse.'),
      close: listOf(z, z.int().min(1000).max(4999)).default([]).describe('Further close codes that refuse.'),
      message: matching(z)
        .optional()
        .describe('A message (over HTTP a body) that refuses, for protocols that do so in-band.'),
    })
    .transform(({ message, ...codes }): RefusalRule => ({ ...codes, message }))
    .nullable()
    .default(null)
    .describe('What refuses a client, beside 401, 403 and a policy close.')

export const isRefusalStatus = (status: unknown, rule: RefusalRule): boolean =>
  status === 401 || status === 403 || (typeof status === 'number' && rule.status.includes(status))

/** Codes of applications (RFC 6455 section 7.4.2) that mirror 401 and 403 in another way. */
const applicationRefusals: readonly number[] = [4001, 4003]
const refusingWords = /auth|token|credential|forbidden|denied|jwt|expired|log.?in|permission/i

/** A code of the application's own refuses as well if its reason says so: beside a good client that stays. */
export function isRefusalClose({ code, reason }: Closed, rule: RefusalRule): boolean {
  if (closeType(code) === 'auth.closed' || rule.close.includes(code)) return true
  return applicationRefusals.includes(code) || (code >= 3000 && code <= 4999 && refusingWords.test(reason))
}

/** Where a login page usually is; its query names where one came from, and is not looked at. */
const loginPlaces = /\b(log-?in|sign-?in|sso|oauth2?|authorize|auth|saml2?|session\/new|cdn-cgi\/access)\b/i

/** A redirect to a login page: who follows it sees the page, and nothing of the application. */
export function leadsToLogin(facts: Observations): boolean {
  const status = Number(facts['http.response.status_code'])
  const location = String(facts['http.response.header.location'] ?? '').split(/[?#]/, 1)[0]!
  return status >= 300 && status < 400 && loginPlaces.test(location)
}

export const refusesInBand = (data: string | Uint8Array, rule: RefusalRule, hide: Wire['hide']): boolean =>
  rule.message !== undefined && match(rule.message, messageSubject(data), hide) === null

/** What the application said to a client: neither a refusal nor an error event. */
export const isApplicationData = (
  data: string | Uint8Array,
  rule: RefusalRule,
  hide: Wire['hide'],
): boolean => !isError(data) && !refusesInBand(data, rule, hide)

/** A channel on which a conversation ends as soon as a message has refused the client. */
export interface Refusable {
  readonly channel: Channel
  /** The message that refused, or null. */
  refusal(): string | Uint8Array | null
}

export function refusable(channel: Channel, rule: RefusalRule, hide: Wire['hide']): Refusable {
  let seen = 0
  let found: string | Uint8Array | null = null
  const refusal = () => {
    for (; found === null && seen < channel.messages.length; seen++) {
      const { data } = channel.messages[seen]!
      if (refusesInBand(data, rule, hide)) found = data
    }
    return found
  }
  return {
    refusal,
    channel: {
      messages: channel.messages,
      get closed() {
        return channel.closed
      },
      // Over for this client, though the run goes on.
      get aborted() {
        return channel.aborted || refusal() !== null
      },
      send: data => channel.send(data),
      ping: (payload, withinMs) => channel.ping(payload, withinMs),
      changed: withinMs => (refusal() === null ? channel.changed(withinMs) : Promise.resolve()),
      now: () => channel.now(),
    },
  }
}
