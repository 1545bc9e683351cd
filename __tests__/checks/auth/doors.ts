/** The check against servers that know a good credential when they see it. */

import type { IncomingMessage } from 'node:http'
import jwt from 'jsonwebtoken'
import { createForger, createIssuer } from '../../../src/credentials/issue.ts'
import type { CheckResult, PlannedCheck } from '../../../src/model/check.ts'
import type { Placement } from '../../../src/model/credential.ts'
import { Secret } from '../../../src/model/secret.ts'
import { createRedactor } from '../../../src/redact.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import type { Behaviour } from '../sockets.ts'

export const key = new Secret('the secret that both sides know')
const bearer: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }
export const chat = [
  { send: { type: 'ping', id: '{{id}}' } },
  { reply: { type: 'pong', id: '{{id}}' } },
] as const

interface How {
  readonly secret?: Secret
  readonly placement?: Placement
  readonly options?: object
  readonly over?: Partial<PlannedCheck>
  readonly token?: string
  readonly publicKey?: string
  readonly claims?: Record<string, unknown>
}

/** A run of the check with a minted JWT, or a ready-made token, in its place. */
export async function check(
  url: string,
  { secret = key, placement = bearer, options = {}, over = {}, token, publicKey, claims = {} }: How = {},
): Promise<CheckResult> {
  const source = token
    ? { from: 'token' as const, token: new Secret(token) }
    : {
        from: 'jwt' as const,
        key: { kind: 'secret' as const, secret },
        algorithm: 'HS256',
        claims,
        expiresInMs: 300_000,
        keyId: null,
      }
  const rows = { default: { source, placement, ...(publicKey ? { publicKey } : {}) } }
  const redactor = createRedactor()
  const born = (made: Secret) => redactor.add(made)
  const home = { url: new URL(url), websocketBase: new URL(url) }
  const { issue } = createIssuer(rows, { home, facts: { runId: 'test', sha: 'abc' }, born })
  const wire = createWire({}, { issue, forge: createForger(rows, issue, born), hide: redactor.text })
  return await runOne(plan('auth', url, options, { credential: 'default', ...over }), { wire, redactor })
}

export const tokenOf = (request: IncomingMessage): string | null =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null

export const isGood = (token: string | null): boolean => {
  try {
    jwt.verify(token ?? '', key.reveal(), { algorithms: ['HS256'] })
    return true
  } catch {
    return false
  }
}

export const reply = (text: string): string => JSON.stringify({ type: 'pong', id: JSON.parse(text).id })
export const answering: NonNullable<Behaviour['onMessage']> = (socket, text) => socket.send(reply(text))
export const told = ({ assertions }: CheckResult) => assertions.map(a => `${a.claim}: ${a.actual}`)

export const brief = ({ outcome, class: failureClass, layer, fault }: CheckResult) => [
  outcome,
  failureClass,
  layer,
  fault?.type ?? null,
]
