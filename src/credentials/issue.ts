/** Credentials by name, issued right before each use; what is minted or fetched is masked and redacted from birth. */

import { newScope } from '../matching/template.ts'
import type { Acquired, Forge, Issue, Placement } from '../model/credential.ts'
import type { Fault } from '../model/fault.ts'
import type { Secret } from '../model/secret.ts'
import type { Dial, Wire } from '../net/wire.ts'
import type { Held } from './answers.ts'
import { mintJwt } from './jwt.ts'
import { type CredentialSource, type Home, isFetched, issuerOf } from './sources.ts'

export interface CredentialRow {
  readonly source: CredentialSource
  readonly placement: Placement
  /** With which the deployment verifies it, as the user gave it. */
  readonly publicKey?: string
}

/** What fetching needs of the run. */
export interface Means {
  readonly wire: Wire
  /** Past `connect-to`, which is about the deployment alone. */
  readonly dialElsewhere: Dial
  readonly timeoutMs: number
}

export interface Credentials {
  readonly issue: Issue
  acquire(name: string, means: Means): Promise<Acquired>
  prepare(name: string | null, means: Means): Promise<Fault | null>
}

export interface IssuerOptions {
  readonly home: Home
  readonly facts: { readonly runId: string; readonly sha: string }
  /** Called with every secret that did not exist before, before it is used. */
  readonly born: (secret: Secret) => void
}

/** So long before its end a credential is renewed: a quarter of its life, at most half a minute. */
const longestMarginMs = 30_000

interface Kept extends Held {
  readonly renewAtMs: number
}

export function createIssuer(
  credentials: Readonly<Record<string, CredentialRow>>,
  { home, facts, born }: IssuerOptions,
): Credentials {
  const kept = new Map<string, Kept>()
  const renewing = new Map<string, Promise<Acquired>>()
  const rowOf = (name: string | null): CredentialRow | null =>
    name !== null && Object.hasOwn(credentials, name) ? credentials[name]! : null

  async function acquire(name: string, { wire, dialElsewhere, timeoutMs }: Means): Promise<Acquired> {
    const { source, placement } = rowOf(name)!
    if (!isFetched(source)) throw new Error(`the credential "${name}" is not fetched`)
    const { target, own } = issuerOf(source, home)
    const { fetchCredential } = await import('./fetch.ts')
    const dial = own ? wire.dial : dialElsewhere
    const fetched = await fetchCredential({ source, placement, target, timeoutMs, dial, wire, born })
    const { held, ...acquired } = fetched
    if (held) {
      const margin = Math.min(longestMarginMs, (acquired.lifetimeMs ?? 0) / 4)
      kept.set(name, { ...held, renewAtMs: (held.expiresAtMs ?? Number.POSITIVE_INFINITY) - margin })
    }
    return acquired
  }

  return {
    acquire,

    async prepare(name, means) {
      const row = rowOf(name)
      if (name === null || !row || !isFetched(row.source)) return null
      if (Date.now() < (kept.get(name)?.renewAtMs ?? 0)) return null
      // Checks side by side share one renewal.
      const under = renewing.get(name) ?? acquire(name, means).finally(() => renewing.delete(name))
      renewing.set(name, under)
      return (await under).fault
    },

    async issue(name, connection = 1) {
      const row = rowOf(name)
      if (name === null || !row) return null
      const { source, placement } = row
      if (source.from === 'token') return { value: source.token, placement }
      if (source.from === 'jwt') {
        const value = await mintJwt(source, Date.now(), newScope({ ...facts, connection, token: null }))
        born(value)
        return { value, placement }
      }
      const held = kept.get(name)
      if (!held) throw new Error(`the credential "${name}" was not fetched before it was used`)
      return { value: held.value, placement }
    },
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
    const row = good && name !== null ? credentials[name] : undefined
    const source = row?.source.from === 'jwt' ? row.source : null
    const bad = await forgeCredentials(good, source, row?.publicKey)
    for (const { credential } of bad) if (credential) born(credential.value)
    return bad
  }
}
