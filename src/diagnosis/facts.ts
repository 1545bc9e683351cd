/** What is known about one failed check, as one flat record that conditions can name. */

import type { CheckResult } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Attempt } from '../model/evidence.ts'
import { deriveFacts } from './derived-facts.ts'
import type { Facts } from './signature.ts'
import { recogniseSpeakers, type Speakers } from './speakers.ts'

export interface Findings {
  readonly facts: Facts
  readonly speakers: Speakers
  /** A plain HTTP check of the same host and port, if there was one beside ours. */
  readonly neighbour: CheckResult | null
  /** The attempts of the run that can be held against each other (model/flakiness.ts). */
  readonly run: readonly Attempt[]
}

/** Host and port, the same for `https://a` and `wss://a`. */
function originOf(target: string): string | null {
  if (!URL.canParse(target)) return null
  const url = new URL(target)
  const secure = url.protocol === 'https:' || url.protocol === 'wss:'
  return `${url.hostname}:${url.port || (secure ? '443' : '80')}`
}

/** The plain HTTP check of each host and port, by `originOf`; one that passed before one that did not. */
export type Neighbours = ReadonlyMap<string, CheckResult>

export function findNeighbours(results: readonly CheckResult[]): Neighbours {
  const neighbours = new Map<string, CheckResult>()
  for (const result of results) {
    const origin = result.kind === 'health' ? originOf(result.target) : null
    if (origin === null) continue
    const known = neighbours.get(origin)
    if (!known || (known.outcome !== 'passed' && result.outcome === 'passed')) neighbours.set(origin, result)
  }
  return neighbours
}

/** A health check that failed has one only in another path that is well: two that fail say nothing of each other. */
function neighbourOf(result: CheckResult, neighbours: Neighbours): CheckResult | null {
  const origin = originOf(result.target)
  const found = origin === null ? null : (neighbours.get(origin) ?? null)
  const isItsOwn = result.kind === 'health' && (found?.outcome !== 'passed' || found === result)
  return isItsOwn ? null : found
}

/** Of each answer that refused, the paths that got it: `answerOf` → paths. */
export type Refusals = ReadonlyMap<string, ReadonlySet<string>>

/** Host, status and words of an answer; null where none came. */
function answerOf({ target, observations: seen }: CheckResult): string | null {
  const status = seen['http.response.status_code']
  if (typeof status !== 'number') return null
  return JSON.stringify([originOf(target), status, seen['http.response.body.excerpt'] ?? ''])
}

const pathOf = (target: string): string => (URL.canParse(target) ? new URL(target).pathname : target)

export function findRefusals(results: readonly CheckResult[]): Refusals {
  const refusals = new Map<string, Set<string>>()
  for (const result of results) {
    const answer = result.outcome === 'failed' ? answerOf(result) : null
    if (answer !== null) refusals.set(answer, (refusals.get(answer) ?? new Set()).add(pathOf(result.target)))
  }
  return refusals
}

/** The attempt that tells most: the last that ended in trouble. */
export const decisiveAttempt = (result: CheckResult): Attempt | null =>
  result.attempts.findLast(attempt => attempt.fault !== null) ?? result.attempts.at(-1) ?? null

/** Upgrade arrived, in a request of HTTP/1.0: that is another fault than a header that was dropped. */
const blamesHttp10 = /no upgrade state was present|HTTP version|HTTP\/1\.1/i

export function findFacts(
  result: CheckResult,
  neighbours: Neighbours,
  run: readonly Attempt[] = result.attempts,
  refusals: Refusals = new Map(),
): Findings {
  const { fault, observations } = result
  const speakers = recogniseSpeakers(observations)
  const neighbour = neighbourOf(result, neighbours)
  // 426 means nothing but "Upgrade Required"; Envoy alone also says it to every request in HTTP/1.0.
  const missesUpgrade =
    observations['http.response.status_code'] === 426 &&
    speakers.proxy?.name !== 'Envoy' &&
    !blamesHttp10.test(String(observations['http.response.body.excerpt'] ?? ''))
  const answeredMs =
    decisiveAttempt(result)?.phases.find(({ phase }) => phase === 'request' || phase === 'upgrade')?.ms ??
    null
  const sameAsHealth = (name: string) =>
    observations[name] !== undefined && neighbour?.observations[name] === observations[name]
  const likeHealth =
    neighbour?.outcome === 'failed' &&
    sameAsHealth('http.response.status_code') &&
    sameAsHealth('http.response.body.excerpt')
  return {
    speakers,
    neighbour,
    run,
    facts: {
      // Some proxies show themselves in an answer to a plain request, and never in a 101.
      'origin.proxy': neighbour ? (recogniseSpeakers(neighbour.observations).proxy?.name ?? null) : null,
      // Other paths of the host that got the very same answer.
      'origin.alike': (refusals.get(answerOf(result) ?? '')?.size ?? 1) - 1,
      'elapsed.ms': decisiveAttempt(result)?.phases.at(-1)?.ms ?? null,
      'answer.after_ms': answeredMs,
      'answer.after': answeredMs === null ? null : showDuration(answeredMs),
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
      ...deriveFacts(result, { speakers, missesUpgrade, likeHealth }),
    },
  }
}
