/**
 * Asks GitHub, again where that helps, and never throws: trouble is a value, because the verdict does not depend on it.
 */

import { getOctokit } from '@actions/github'

/** Limit of one request, in milliseconds. */
const requestMs = 10_000
/** How long all repeats of one request may take together. A rate limit that lasts longer is told at once. */
const patienceMs = 8000
const mostTries = 4
const firstPauseMs = 500
/** Characters of what GitHub, or something in its place, says; a page of a proxy may be long. */
const longestMessage = 300

export type TroubleKind =
  /** The token may not do that. */
  | 'permission'
  /** The token is none, or is not valid. */
  | 'credentials'
  | 'limited'
  | 'missing'
  | 'refused'
  /** No answer, or one of a server in trouble. */
  | 'unavailable'
  /** An answer that is none of GitHub's: of a proxy, a portal, another server. */
  | 'foreign'

export interface Trouble {
  readonly kind: TroubleKind
  /** In GitHub's words. */
  readonly message: string
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly hasNext: boolean }
  | { readonly ok: false; readonly trouble: Trouble }

export interface SendOptions {
  readonly tries?: number
  /** Ends it before its time. */
  readonly signal?: AbortSignal
}

type Parameters = Readonly<Record<string, unknown>>

export interface Client {
  /** @param route such as `POST /repos/{owner}/{repo}/check-runs`. */
  send<T>(route: string, parameters: Parameters, options?: SendOptions): Promise<Answer<T>>
  /** Login of the token's owner, also of an app; null if that cannot be known. */
  askLogin(): Promise<string | null>
  /** Everything ends this many milliseconds from now; what has not been answered by then is given up. */
  endIn(ms: number): void
  /** How many requests were made, repeats included. */
  countRequests(): number
}

export interface ClientOptions {
  readonly token: string
  readonly apiUrl: string
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

export function createClient({ token, apiUrl }: ClientOptions): Client {
  const octokit = getOctokit(token, { baseUrl: apiUrl, log: silent })
  const ending = new AbortController()
  let endsAt = Number.POSITIVE_INFINITY
  let requests = 0

  async function once<T>(route: string, parameters: Parameters, given?: AbortSignal) {
    requests++
    const signals = [ending.signal, AbortSignal.timeout(requestMs), ...(given ? [given] : [])]
    const request = { signal: AbortSignal.any(signals) }
    try {
      const { data, headers, status } = await octokit.request(route, { ...parameters, request })
      if (typeof data !== 'object' || data === null) return { failure: foreignAnswer(status, headers) }
      return { value: data as T, hasNext: /rel="next"/.test(headers.link ?? '') }
    } catch (error) {
      return { failure: failureOf(error) }
    }
  }

  return {
    async send<T>(route: string, parameters: Parameters, { tries = mostTries, signal }: SendOptions = {}) {
      const start = performance.now()
      for (let turn = 1; ; turn++) {
        const answer = await once<T>(route, parameters, signal)
        if (!answer.failure) return { ok: true, ...answer } as const
        const { trouble, afterMs } = answer.failure
        const isOver = ending.signal.aborted || signal?.aborted
        if (afterMs === null || turn >= tries || isOver) return { ok: false, trouble } as const
        const waitMs = Math.max(afterMs, firstPauseMs * 2 ** (turn - 1))
        const now = performance.now()
        if (now - start + waitMs > patienceMs || now + waitMs > endsAt) return { ok: false, trouble } as const
        await new Promise(resolve => setTimeout(resolve, waitMs))
      }
    },
    async askLogin() {
      requests++
      const request = { signal: AbortSignal.any([ending.signal, AbortSignal.timeout(requestMs)]) }
      try {
        const answer: unknown = await octokit.graphql('query { viewer { login } }', { request })
        return (answer as { readonly viewer?: { readonly login?: string } }).viewer?.login ?? null
      } catch {
        return null
      }
    },
    endIn(ms) {
      endsAt = performance.now() + ms
      setTimeout(() => ending.abort(), ms).unref()
    },
    countRequests: () => requests,
  }
}

/**
 * What `ask` comes to. An answer of GitHub's is taken at its word; should it have another shape, that is trouble as well: a
 * proxy that answers for GitHub must not keep us from completing a check run.
 */
export async function understand<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await ask()
  } catch (error) {
    return { ok: false, trouble: misunderstood(error) }
  }
}

export const misunderstood = (error: unknown): Trouble => ({
  kind: 'foreign',
  message: `an answer could not be understood: ${error}`,
})

interface Failure {
  readonly trouble: Trouble
  /** When to ask again, at the earliest; null if that would not help. */
  readonly afterMs: number | null
}

type Headers = Readonly<Record<string, string | number | undefined>>

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Handle rate limit errors". */
function pauseOf(headers: Headers): number | null {
  const after = String(headers['retry-after'] ?? '')
  if (/^\d+$/.test(after)) return Number(after) * 1000
  // RFC 9110, 10.2.3: or a date, which has whole seconds only.
  if (Date.parse(after) > 0) return Math.max(0, Date.parse(after) - Date.now()) + 1000
  if (String(headers['x-ratelimit-remaining']) !== '0') return null
  const reset = Number(headers['x-ratelimit-reset'])
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) + 1000 : null
}

const clip = (text: string): string =>
  text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text

function foreignAnswer(status: number, headers: Headers): Failure {
  const type = clip(String(headers['content-type'] ?? 'without a type'))
  return { trouble: { kind: 'foreign', message: `HTTP ${status} with ${type}` }, afterMs: null }
}

/** Octokit gives network trouble the status 500, and no response. */
function failureOf(error: unknown): Failure {
  const { status, response, message } = error as {
    status?: number
    message?: string
    response?: { headers: Headers; data?: unknown }
  }
  const said = (kind: TroubleKind, afterMs: number | null): Failure => {
    const isPage = typeof response?.data === 'string' && /^\s*</.test(response.data)
    const words = typeof message === 'string' ? message.split(' - https://')[0]! : String(error)
    const line = isPage ? 'a page, and no answer of the API' : clip(words.replace(/\s+/g, ' '))
    return { trouble: { kind, message: response ? `HTTP ${status}: ${line}` : line }, afterMs }
  }
  if (!response || status === undefined) return said('unavailable', 0)
  const pause = pauseOf(response.headers)
  const isLimit = pause !== null || /rate limit/i.test(message ?? '')
  if (status === 429 || (status === 403 && isLimit)) return said('limited', pause)
  if (status === 401) return said('credentials', null)
  if (status === 403) return said('permission', null)
  if (status === 404 || status === 410) return said('missing', null)
  return status >= 500 ? said('unavailable', pause ?? 0) : said('refused', null)
}
