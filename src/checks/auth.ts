/** Is everybody without a valid credential turned away, while a client with one gets in? */

import { randomUUID } from 'node:crypto'
import { conversation, type Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { BadCredential, Credential } from '../model/credential.ts'
import { isTransient } from '../model/fault.ts'
import { targetOf } from '../model/target.ts'
import type { Wire } from '../net/wire.ts'
import { type Admission, compareAdmission } from './auth/admission.ts'
import { visitEndpoint } from './auth/http.ts'
import { type AuthDetails, judgeAuth, offenderOf, type Tried, troubleOf } from './auth/judge.ts'
import { enterWebSocket } from './auth/websocket.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import { mapAtMost } from './map-at-most.ts'
import type { SessionOptions } from './session.ts'
import { speak } from './spoken.ts'
import { sessionWords } from './words.ts'

export interface AuthOptions extends SessionOptions {
  readonly over: 'websocket' | 'http'
  /** Null takes that of the `messaging` check on the same path, else the protocol's own round trip, or a ping. */
  readonly conversation: readonly Step[] | null
  readonly method: string
  readonly body: string | null
}

/** Handshakes of bad clients at the same time: quick, and no burst that a rate limit would answer. What follows is side by side. */
const handshakesAtOnce = 4
/** As between two attempts of a check. */
const againAfterMs = 250
/** A bad client that got a pong is watched for so long; only a server that lets it in makes anybody wait. */
const badWatchMs = 3000
/** A good one as long as `messaging` watches its own. */
const goodWatchMs = 500

export const authCheck = defineCheck<AuthOptions>({
  kind: 'auth',
  transport: 'websocket',
  transportOf: ({ over }) => over,
  usesCredential: true,
  passes:
    'each bad credential is refused: none, malformed, wrong signature, expired, not yet valid, `alg: none`, wrong audience and issuer where claims name them. Refused is a 401 or 403, a policy close, or what `refused` adds; a 404, a 5xx or silence is none. Each counts only beside a good client that gets in',
  title: path => `Refusals ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        over: z.enum(['websocket', 'http']).default('websocket').describe('What the path speaks.'),
        conversation: conversation(z).nullable().default(null),
        method: z
          .string()
          .regex(/^[A-Za-z]+$/)
          .transform(method => method.toUpperCase())
          .default('GET')
          .describe('With `over: http`.'),
        body: z
          .unknown()
          .transform(body => (body === undefined || typeof body === 'string' ? body : JSON.stringify(body)))
          .optional()
          .describe('With `over: http`.'),
      })
      .transform(({ 'auth-message': authMessage, body = null, ...rest }) => ({ ...rest, authMessage, body })),
  defaults: {
    subprotocol: [],
    origin: null,
    authMessage: null,
    over: 'websocket',
    conversation: null,
    protocol: null,
    refused: null,
    method: 'GET',
    body: null,
  },

  async probe(check, wire, turn) {
    const good = await wire.issue(check.credential)
    const forged = await wire.forge(good ? check.credential : null)
    const { steps } = speak(check.options, check.options.conversation, good !== null)
    const { bad, notes } = chooseFlaws(forged, good, steps)
    const door = { check, wire, turn }
    const { promise: until, resolve: leaveAfter } = Promise.withResolvers<number>()
    // A good client that fails ends the matter: what is refused beside it says nothing.
    let pointless = false
    const control = good ? enter(door, 1, good, { until }) : null
    const known = control?.then(seen => {
      if (seen.how !== 'accepted') pointless = true
    })
    const entered = enterAll(door, bad, () => pointless)
    // Also after a bug, which is told below: the good client must not stay for ever.
    entered.then(
      seen => leaveAfter(Math.max(0, ...seen.map(one => one?.closedMs ?? 0))),
      () => leaveAfter(0),
    )
    const [seen, goodSeen] = await Promise.all([entered, control, known])
    const tried = bad.flatMap((one, at): Tried[] => {
      const admission = seen[at]
      if (!admission) return []
      return [{ ...one, admission: goodSeen ? compareAdmission(admission, goodSeen) : admission }]
    })
    const elsewhere = good ? null : await refusesAnyPath(door, tried)
    const details: AuthDetails = { good: goodSeen, tried, refusesAnyPath: elsewhere, notes }
    const trouble = troubleOf(details)
    const shown = offenderOf(details) ?? goodSeen ?? tried[0]!.admission
    return evidenceOf({
      attempts: attemptsOf(details),
      observations: {
        ...shown.observations,
        'clients.planned': bad.length + (good ? 1 : 0),
        ...countOf(tried),
      },
      fault: trouble,
      transcript: shown.transcript,
      details,
    })
  },

  judge: judgeAuth,
})

interface Door {
  readonly check: PlannedCheck<AuthOptions>
  readonly wire: Wire
  readonly turn: number
}

interface Manner {
  readonly until?: Promise<number>
  readonly onHandshake?: () => void
}

const enter = (door: Door, connection: number, credential: Credential | null, manner: Manner = {}) =>
  door.check.options.over === 'http'
    ? visitEndpoint({ ...door, connection, credential })
    : enterWebSocket({
        ...door,
        ...manner,
        connection,
        credential,
        conversation: door.check.options.conversation,
        watchMs: manner.until ? goodWatchMs : Math.min(badWatchMs, door.check.timeoutMs),
      })

/** All of them; null for those that were left out because it had become pointless. */
async function enterAll(door: Door, bad: readonly BadCredential[], pointless: () => boolean) {
  const entered = await mapAtMost(handshakesAtOnce, bad, async ({ credential }, at) => {
    if (pointless()) return { entering: null }
    const handshake = Promise.withResolvers<void>()
    const entering = enter(door, at + 2, credential, { onHandshake: handshake.resolve })
    // A bug is told below, when all are done.
    entering.catch(() => {})
    await Promise.race([handshake.promise, entering])
    return { entering }
  })
  const seen = await Promise.all(entered.map(({ entering }) => entering))
  if (door.check.retries === 0 || !seen.some(hasStumbled)) return seen
  await door.wire.pause(againAfterMs)
  await door.wire.calm()
  return await mapAtMost(1, seen, async (first, at) =>
    hasStumbled(first) && !pointless() && !door.wire.signal.aborted
      ? await enter({ ...door, turn: door.turn + 1 }, at + 2, bad[at]!.credential)
      : first,
  )
}

/** A network that stumbled, or a limit on connections or requests, has refused nobody: asked again, one at a time. */
function hasStumbled(one: Admission | null): boolean {
  if (one?.how !== 'unproven' || !one.fault) return false
  return isTransient(one.fault) || one.observations['http.response.status_code'] === 429
}

/** Where all that is ever sent is a ping, a client without a first message cannot be told from one that has yet to send it. */
function chooseFlaws(forged: readonly BadCredential[], good: Credential | null, steps: readonly Step[]) {
  const silent = steps.every(step => 'send' in step)
  if (good?.placement.in !== 'message' || !silent) return { bad: forged, notes: [] }
  const notes = [
    'that a client which sends no credential is refused was not tested: declare a message with send and expect',
  ]
  return { bad: forged.filter(({ flaw }) => flaw !== 'none'), notes }
}

/**
 * Without a good client only the upgrade's own existence can be held against a refusal: a path that cannot exist must
 * be answered otherwise. ASGI servers say 403 to both (catalogue, app-asgi-403).
 */
async function refusesAnyPath(door: Door, tried: readonly Tried[]): Promise<boolean | null> {
  const seen = tried.find(({ flaw, admission }) => flaw === 'none' && admission.how === 'refused')?.admission
  // Where the connection was open, there is a WebSocket.
  if (!seen || seen.observations['http.response.status_code'] === 101) return null
  const target = targetOf(new URL(`/verify-deploy-${randomUUID()}`, door.check.target.url))
  const twin = await enter({ ...door, check: { ...door.check, target } }, 1, null)
  return (['http.response.status_code', 'http.response.body.excerpt'] as const).every(
    name => twin.observations[name] === seen.observations[name],
  )
}

/** The one that tells most comes last: it is what a reader sees first. */
function attemptsOf(details: AuthDetails) {
  const { good, tried } = details
  const offender = offenderOf(details)
  const all: Admission[] = [...tried.map(({ admission }) => admission), ...(good ? [good] : [])]
  const ordered = offender ? [...all.filter(one => one !== offender), offender] : all
  return ordered.map(one => ({ ...one.attempt, fault: one === offender ? troubleOf(details) : null }))
}

function countOf(tried: readonly Tried[]) {
  const named = (how: Admission['how']) =>
    tried.flatMap(({ flaw, admission }) => (admission.how === how ? [flaw] : []))
  const list = (how: Admission['how']) => [...new Set(named(how))].join(', ') || null
  return {
    'auth.refused': named('refused').length,
    'auth.accepted': list('accepted'),
    'auth.not_proven': list('unproven'),
  }
}
