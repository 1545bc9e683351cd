/** JWTs, minted in-process right before use (RFC 7519), by `jsonwebtoken`. */

import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject, randomUUID } from 'node:crypto'
import type { Algorithm } from 'jsonwebtoken'
import { fill, newScope, type Scope } from '../matching/template.ts'
import { Secret } from '../model/secret.ts'

export interface JwtSource {
  readonly key:
    | { readonly kind: 'secret'; readonly secret: Secret }
    | { readonly kind: 'private'; readonly text: Secret }
  readonly algorithm: string
  /** Templates merged over the default claims; `null` takes a default claim out. */
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

/** A PEM public key or certificate, or a JWK; throws what node:crypto throws if it is none. */
export function parsePublicKey(text: string): KeyObject {
  const trimmed = text.trim()
  return trimmed.startsWith('{')
    ? createPublicKey({ key: JSON.parse(trimmed), format: 'jwk' })
    : createPublicKey(trimmed)
}

/** Thousands of connections mint a token each: their key is read once. */
const keys = new WeakMap<JwtSource['key'], KeyObject>()

function keyOf(key: JwtSource['key']): KeyObject {
  const known = keys.get(key)
  if (known) return known
  const read =
    key.kind === 'secret'
      ? createSecretKey(Buffer.from(key.secret.reveal()))
      : readPrivateKey(key.text.reveal())
  keys.set(key, read)
  return read
}

const nobody: Pick<Scope, 'runId' | 'sha' | 'connection' | 'token'> = {
  runId: '',
  sha: '',
  connection: 1,
  token: null,
}

/** A fresh token: `iat` now, `exp` after `expiresInMs`, a `jti` of its own. */
export async function mintJwt(
  source: JwtSource,
  nowMs = Date.now(),
  scope: Scope = newScope(nobody),
): Promise<Secret> {
  const { default: jwt } = await import('jsonwebtoken')
  const seconds = Math.floor(nowMs / 1000)
  const claims = Object.entries({
    sub: 'verify-deploy',
    iat: seconds,
    exp: seconds + Math.ceil(source.expiresInMs / 1000),
    jti: randomUUID(),
    ...(fill(source.claims, scope) as JwtSource['claims']),
  }).filter(([, value]) => value !== null)
  const token = jwt.sign(Object.fromEntries(claims), keyOf(source.key), {
    algorithm: source.algorithm as Algorithm,
    // Left to itself, jsonwebtoken adds an `iat` to claims that have none.
    noTimestamp: !claims.some(([name]) => name === 'iat'),
    ...(source.keyId === null ? {} : { keyid: source.keyId }),
  })
  return new Secret(token)
}

/** When a JWT says that it expires, in milliseconds since 1970; null for anything else. */
export function expiryOf(token: string): number | null {
  const payload = /^eyJ[\w-]*\.(eyJ[\w-]*)\.[\w-]*$/.exec(token)?.[1]
  if (payload === undefined) return null
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown }
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : null
  } catch {
    return null
  }
}
