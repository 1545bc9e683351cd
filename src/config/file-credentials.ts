/** The credentials of an environment, in parts that remember where they were written. */

import type { z } from 'zod'
import type { OauthSource } from '../credentials/sources.ts'
import { checkTemplates } from '../matching/template.ts'
import type { Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import type { CredentialDraft, Part } from './credential.ts'
import { headersOf } from './declared-checks.ts'
import { type Document, type Path, showPath } from './document.ts'
import type { LoginDraft } from './fetched-credential.ts'
import type { credentialSchema, environmentSchema } from './file-schema.ts'
import { problemOf, quote } from './parsed.ts'

type ParsedCredential = z.infer<ReturnType<typeof credentialSchema>>
type ParsedEnvironment = z.infer<ReturnType<typeof environmentSchema>>

/** By name; the environment's own is `default`. */
export function draftsOf(
  environment: ParsedEnvironment,
  base: Path,
  document: Document,
  problems: Problem[],
): Record<string, CredentialDraft> {
  const drafts: Record<string, CredentialDraft> = {}
  const add = (name: string, credential: ParsedCredential, at: Path): void => {
    drafts[name] = draftOf(credential, at, document)
    if (Object.keys(drafts[name]).length > 0) return
    problems.push(
      problemOf(
        showPath(at),
        'is empty',
        'write token, jwt with its secret or private-key, oidc, oauth or login',
        document.placeOf(at),
      ),
    )
  }
  if (environment.credential) add('default', environment.credential, [...base, 'credential'])
  for (const [name, credential] of Object.entries(environment.credentials ?? {})) {
    const at = [...base, 'credentials', name]
    if (name !== 'default' && name !== 'none') add(name, credential, at)
    else {
      const message = `${quote(name)} has a meaning of its own`
      problems.push(problemOf(showPath(at), message, 'choose another name', document.keyPlaceOf(at)))
    }
  }
  return drafts
}

export const partOf = <T>(value: T, path: Path, document: Document): Part<T> => ({
  value,
  subject: showPath(path),
  place: document.placeOf(path),
})

function draftOf(
  { token, jwt = {}, oidc, oauth, login, in: placement, 'public-key': publicKey }: ParsedCredential,
  at: Path,
  document: Document,
): CredentialDraft {
  const part = <T>(value: T, ...steps: string[]): Part<T> => partOf(value, [...at, ...steps], document)
  const { secret, 'private-key': key, algorithm, claims, 'expires-in': expiresInMs, 'key-id': keyId } = jwt
  return {
    ...(token !== undefined && { token: part(new Secret(token.replace(/[\r\n]+$/, '')), 'token') }),
    ...(secret !== undefined && { secret: part(new Secret(secret), 'jwt', 'secret') }),
    ...(key !== undefined && { privateKey: part(new Secret(key), 'jwt', 'private-key') }),
    ...(algorithm !== undefined && { algorithm: part<string>(algorithm, 'jwt', 'algorithm') }),
    ...(claims !== undefined && { claims: part(claims, 'jwt', 'claims') }),
    ...(expiresInMs !== undefined && { expiresInMs: part(expiresInMs, 'jwt', 'expires-in') }),
    ...(keyId !== undefined && { keyId: part(keyId, 'jwt', 'key-id') }),
    ...(jwt.subject !== undefined && { subject: part(jwt.subject, 'jwt', 'subject') }),
    ...(oidc && { oidc: part(oidc.audience, 'oidc', 'audience') }),
    ...(oauth && { oauth: part(oauthOf(oauth, part), 'oauth') }),
    ...(login && { login: part(loginOf(login, [...at, 'login'], document), 'login') }),
    ...(placement !== undefined && { placement: part(placement, 'in') }),
    ...(publicKey !== undefined && { publicKey: part(publicKey, 'public-key') }),
  }
}

const oauthOf = (
  oauth: NonNullable<ParsedCredential['oauth']>,
  part: <T>(value: T, ...steps: string[]) => Part<T>,
): OauthSource => ({
  from: 'oauth',
  endpoint: oauth['token-url'],
  clientId: oauth['client-id'],
  // Files and consoles add the line break, not the issuer.
  clientSecret: new Secret(oauth['client-secret'].replace(/[\r\n]+$/, '')),
  scope: oauth.scope ?? null,
  audience: oauth.audience ?? null,
  auth: oauth.auth ?? 'basic',
  declared: part(null, 'oauth').place,
})

function loginOf(login: NonNullable<ParsedCredential['login']>, at: Path, document: Document): LoginDraft {
  const words = { url: login.url, headers: login.headers, body: login.body }
  const templates = checkTemplates(words).map(({ path, message, remedy }) => {
    const inner = [...at, ...path]
    return problemOf(showPath(inner), message, remedy, document.placeOf(inner))
  })
  return {
    endpoint: login.url,
    method: login.method ?? 'POST',
    headers: headersOf(login.headers ?? {}, [...at, 'headers'], document),
    body: login.body ?? null,
    token: login.token ?? null,
    cookie: login.cookie ?? null,
    problems: templates,
    placeOf: word => document.placeOf([...at, word]),
  }
}
