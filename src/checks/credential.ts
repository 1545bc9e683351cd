/** Can the credential be fetched? Planned by itself for each fetched credential that a check shows; never declared. */

import type { Judgement } from '../model/check.ts'
import { credentialKind } from '../model/credential.ts'
import { showDuration } from '../model/duration.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'

export interface CredentialOptions {
  /** Name of the credential. */
  readonly credential: string
  /** Its issuer is part of the deployment; otherwise trouble there only keeps us from testing the deployment. */
  readonly own: boolean
}

interface Details {
  readonly lifetimeMs: number | null
}

export const credentialCheck = defineCheck<CredentialOptions>({
  kind: credentialKind,
  transport: 'http',
  usesCredential: false,
  passes:
    'the credential could be fetched. Trouble with an issuer on the origin of the deployment is a failure; elsewhere, the deployment could not be tested',
  title: path => `Credential from ${path}`,
  options: z => z.strictObject({ credential: z.string(), own: z.boolean() }),
  defaults: { credential: 'default', own: false },

  async probe(check, wire) {
    const { attempts, observations, fault, lifetimeMs } = await wire.acquire(
      check.options.credential,
      check.timeoutMs,
    )
    return evidenceOf({ attempts, observations, fault, details: { lifetimeMs } satisfies Details })
  },

  judge({ options }, { fault, observations, details }): Judgement {
    const status = observations['http.response.status_code']
    const assertions = [
      { claim: 'credential', expected: 'one', actual: fault ? 'none' : 'one', ok: fault === null },
    ]
    if (fault) {
      const failure = { outcome: 'failed', fault, reason: fault.message, assertions, notes: [] } as const
      return options.own ? failure : { ...failure, class: 'runner' }
    }
    const { lifetimeMs } = details as Details
    const lasts = lifetimeMs === null ? '' : `, valid for ${showDuration(lifetimeMs)}`
    return { outcome: 'passed', fault, reason: `HTTP ${status}${lasts}`, assertions, notes: [] }
  },
})
