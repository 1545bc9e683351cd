/** From evidence and judgement to a result: no proof, no pass; one dead host, one failure. Pure. */

import type { CheckResult, Judgement, PlannedCheck, Proof } from './model/check.ts'
import { type Evidence, originWanted } from './model/evidence.ts'
import { classOf, type Fault, fault } from './model/fault.ts'
import { attemptsSeen, sayFlakiness } from './model/flakiness.ts'

const nothing = { connections: 0, bytesSent: 0, bytesReceived: 0 } as const

function baseOf(check: PlannedCheck) {
  const { id, kind, name, failOn, source } = check
  const { protocol, host, pathname } = check.target.url
  return { id, kind, name, failOn, source, target: `${protocol}//${host}${pathname}`, blockedBy: null }
}

/** A check that did not get to an answer of its own. */
export function unfinished(
  check: PlannedCheck,
  outcome: 'blocked' | 'errored',
  reason: string,
  trouble: Fault | null,
  blockedBy: string | null = null,
): CheckResult {
  return {
    ...baseOf(check),
    outcome,
    class: outcome === 'errored' ? 'runner' : null,
    layer: trouble?.layer ?? null,
    reason,
    blockedBy,
    durationMs: 0,
    fault: trouble,
    proof: null,
    assertions: [],
    attempts: [],
    traffic: nothing,
    observations: {},
    transcript: [],
    notes: [],
  }
}

export function resultOf(
  check: PlannedCheck,
  evidence: Evidence,
  judgement: Judgement,
  durationMs: number,
): CheckResult {
  const proof = proofOf(evidence)
  const unproven = judgement.outcome === 'passed' && proof === null
  const trouble = unproven
    ? fault('runner.no_proof', 'the check seemed to pass, but there is no proof that the network was used')
    : judgement.fault
  const failureClass = trouble === null ? null : unproven ? 'runner' : (judgement.class ?? classOf(trouble))
  const outcome = failureClass === 'runner' ? 'errored' : judgement.outcome
  return {
    ...baseOf(check),
    outcome,
    class: outcome === 'failed' || outcome === 'errored' ? failureClass : null,
    layer: trouble?.layer ?? null,
    reason: unproven ? trouble!.message : judgement.reason,
    durationMs: Math.round(durationMs * 1000) / 1000,
    fault: trouble,
    proof: outcome === 'passed' ? proof : null,
    assertions: judgement.assertions,
    attempts: evidence.attempts,
    traffic: evidence.traffic,
    observations: evidence.observations,
    transcript: evidence.transcript,
    ...(evidence.timeline && { timeline: evidence.timeline }),
    notes: [...judgement.notes, ...flakiness(evidence, outcome)],
  }
}

/** An address that was dialled, bytes both ways, and an answer that was read. */
function proofOf({ attempts, observations, traffic }: Evidence): Proof | null {
  const sound = attempts.findLast(a => a.fault === null && a.address !== null)
  const status = observations['http.response.status_code']
  const handshake = observations['tls.handshake']
  const seen = typeof status === 'number' ? `HTTP ${status}` : handshake
  if (!sound?.address || sound.bytesSent === 0 || sound.bytesReceived === 0 || typeof seen !== 'string')
    return null
  const sent = observations['ws.messages.sent']
  const frames =
    sent === undefined ? '' : `, messages: ${sent} sent, ${observations['ws.messages.received']} received`
  return {
    address: sound.address,
    bytesSent: traffic.bytesSent,
    bytesReceived: traffic.bytesReceived,
    seen: `${seen}${frames}`,
  }
}

/** A pass that needed a retry says so, with what had gone wrong. */
function flakiness(evidence: Evidence, outcome: string): string[] {
  const said = outcome === 'passed' ? sayFlakiness(evidence.attempts, attemptsSeen(evidence)) : null
  const first = evidence.attempts.find(a => a.fault !== null)?.fault
  return said === null ? [] : [`flaky: ${said}: ${first?.message}`]
}

/** Layers below the application: trouble there is the host's, not the check's. */
const hostLayers: ReadonlySet<string> = new Set(['dns', 'tcp', 'tls'])
/** One trouble of the host, as an HTTP check and a WebSocket check see it. */
const sameTrouble: readonly ReadonlySet<string>[] = [
  new Set(['http.gateway_error', 'ws.gateway_error']),
  new Set(['http.response.timed_out', 'ws.upgrade_timed_out', 'stream.no_headers']),
  new Set(['http.response.closed', 'ws.closed_before_answer']),
  new Set(['http.response.reset', 'ws.reset_before_answer']),
  new Set(['http.response.headers_too_large']),
]

/**
 * The same failure seen from several checks is one failure: `own` as blocked by the earlier check that shows the cause,
 * or null if it stands for itself.
 */
export function blockerOf(
  own: CheckResult,
  check: PlannedCheck,
  before: readonly CheckResult[],
): CheckResult | null {
  const failedBefore = before.filter(
    b => b.outcome === 'failed' || b.outcome === 'errored' || b.outcome === 'blocked',
  )
  const leader = failedBefore.find(b => b.outcome !== 'blocked' && sharesCause(b, own))
  const follower = failedBefore.find(b => check.follows.includes(b.id) && sharesClass(b, own))
  const blocker = leader ?? follower
  if (!blocker) return null
  const root = blocker.blockedBy ?? blocker.id
  const here = own.fault?.type === blocker.fault?.type ? '' : `; here: ${own.reason}`
  const ended = blocker.outcome === 'errored' ? 'could not be tested' : 'failed first'
  return {
    ...own,
    outcome: 'blocked',
    class: null,
    blockedBy: root,
    reason: `${root} ${ended}${leader ? ', for the same reason' : here}`,
  }
}

/** Skipped for want of a credential, where the upgrade before it found that what is wanted is an Origin. */
export function skippedFor(
  own: CheckResult,
  check: PlannedCheck,
  before: readonly CheckResult[],
): CheckResult {
  const wanted = before.find(({ id }) => check.follows.includes(id))?.observations[originWanted]
  if (own.outcome !== 'skipped' || !wanted) return own
  return { ...own, reason: `the server refuses clients without an Origin: declare origin: "${wanted}"` }
}

/** Trouble of another class has another cause: it is not explained by what failed before, and must not hide behind it. */
const sharesClass = (a: CheckResult, b: CheckResult): boolean =>
  a.fault !== null && (a.class ?? classOf(a.fault)) === b.class

function sharesCause(a: CheckResult, b: CheckResult): boolean {
  if (!a.fault || !b.fault) return false
  const [one, other] = [a.fault, b.fault]
  if (one.type === 'runner.no_network') return hostLayers.has(other.layer)
  // Not run is not run: each says so itself.
  if (one.type === 'runner.deadline' || one.type === 'runner.cancelled') return false
  if (one.type === 'runner.bug') return one.message === other.message
  if (hostLayers.has(other.layer) || other.layer === 'runner') return one.type === other.type
  // Of gateways the status has to be the same; undici and node:http name one close by different codes.
  const alike = one.code === other.code || !one.type.endsWith('gateway_error')
  return alike && sameTrouble.some(set => set.has(one.type) && set.has(other.type))
}
