/** Is the opening handshake complete and correct? */

import { randomUUID } from 'node:crypto'
import type { Judgement, PlannedCheck } from '../model/check.ts'
import { type Evidence, originWanted } from '../model/evidence.ts'
import { targetOf } from '../model/target.ts'
import type { Wire } from '../net/wire.ts'
import { defineCheck } from './define.ts'
import { evidenceOf, withTraffic } from './gather.ts'
import { openSession, type SessionOptions } from './session.ts'
import { sessionWords } from './words.ts'

interface Details {
  /** The server asks for a credential, and this run has none. */
  readonly asks: boolean
  /** A random path is refused in just the same way; null if it was not asked. */
  readonly refusesAnyPath: boolean | null
}

export const upgradeCheck = defineCheck<SessionOptions>({
  kind: 'upgrade',
  transport: 'websocket',
  usesCredential: true,
  passes:
    'the handshake is a complete and correct RFC 6455 one. Without a credential, 401 or 403 also passes, as "reachable, asks for credentials"; a 403 for want of an Origin is told from those',
  title: path => `WebSocket upgrade ${path}`,
  options: z =>
    z
      .strictObject(sessionWords(z))
      .transform(({ 'auth-message': authMessage, ...rest }) => ({ ...rest, authMessage })),
  defaults: { subprotocol: [], origin: null, authMessage: null },

  async probe(check, wire, turn) {
    const credential = await wire.issue(check.credential)
    const session = await openSession({ check, wire, turn, connection: 1, credential })
    using record = session.record
    const asks = !session.ok && session.fault.type === 'auth.required' && credential === null
    // 401 is about a credential in any case.
    const welcome = asks && session.fault.code === '403' ? await showOrigin(check, wire, turn) : null
    if (welcome) return withTraffic(welcome, [record.end(null)])
    if (session.ok) await record.time('close', () => session.channel.close())
    const details: Details = {
      asks,
      refusesAnyPath: asks ? await refusesAnyPath(check, wire, turn, record.observations) : null,
    }
    return evidenceOf({
      attempts: [record.end(session.ok || asks ? null : session.fault)],
      observations: record.observations,
      fault: session.ok ? null : session.fault,
      details,
    })
  },

  judge(_check, { fault, observations, details }): Judgement {
    const status = observations['http.response.status_code']
    const assertion = {
      claim: 'status',
      expected: '101',
      actual: String(status ?? 'no answer'),
      ok: status === 101,
    }
    const complete = 'complete and correct'
    const handshake = {
      claim: 'handshake',
      expected: complete,
      actual: fault?.message ?? complete,
      ok: !fault,
    }
    const assertions = status === 101 ? [assertion, handshake] : [assertion]
    if (!fault) {
      const subprotocol = observations['ws.subprotocol']
      const picked = subprotocol ? `, subprotocol "${subprotocol}"` : ''
      const origin = observations[originWanted]
      const welcome = origin ? ` to the Origin "${origin}"` : ''
      return {
        outcome: 'passed',
        fault,
        reason: `101 Switching Protocols${welcome}${picked}`,
        assertions,
        notes: origin
          ? [
              `a client without an Origin is refused with HTTP 403: declare origin: "${origin}" for all checks`,
            ]
          : [],
      }
    }
    const { asks, refusesAnyPath } = details as Details
    if (!asks) return { outcome: 'failed', fault, reason: fault.message, assertions, notes: [] }
    const notes = ['no credential was given: that a client gets in was not tested']
    if (refusesAnyPath)
      notes.push(
        `a random path is refused with ${status} as well: that this very path has a WebSocket was not proven`,
      )
    return {
      outcome: 'passed',
      fault: null,
      reason: `reachable, asks for credentials (HTTP ${status})`,
      assertions: [{ ...assertion, expected: '101, 401 or 403', ok: true }],
      notes,
    }
  },
})

/**
 * Browsers always show an Origin, and Django Channels, golang.org/x/net/websocket and websocketd refuse clients without one
 * as they would refuse those without a credential. The origin of our own host tells the two apart. Null if it changes nothing.
 */
async function showOrigin(
  check: PlannedCheck<SessionOptions>,
  wire: Wire,
  turn: number,
): Promise<Evidence | null> {
  if (check.options.origin !== null) return null
  const { secure, url } = check.target
  const origin = `${secure ? 'https' : 'http'}://${url.host}`
  const asked = { ...check, options: { ...check.options, origin } }
  const session = await openSession({ check: asked, wire, turn, connection: 1, credential: null })
  using record = session.record
  if (!session.ok) return null
  await record.time('close', () => session.channel.close())
  record.observe({ [originWanted]: origin })
  return evidenceOf({ attempts: [record.end(null)], observations: record.observations, fault: null })
}

/**
 * ASGI servers answer 403 for a path that has no WebSocket at all, as they do for a refused client
 * (catalogue, app-asgi-403): the same refusal of a random path shows that ours proves little.
 */
async function refusesAnyPath(
  check: PlannedCheck<SessionOptions>,
  wire: Wire,
  turn: number,
  seen: Evidence['observations'],
): Promise<boolean | null> {
  const elsewhere = {
    ...check,
    target: targetOf(new URL(`/verify-deploy-${randomUUID()}`, check.target.url)),
  }
  const session = await openSession({ check: elsewhere, wire, turn, connection: 1, credential: null })
  using record = session.record
  if (session.ok) await session.channel.close()
  const twin = record.observations
  if (twin['http.response.status_code'] === undefined) return null
  return (['http.response.status_code', 'http.response.body.excerpt'] as const).every(
    name => twin[name] === seen[name],
  )
}
