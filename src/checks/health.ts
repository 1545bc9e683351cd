/** Does an HTTP endpoint answer as declared? */

import { randomUUID } from 'node:crypto'
import { readJson } from '../matching/json.ts'
import { jsonSubject, match, textSubject } from '../matching/match.ts'
import { fillMatch, fillText, newScope, type Scope } from '../matching/template.ts'
import type { Assertion, PlannedCheck } from '../model/check.ts'
import { targetOf } from '../model/target.ts'
import { type HttpAnswer, textOf } from '../net/http.ts'
import type { Wire } from '../net/wire.ts'
import { defineCheck } from './define.ts'
import { type Fetched, type FetchOptions, fetchTarget } from './fetch.ts'
import { evidenceOf } from './gather.ts'
import { judgeHealth } from './health/judge.ts'
import { duration, listOf, matching } from './words.ts'

export interface HealthOptions extends FetchOptions {
  /** Accepted statuses; empty means any 2xx. */
  readonly status: readonly number[]
  /** Matches by header name. */
  readonly headersMatch: Readonly<Record<string, unknown>> | null
  readonly json: unknown
  readonly text: unknown
  readonly withinMs: number | null
}

/** What the judge reads beside the observations. */
export interface HealthDetails {
  /** Declared expectations on headers and body, each compared. */
  readonly assertions: readonly Assertion[]
  /** A random path gives the same page; null if it was not asked. */
  readonly catchAll: boolean | null
  readonly totalMs: number
  /** Of the body only the beginning was read. */
  readonly truncated: boolean
  /** Neither HTTP nor the body itself tells whether it came to its end. */
  readonly untoldEnd: boolean
}

export const healthCheck = defineCheck<HealthOptions>({
  kind: 'health',
  transport: 'http',
  usesCredential: false,
  passes:
    'the HTTP answer matches (`status`, `headers-match`, `json`, `text`, `within`). Redirects are not followed unless `follow: true`; credentials never cross an origin. An HTML answer with no declared expectation that a random path gives as well is a catch-all page, and a failure',
  title: path => `Health ${path}`,
  options: z =>
    z
      .strictObject({
        method: z
          .string()
          .regex(/^[A-Za-z]+$/)
          .transform(method => method.toUpperCase())
          .default('GET'),
        body: z
          .unknown()
          .transform(body =>
            body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
          ),
        status: listOf(z, z.int().min(100).max(599)).default([]),
        'headers-match': z.record(z.string(), matching(z)).nullable().default(null),
        json: matching(z),
        text: matching(z),
        within: duration(z).nullable().default(null),
        follow: z.boolean().default(false),
      })
      .partial({ body: true, json: true, text: true })
      .transform(({ 'headers-match': headersMatch, within: withinMs, body = null, ...rest }) => ({
        ...rest,
        json: rest.json,
        text: rest.text,
        body,
        headersMatch,
        withinMs,
      })),
  defaults: {
    method: 'GET',
    body: null,
    status: [],
    headersMatch: null,
    json: undefined,
    text: undefined,
    withinMs: null,
    follow: false,
  },

  async probe(check, wire, turn) {
    const credential = await wire.issue(check.credential)
    const scope = newScope({ ...wire.facts, connection: 1, token: credential?.value ?? null })
    const options = fillOptions(check.options, scope)
    const got = await fetchTarget(check, options, { wire, turn, scope, credential })
    const totalMs = got.attempts.flatMap(a => a.phases).reduce((sum, phase) => sum + phase.ms, 0)
    const suspicious = got.answer !== null && got.fault === null && looksCatchAll(check, got.answer)
    const details: HealthDetails = {
      assertions: got.answer ? compare(options, got.answer, wire.hide) : [],
      catchAll: suspicious ? await answersAnyPath(check, wire, turn, got) : null,
      totalMs,
      truncated: got.answer?.truncated ?? false,
      untoldEnd: got.answer !== null && hasUntoldEnd(got.answer),
    }
    return evidenceOf({ attempts: got.attempts, observations: got.observations, fault: got.fault, details })
  },

  judge: judgeHealth,
})

function fillOptions(options: HealthOptions, scope: Scope): HealthOptions {
  return {
    ...options,
    body: options.body === null ? null : fillText(options.body, scope),
    headersMatch:
      options.headersMatch && (fillMatch(options.headersMatch, scope) as HealthOptions['headersMatch']),
    json: fillMatch(options.json, scope),
    text: fillMatch(options.text, scope),
  }
}

/** A value of JSON in brackets, and a page, say themselves that they are whole. */
function hasUntoldEnd({ untoldEnd, body }: HttpAnswer): boolean {
  if (!untoldEnd) return false
  const text = textOf(body)
  if (/<\/html>\s*$/i.test(text.slice(-100))) return false
  return !/^\s*[[{]/.test(text.slice(0, 100)) || readJson(text) === undefined
}

function compare(options: HealthOptions, answer: HttpAnswer, hide: Wire['hide']): Assertion[] {
  const assertions: Assertion[] = []
  const add = (claim: string, mismatch: { path: string; expected: string; actual: string } | null) =>
    assertions.push(
      mismatch
        ? {
            claim: `${claim}${mismatch.path}`,
            expected: mismatch.expected,
            actual: mismatch.actual,
            ok: false,
          }
        : { claim, expected: 'as declared', actual: 'as declared', ok: true },
    )
  for (const [name, spec] of Object.entries(options.headersMatch ?? {})) {
    const value = answer.headers[name.toLowerCase()]
    add(
      `header ${name} `,
      match(
        { value: spec },
        jsonSubject(value === undefined ? {} : { value: [value].flat().join(', ') }),
        hide,
      ),
    )
  }
  if (options.text !== undefined)
    add('text ', match(options.text, textSubject(textOf(answer.body).replace(/\r?\n$/, '')), hide))
  if (options.json !== undefined) {
    const parsed = readJson(textOf(answer.body))
    add(
      'json ',
      parsed === undefined
        ? {
            path: '',
            expected: 'a JSON body',
            actual: answer.truncated
              ? 'a body of more than 1 MiB, of which no more is read'
              : `a body that is not valid JSON (${answer.headers['content-type'] ?? 'no content type'})`,
          }
        : match(options.json, jsonSubject(parsed), hide),
    )
  }
  return assertions
}

/**
 * A page that says nothing of the application: HTML with no declared expectation, or Caddy's empty 200 for a host it
 * does not know. The root itself is a page by right.
 */
function looksCatchAll({ options, target }: PlannedCheck<HealthOptions>, answer: HttpAnswer): boolean {
  const declared =
    options.status.length > 0 ||
    options.headersMatch !== null ||
    options.json !== undefined ||
    options.text !== undefined
  if (declared || options.method !== 'GET' || answer.status < 200 || answer.status > 299) return false
  if (answer.body.length === 0 && /^caddy$/i.test(String(answer.headers.server ?? ''))) return true
  const type = answer.headers['content-type']
  const isPage =
    type === undefined
      ? /^\s*<(!doctype html|html)\b/i.test(textOf(answer.body.subarray(0, 200)))
      : /html/i.test(String(type))
  return target.url.pathname !== '/' && isPage
}

async function answersAnyPath(
  check: PlannedCheck<HealthOptions>,
  wire: Wire,
  turn: number,
  { answer: seen, url }: Fetched,
): Promise<boolean | null> {
  const path = `/verify-deploy-${randomUUID()}`
  const elsewhere = { ...check, target: targetOf(new URL(path, check.target.url)) }
  const scope = newScope({ ...wire.facts, connection: 1, token: null })
  const twin = await fetchTarget(elsewhere, check.options, { wire, turn, scope, credential: null })
  if (!twin.answer || !seen) return null
  // Some pages print the path that was asked for; attributes and long tokens carry nonces and hashes.
  const plain = (body: Uint8Array, asked: string) =>
    textOf(body)
      .replaceAll(asked, '')
      .replace(/=("[^"]*"|'[^']*')/g, '')
      .replace(/[\w+/=-]{16,}|\d+/g, '')
  return (
    twin.answer.status === seen.status &&
    plain(twin.answer.body, twin.url.pathname) === plain(seen.body, url.pathname)
  )
}
