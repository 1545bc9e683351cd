/** Credentials by name, issued right before each use; what is minted is masked and redacted from birth. */

import type { Credential, Forge, Issue, Placement } from '../model/credential.ts'
import type { Secret } from '../model/secret.ts'
import { type JwtSource, mintJwt } from './jwt.ts'

export interface CredentialRow {
  readonly source: { readonly from: 'token'; readonly token: Secret } | ({ readonly from: 'jwt' } & JwtSource)
  readonly placement: Placement
}

/** @param born called with every secret that did not exist before, before it is used. */
export function createIssuer(
  credentials: Readonly<Record<string, CredentialRow>>,
  born: (secret: Secret) => void,
): Issue {
  return async (name): Promise<Credential | null> => {
    if (name === null || !Object.hasOwn(credentials, name)) return null
    const row = credentials[name]!
    if (row.source.from === 'token') return { value: row.source.token, placement: row.placement }
    const value = await mintJwt(row.source)
    born(value)
    return { value, placement: row.placement }
  }
}

/** @param born called with every bad credential before it is used: a log must not hand it on either. */
export function createForger(
  credentials: Readonly<Record<string, CredentialRow>>,
  issue: Issue,
  born: (secret: Secret) => void,
): Forge {
  return async name => {
    const { forgeCredentials } = await import('./forge.ts')
    const good = await issue(name)
    const { source } = (good && name !== null && credentials[name]) || { source: null }
    const bad = await forgeCredentials(good, source?.from === 'jwt' ? source : null)
    for (const { credential } of bad) if (credential) born(credential.value)
    return bad
  }
}
