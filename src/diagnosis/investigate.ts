/**
 * After a failure: which follow-up probes could decide something, and what they saw. Bounded in number and time; they
 * add facts. The one thing they may turn is a failure into `errored`, when a control target shows that this machine has
 * no network and so nothing is known of the deployment.
 */

import type { Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import type { FollowUp, Scene } from './follow-ups/follow-up.ts'
import { networkFollowUps } from './follow-ups/network.ts'
import { streamingFollowUps } from './follow-ups/streaming.ts'
import { upgradeFollowUps } from './follow-ups/upgrade.ts'

const followUps: readonly FollowUp[] = [...networkFollowUps, ...upgradeFollowUps, ...streamingFollowUps]

/** All follow-ups of one failed check together. */
export const investigationMs = 3000
/** One question of theirs. */
export const questionMs = 1500

export interface Findings {
  readonly observations: Observations
  /** Set when the machine that verifies is at fault, and not the deployment. */
  readonly fault: Fault | null
}

export async function investigate(scene: Scene): Promise<Findings> {
  const wanted = followUps.filter(followUp => followUp.when(scene))
  // One that throws or is late has nothing to say; the others keep their word.
  const inTime = (answer: Promise<Observations>, limitMs = investigationMs) =>
    Promise.race([
      answer.catch((): Observations => ({})),
      new Promise<Observations>(resolve => setTimeout(resolve, limitMs, {}).unref()),
    ])
  const answers = await Promise.all([
    ...wanted.map(followUp => inTime(followUp.probe(scene), followUp.limitMs?.(scene))),
    inTime(askControl(scene)),
  ])
  const observations: Observations = Object.assign({}, ...answers)
  return {
    observations,
    fault: observations['control.reachable'] === false ? noNetwork(scene.fault, observations) : null,
  }
}

/** Faults that a machine without a network, or without a resolver, would see as well. A refusal or an NXDOMAIN is an answer. */
const doubtful: ReadonlySet<string> = new Set([
  'dns.failed',
  'dns.timed_out',
  'tcp.timed_out',
  'tcp.address_unreachable',
])

async function askControl({ fault: seen, check, dialControl, timeoutMs }: Scene): Promise<Observations> {
  const own = /^(localhost$|127\.|\[::1\])/.test(check.target.url.hostname)
  if (own || !doubtful.has(seen.type)) return {}
  const dialled = await dialControl(timeoutMs)
  using record = dialled.record
  // Whatever answers at all, be it a refusal, proves that there is a network.
  const reachable = dialled.ok || !doubtful.has(dialled.fault.type)
  return {
    'control.reachable': reachable,
    'control.host': String(record.observations['server.address'] ?? ''),
  }
}

function noNetwork(seen: Fault, facts: Observations): Fault {
  const also = `${facts['control.host']} cannot be reached either: this machine has no network or no resolver`
  return fault('runner.no_network', `${seen.message}; ${also}`, seen.code)
}
