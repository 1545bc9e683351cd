/** From a failed check to the facts of its follow-up probes: what they may use of the check and of the world. */

import type { CheckKind } from './checks/define.ts'
import { presentRequest, type SessionOptions } from './checks/session.ts'
import { fillText, newScope } from './matching/template.ts'
import type { CheckResult, PlannedCheck } from './model/check.ts'
import type { Credential } from './model/credential.ts'
import { Secret } from './model/secret.ts'
import type { Wire } from './net/wire.ts'
import type { Run } from './run.ts'

/** A token of the right shape that nobody has signed (RFC 7515 compact form). */
const garbage = new Secret('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJub2JvZHkifQ.bm90LWEtc2lnbmF0dXJl')

/** Adds what follow-up probes saw to a failed result. */
export type FollowUpOn = (check: PlannedCheck, result: CheckResult) => Promise<CheckResult>

export function createFollowUp(kinds: readonly CheckKind<unknown>[], run: Run): FollowUpOn {
  return async (check, result) => {
    const { wire } = run
    if (!result.fault || wire.signal.aborted) return result
    // Loaded when something has failed: a passing run does not pay for it.
    const { investigate, questionMs } = await import('./diagnosis/investigate.ts')
    const kind = kinds.find(k => k.kind === check.kind)!
    const found = await investigate({
      check,
      fault: result.fault,
      facts: result.observations,
      wire,
      timeoutMs: Math.min(questionMs, check.timeoutMs),
      present: shown => present(check, wire, shown),
      async repeat(turn) {
        const again = { ...check, timeoutMs: Math.min(questionMs, check.timeoutMs) }
        return kind.judge(again, await kind.probe(again, wire, turn)).outcome === 'failed'
      },
      dialControl: run.dialControl,
    })
    const observations = { ...result.observations, ...found.observations }
    if (!found.fault) return { ...result, observations }
    const { message, layer } = found.fault
    return {
      ...result,
      observations,
      outcome: 'errored',
      class: 'runner',
      layer,
      fault: found.fault,
      reason: message,
    }
  }
}

async function present(check: PlannedCheck, wire: Wire, shown: 'own' | 'none' | 'garbage') {
  const own = shown === 'none' ? null : await wire.issue(check.credential)
  const credential: Credential | null = own && shown === 'garbage' ? { ...own, value: garbage } : own
  const scope = newScope({ ...wire.facts, connection: 1, token: credential?.value ?? null })
  const options = check.options as Partial<SessionOptions & { method: string; body: string | null }>
  const { origin = null, method = 'GET', body = null } = options
  const request = presentRequest(check as PlannedCheck<SessionOptions>, credential, scope)
  return { ...request, origin, method, body: body === null ? null : fillText(body, scope) }
}
