/** Asks for a credential over the network, with visible attempts. Loaded when a run has a credential that is fetched. */

import type { Acquired, Placement } from '../model/credential.ts'
import type { Attempt, Observations } from '../model/evidence.ts'
import { type Fault, failed, fault, isTransient, type Tried } from '../model/fault.ts'
import type { Secret } from '../model/secret.ts'
import type { Target } from '../model/target.ts'
import { exchange, type HttpAnswer, observeAnswer } from '../net/http.ts'
import type { Dial, Wire } from '../net/wire.ts'
import { type Held, readAnswer } from './answers.ts'
import { refuseCarried } from './carried.ts'
import { requestFor } from './requests.ts'
import { type FetchedSource, issuerNames } from './sources.ts'

/** Pauses before the further tries after an answer that may be another one a moment later, in milliseconds. */
const pausesMs = [250, 1000]

export interface FetchOptions {
  readonly source: FetchedSource
  readonly placement: Placement
  readonly target: Target
  readonly timeoutMs: number
  readonly dial: Dial
  readonly wire: Wire
  /** Called with every secret before anything that could hold it is shown. */
  readonly born: (secret: Secret) => void
}

export async function fetchCredential(
  options: FetchOptions,
): Promise<Acquired & { readonly held: Held | null }> {
  const { wire } = options
  const attempts: Attempt[] = []
  for (let turn = 0; ; turn++) {
    const tried = await attempt(options, turn)
    attempts.push(tried.attempt)
    const { fault: seen, observations } = tried
    const pauseMs = pausesMs[turn]
    if (!seen || pauseMs === undefined || !mayPass(seen) || wire.signal.aborted) {
      const { held } = tried
      const lifetimeMs = held?.expiresAtMs ? Math.max(0, held.expiresAtMs - Date.now()) : null
      return { attempts, observations, fault: seen, held, lifetimeMs }
    }
    await wire.pause(pauseMs)
  }
}

/** 429 and 5xx are worth another try: endpoints of tokens are busy places. */
const mayPass = (seen: Fault): boolean =>
  isTransient(seen) || (seen.type === 'http.error' && /^(429|5\d\d)$/.test(seen.code ?? ''))

interface Outcome {
  readonly attempt: Attempt
  readonly observations: Observations
  readonly fault: Fault | null
  readonly held: Held | null
}

async function attempt(options: FetchOptions, turn: number): Promise<Outcome> {
  const { source, target, timeoutMs, dial, wire, born } = options
  const request = requestFor(source, target.url, wire.facts)
  for (const secret of request.secrets) born(secret)
  const dialled = await dial(target, turn, timeoutMs)
  using record = dialled.record
  const end = (seen: Fault | null, held: Held | null): Outcome => ({
    attempt: record.end(seen),
    observations: record.observations,
    fault: seen,
    held,
  })
  record.observe({ 'credential.from': source.from, 'http.request.method': request.method })
  if (!dialled.ok) return end(dialled.fault, null)
  const { url, method, headers, body } = request
  const got = await exchange(dialled.connection, record, { url, method, headers, body, timeoutMs }, wire)
  if (!got.ok) return end(got.fault, null)
  const answer = got.value
  const read = placeable(readAnswer(source, answer, Date.now()), options)
  if (read.ok) for (const secret of [read.value.value, ...read.value.others]) born(secret)
  record.observe(observe(answer, wire.hide))
  return read.ok ? end(null, read.value) : end(read.fault, null)
}

/** Somebody else made it: what cannot stand where it has to go must not get onto the wire. */
function placeable(read: Tried<Held>, { source, placement }: FetchOptions): Tried<Held> {
  const wrong = read.ok ? refuseCarried(read.value.value.reveal(), placement) : null
  if (!wrong) return read
  return failed(
    fault('credential.unusable', `the credential that ${issuerNames[source.from]} gave ${wrong.message}`),
  )
}

/** Nothing else of an answer that may carry a credential, wherever it may be hidden in it. */
const harmless: ReadonlySet<string> = new Set(
  ['content-type', 'server', 'date', 'via', 'retry-after', 'www-authenticate', 'cache-control', 'cf-ray'].map(
    name => `http.response.header.${name}`,
  ),
)

function observe(answer: HttpAnswer, hide: Wire['hide']): Observations {
  const seen = observeAnswer(answer, hide)
  if (answer.status >= 400) return seen
  return Object.fromEntries(
    Object.entries(seen).filter(
      ([name]) => harmless.has(name) || (!name.includes('.header.') && !name.endsWith('.excerpt')),
    ),
  )
}
