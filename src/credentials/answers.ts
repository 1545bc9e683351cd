/** What the answer to a request for a credential means: the credential with its lifetime, or what is wrong. Pure. */

import { selectNodes } from '../matching/json-path.ts'
import { done, type Fault, failed, fault, type Tried } from '../model/fault.ts'
import { Secret } from '../model/secret.ts'
import type { AnswerHeaders } from '../net/exchange.ts'
import { type HttpAnswer, textOf } from '../net/http.ts'
import { expiryOf } from './jwt.ts'
import { type FetchedSource, issuerNames, type LoginSource } from './sources.ts'

export interface Held {
  readonly value: Secret
  /** Milliseconds since 1970; null if nobody said. */
  readonly expiresAtMs: number | null
  /** What else came in the answer and lets somebody in. */
  readonly others: readonly Secret[]
}

/** RFC 6749 section 5.2: the answers that mean us, and not our request. */
const refusals: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_grant',
  'access_denied',
])
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504, 520, 521, 522, 523, 524])

type Json = Readonly<Record<string, unknown>>

export function readAnswer(source: FetchedSource, answer: HttpAnswer, nowMs: number): Tried<Held> {
  if (answer.bodyFault) return failed(answer.bodyFault)
  const inCookie = source.from === 'login' && source.answer.in === 'cookie'
  const accepted = answer.status >= 200 && answer.status < (inCookie ? 400 : 300)
  const json = jsonOf(answer)
  // Some answer 200 to a request that they refuse (GitHub's own `login/oauth/access_token` does).
  const refusal = errorOf(json)
  if (!accepted || (refusal !== null && source.from === 'oauth'))
    return failed(refused(source, answer, refusal))
  if (source.from === 'login') return readLogin(source, answer, json, nowMs)
  const field = source.from === 'oidc' ? 'value' : 'access_token'
  const value = json.ok ? json.value[field] : null
  if (typeof value !== 'string' || value === '') return failed(withoutToken(source, answer, json, field))
  return done({
    value: new Secret(value),
    expiresAtMs: lifetimeOf(json, nowMs) ?? expiryOf(value),
    others: othersIn(json, value),
  })
}

type ReadJson = { readonly ok: true; readonly value: Json } | { readonly ok: false }

function jsonOf({ body }: HttpAnswer): ReadJson {
  try {
    const value: unknown = JSON.parse(textOf(body))
    return typeof value === 'object' && value !== null ? { ok: true, value: value as Json } : { ok: false }
  } catch {
    return { ok: false }
  }
}

interface OauthError {
  readonly code: string
  readonly description: string
}

function errorOf(json: ReadJson): OauthError | null {
  if (!json.ok || typeof json.value.error !== 'string' || json.value.access_token !== undefined) return null
  const { error_description: description } = json.value
  return { code: json.value.error, description: typeof description === 'string' ? description : '' }
}

function refused(source: FetchedSource, answer: HttpAnswer, error: OauthError | null): Fault {
  const { status, headers } = answer
  const code = error?.code ?? String(status)
  const why = error && `: ${error.code}${error.description && ` (${error.description.slice(0, 300)})`}`
  const said = `${issuerNames[source.from]} answered HTTP ${status}${why ?? ''}`
  if (gatewayStatuses.has(status))
    return fault('http.gateway_error', `${said}: a gateway speaks because nothing behind it answered`, code)
  if (status >= 300 && status < 400) {
    const to = String(headers.location ?? '').split('?')[0]
    return fault('http.error', `${said}, a redirect to "${to}", which is not followed`, code)
  }
  const asked = { oidc: "the job's request token", oauth: 'our client', login: 'our login' }[source.from]
  if (status === 401 || status === 403 || (error && refusals.has(error.code)))
    return fault('credential.refused', `${said}: it refuses ${asked}`, code)
  return fault('http.error', `${said} instead of a credential`, code)
}

/** The names of what came, never the values: one of them may be the credential that was looked for elsewhere. */
function withoutToken(source: FetchedSource, answer: HttpAnswer, json: ReadJson, where: string): Fault {
  const said = `${issuerNames[source.from]} answered HTTP ${answer.status}`
  if (json.ok) {
    const keys = Object.keys(json.value)
      .slice(0, 12)
      .map(key => key.slice(0, 40))
    const came = keys.length > 0 ? `its keys are ${keys.join(', ')}` : 'it is empty'
    return fault('credential.unusable', `${said} without a text at ${where}: ${came}`)
  }
  const type = String(answer.headers['content-type'] ?? 'no content type').split(';')[0]
  const what =
    answer.body.length === 0 ? 'an empty body' : isHtml(answer) ? 'an HTML page' : `a body (${type})`
  return fault('credential.unusable', `${said} with ${what} that is not JSON: no credential in it`)
}

const isHtml = ({ headers, body }: HttpAnswer): boolean =>
  /html/i.test(String(headers['content-type'] ?? '')) ||
  /^\s*<(!doctype|html)/i.test(textOf(body.subarray(0, 200)))

function readLogin(source: LoginSource, answer: HttpAnswer, json: ReadJson, nowMs: number): Tried<Held> {
  const { answer: where } = source
  if (where.in === 'cookie') return readCookie(where.name, answer, nowMs)
  if (!json.ok) return failed(withoutToken(source, answer, json, where.path))
  const nodes = selectNodes(json.value, where.path)
  const [value] = typeof nodes === 'string' ? [] : nodes
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '')
    return failed(withoutToken(source, answer, json, where.path))
  const text = String(value)
  return done({
    value: new Secret(text),
    expiresAtMs: lifetimeOf(json, nowMs) ?? expiryOf(text),
    others: othersIn(json, text),
  })
}

/** `expires_in` in seconds (RFC 6749 section 5.1); some write it as text. */
function lifetimeOf(json: ReadJson, nowMs: number): number | null {
  const seconds = json.ok ? Number(json.value.expires_in ?? Number.NaN) : Number.NaN
  return Number.isFinite(seconds) && seconds > 0 ? nowMs + seconds * 1000 : null
}

const othersIn = (json: ReadJson, own: string): Secret[] =>
  ['access_token', 'refresh_token', 'id_token'].flatMap(name => {
    const value = json.ok ? json.value[name] : null
    return typeof value === 'string' && value !== own && value.length > 7 ? [new Secret(value)] : []
  })

const cookiesOf = (headers: AnswerHeaders): string[] => [headers['set-cookie'] ?? []].flat()

/** RFC 6265 section 5.2: a client gives back what stands between `=` and `;`, as it is. */
function readCookie(name: string, answer: HttpAnswer, nowMs: number): Tried<Held> {
  const cookies = cookiesOf(answer.headers).map(line => {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), attributes }
  })
  const found = cookies.findLast(cookie => cookie.name === name && cookie.value !== '')
  if (!found) {
    const names = cookies.map(cookie => cookie.name.slice(0, 40)).slice(0, 12)
    const came = names.length > 0 ? `it sets ${names.join(', ')}` : 'it sets none'
    const said = `${issuerNames.login} answered HTTP ${answer.status}`
    return failed(fault('credential.unusable', `${said} without the cookie "${name}": ${came}`))
  }
  const age = found.attributes.map(text => /^\s*max-age\s*=\s*"?(\d+)/i.exec(text)?.[1]).find(Boolean)
  const others = cookies.filter(cookie => cookie !== found && cookie.value.length > 7)
  return done({
    value: new Secret(found.value),
    expiresAtMs: age === undefined ? expiryOf(found.value) : nowMs + Number(age) * 1000,
    others: others.map(cookie => new Secret(cookie.value)),
  })
}
