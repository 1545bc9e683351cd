/** JWTs, minted in-process right before use (RFC 7519), by `jsonwebtoken`. */

import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto'
import type { Algorithm } from 'jsonwebtoken'
import { Secret } from '../model/secret.ts'

export interface JwtSource {
  readonly key:
    | { readonly kind: 'secret'; readonly secret: Secret }
    | { readonly kind: 'private'; readonly text: Secret }
  readonly algorithm: string
  /** Merged over the default claims; `null` takes a default claim out. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly expiresInMs: number
  readonly keyId: string | null
}

/** A PEM or JWK private key; throws what node:crypto throws if it is neither. */
export function readPrivateKey(text: string): KeyObject {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return createPrivateKey({ key: JSON.parse(trimmed), format: 'jwk' })
  // Secrets that passed through an environment file often carry `\n` as two characters.
  return createPrivateKey(trimmed.replaceAll('\\n', '\n'))
}

/** A fresh token: `iat` now, `exp` after `expiresInMs`, a `jti` of its own. */
export async function mintJwt(source: JwtSource, nowMs = Date.now()): Promise<Secret> {
  const { default: jwt } = await import('jsonwebtoken')
  const seconds = Math.floor(nowMs / 1000)
  const claims = Object.entries({
    sub: 'verify-deploy',
    iat: seconds,
    exp: seconds + Math.ceil(source.expiresInMs / 1000),
    jti: randomUUID(),
    ...source.claims,
  }).filter(([, value]) => value !== null)
  const key =
    source.key.kind === 'secret' ? source.key.secret.reveal() : readPrivateKey(source.key.text.reveal())
  const token = jwt.sign(Object.fromEntries(claims), key, {
    algorithm: source.algorithm as Algorithm,
    // Left to itself, jsonwebtoken adds an `iat` to claims that have none.
    noTimestamp: !claims.some(([name]) => name === 'iat'),
    ...(source.keyId === null ? {} : { keyid: source.keyId }),
  })
  return new Secret(token)
}
