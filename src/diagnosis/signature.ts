/** What a signature is, and when it matches. The rows themselves are plain data under signatures/. */

import type { Confidence } from '../model/report.ts'

export type FactValue = string | number | boolean | null

/** What is known about a failed check, by name: its observations and what facts.ts derives from them. */
export type Facts = Readonly<Record<string, FactValue>>

/** What one fact has to be. `null` means absent or empty; a list means any of its values. */
export type Condition =
  | null
  | string
  | number
  | boolean
  | RegExp
  | readonly (string | number)[]
  | { readonly between: readonly [number, number] }
  | { readonly not: Condition }

export type Conditions = Readonly<Record<string, Condition>>

export interface Signature {
  /** `LAYER.KEBAB-NAME`: public, stable, and the anchor of its documentation. */
  readonly id: string
  /** All of them have to hold. */
  readonly when: Conditions
  /** How sure it is by `when` alone. */
  readonly confidence: Confidence
  /** What further facts, mostly of follow-up probes, make of the confidence: the first whose conditions hold. */
  readonly adjust?: readonly { readonly when: Conditions; readonly to: Confidence }[]
  /**
   * Its place among rows that are as sure. `before`: an experiment of ours settles it, whatever the answer looked like.
   * `behind`: it holds for any software, and a row that knows the software says more.
   */
  readonly rank?: 'before' | 'behind'
  /** One or two sentences; `{fact}` stands for a fact, see `fill`. */
  readonly cause: string
  /** Exact lines, as they go into a file or a shell; remarks start with `#`. */
  readonly fix: readonly string[]
  /** Where this is known from: `repository:path` or `repository#issue` on GitHub, an RFC, a vendor's document, or `live` for what was measured. */
  readonly source: string
  /** Where it is explained, relative to the repository. */
  readonly docs: string
}

type Row = Omit<Signature, 'id' | 'docs'>

/** Stamps each row with its key, so that no id is written twice. */
export function defineSignatures(rows: Readonly<Record<string, Row>>): readonly Signature[] {
  return Object.entries(rows).map(([id, row]) => ({
    id,
    ...row,
    docs: `docs/diagnoses.md#${id.replaceAll('.', '-')}`,
  }))
}

const isAbsent = (value: FactValue | undefined): boolean =>
  value === undefined || value === null || value === ''

function holds(condition: Condition, value: FactValue | undefined): boolean {
  if (condition === null) return isAbsent(value)
  if (condition instanceof RegExp) return !isAbsent(value) && condition.test(String(value))
  if (typeof condition !== 'object') return value === condition
  if ('not' in condition) return !holds(condition.not, value)
  if ('between' in condition) {
    return typeof value === 'number' && value >= condition.between[0] && value <= condition.between[1]
  }
  return condition.some(one => one === value)
}

export function matches(when: Conditions, facts: Facts): boolean {
  return Object.entries(when).every(([name, condition]) => holds(condition, facts[name]))
}

/** How sure a matching row is in the light of all facts. */
export function confidenceOf({ adjust = [], confidence }: Signature, facts: Facts): Confidence {
  return adjust.find(({ when }) => matches(when, facts))?.to ?? confidence
}

/** A row that knows nothing but the type of the fault: used only when no better one matches. */
export function isFallback(signature: Signature): boolean {
  const names = Object.keys(signature.when)
  return names.length === 1 && names[0] === 'fault.type'
}

/** What stands in a sentence for a fact that is not known. */
const unknownWords: Readonly<Record<string, string>> = {
  speaker: 'the server',
  proxy: 'the proxy',
  'server.address': 'the host',
  'server.port': 'PORT',
  'network.peer.address': 'the address',
  'proxy.address': 'its address',
  'origin.own': 'https://HOST',
  'subprotocol.picked': 'mqtt',
  'fault.code': 'an error',
  'http.response.status_code': 'its status',
  'http.response.header.location': 'another address',
  'http.response.header.x-vercel-error': 'an error',
  'http.response.header.x-cf-routererror': 'an error',
  'http.response.header.l5d-proxy-error': 'an error',
  'http.response.header.www-authenticate': 'its words',
  'http.response.header.retry-after': 'a time',
  'certificate.not_after': 'its last day',
  'certificate.san': 'other names',
  'certificate.issuer': 'its issuer',
  'ws.close.code': 'a code',
  'ws.close.reason': 'its reason',
  'ws.close.after_ms': 'some',
  'ws.close.whole_seconds': 'some',
  'elapsed.ms': 'so many',
  'answer.after_ms': 'so many',
  'answer.after': 'some time',
  'patience.first': 'some time',
  'concurrency.opened': 'some',
  'concurrency.planned': 'all',
  'stream.events': 'some',
  'stream.silent.whole_seconds': 'some',
  'stream.headers.whole_seconds': 'some',
  'http.response.header.age': 'some',
  'stream.total.whole_seconds': 'some',
  'http.response.header.content-encoding': 'compressed',
  'idle.quiet': 'some time',
  'idle.age': 'some time',
  'addresses.failing': 'others',
  'addresses.working': 'some',
  'resolver.direct': 'addresses',
  'repeat.failed': 'some',
  'repeat.total': 'all',
  'http.response.header.x-cache': 'a hit',
  'http.response.header.x-cache-status': 'a hit',
  'http.response.header.cf-cache-status': 'a hit',
  'http.response.header.x-vercel-cache': 'a hit',
  'revision.served': 'another revision',
  'revision.expected': 'the other',
  'certificate.subject': 'its host name',
  'tls.unverified.expired_issuer': 'an intermediate',
  'tls.unverified.wildcard': 'a wildcard',
  'revision.odd_over': 'WebSockets or streams',
  'revision.odd_addresses': 'One',
}

/** Puts facts in the place of `{fact}`; only names of lower-case words, dots and dashes are taken for facts; `{{token}}` is a template of the user's. */
export function fill(text: string, facts: Facts): string {
  return text.replace(/(?<!\{)\{([a-z][a-z0-9_.-]*)\}(?!\})/g, (_, name: string) => {
    const value = facts[name]
    return isAbsent(value) ? (unknownWords[name] ?? 'unknown') : String(value)
  })
}
