/** A quiet stream over HTTP: held for its time, and, where it was ended, held once more to tell what the limit is on. */

import type { PlannedCheck } from '../../model/check.ts'
import type { Evidence, Observations } from '../../model/evidence.ts'
import { runOver } from '../../net/limit.ts'
import type { Wire } from '../../net/wire.ts'
import { evidenceOf, withTraffic } from '../gather.ts'
import type { IdleOptions } from '../idle.ts'
import { findLimit, lifetimesOfStreams, silencesOfStreams } from './limits.ts'
import { type HeldStream, holdStream, timelineOf } from './stream-hold.ts'
import type { QuietStreamDetails } from './stream-judge.ts'
import {
  leastSilenceMs,
  type Repeated,
  type StreamPattern,
  spreadOf,
  tellStreamPattern,
} from './stream-pattern.ts'

/** How much longer than the first stream a second one may take that is fed meanwhile. */
const patience = 1.5

export async function probeQuietStream(
  check: PlannedCheck<IdleOptions>,
  wire: Wire,
  turn: number,
): Promise<Evidence> {
  const { holdMs } = check.options
  const held = await holdStream({
    ...{ check, wire, turn, connection: 1, nudges: true },
    untilMs: ({ atMs }) => atMs + holdMs,
  })
  const { end, rhythm } = held
  // A body that is finished at once after its last byte was never meant to stay open: there is no limit to look for.
  const repeats = end !== null && !(end.by === 'end of body' && end.quietMs < leastSilenceMs)
  const again = repeats ? await holdStream({ ...repeating(end), check, wire, turn, connection: 2 }) : null
  const pattern =
    again && end ? tellStreamPattern({ end, outlivedMs: rhythm.longestMs }, repeated(again, wire)) : null
  const silentMs = Math.max(0, held.atMs - rhythm.lastMs)
  const details: QuietStreamDetails = {
    pattern,
    end,
    how: held.how,
    unfit: held.unfit,
    silentMs,
    stopped: hasStopped(held, silentMs),
  }
  const evidence = evidenceOf({
    attempts: [held.attempt],
    observations: {
      ...held.observations,
      ...factsOf(held, holdMs),
      ...limitFacts(held, pattern),
      ...(again && { 'idle.probe.again': wordOf(again) }),
    },
    fault: wire.signal.aborted && held.fault ? runOver(wire.signal) : held.fault,
    details,
    timeline: timelineOf(held),
  })
  return again ? withTraffic(evidence, [again.attempt]) : evidence
}

/** So many heartbeats make a rhythm, and so many that are missing end it. */
const leastHeartbeats = 3
const mostMissing = 3
const leastStoppedMs = 1000

const hasStopped = ({ rhythm, end }: HeldStream, silentMs: number): boolean =>
  end === null &&
  rhythm.heartbeats >= leastHeartbeats &&
  silentMs >= leastStoppedMs &&
  silentMs > mostMissing * Math.max(rhythm.longestMs, rhythm.heartbeatMs ?? 0)

/** Until it has been as old, and as quiet, as the first one was at its end. */
const repeating = ({ ageMs, quietMs, onTraffic }: NonNullable<HeldStream['end']>) => ({
  nudges: onTraffic,
  untilMs: (_: unknown, rhythm: { readonly lastMs: number }) =>
    onTraffic
      ? ageMs
      : Math.min(
          Math.max(ageMs + spreadOf(ageMs), rhythm.lastMs + quietMs + spreadOf(quietMs)),
          ageMs * patience + spreadOf(ageMs),
        ),
})

const repeated = ({ head, end, rhythm, atMs, unfit }: HeldStream, wire: Wire): Repeated => ({
  opened: head !== null && head.status <= 299 && unfit === null,
  ended: end && { end, outlivedMs: rhythm.longestMs },
  watchedMs: atMs,
  longestMs: Math.max(rhythm.longestMs, atMs - rhythm.lastMs),
  unfinished: wire.signal.aborted,
})

function factsOf({ head, rhythm, end, atMs, how }: HeldStream, holdMs: number): Observations {
  const over = { 'idle.over': 'http', 'idle.hold_ms': holdMs }
  if (!head || how === null) return over
  const { heartbeatMs } = rhythm
  return {
    ...over,
    'idle.longest_silence_ms': Math.round(Math.max(rhythm.longestMs, atMs - rhythm.lastMs)),
    'idle.events': rhythm.events,
    'idle.heartbeats': rhythm.heartbeats,
    'idle.heartbeat_interval_ms': heartbeatMs === null ? null : Math.round(heartbeatMs),
    ...(end && {
      'idle.ended_by': end.by,
      'idle.on_traffic': end.onTraffic,
      'idle.age_ms': Math.round(end.ageMs),
      'idle.quiet_ms': Math.round(end.quietMs),
    }),
  }
}

/** Whose default the time is: of silence, of age, or of both where that cannot be told. */
function limitFacts({ end }: HeldStream, pattern: StreamPattern | null): Observations {
  if (!end || pattern === null) return {}
  const dated = !end.onTraffic && pattern !== 'random'
  const silence = dated && pattern !== 'age' ? findLimit(end.quietMs, silencesOfStreams) : null
  const age = dated && pattern !== 'silence' ? findLimit(end.ageMs, lifetimesOfStreams) : null
  const limit = silence ?? age
  const of = [silence, age].flatMap(one => (one && one.seconds === limit?.seconds ? one.of : []))
  return {
    'idle.pattern': pattern,
    'idle.limit.seconds': limit?.seconds ?? null,
    'idle.limit.of': limit ? of.join(', ') : null,
  }
}

function wordOf({ head, end }: HeldStream): string {
  if (!head) return 'not opened'
  return end ? `${end.by} at ${Math.round(end.ageMs)} ms` : 'lived'
}
