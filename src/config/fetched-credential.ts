/** Credentials that somebody is asked for: what has to be known before the first of them is asked. */

import type { CredentialSource, LoginSource } from '../credentials/sources.ts'
import { templateNames } from '../matching/template.ts'
import type { Headers } from '../model/check.ts'
import type { Place, Problem } from '../model/problem.ts'
import { reveal, Secret } from '../model/secret.ts'
import type { Given } from './config.ts'
import type { Part } from './credential.ts'
import { namesSecret } from './environment-variables.ts'
import { bad, good, type Parsed, problemOf } from './parsed.ts'
import { isToken } from './values.ts'

export interface LoginDraft {
  readonly endpoint: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
  /** JSONPath of the token; exactly one of this and `cookie`. */
  readonly token: string | null
  readonly cookie: string | null
  readonly problems: readonly Problem[]
  /** Where one of its words stands. */
  readonly placeOf: (word: string) => Place
}

export type Job = Pick<Given, 'env' | 'event' | 'directory'>

const permission = 'permissions: { id-token: write, contents: read }'

/** https://docs.github.com/actions/reference/security/oidc: what a job has that may ask for a token. */
export function resolveOidc(
  { value: audience, subject, place }: Part<string>,
  { env, event }: Job,
): CredentialSource | Problem {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: endpoint = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } = env
  if (token !== '' && URL.canParse(endpoint)) {
    const { pathname, search } = new URL(endpoint)
    return {
      from: 'oidc',
      audience,
      endpoint,
      pathSecret: new Secret(`${pathname}${search}`),
      requestToken: new Secret(token),
      declared: place,
    }
  }
  const tell = (message: string, remedy: string) => problemOf(subject, message, remedy, place)
  if (env.GITHUB_ACTIONS !== 'true')
    return tell(
      'needs a job of GitHub Actions: only there GitHub gives out a token',
      'give another credential here, such as token',
    )
  const missing = 'ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set'
  if (isFork(event))
    return tell(
      `cannot be had: GitHub never lets a pull request from a fork ask for a token (${missing})`,
      'verify after the merge, or leave this credential out for pull requests from forks',
    )
  return tell(`cannot be had: the job may not ask for a token (${missing})`, `add to the job: ${permission}`)
}

interface PullRequestEvent {
  readonly pull_request?: {
    readonly head?: { readonly repo?: { readonly full_name?: unknown } | null }
    readonly base?: { readonly repo?: { readonly full_name?: unknown } }
  }
}

/** A deleted fork has no repository any more. */
function isFork(event: unknown): boolean {
  const { pull_request: request } = (
    typeof event === 'object' && event !== null ? event : {}
  ) as PullRequestEvent
  return request !== undefined && request.head?.repo?.full_name !== request.base?.repo?.full_name
}

/** What cannot work is told; null then. */
export async function resolveLogin(
  { value: draft, subject, place }: Part<LoginDraft>,
  problems: Problem[],
): Promise<LoginSource | null> {
  const before = problems.length
  problems.push(...draft.problems)
  const tell = (word: string, message: string, remedy: string) =>
    problems.push(problemOf(`${subject}.${word}`, message, remedy, draft.placeOf(word)))
  for (const word of ['headers', 'body'] as const)
    if (templateNames(word === 'body' ? draft.body : Object.values(draft.headers).map(reveal)).has('token'))
      tell(word, '"{{token}}" stands for the token that the login is asked for', 'remove it')
  if (draft.body !== null && (draft.method === 'GET' || draft.method === 'HEAD'))
    tell('method', `"${draft.method}" does not carry a body`, 'write POST, or remove body')
  const where = await readWhere(draft)
  if (!where.ok) tell(draft.cookie === null ? 'token' : 'cookie', where.message, where.remedy)
  if (!where.ok || problems.length > before) return null
  const { endpoint, method, headers, body } = draft
  return { from: 'login', endpoint, method, headers, body, answer: where.value, declared: place }
}

async function readWhere({ token, cookie }: LoginDraft): Promise<Parsed<LoginSource['answer']>> {
  if (token !== null && cookie !== null)
    return bad('contradicts token: a login gives one credential', 'keep one of token and cookie')
  if (cookie !== null)
    return isToken(cookie)
      ? good({ in: 'cookie', name: cookie })
      : bad(`"${cookie}" is not a name of a cookie`, 'write the name alone, such as session')
  if (token === null) return bad('is missing, and cookie as well', 'write token: $.path, or cookie: NAME')
  const { checkPath } = await import('../matching/json-path.ts')
  const wrong = token.startsWith('$') ? checkPath(token) : 'it does not start with $'
  return wrong === null
    ? good({ in: 'json', path: token })
    : bad(`"${token}" is not a JSONPath: ${wrong}`, 'write a JSONPath such as $.access_token')
}

/** What of a source must never be shown. Words of a login that are called like secrets are, wherever they came from. */
export function secretsOf(source: CredentialSource | LoginDraft): Secret[] {
  if (!('from' in source)) return [...secretsIn(source.body), ...secretHeaders(source.headers)]
  if (source.from === 'oidc') return [source.requestToken, source.pathSecret]
  return source.from === 'oauth' ? [source.clientSecret] : []
}

const secretHeaders = (headers: Headers): Secret[] =>
  Object.entries(headers).flatMap(([name, value]) => {
    if (value instanceof Secret) return [value]
    return /authorization|cookie/i.test(name) || namesSecret(name.replaceAll('-', '_'))
      ? [new Secret(value)]
      : []
  })

const secretWord = /^(pin|otp|totp|code|pwd|pass)$/i

function secretsIn(body: unknown, name = ''): Secret[] {
  if (typeof body === 'string' && name === '') return secretsInText(body)
  if (typeof body === 'string' || typeof body === 'number')
    // A shorter one would take plain words out of the report.
    return String(body).length > 3 && (namesSecret(name) || secretWord.test(name))
      ? [new Secret(String(body))]
      : []
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([key, value]) =>
    secretsIn(value, Array.isArray(body) ? name || '0' : key),
  )
}

/** A body that was written as text: JSON, or a form. */
function secretsInText(text: string): Secret[] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? secretsIn(value) : []
  } catch {
    return [...new URLSearchParams(text)].flatMap(([name, value]) => secretsIn(value, name || '0'))
  }
}
