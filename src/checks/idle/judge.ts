/** What a silence, and the probes after it, mean. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { IdleOptions } from '../idle.ts'
import { skippedForCredential } from '../refusal.ts'
import { type Pattern, patternWords } from './pattern.ts'

export interface IdleDetails {
  readonly credentialShown: boolean
  /** Until the pong that came after the silence; null if none did. */
  readonly pongMs: number | null
  /** Null if no probes ran. */
  readonly pattern: Pattern | null
  /** Of the conversation after the silence. */
  readonly assertions: readonly Assertion[]
  readonly notes: readonly string[]
}

export function judgeIdle(
  { options }: PlannedCheck<IdleOptions>,
  { fault, observations: facts, details }: Evidence,
): Judgement {
  const { credentialShown, pongMs, pattern, assertions: spoken, notes: said } = details as IdleDetails
  const hold = showDuration(options.holdMs)
  const survived = pongMs !== null
  const assertions: Assertion[] = [
    {
      claim: 'survives silence',
      expected: hold,
      actual: survived ? hold : lived(facts),
      ok: survived,
    },
    ...spoken,
  ]
  const notes = [...keptAlive(facts), ...said]
  if (!fault) {
    const reason = `survived ${hold} of silence; a ping was answered after it in ${showDuration(pongMs ?? 0)}`
    return { outcome: 'passed', fault, reason, assertions, notes }
  }
  if (!credentialShown && (fault.type === 'auth.required' || fault.type === 'auth.closed'))
    return {
      outcome: 'skipped',
      fault: null,
      reason: skippedForCredential(fault),
      assertions: [],
      notes: [],
    }
  if (fault.type === 'ws.unexpected_response' && isStream(facts))
    notes.push('the path answers with a stream over HTTP: to hold that, add method: GET to the check')
  if (pattern) notes.unshift(patternWords[pattern])
  const known = facts['idle.limit.of']
  if (known) notes.push(`${facts['idle.limit.seconds']} s is the default of: ${known}`)
  return { outcome: 'failed', fault, reason: fault.message, assertions, notes }
}

const isStream = (facts: Evidence['observations']): boolean =>
  /^text\/event-stream\b/i.test(String(facts['http.response.header.content-type'] ?? ''))

function lived({ 'idle.quiet_ms': quietMs, 'idle.on_traffic': onTraffic }: Evidence['observations']): string {
  if (typeof quietMs !== 'number') return 'not known'
  return onTraffic ? `dead after ${showDuration(quietMs)}` : showDuration(quietMs)
}

/** What the server did in the silence that was ours: without it, another client may be cut where we were not. */
function keptAlive(facts: Evidence['observations']): string[] {
  const [pings, pongs] = [Number(facts['idle.server_pings'] ?? 0), Number(facts['idle.pongs'] ?? 0)]
  const silence = showDuration(Number(facts['idle.longest_silence_ms'] ?? 0))
  const every = facts['idle.server_ping_interval_ms']
  const rhythm = typeof every === 'number' ? `, every ${showDuration(every)}` : ''
  if (pings === 0) return []
  const count = `${pings} ping${pings === 1 ? '' : 's'}`
  return [
    `the server sent ${count}${rhythm}, ${pongs} answered: the wire was silent for at most ${silence} at a time`,
  ]
}
