/** From a planned check to an open, authenticated WebSocket: the road that every WebSocket check walks. */

import type { SpokenProtocol } from '../conversation/presets/index.ts'
import { placeCredential } from '../credentials/place.ts'
import { writeJson } from '../matching/json.ts'
import { fill, newScope, type Scope } from '../matching/template.ts'
import type { Headers, PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { Secret } from '../model/secret.ts'
import type { AttemptRecord } from '../net/attempt.ts'
import type { SocketChannel } from '../net/channel.ts'
import { observeAnswer } from '../net/http.ts'
import { upgrade } from '../net/websocket.ts'
import type { Wire } from '../net/wire.ts'
import { isGatewayError } from './gateway.ts'
import { isRefusalStatus, noneGiven } from './refusal.ts'
import { fillHeaders, fillUrl } from './request.ts'
import { spokenPreset } from './spoken.ts'

/** The words that every WebSocket check takes. */
export interface SessionOptions {
  readonly subprotocol: readonly string[]
  readonly origin: string | null
  /** Template of the first message that carries the credential; null sends none. */
  readonly authMessage: unknown
  /** The protocol on top; absent or null for none. */
  readonly protocol?: SpokenProtocol | null
  /** What else counts as a refusal of the credential. */
  readonly refused?: RefusedWords | null
}

/** CONTRACT section 6: for servers that refuse in ways of their own. */
export interface RefusedWords {
  /** Of the answer to the upgrade. */
  readonly status?: readonly number[] | undefined
  readonly close?: readonly number[] | undefined
  readonly message?: unknown
}

export type Session = {
  readonly record: AttemptRecord
  readonly scope: Scope
  /** Whether the upgrade or the first message carried a credential. */
  readonly credentialShown: boolean
} & ({ readonly ok: true; readonly channel: SocketChannel } | { readonly ok: false; readonly fault: Fault })

export interface SessionRequest {
  readonly check: PlannedCheck<SessionOptions>
  readonly wire: Wire
  readonly turn: number
  /** Number of the connection, from 1. */
  readonly connection: number
  readonly credential: Credential | null
  /** Whether permessage-deflate is offered, as browsers do; true if absent. */
  readonly compress?: boolean
}

export async function openSession({
  check,
  wire,
  turn,
  connection,
  credential,
  compress = true,
}: SessionRequest): Promise<Session> {
  const scope = newScope({ ...wire.facts, connection, token: credential?.value ?? null })
  const dialled = await wire.dial(check.target, turn, check.timeoutMs)
  const { record } = dialled
  const own = ownCredential(check.headers)
  const credentialShown = credential !== null || own !== null
  const broken = (f: Fault): Session => ({ ok: false, record, scope, credentialShown, fault: f })
  record.observe({ 'url.full': showUrl(check.target.url), 'credential.shown': credentialShown })
  if (check.options.protocol) record.observe({ 'ws.protocol': check.options.protocol.name })
  if (!dialled.ok) return broken(dialled.fault)

  try {
    const presented = presentRequest(check, credential, scope)
    const upgraded = await upgrade(
      dialled.connection,
      record,
      { ...presented, origin: check.options.origin, timeoutMs: check.timeoutMs, compress },
      wire,
    )
    // Of many connections that open alike, one answer is enough to keep.
    if (upgraded.answer && (connection === 1 || !upgraded.ok))
      record.observe(observeAnswer(upgraded.answer, wire.hide))
    if (!upgraded.ok)
      return broken(
        nameRefusal(upgraded.fault, record.observations, {
          credential,
          own,
          refused: check.options.refused,
        }),
      )
    const { channel } = upgraded
    record.observe({ 'ws.subprotocol': upgraded.subprotocol || null })

    // A protocol with a place of its own for the credential needs no message for it.
    const inProtocol = spokenPreset(check.options)?.takesCredential === true
    if (credential?.placement.in === 'message' && !(inProtocol && check.options.authMessage === null)) {
      const message = fill(check.options.authMessage, scope)
      const sent = await channel.send(typeof message === 'string' ? message : writeJson(message))
      if (!sent.ok) return broken(sent.fault)
    }
    return { ok: true, record, scope, credentialShown, channel }
  } catch (bug) {
    // Nobody else has the socket yet, and an open one would keep the process alive.
    record[Symbol.dispose]()
    throw bug
  }
}

/** The upgrade request of a check, with a credential in its place. */
export function presentRequest(
  check: PlannedCheck<SessionOptions>,
  credential: Credential | null,
  scope: Scope,
) {
  const { subprotocol = [], ...options } = check.options
  const preset = spokenPreset({ ...options, subprotocol })
  return placeCredential(
    {
      url: withQuery(fillUrl(check.target.url, scope), preset?.query ?? {}),
      headers: fillHeaders(check.headers, scope),
      subprotocols: subprotocol.length > 0 ? subprotocol : (preset?.subprotocols ?? []),
    },
    credential,
  )
}

/** Names under which clients show what lets them in. Any other secret header may open a door of another kind. */
const credentialHeader = /^authorization$|(^|-)(api-?key|access-?token|auth-?token|session-?token|jwt)$/i

/** The header in which the user shows a credential without calling it one; null if there is none. */
export const ownCredential = (headers: Headers): string | null =>
  Object.entries(headers).find(
    ([name, value]) =>
      credentialHeader.test(name) || (value instanceof Secret && name.toLowerCase() === 'cookie'),
  )?.[0] ?? null

/** What the user's own URL says is left as it is: another version of the protocol, for example. */
function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const extended = new URL(url)
  for (const [name, value] of Object.entries(query))
    if (!url.searchParams.has(name)) extended.searchParams.append(name, value)
  return extended
}
const shownUrls = new WeakMap<URL, string>()

/** Query values can be secrets or long: a report shows the names only. */
export function showUrl(url: URL): string {
  const known = shownUrls.get(url)
  if (known !== undefined) return known
  const names = [...url.searchParams.keys()]
  const shown = `${url.protocol}//${url.host}${url.pathname}${names.length ? `?${names.map(n => `${n}=…`).join('&')}` : ''}`
  shownUrls.set(url, shown)
  return shown
}

/** What a refused upgrade means, by its status: a credential, a redirect, a gateway, or no WebSocket there. */
function nameRefusal(
  seen: Fault,
  facts: Observations,
  {
    credential,
    own,
    refused,
  }: {
    readonly credential: Credential | null
    readonly own: string | null
    readonly refused: RefusedWords | null | undefined
  },
): Fault {
  if (seen.type !== 'ws.unexpected_response') return seen
  const status = Number(facts['http.response.status_code'])
  const answered = `the upgrade was answered with HTTP ${status}`
  if (isRefusalStatus(status, refused)) {
    if (credential === null && own !== null)
      return fault(
        'auth.refused',
        `${answered}: what the header "${own}" of the check shows is refused`,
        seen.code,
      )
    if (credential === null) return fault('auth.required', `${answered}: ${noneGiven}`, seen.code)
    return credential.placement.in === 'message'
      ? fault('auth.required', `${answered}: it asks for a credential before the first message`, seen.code)
      : fault('auth.refused', `${answered}: the credential that was shown is refused`, seen.code)
  }
  if (status >= 300 && status < 400)
    return fault(
      'ws.redirected',
      `${answered} to "${String(facts['http.response.header.location'] ?? '')}"; WebSocket clients do not follow redirects`,
      seen.code,
    )
  if (isGatewayError(facts))
    return fault(
      'ws.gateway_error',
      `${answered}: a gateway speaks because nothing behind it answered`,
      seen.code,
    )
  return fault('ws.unexpected_response', `${answered} instead of 101`, seen.code)
}
