/** Opens many connections: so many handshakes at a time, all at once or evenly over a while. */

import type { Conversed } from '../conversation/run.ts'
import { newStanding, type Standing } from '../conversation/talk.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Wire } from '../net/wire.ts'
import { mapAtMost } from './map-at-most.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import type { Spoken } from './spoken.ts'
import { type OpenSession, talkPart } from './talk.ts'

/**
 * Handshakes under way at the same time. All connections are open together in the end; more SYNs at once than a
 * listener's backlog (511 in nginx and Node) would only measure retransmissions.
 */
const handshakesAtOnce = 256

/**
 * So many that ran into their time limit, and no further ones are tried: a server that is full takes no more, and
 * thousands of time-outs in turn would take an hour to say what the first have said.
 */
const mostTimeouts = handshakesAtOnce

export interface OpeningRequest {
  readonly check: PlannedCheck<SessionOptions & { readonly connections: number; readonly overMs: number }>
  readonly wire: Wire
  readonly turn: number
  readonly spoken: Spoken
  /** What each connection shows, in the order of their numbers. */
  readonly credentials: readonly (Credential | null)[]
  /** Told each record when it is made: whoever opens them all disposes of them all. */
  readonly onRecord: (record: Disposable) => void
  /** Told each connection on which the protocol has begun. */
  readonly onBegun: (session: OpenSession, standing: Standing) => void
}

export interface Client {
  readonly session: Session
  /** How far its connection was attended to; null where no protocol is spoken. */
  readonly standing: Standing | null
  /** The protocol's own opening; null where it has none, or the connection did not open. */
  readonly greeted: Conversed | null
}

export interface Opening {
  /** In the order of their numbers, from 1; those that were not tried are missing at the end. */
  readonly clients: readonly Client[]
  /** Milliseconds from the first look-up to the 101, of those that opened. */
  readonly connectMs: readonly number[]
  /** How many had been let in when the first one failed; all, if none did. */
  readonly openBefore: number
}

export async function openAll(request: OpeningRequest): Promise<Opening> {
  const { check, wire, turn, spoken, credentials, onRecord } = request
  const { connections, overMs } = check.options
  const begun = performance.now()
  const connectMs: number[] = []
  let letIn = 0
  let openBefore: number | null = null
  let timeouts = 0

  const clients = await mapAtMost(
    handshakesAtOnce,
    credentials,
    async (credential, i): Promise<Client> => {
      const earlyMs = overMs === 0 ? 0 : begun + (i * overMs) / connections - performance.now()
      if (earlyMs > 0) await wire.pause(earlyMs)
      const started = performance.now()
      const connection = i + 1
      const session = await openSession({ check, wire, turn, connection, credential, compress: i === 0 })
      onRecord(session.record)
      if (session.ok) connectMs.push(performance.now() - started)
      const standing = session.ok && hasWords(spoken) ? newStanding(session.channel.now()) : null
      const greeted = session.ok && standing ? await greet(session, standing, i === 0, request) : null
      const trouble = session.ok ? (greeted?.fault ?? null) : session.fault
      if (trouble === null) letIn++
      else {
        openBefore ??= letIn
        if (trouble.type.endsWith('timed_out') || trouble.type === 'ws.no_reply') timeouts++
      }
      return { session, standing, greeted }
    },
    () => timeouts >= mostTimeouts,
  )
  return { clients, connectMs, openBefore: openBefore ?? letIn }
}

const hasWords = ({ dialect }: Spoken): boolean => Object.keys(dialect).length > 0

/** At once, and not when all are open: servers close connections on which their protocol does not begin in seconds. */
async function greet(
  session: OpenSession,
  standing: Standing,
  whole: boolean,
  { spoken: { opening, dialect }, check, wire, onBegun }: OpeningRequest,
): Promise<Conversed | null> {
  const greeted =
    opening.length > 0
      ? await talkPart(session, { steps: opening, dialect }, check, wire, { standing, whole })
      : null
  if (!greeted?.fault) onBegun(session, standing)
  return greeted
}
