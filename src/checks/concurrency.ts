/** Do many clients at once all get in, and does each get its own replies and nobody else's? */

import { type Burst, findExchange, isNumbered, sendBurst } from '../conversation/burst.ts'
import { simpleConversation } from '../conversation/declare.ts'
import type { Conversed } from '../conversation/run.ts'
import { conversation, type Step } from '../conversation/steps.ts'
import { cutText } from '../matching/show.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Evidence } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { refuseForDescriptors } from '../net/descriptors.ts'
import { runOver } from '../net/limit.ts'
import type { Wire } from '../net/wire.ts'
import { judgeConcurrency } from './concurrency-judge.ts'
import { type CrowdWords, checkCrowd, crowdWords } from './crowd-words.ts'
import { defineCheck } from './define.ts'
import { createStrayFinder, type Delivery, judgeDelivery, type Numbered } from './delivery.ts'
import { describeFailures } from './fault-groups.ts'
import { evidenceOf } from './gather.ts'
import { type Held, holdOpen } from './hold.ts'
import { openAll } from './opening.ts'
import { percentiles } from './percentiles.ts'
import type { Session, SessionOptions } from './session.ts'
import { type OpenSession, observeTalk, talk } from './talk.ts'
import { sessionWords } from './words.ts'

export interface ConcurrencyOptions extends SessionOptions, CrowdWords {
  /** Null takes that of the `messaging` check on the same path, else a ping. */
  readonly conversation: readonly Step[] | null
}

export interface ConcurrencyDetails {
  readonly credentialShown: boolean
  readonly planned: number
  readonly opened: number
  readonly answered: number
  /** Null where nothing was opened. */
  readonly crossTalk: { readonly count: number; readonly example: string | null } | null
  /** Null where messages were not numbered. */
  readonly delivery: Delivery | null
  /** How many went during the hold; null without one. */
  readonly lostInHold: number | null
  readonly notes: readonly string[]
}

export const concurrencyCheck = defineCheck<ConcurrencyOptions>({
  kind: 'concurrency',
  transport: 'websocket',
  usesCredential: true,
  passes:
    "every connection opens, runs the conversation (its own, else that of `messaging` on the path, else `send`/`expect`, else a ping), gets its own replies and nobody else's, and with `hold` stays open; with `messages`, no reply is lost, comes twice or out of order; reports p50/p95/p99 of connect and round trip",
  title: path => `Concurrent clients ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        ...crowdWords(z),
        conversation: conversation(z).nullable().default(null),
      })
      .superRefine(checkCrowd)
      .transform(({ 'auth-message': authMessage, over, hold, within, ...rest }) => ({
        ...rest,
        authMessage,
        overMs: over ?? 0,
        holdMs: hold ?? 0,
        within: { connect: within?.connect ?? {}, roundTrip: within?.['round-trip'] ?? {} },
      })),
  defaults: {
    subprotocol: [],
    origin: null,
    authMessage: null,
    connections: 5,
    messages: 1,
    ordered: true,
    overMs: 0,
    holdMs: 0,
    within: { connect: {}, roundTrip: {} },
    conversation: null,
  },

  async probe(check, wire, turn) {
    const { connections, messages, holdMs } = check.options
    const steps = check.options.conversation ?? simpleConversation(null, null)
    const exchange = findExchange(steps)
    const unfit = refuseForDescriptors(connections) ?? refuseToNumber(messages, exchange)
    if (unfit) return untried(connections, unfit)

    // Each its own, made before the first handshake: minting meanwhile would measure our own signing.
    const credentials: (Credential | null)[] = []
    for (let connection = 1; connection <= connections; connection++)
      credentials.push(await wire.issue(check.credential, connection))
    // Closed however this ends: an open socket would keep the process alive.
    const records: Disposable[] = []
    using _all = { [Symbol.dispose]: () => records.forEach(record => void record[Symbol.dispose]()) }
    const onRecord = (record: Disposable) => records.push(record)
    const { sessions, connectMs, openBefore } = await openAll({ check, wire, turn, credentials, onRecord })

    const ownerOf = new Map(sessions.map((session, i) => [session.scope.id, i + 1]))
    const strays = createStrayFinder(ownerOf)
    const look = (s: OpenSession) => (data: string | Uint8Array) =>
      strays.look(s.scope.connection, textOf(data), s.scope.id)
    const last = messages === 1 && holdMs === 0
    // All are open at the same time now; only then do they speak.
    const talks = await Promise.all(
      sessions.map(async (s, i) => {
        if (!s.ok) return null
        const talked = await talk(s, steps, check, wire, i === 0)
        // Whoever has its reply needs no more: thousands of mailboxes would only grow.
        if (last && !talked.fault) s.channel.sift(look(s))
        return talked
      }),
    )
    const bursts = messages > 1 ? await burstAll(exchange!, sessions, talks, check, wire) : []
    for (const [i, burst] of bursts.entries()) for (const id of burst?.ids ?? []) ownerOf.set(id, i + 1)
    const held = holdMs > 0 ? await hold() : []
    // Before the mailboxes are emptied: a reply may have come twice since.
    const delivery = messages > 1 ? judgeDelivery(numberedOf(bursts)) : null
    for (const s of sessions) if (s.ok) s.channel.sift(look(s))
    const closing = performance.now()
    await Promise.all(
      sessions.map(s =>
        s.ok && !s.channel.closed
          ? s.channel.close().then(() => s.record.note('close', performance.now() - closing))
          : null,
      ),
    )

    const troubles = sessions.map((s, i) =>
      s.ok ? (talks[i]!.fault ?? bursts[i]?.fault ?? held[i]?.fault ?? null) : s.fault,
    )
    const attempts = sessions.map((session, i) => session.record.end(troubles[i]!))
    const failures = attempts.flatMap(({ address, fault: seen }, i) =>
      seen ? [{ connection: i + 1, address, fault: seen }] : [],
    )
    const trouble = describeFailures(failures, {
      planned: connections,
      openBefore: failures.length > 0 ? openBefore : 0,
      untried: connections - sessions.length,
    })
    const shown = Math.max(
      0,
      troubles.findIndex(seen => seen !== null && seen.type === trouble?.type),
    )
    const [sample, said] = [sessions[shown]!, talks[shown]]
    const { count, example } = strays.found()
    const details: ConcurrencyDetails = {
      credentialShown: sessions.some(session => session.credentialShown),
      planned: connections,
      opened: connectMs.length,
      answered: troubles.filter((seen, i) => seen === null || talks[i]?.fault === null).length,
      crossTalk: {
        count,
        example:
          example &&
          `connection ${example.connection} received a message with the id of connection ${example.owner}: "${cutText(wire.hide(example.data.slice(0, 4000)))}"`,
      },
      delivery,
      lostInHold: holdMs > 0 ? held.filter(one => one?.lost).length : null,
      notes: [...new Set(talks.flatMap(t => t?.notes ?? []))].slice(0, 5),
    }
    return evidenceOf({
      attempts,
      observations: {
        ...sample.record.observations,
        ...(sample.ok && said ? observeTalk(sample, { ...said, fault: troubles[shown]! }) : {}),
        'concurrency.planned': connections,
        'concurrency.opened': details.opened,
        'concurrency.answered': details.answered,
        'concurrency.failed': failures.length,
        'concurrency.open_before_failure': failures.length > 0 ? openBefore : null,
        'concurrency.cross_talk': count,
        ...(delivery && {
          'concurrency.messages': messages,
          'concurrency.lost': delivery.lost.count,
          'concurrency.duplicated': delivery.duplicated.count,
          'concurrency.reordered': delivery.reordered.count,
        }),
        ...(details.lostInHold === null
          ? {}
          : { 'concurrency.hold_ms': holdMs, 'concurrency.lost_in_hold': details.lostInHold }),
        ...percentiles('concurrency.connect', connectMs),
        ...percentiles(
          'concurrency.round_trip',
          [...talks, ...bursts].flatMap(one => one?.roundTripsMs ?? []),
        ),
      },
      fault: trouble,
      transcript: said?.transcript ?? [],
      details,
    })

    async function hold(): Promise<(Held | null)[]> {
      const well = sessions.flatMap((s, i) =>
        s.ok && !talks[i]!.fault && !bursts[i]?.fault ? [{ i, session: s }] : [],
      )
      const onId = (id: string, session: OpenSession) => ownerOf.set(id, session.scope.connection)
      const ends = await holdOpen({ sessions: well.map(w => w.session), holdMs, exchange, check, wire, onId })
      const all: (Held | null)[] = sessions.map(() => null)
      for (const [k, { i }] of well.entries()) all[i] = ends[k]!
      return all
    }
  },

  judge: judgeConcurrency,
})

/** What was not begun, because it could not be done from here or would show nothing. */
const untried = (planned: number, trouble: Fault): Evidence =>
  evidenceOf({
    attempts: [],
    observations: { 'concurrency.planned': planned },
    fault: trouble,
    details: {
      credentialShown: true,
      planned,
      opened: 0,
      answered: 0,
      crossTalk: null,
      delivery: null,
      lostInHold: null,
      notes: [],
    } satisfies ConcurrencyDetails,
  })

const refuseToNumber = (messages: number, exchange: ReturnType<typeof findExchange>): Fault | null =>
  messages === 1 || (exchange && isNumbered(exchange))
    ? null
    : fault(
        'runner.no_proof',
        `messages: ${messages} needs a message that carries {{id}} and a reply to it, so that replies can be told apart; nothing was sent. Put {{id}} in what is sent, or leave "messages" out`,
      )

/** After the last reply, how long is waited for one that comes twice. */
const stragglersMs = 200

async function burstAll(
  exchange: NonNullable<ReturnType<typeof findExchange>>,
  sessions: readonly Session[],
  talks: readonly (Conversed | null)[],
  check: PlannedCheck<ConcurrencyOptions>,
  wire: Wire,
): Promise<(Burst | null)[]> {
  const limits = { timeoutMs: check.timeoutMs, directory: wire.facts.directory, hide: wire.hide }
  const bursts = await Promise.all(
    sessions.map(async (s, i) => {
      if (!s.ok || talks[i]!.fault) return null
      const burst = await sendBurst(exchange, check.options.messages - 1, s.channel, s.scope, limits)
      const over = burst.fault?.type === 'runner.cancelled' ? runOver(wire.signal) : burst.fault
      return { ...burst, fault: over }
    }),
  )
  await wire.pause(stragglersMs)
  return bursts
}

/** A connection that failed has its own fault: what it did not answer is not lost on the way. */
const numberedOf = (bursts: readonly (Burst | null)[]): Numbered[] =>
  bursts.flatMap((burst, i) =>
    burst && !burst.fault ? [{ connection: i + 1, sent: burst.ids.length, arrivals: burst.arrivals() }] : [],
  )

const textOf = (data: string | Uint8Array): string =>
  typeof data === 'string' ? data : Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1')
