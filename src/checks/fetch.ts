/** One HTTP request of a check, redirects followed if it says so; each hop is an attempt of its own. */

import { placeCredential } from '../credentials/place.ts'
import type { Scope } from '../matching/template.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { type Target, targetOf } from '../model/target.ts'
import { exchange, type HttpAnswer, observeAnswer } from '../net/http.ts'
import type { Wire } from '../net/wire.ts'
import { fillHeaders, fillUrl } from './request.ts'
import { ownCredential, showUrl } from './session.ts'

export interface FetchOptions {
  readonly method: string
  readonly body: string | null
  readonly follow: boolean
}

export interface Fetched {
  /** What was asked last: templates filled, redirects followed. */
  readonly url: URL
  readonly attempts: readonly Attempt[]
  readonly observations: Observations
  readonly answer: HttpAnswer | null
  readonly fault: Fault | null
}

/** As many as browsers follow is no help here: more than a few is a loop. */
const mostRedirects = 5

export async function fetchTarget(
  check: PlannedCheck,
  options: FetchOptions,
  {
    wire,
    turn,
    scope,
    credential,
  }: { wire: Wire; turn: number; scope: Scope; credential: Credential | null },
): Promise<Fetched> {
  const attempts: Attempt[] = []
  let target: Target = targetOf(fillUrl(check.target.url, scope))
  let { method, body } = options
  for (let hop = 0; ; hop++) {
    const dialled = await wire.dial(target, turn, check.timeoutMs)
    using record = dialled.record
    const end = (answer: HttpAnswer | null, f: Fault | null): Fetched => {
      attempts.push(record.end(f))
      return { url: target.url, attempts, observations: record.observations, answer, fault: f }
    }
    // A credential and the user's own headers never cross an origin.
    const home = target.origin === check.target.origin && target.secure === check.target.secure
    record.observe({
      'url.full': showUrl(target.url),
      'http.request.method': method,
      'credential.shown': home && (credential !== null || ownCredential(check.headers) !== null),
    })
    if (!dialled.ok) return end(null, dialled.fault)
    const presented = placeCredential(
      { url: target.url, headers: fillHeaders(home ? check.headers : {}, scope), subprotocols: [] },
      home ? credential : null,
    )
    const headers = body === null ? presented.headers : withContentType(presented.headers, body)
    const got = await exchange(
      dialled.connection,
      record,
      { url: presented.url, method, headers, body, timeoutMs: check.timeoutMs },
      wire,
    )
    if (!got.ok) return end(null, got.fault)
    const answer = got.value
    record.observe(observeAnswer(answer, wire.hide))
    const next = options.follow ? redirectOf(answer, target) : null
    if (changesMethod(answer.status, method)) {
      method = 'GET'
      body = null
    }
    // A body may hold a credential, and that never crosses an origin: such a redirect is the end.
    if (!next || (body !== null && next.origin !== check.target.origin)) return end(answer, answer.bodyFault)
    if (hop === mostRedirects)
      return end(
        answer,
        fault(
          'http.response.redirect_loop',
          `more than ${mostRedirects} redirects, the last to "${next.url.href}"`,
        ),
      )
    end(answer, null)
    target = next
  }
}

/** RFC 9110 sections 15.4.2 to 15.4.4: 303 asks for a GET, and after 301 and 302 every client turns a POST into one. */
const changesMethod = (status: number, method: string): boolean =>
  (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST')

function redirectOf(answer: HttpAnswer, from: Target): Target | null {
  const location = answer.headers.location
  if (answer.status < 300 || answer.status > 399 || typeof location !== 'string') return null
  if (!URL.canParse(location, from.url.href)) return null
  const url = new URL(location, from.url)
  return url.protocol === 'http:' || url.protocol === 'https:' ? targetOf(url) : null
}

function withContentType<T>(headers: Readonly<Record<string, T | string>>, body: string) {
  if (Object.keys(headers).some(name => name.toLowerCase() === 'content-type')) return headers
  return {
    ...headers,
    'content-type': /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8',
  }
}
