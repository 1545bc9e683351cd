/** Many clients at once, from the first handshake to the last close: what each went through. */

import { type Burst, type Exchange, findExchange, sendBurst, sentIn } from '../../conversation/burst.ts'
import type { Conversed } from '../../conversation/run.ts'
import type { Message } from '../../model/channel.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Credential } from '../../model/credential.ts'
import type { Fault } from '../../model/fault.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import { attendTo } from '../attending.ts'
import type { ConcurrencyOptions } from '../concurrency.ts'
import { type Client, type Opening, openAll } from '../opening.ts'
import { type Spoken, spokenPreset } from '../spoken.ts'
import { limitsOf, type OpenSession, type TalkPart, talkPart } from '../talk.ts'
import { createStrayFinder, type Delivery, judgeDelivery, type Numbered, type Strays } from './delivery.ts'
import { type Held, holdOpen } from './hold.ts'

export interface Crowd extends Opening {
  /** All lists are in the order of the clients; null is for those who did not get that far. */
  readonly talks: readonly (Conversed | null)[]
  readonly bursts: readonly (Burst | null)[]
  readonly held: readonly (Held | null)[]
  /** Null where messages were not numbered. */
  readonly delivery: Delivery | null
  readonly strays: Strays
  /** Where everybody gets everybody's messages because they were sent to all; null where that would be a mistake. */
  readonly shared: string | null
}

interface Run {
  readonly check: PlannedCheck<ConcurrencyOptions>
  readonly wire: Wire
  readonly spoken: Spoken
  readonly exchange: Exchange | null
}

/** @param onRecord told of every connection: whoever calls this closes them, however it ends. */
export async function gatherCrowd(
  check: PlannedCheck<ConcurrencyOptions>,
  wire: Wire,
  turn: number,
  spoken: Spoken,
  onRecord: (record: Disposable) => void,
): Promise<Crowd> {
  const { connections, messages, holdMs } = check.options
  const run: Run = { check, wire, spoken, exchange: findExchange(spoken.rest) }
  // Each its own, made before the first handshake: minting meanwhile would measure our own signing.
  const credentials: (Credential | null)[] = []
  for (let connection = 1; connection <= connections; connection++)
    credentials.push(await wire.issue(check.credential, connection))

  using attending = attendTo(limitsOf(check, spoken.dialect, wire))
  const onBegun = attending.join
  const opening = await openAll({ check, wire, turn, spoken, credentials, onRecord, onBegun })
  const { clients } = opening

  const ownerOf = new Map(clients.map(({ session }, i) => [session.scope.id, i + 1]))
  const strays = createStrayFinder(ownerOf)
  const look =
    (s: OpenSession) =>
    ({ data }: Message) =>
      strays.look(s.scope.connection, textOf(data), s.scope.id)
  const last = messages === 1 && holdMs === 0
  // All are open at the same time now; only then do they speak.
  const talks = await Promise.all(
    clients.map(async (client, i) => {
      const { session } = client
      if (!session.ok) return null
      const talked = await speakAs(client, session, run, i === 0)
      // Whoever has its reply needs no more: thousands of mailboxes would only grow.
      if (last && !talked.fault) session.channel.sift(look(session))
      return talked
    }),
  )
  const bursts = messages > 1 ? await burstAll(clients, talks, run) : []
  for (const [i, burst] of bursts.entries()) for (const id of burst?.ids ?? []) ownerOf.set(id, i + 1)
  const held = holdMs > 0 ? await hold() : []
  // Before the mailboxes are emptied: a reply may have come twice since.
  const delivery = messages > 1 ? judgeDelivery(numberedOf(bursts)) : null
  for (const { session } of clients) if (session.ok) session.channel.sift(look(session))
  const closing = performance.now()
  await Promise.all(
    clients.map(({ session: s }) =>
      s.ok && !s.channel.closed
        ? s.channel.close().then(() => s.record.note('close', performance.now() - closing))
        : null,
    ),
  )
  const shared = spokenPreset(check.options)?.shared?.(sentIn(spoken.rest)) ?? null
  return { ...opening, talks, bursts, held, delivery, strays: strays.found(), shared }

  async function hold(): Promise<(Held | null)[]> {
    const well = clients.flatMap(({ session, standing }, i) =>
      session.ok && !talks[i]!.fault && !bursts[i]?.fault ? [{ i, session, standing }] : [],
    )
    const onId = (id: string, session: OpenSession) => ownerOf.set(id, session.scope.connection)
    const ends = await holdOpen({ ...run, holding: well, holdMs, dialect: spoken.dialect, onId })
    const all: (Held | null)[] = clients.map(() => null)
    for (const [k, { i }] of well.entries()) all[i] = ends[k]!
    return all
  }
}

export const partOf = ({ standing }: Pick<Client, 'standing'>): TalkPart => (standing ? { standing } : {})

/** What follows the opening; that alone where nothing does. */
async function speakAs(
  client: Client,
  session: OpenSession,
  { spoken: { rest, dialect }, check, wire }: Run,
  whole: boolean,
): Promise<Conversed> {
  const { greeted } = client
  if (greeted && (greeted.fault || rest.length === 0)) return greeted
  const part = { ...partOf(client), whole }
  const talked = await talkPart(session, { steps: rest, dialect }, check, wire, part)
  if (!greeted) return talked
  return {
    ...talked,
    notes: [...new Set([...greeted.notes, ...talked.notes])],
    sent: greeted.sent + talked.sent,
  }
}

/** After the last reply, how long is waited for one that comes twice. */
const stragglersMs = 200

async function burstAll(
  clients: readonly Client[],
  talks: readonly (Conversed | null)[],
  { check, wire, spoken, exchange }: Run,
): Promise<(Burst | null)[]> {
  if (!exchange) return []
  const bursts = await Promise.all(
    clients.map(async (client, i) => {
      const { session } = client
      if (!session.ok || talks[i]!.fault) return null
      const limits = limitsOf(check, spoken.dialect, wire, partOf(client))
      const further = check.options.messages - 1
      const burst = await sendBurst(exchange, further, session.channel, session.scope, limits)
      const fault: Fault | null =
        burst.fault?.type === 'runner.cancelled' ? runOver(wire.signal) : burst.fault
      return { ...burst, fault }
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
