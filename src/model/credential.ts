/** What a client shows to be let in, and where it shows it. */

import type { Attempt, Observations } from './evidence.ts'
import type { Fault } from './fault.ts'
import type { Secret } from './secret.ts'

/** Where the credential goes in a request or on a connection. */
export type Placement =
  /** `prefix` is `Bearer ` in `Authorization`, and a scheme of the user's or nothing in any other header. */
  | { readonly in: 'header'; readonly name: string; readonly prefix: string }
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'cookie'; readonly name: string }
  /** Offered beside the real subprotocols, as `prefix` followed by the credential. */
  | { readonly in: 'subprotocol'; readonly prefix: string }
  | { readonly in: 'message' }

/** A credential ready to be placed, issued right before use. */
export interface Credential {
  readonly value: Secret
  readonly placement: Placement
}

/**
 * Issues a fresh credential of that name; null for a check that shows none. `connection`, counted from 1, gets one of
 * its own where the source mints them. One that is fetched has to be prepared first.
 */
export type Issue = (name: string | null, connection?: number) => Promise<Credential | null>

/** Sees to it that a fetched credential is there and lasts a while; the trouble if it is not. */
export type Prepare = (name: string | null, timeoutMs: number) => Promise<Fault | null>

/** What was seen while a credential was fetched: the evidence of the check that its users need. */
export interface Acquired {
  readonly attempts: readonly Attempt[]
  readonly observations: Observations
  readonly fault: Fault | null
  /** How long the credential lasts, in milliseconds; null if nobody said. */
  readonly lifetimeMs: number | null
}

/** Fetches the credential of that name anew, and keeps it for those who ask next. */
export type Acquire = (name: string, timeoutMs: number) => Promise<Acquired>

/** The kind of the check that fetches a credential: planned by itself, never declared, and no proof of anything else. */
export const credentialKind = 'credential'

/** What is wrong with a credential that must be refused, the most telling first: who lets the first in lets all in. */
export const flaws = [
  'none',
  'malformed',
  'wrong_signature',
  'tampered',
  'truncated',
  'empty_signature',
  'alg_none',
  'key_confusion',
  'expired',
  'not_yet_valid',
  'wrong_audience',
  'wrong_issuer',
] as const

export type Flaw = (typeof flaws)[number]

/** A credential with one flaw, and its name for a reader: `expired token`. */
export interface BadCredential {
  readonly flaw: Flaw
  readonly claim: string
  /** Null shows nothing at all. */
  readonly credential: Credential | null
}

/** Makes credentials that a server has to refuse out of the one of that name, each for the place where that one goes. */
export type Forge = (name: string | null) => Promise<readonly BadCredential[]>
