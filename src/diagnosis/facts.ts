/** What is known about one failed check, as one flat record that conditions can name. */

import type { CheckResult } from '../model/check.ts'
import type { Attempt } from '../model/evidence.ts'
import type { Facts } from './signature.ts'
import { recogniseSpeakers, type Speakers } from './speakers.ts'

export interface Findings {
  readonly facts: Facts
  readonly speakers: Speakers
  /** A plain HTTP check of the same host and port, if there was one beside ours. */
  readonly neighbour: CheckResult | null
}

/** Host and port, the same for `https://a` and `wss://a`. */
function originOf(target: string): string | null {
  if (!URL.canParse(target)) return null
  const url = new URL(target)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  return `${url.hostname}:${url.port || (secure ? '443' : '80')}`
}

function neighbourOf(result: CheckResult, results: readonly CheckResult[]): CheckResult | null {
  const origin = originOf(result.target)
  if (result.kind === 'health' || !origin) return null
  const beside = results.filter(other => other.kind === 'health' && originOf(other.target) === origin)
  return beside.find(other => other.outcome === 'passed') ?? beside[0] ?? null
}

/** The attempt that tells most: the last that ended in trouble. */
export const decisiveAttempt = (result: CheckResult): Attempt | null =>
  result.attempts.findLast(attempt => attempt.fault !== null) ?? result.attempts.at(-1) ?? null

export function findFacts(result: CheckResult, results: readonly CheckResult[]): Findings {
  const { fault, observations } = result
  const speakers = recogniseSpeakers(observations)
  const neighbour = neighbourOf(result, results)
  // 426 means nothing but "Upgrade Required"; Envoy alone also says it to every request in HTTP/1.0.
  const missesUpgrade = observations['http.response.status_code'] === 426 && speakers.proxy?.name !== 'Envoy'
  return {
    speakers,
    neighbour,
    facts: {
      'elapsed.ms': decisiveAttempt(result)?.phases.at(-1)?.ms ?? null,
      ...observations,
      'fault.type': fault?.type ?? null,
      'fault.code': fault?.code ?? null,
      'check.kind': result.kind,
      'check.class': result.class,
      'target.scheme': URL.canParse(result.target) ? new URL(result.target).protocol : null,
      speaker: speakers.author?.name ?? null,
      'speaker.kind': speakers.author?.kind ?? null,
      'speaker.says': speakers.author?.says ?? (missesUpgrade ? 'missing-upgrade' : null),
      proxy: speakers.proxy?.name ?? null,
      'origin.http': neighbour?.outcome ?? null,
    },
  }
}
