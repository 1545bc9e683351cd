/** Do many clients at once all get in, and does each get its own replies and nobody else's? */

import type { Conversed } from '../conversation/run.ts'
import { conversation, type Step } from '../conversation/steps.ts'
import { cutText } from '../matching/show.ts'
import type { Credential } from '../model/credential.ts'
import type { Attempt } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { sayWhere } from '../model/flakiness.ts'
import type { Wire } from '../net/wire.ts'
import { judgeConcurrency } from './concurrency-judge.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import { percentiles } from './percentiles.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { observeTalk, talk } from './talk.ts'
import { sessionWords } from './words.ts'

export interface ConcurrencyOptions extends SessionOptions {
  readonly connections: number
  /** Null takes that of the `messaging` check on the same path, else a ping. */
  readonly conversation: readonly Step[] | null
}

export interface ConcurrencyDetails {
  readonly credentialShown: boolean
  readonly planned: number
  readonly opened: number
  readonly answered: number
  readonly crossTalk: string | null
  readonly notes: readonly string[]
}

/**
 * Handshakes under way at the same time. All connections are open together in the end; more SYNs at once than a
 * listener's backlog (511 in nginx and Node) would only measure retransmissions.
 */
const handshakesAtOnce = 256

export const concurrencyCheck = defineCheck<ConcurrencyOptions>({
  kind: 'concurrency',
  transport: 'websocket',
  usesCredential: true,
  passes:
    "every connection opens, runs the conversation (its own, else that of `messaging` on the path, else `send`/`expect`, else a ping), gets its own replies and nobody else's; reports p50/p95/p99 of connect and round trip",
  title: path => `Concurrent clients ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        connections: z.int().min(1).max(10_000).default(5),
        conversation: conversation(z).nullable().default(null),
      })
      .transform(({ 'auth-message': authMessage, ...rest }) => ({ ...rest, authMessage })),
  defaults: { subprotocol: [], origin: null, authMessage: null, connections: 5, conversation: null },

  async probe(check, wire, turn) {
    const { connections } = check.options
    const steps = check.options.conversation
    // Each its own, made before the first handshake: minting meanwhile would measure our own signing.
    const credentials: (Credential | null)[] = []
    for (let connection = 1; connection <= connections; connection++)
      credentials.push(await wire.issue(check.credential, connection))
    const started: number[] = []
    const connectMs: number[] = []
    // Closed however this ends: an open socket would keep the process alive.
    const records: Disposable[] = []
    using _all = { [Symbol.dispose]: () => records.forEach(record => void record[Symbol.dispose]()) }

    const sessions = await mapAtMost(handshakesAtOnce, connections, async i => {
      started[i] = performance.now()
      const credential = credentials[i] ?? null
      const session = await openSession({ check, wire, turn, connection: i + 1, credential })
      records.push(session.record)
      if (session.ok) connectMs.push(performance.now() - started[i])
      return session
    })
    // All are open at the same time now; only then do they speak.
    const talks = await Promise.all(
      sessions.map(async (s, i) => (s.ok ? keepOf(await talk(s, steps, check, wire), i === 0) : null)),
    )
    const crossTalk = findCrossTalk(sessions, wire.hide)
    await Promise.all(
      sessions.map(s => (s.ok && !s.channel.closed ? s.record.time('close', () => s.channel.close()) : null)),
    )

    const attempts: Attempt[] = sessions.map((session, i) =>
      session.record.end(troubleOf(session, talks[i]!)),
    )
    const shown = Math.max(
      0,
      attempts.findIndex(a => a.fault),
    )
    const [sample, said] = [sessions[shown]!, talks[shown]]
    const details: ConcurrencyDetails = {
      credentialShown: sessions.some(session => session.credentialShown),
      planned: connections,
      opened: sessions.filter(s => s.ok).length,
      answered: talks.filter(t => t && !t.fault).length,
      crossTalk,
      notes: [...new Set(talks.flatMap(t => t?.notes ?? []))].slice(0, 5),
    }
    return evidenceOf({
      attempts,
      observations: {
        ...sample.record.observations,
        ...(sample.ok && said?.fault ? observeTalk(sample, said) : {}),
        'concurrency.planned': connections,
        'concurrency.opened': details.opened,
        'concurrency.answered': details.answered,
        ...percentiles('concurrency.connect', connectMs),
        ...percentiles(
          'concurrency.round_trip',
          talks.flatMap(t => t?.roundTripsMs ?? []),
        ),
      },
      fault: worstOf(attempts, connections),
      transcript: talks.find(t => t?.fault)?.transcript ?? talks[0]?.transcript ?? [],
      details,
    })
  },

  judge: judgeConcurrency,
})

/** Of thousands of conversations that ran well, one is kept whole. */
const keepOf = (talked: Conversed, whole: boolean): Conversed =>
  whole || talked.fault ? talked : { ...talked, transcript: [], assertions: [] }

const troubleOf = (session: Session, talk: Conversed | null): Fault | null =>
  session.ok ? (talk?.fault ?? null) : session.fault

/** The most frequent trouble speaks for all, and says for how many. */
function worstOf(attempts: readonly Attempt[], planned: number): Fault | null {
  const faults = attempts.flatMap(a => (a.fault ? [a.fault] : []))
  if (faults.length === 0) return null
  const counts = new Map<string, number>()
  for (const { type } of faults) counts.set(type, (counts.get(type) ?? 0) + 1)
  const [type] = [...counts].sort((a, b) => b[1] - a[1])[0]!
  const first = faults.find(f => f.type === type)!
  const spread = new Set(attempts.map(a => a.address)).size > 1
  const where = spread ? sayWhere(attempts, a => a.fault !== null) : ''
  return fault(
    first.type,
    `${faults.length} of ${planned} connections failed${where}; the first: ${first.message}`,
    first.code,
  )
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** A message on one connection that carries the id of another's conversation: the first one found, in words. */
function findCrossTalk(sessions: readonly Session[], hide: Wire['hide']): string | null {
  const owners = new Map(sessions.map((session, i) => [session.scope.id, i + 1]))
  for (const [i, session] of sessions.entries()) {
    if (!session.ok) continue
    for (const { data } of session.channel.messages) {
      if (typeof data !== 'string') continue
      for (const [id] of data.matchAll(uuids)) {
        const owner = owners.get(id)
        if (owner !== undefined && owner !== i + 1)
          return `connection ${i + 1} received a message with the id of connection ${owner}: "${cutText(hide(data.slice(0, 4000)))}"`
      }
    }
  }
  return null
}

/** Runs `work` for 0 … count-1, at most `most` at the same time; results in order. */
async function mapAtMost<T>(most: number, count: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(count)
  let next = 0
  const worker = async () => {
    while (next < count) {
      const i = next++
      results[i] = await work(i)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, count) }, worker))
  // A bug is told when nothing is under way any more.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return results
}
