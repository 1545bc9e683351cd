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

/**
 * Issues a fresh credential of that name; null for a check that shows none. `connection`, counted from 1, gets one of
 * its own where the source mints them.
 */
export type Issue = (name: string | null, connection?: number) => Promise<Credential | null>
