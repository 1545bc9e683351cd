/** Opens many connections: so many handshakes at a time, all at once or evenly over a while. */

import type { PlannedCheck } from '../model/check.ts'
import type { Credential } from '../model/credential.ts'
import type { Wire } from '../net/wire.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'

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
  /** What each connection shows, in the order of their numbers. */
  readonly credentials: readonly (Credential | null)[]
  /** Told each record when it is made: whoever opens them all disposes of them all. */
  readonly onRecord: (record: Disposable) => void
}

export interface Opening {
  /** In the order of their numbers, from 1; those that were not tried are missing at the end. */
  readonly sessions: readonly Session[]
  /** Milliseconds from the first look-up to the 101, of those that opened. */
  readonly connectMs: readonly number[]
  /** How many were open when the first one failed; all, if none did. */
  readonly openBefore: number
}

export async function openAll({
  check,
  wire,
  turn,
  credentials,
  onRecord,
}: OpeningRequest): Promise<Opening> {
  const { connections, overMs } = check.options
  const begun = performance.now()
  const connectMs: number[] = []
  let openBefore: number | null = null
  let timeouts = 0

  const sessions = await mapAtMost(
    handshakesAtOnce,
    connections,
    async i => {
      const earlyMs = overMs === 0 ? 0 : begun + (i * overMs) / connections - performance.now()
      if (earlyMs > 0) await wire.pause(earlyMs)
      const started = performance.now()
      const session = await openSession({
        check,
        wire,
        turn,
        connection: i + 1,
        credential: credentials[i] ?? null,
        compress: i === 0,
      })
      onRecord(session.record)
      if (session.ok) connectMs.push(performance.now() - started)
      else {
        openBefore ??= connectMs.length
        if (session.fault.type.endsWith('timed_out')) timeouts++
      }
      return session
    },
    () => timeouts >= mostTimeouts,
  )
  return { sessions, connectMs, openBefore: openBefore ?? connectMs.length }
}

/** Runs `work` for 0 … count-1 in order, at most `most` at the same time, until `enough`; results in order. */
async function mapAtMost<T>(
  most: number,
  count: number,
  work: (i: number) => Promise<T>,
  enough: () => boolean,
): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    while (next < count && !enough()) {
      const i = next++
      results[i] = await work(i)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, count) }, worker))
  // A bug is told when nothing is under way any more.
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return results
}
