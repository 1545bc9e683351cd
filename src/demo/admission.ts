/** Who is let in: finds the JWT that a client shows, and verifies it. */

import type { IncomingMessage } from 'node:http'
import jwt from 'jsonwebtoken'
import type { Secret } from '../model/secret.ts'
import { jsonAnswer } from './answer.ts'
import type { Behaviour } from './behaviour.ts'

/** Prefix of the subprotocol that carries a token, for browsers, which cannot set headers. */
export const tokenSubprotocol = 'jwt.'

/** The path and the query of whatever a client put in its request line; never throws. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? ''
export const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').slice(pathOf(request).length))

const offered = (request: IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map(word => word.trim())

/** Where a token may be, most trusted place first. */
const places: readonly ((request: IncomingMessage) => string | undefined)[] = [
  request => /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1],
  request => queryOf(request).get('token') ?? undefined,
  request => /(?:^|;) *token=([^;]+)/.exec(request.headers.cookie ?? '')?.[1],
  request =>
    offered(request)
      .find(word => word.startsWith(tokenSubprotocol))
      ?.slice(tokenSubprotocol.length),
]

export function findToken(request: IncomingMessage): string | null {
  for (const place of places) {
    const token = place(request)
    if (token !== undefined && token !== '') return token
  }
  return null
}

/** HS256 only: a token that names its own algorithm (`none`) must not choose how it is verified. */
export function isValidToken(token: string, secret: Secret): boolean {
  try {
    jwt.verify(token, secret.reveal(), { algorithms: ['HS256'] })
    return true
  } catch {
    return false
  }
}

/** As `isAdmitted`, for tokens that are meant for this audience. */
export const isAdmittedFor =
  (audience: string): Behaviour['isAdmitted'] =>
  (token, secret) =>
    isAdmitted(token, secret) && [jwt.decode(token ?? '', { json: true })?.aud].flat().includes(audience)

export const isAdmitted: Behaviour['isAdmitted'] = (token, secret) =>
  token !== null && isValidToken(token, secret)

/** 401 asks for a token, 403 rejects the one shown. */
export const turnAway: Behaviour['turnAway'] = token =>
  token === null
    ? jsonAnswer(401, { detail: 'Not authenticated' })
    : jsonAnswer(403, { detail: 'Invalid token' })
