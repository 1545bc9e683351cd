/** The request for a credential, a row for each source, with what of it is secret. Pure but for its templates. */

import { fill, fillText, newScope, type Scope } from '../matching/template.ts'
import type { Headers } from '../model/check.ts'
import { reveal, Secret } from '../model/secret.ts'
import { version } from '../model/version.ts'
import type { FetchedSource, LoginSource, OauthSource, OidcSource } from './sources.ts'

export interface CredentialRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: string | null
  /** Forms of secrets that did not exist before this request. */
  readonly secrets: readonly Secret[]
}

const common = { 'user-agent': `verify-deploy/${version}`, accept: 'application/json' }
const form = 'application/x-www-form-urlencoded'

/** RFC 6749 appendix B: form-urlencoded, which RFC 6749 section 2.3.1 asks for inside the Basic header as well. */
const formEncode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)

function requestOidc({ audience, requestToken }: OidcSource, url: URL): CredentialRequest {
  const asked = new URL(url)
  asked.searchParams.set('audience', audience)
  const authorization = new Secret(`Bearer ${requestToken.reveal()}`)
  return { url: asked, method: 'GET', headers: { ...common, authorization }, body: null, secrets: [] }
}

function requestOauth(source: OauthSource, url: URL): CredentialRequest {
  const { clientId, clientSecret, scope, audience, auth } = source
  const inBody = auth === 'body' ? { client_id: clientId, client_secret: clientSecret.reveal() } : {}
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...inBody,
    ...(scope === null ? {} : { scope }),
    ...(audience === null ? {} : { audience }),
  }).toString()
  const pair = Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret.reveal())}`).toString('base64')
  const basic = auth === 'basic' ? { authorization: new Secret(`Basic ${pair}`) } : {}
  const headers = { ...common, 'content-type': form, ...basic }
  return { url, method: 'POST', headers, body, secrets: auth === 'basic' ? [new Secret(pair)] : [] }
}

function requestLogin(source: LoginSource, url: URL, scope: Scope): CredentialRequest {
  const { method, body: template } = source
  const filled = template === null ? null : fill(template, scope)
  const body = filled === null || typeof filled === 'string' ? filled : JSON.stringify(filled)
  const own = Object.entries(source.headers).map(([name, value]): [string, string | Secret] => {
    const text = fillText(reveal(value), scope)
    return [name.toLowerCase(), value instanceof Secret ? new Secret(text) : text]
  })
  const type = body === null ? {} : { 'content-type': typeOf(body) }
  return { url, method, headers: { ...common, ...type, ...Object.fromEntries(own) }, body, secrets: [] }
}

function typeOf(body: string): string {
  if (/^\s*[[{]/.test(body)) return 'application/json'
  return /^[\w.%+*~[\]-]+=/.test(body) ? form : 'text/plain; charset=utf-8'
}

export function requestFor(
  source: FetchedSource,
  url: URL,
  facts: { readonly runId: string; readonly sha: string },
): CredentialRequest {
  if (source.from === 'oidc') return requestOidc(source, url)
  if (source.from === 'oauth') return requestOauth(source, url)
  return requestLogin(source, url, newScope({ ...facts, connection: 1, token: null }))
}
