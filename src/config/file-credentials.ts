/** The credentials of an environment, in parts that remember where they were written. */

import type { z } from 'zod'
import type { Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import type { CredentialDraft, Part } from './credential.ts'
import { type Document, type Path, showPath } from './document.ts'
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
        'write token, or jwt with its secret or private-key',
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
  { token, jwt = {}, in: placement }: ParsedCredential,
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
    ...(placement !== undefined && { placement: part(placement, 'in') }),
  }
}
