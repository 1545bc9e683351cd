/** From a planned check to an open, authenticated WebSocket: the road that every WebSocket check walks. */

import { placeCredential } from '../credentials/place.ts'
import { fill, newScope, type Scope } from '../matching/template.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import type { AttemptRecord } from '../net/attempt.ts'
import type { SocketChannel } from '../net/channel.ts'
import { observeAnswer } from '../net/http.ts'
import { upgrade } from '../net/websocket.ts'
import type { Wire } from '../net/wire.ts'
import { isGatewayError } from './gateway.ts'
import { fillHeaders, fillUrl } from './request.ts'

/** The words that every WebSocket check takes. */
export interface SessionOptions {
  readonly subprotocol: readonly string[]
  readonly origin: string | null
  /** Template of the first message that carries the credential; null sends none. */
  readonly authMessage: unknown
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
  const credentialShown = credential !== null
  const broken = (f: Fault): Session => ({ ok: false, record, scope, credentialShown, fault: f })
  record.observe({ 'url.full': showUrl(check.target.url), 'credential.shown': credentialShown })
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
    if (!upgraded.ok) return broken(nameRefusal(upgraded.fault, record.observations, credential))
    const { channel } = upgraded
    record.observe({ 'ws.subprotocol': upgraded.subprotocol || null })

    if (credential?.placement.in === 'message') {
      const message = fill(check.options.authMessage, scope)
      const sent = await channel.send(typeof message === 'string' ? message : JSON.stringify(message))
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
  return placeCredential(
    {
      url: fillUrl(check.target.url, scope),
      headers: fillHeaders(check.headers, scope),
      subprotocols: check.options.subprotocol ?? [],
    },
    credential,
  )
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
function nameRefusal(seen: Fault, facts: Observations, credential: Credential | null): Fault {
  if (seen.type !== 'ws.unexpected_response') return seen
  const status = Number(facts['http.response.status_code'])
  const answered = `the upgrade was answered with HTTP ${status}`
  if (status === 401 || status === 403) {
    if (credential === null)
      return fault('auth.required', `${answered}: it asks for a credential, and none was given`, seen.code)
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
