/** Where credentials come from, and which of the sources ask somebody over the network. */

import type { Headers } from '../model/check.ts'
import type { Place } from '../model/problem.ts'
import type { Secret } from '../model/secret.ts'
import { type Target, targetOf } from '../model/target.ts'
import type { JwtSource } from './jwt.ts'

/** GitHub's own tokens for a job: https://docs.github.com/actions/concepts/security/openid-connect */
export interface OidcSource {
  readonly from: 'oidc'
  readonly audience: string
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`; `pathSecret` is what of it nobody has to know. */
  readonly endpoint: string
  readonly pathSecret: Secret
  readonly requestToken: Secret
  readonly declared: Place | null
}

/** Client credentials of OAuth 2 (RFC 6749 section 4.4). */
export interface OauthSource {
  readonly from: 'oauth'
  /** A whole URL, or a path on the deployment. */
  readonly endpoint: string
  readonly clientId: string
  readonly clientSecret: Secret
  readonly scope: string | null
  readonly audience: string | null
  /** RFC 6749 section 2.3.1: the client shows itself in the header, or in the body. */
  readonly auth: 'basic' | 'body'
  readonly declared: Place | null
}

/** A request whose answer carries the token. */
export interface LoginSource {
  readonly from: 'login'
  /** A whole URL, or a path on the deployment. */
  readonly endpoint: string
  readonly method: string
  readonly headers: Headers
  /** A template; null sends none. */
  readonly body: unknown
  readonly answer:
    | { readonly in: 'json'; readonly path: string }
    | { readonly in: 'cookie'; readonly name: string }
  readonly declared: Place | null
}

export type FetchedSource = OidcSource | OauthSource | LoginSource

export type CredentialSource =
  | { readonly from: 'token'; readonly token: Secret }
  | ({ readonly from: 'jwt' } & JwtSource)
  | FetchedSource

export const isFetched = (source: CredentialSource): source is FetchedSource =>
  source.from !== 'token' && source.from !== 'jwt'

/** The addresses of the deployment: trouble there is its own, trouble elsewhere only keeps us from testing it. */
export interface Home {
  readonly url: URL
  readonly websocketBase: URL
}

export interface Issuer {
  readonly target: Target
  /** It is on the origin of the deployment. */
  readonly own: boolean
}

/** Who is asked for the credential. */
export function issuerOf(source: FetchedSource, { url, websocketBase }: Home): Issuer {
  const target = targetOf(new URL(source.endpoint, url))
  const own = [url, websocketBase].some(base => targetOf(base).origin === target.origin)
  return { target, own: own && source.from !== 'oidc' }
}

/** How a reader knows them. */
export const issuerNames: Readonly<Record<FetchedSource['from'], string>> = {
  oidc: "GitHub's OIDC endpoint",
  oauth: 'the token endpoint',
  login: 'the login',
}
