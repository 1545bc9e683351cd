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

export interface Trouble {
  readonly kind: TroubleKind
  /** In GitHub's words. */
  readonly message: string
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly hasNext: boolean }
  | { readonly ok: false; readonly trouble: Trouble }

export interface Client {
  /** @param route such as `POST /repos/{owner}/{repo}/check-runs`. */
  send<T>(route: string, parameters: Readonly<Record<string, unknown>>, tries?: number): Promise<Answer<T>>
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

  async function once<T>(route: string, parameters: Readonly<Record<string, unknown>>) {
    requests++
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(requestMs)])
    try {
      const { data, headers } = await octokit.request(route, { ...parameters, request: { signal } })
      return { value: data as T, hasNext: /rel="next"/.test(headers.link ?? '') }
    } catch (error) {
      return { failure: failureOf(error) }
    }
  }

  return {
    async send<T>(route: string, parameters: Readonly<Record<string, unknown>>, tries = mostTries) {
      const start = performance.now()
      for (let turn = 1; ; turn++) {
        const answer = await once<T>(route, parameters)
        if (!answer.failure) return { ok: true, ...answer } as const
        const { trouble, afterMs } = answer.failure
        if (afterMs === null || turn >= tries || ending.signal.aborted) return { ok: false, trouble } as const
        const waitMs = Math.max(afterMs, firstPauseMs * 2 ** (turn - 1))
        const now = performance.now()
        if (now - start + waitMs > patienceMs || now + waitMs > endsAt) return { ok: false, trouble } as const
        await new Promise(resolve => setTimeout(resolve, waitMs))
      }
    },
    endIn(ms) {
      endsAt = performance.now() + ms
      setTimeout(() => ending.abort(), ms).unref()
    },
    countRequests: () => requests,
  }
}

interface Failure {
  readonly trouble: Trouble
  /** When to ask again, at the earliest; null if that would not help. */
  readonly afterMs: number | null
}

type Headers = Readonly<Record<string, string | number | undefined>>

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Handle rate limit errors". */
function pauseOf(headers: Headers): number | null {
  const after = headers['retry-after']
  if (after !== undefined && /^\d+$/.test(String(after))) return Number(after) * 1000
  if (String(headers['x-ratelimit-remaining']) !== '0') return null
  const reset = Number(headers['x-ratelimit-reset'])
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) + 1000 : null
}

/** Octokit gives network trouble the status 500, and no response. */
function failureOf(error: unknown): Failure {
  const { status, response, message } = error as {
    status?: number
    message?: string
    response?: { headers: Headers; data?: unknown }
  }
  const said = (kind: TroubleKind, afterMs: number | null): Failure => {
    const words = typeof message === 'string' ? message.split(' - https://')[0]! : String(error)
    return { trouble: { kind, message: response ? `HTTP ${status}: ${words}` : words }, afterMs }
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
