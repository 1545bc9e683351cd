/** What a client shows to be let in, and where it shows it. */

import type { Secret } from './secret.ts'

/** Where the credential goes in a request or on a connection. */
export type Placement =
  /** `prefix` is `Bearer ` in `Authorization`, empty in any other header. */
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

/** Issues a fresh credential of that name; null for a check that shows none. */
export type Issue = (name: string | null) => Promise<Credential | null>

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
