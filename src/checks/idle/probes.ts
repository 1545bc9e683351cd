/** After a cut: three connections at the same time, one silent, one that pings, one that sends messages. */

import { randomUUID } from 'node:crypto'
import { makeFrame } from '../../conversation/sent.ts'
import type { Step } from '../../conversation/steps.ts'
import { newScope } from '../../matching/template.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Attempt } from '../../model/evidence.ts'
import type { Wire } from '../../net/wire.ts'
import { openSession, type SessionOptions } from '../session.ts'
import type { OpenSession } from '../talk.ts'
import { type End, keepQuiet, settledEnd } from './end.ts'
import type { Lived, Manner } from './pattern.ts'

export interface ProbePlan {
  readonly check: PlannedCheck<SessionOptions>
  readonly wire: Wire
  readonly turn: number
  /** What is sent as messages; without data there is no third connection. */
  readonly steps: readonly Step[]
  /** How the connection ended that the probes are to explain. */
  readonly end: End
}

/** How much longer than the first connection the probes are watched, in milliseconds. */
const leastMarginMs = 1500
const marginShare = 0.1
/** Between two frames of a probe that is not silent: well below the limit that is looked for. */
const longestPauseMs = 15_000
const leastPauseMs = 100
/** Of a half-open connection it is not known when it died: the pauses have to be shorter still. */
const pausesIn = { known: 4, unknown: 10 } as const
const longestPongMs = 2000

export interface Probes {
  readonly lived: Readonly<Partial<Record<Manner, Lived>>>
  readonly attempts: readonly Attempt[]
}

/** Takes as long as the first connection lived, and a margin. */
export async function runProbes({ check, wire, turn, steps, end }: ProbePlan): Promise<Probes> {
  const watchMs = end.ageMs + Math.max(leastMarginMs, end.ageMs * marginShare)
  const pauses = end.by === 'nothing' || end.onTraffic ? pausesIn.unknown : pausesIn.known
  const everyMs = Math.max(leastPauseMs, Math.min(longestPauseMs, end.quietMs / pauses))
  const pongMs = Math.min(check.timeoutMs, longestPongMs)
  const messages = dataIn(steps)
  const manners: readonly Manner[] = messages.length > 0 ? ['silent', 'ping', 'message'] : ['silent', 'ping']
  const all = await Promise.all(
    manners.map(async (manner, i) => {
      const connection = i + 2
      const credential = await wire.issue(check.credential, connection)
      const session = await openSession({ check, wire, turn, connection, credential })
      using record = session.record
      const lived: Lived = session.ok ? await live(session, manner) : { opened: false, end: null }
      return { manner, lived, attempt: record.end(null) }
    }),
  )
  return {
    lived: Object.fromEntries(all.map(({ manner, lived }) => [manner, lived])),
    attempts: all.map(({ attempt }) => attempt),
  }

  async function live(session: OpenSession, manner: Manner): Promise<Lived> {
    const { channel } = session
    const isDead = async () => !(await channel.ping(randomUUID(), pongMs)).ok
    const dead = async (): Promise<Lived> => {
      const end = (await settledEnd(channel)) ?? deadNow(session)
      return channel.aborted ? { opened: true, end: null, unfinished: true } : { opened: true, end }
    }
    while (!channel.closed && !channel.aborted && channel.now() < watchMs) {
      const left = watchMs - channel.now()
      await keepQuiet(channel, manner === 'silent' ? left : Math.min(left, everyMs))
      if (channel.closed || channel.aborted || manner === 'silent') continue
      if (manner === 'message') await sendAll(session)
      if (await isDead()) return await dead()
    }
    if (channel.closed || channel.aborted || (await isDead())) return await dead()
    await channel.close()
    return { opened: true, end: null }
  }

  async function sendAll({ channel, scope }: OpenSession): Promise<void> {
    const { token, connection } = scope
    const fresh = newScope({ ...wire.facts, connection, token })
    for (const value of messages) {
      const frame = await makeFrame(value, fresh, wire.facts.directory)
      if (frame.ok && !channel.closed) await channel.send(frame.value.data)
    }
  }
}

const deadNow = ({ channel }: OpenSession): End => ({
  by: 'nothing',
  ageMs: channel.now(),
  quietMs: channel.now() - channel.pulse.lastMs,
  onTraffic: false,
})

/** What a conversation sends, but for pings and for what needs an earlier reply. */
function dataIn(steps: readonly Step[]): unknown[] {
  return steps.flatMap(step => {
    if ('steps' in step) return dataIn(step.steps)
    if (!('send' in step)) return []
    const needsReply = JSON.stringify(step.send).includes('{{captured.')
    const isPing = typeof step.send === 'object' && step.send !== null && '$ping' in step.send
    return needsReply || isPing ? [] : [step.send]
  })
}
