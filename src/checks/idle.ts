/** Does a connection survive being quiet? If not: who ended it and when, and what would have kept it. */

import { randomUUID } from 'node:crypto'
import { closeFault } from '../conversation/closes.ts'
import { conversation, type Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import type { Evidence, Observations } from '../model/evidence.ts'
import { type Fault, fault } from '../model/fault.ts'
import { runOver } from '../net/limit.ts'
import { pingIntervalMs } from '../net/pulse.ts'
import type { Wire } from '../net/wire.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import { type End, endFault, endOf, keepQuiet } from './idle-end.ts'
import { type IdleDetails, judgeIdle } from './idle-judge.ts'
import { findLimit, lifetimeLimits, silenceLimits } from './idle-limits.ts'
import { type Manner, type Pattern, tellPattern } from './idle-pattern.ts'
import { type Probes, runProbes } from './idle-probes.ts'
import { openSession, type SessionOptions } from './session.ts'
import { type OpenSession, observeTalk, talk } from './talk.ts'
import { duration, sessionWords } from './words.ts'

export interface IdleOptions extends SessionOptions {
  readonly holdMs: number
  /** Runs after the silence. Null takes that of the `messaging` check on the same path, else the ping is all. */
  readonly conversation: readonly Step[] | null
}

const defaultHold = '65s'

export const idleCheck = defineCheck<IdleOptions>({
  kind: 'idle',
  transport: 'websocket',
  usesCredential: true,
  waits: true,
  passes:
    'the connection survives being quiet for `hold` (65s): a ping is answered afterwards, and the conversation runs (its own, else that of `messaging` on the path). If it is cut: by whom, when and with which code, and whether pings or messages would have kept it open',
  title: path => `Quiet WebSocket ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        hold: duration(z)
          .refine(ms => ms >= 1000, { error: 'a silence of less than a second meets no limit' })
          .prefault(defaultHold)
          .describe('How long the connection is kept quiet; `timeout` does not shorten it.'),
        conversation: conversation(z).nullable().default(null),
      })
      .transform(({ 'auth-message': authMessage, hold, ...rest }) => ({
        ...rest,
        authMessage,
        holdMs: hold,
      })),
  defaults: { subprotocol: [], origin: null, authMessage: null, holdMs: 65_000, conversation: null },

  async probe(check, wire, turn) {
    const credential = await wire.issue(check.credential)
    const session = await openSession({ check, wire, turn, connection: 1, credential })
    using record = session.record
    const { credentialShown } = session
    if (!session.ok) {
      const details: IdleDetails = { ...untold, credentialShown }
      const { observations } = record
      return evidenceOf({
        attempts: [record.end(session.fault)],
        observations,
        fault: session.fault,
        details,
      })
    }
    const held = await hold(session, check, wire)
    const explained = held.end && held.fault ? await explain(held.end, held.fault, check, wire, turn) : null
    record.observe(observePulse(session, check, held.end))
    record.observe(explained?.observations ?? {})
    const trouble = explained?.fault ?? held.fault
    const evidence = evidenceOf({
      attempts: [record.end(trouble)],
      observations: record.observations,
      fault: trouble,
      transcript: held.transcript,
      details: { ...held.details, pattern: explained?.pattern ?? null } satisfies IdleDetails,
    })
    return explained ? withTraffic(evidence, explained.probes) : evidence
  },

  judge: judgeIdle,
})

const untold: Omit<IdleDetails, 'credentialShown'> = {
  pongMs: null,
  pattern: null,
  assertions: [],
  notes: [],
}

interface Holding {
  readonly fault: Fault | null
  /** Set if silence is what the connection did not survive. */
  readonly end: End | null
  readonly transcript: Evidence['transcript']
  readonly details: IdleDetails
}

/** A ping, the silence, a ping, and the conversation. */
async function hold(session: OpenSession, check: PlannedCheck<IdleOptions>, wire: Wire): Promise<Holding> {
  const { channel, record, credentialShown } = session
  const { timeoutMs } = check
  const { holdMs } = check.options
  const details: IdleDetails = { ...untold, credentialShown }
  const ended = (seen: Fault, end: End | null = null): Holding => ({
    fault: channel.aborted ? over(session, wire, holdMs) : seen,
    end: channel.aborted || !seen.type.startsWith('idle.') ? null : end,
    transcript: [],
    details,
  })

  // What does not answer before the silence is no matter of silence.
  const before = await record.time('message', () => channel.ping(randomUUID(), timeoutMs))
  if (!before.ok)
    return ended(channel.closed ? closeFault(channel.closed, 'the first ping was under way') : before.fault)
  await record.time('hold', () => keepQuiet(channel, holdMs))
  const cut = endOf(channel)
  if (cut) return ended(endFault(channel, cut, holdMs, timeoutMs), cut)
  if (channel.aborted) return ended(runOver(wire.signal))

  const quietMs = channel.now() - channel.pulse.lastMs
  const after = await record.time('message', () => channel.ping(randomUUID(), timeoutMs))
  if (!after.ok) {
    const by = endOf(channel)?.by ?? 'nothing'
    const end: End = { by, ageMs: channel.now(), quietMs, onTraffic: true }
    return ended(endFault(channel, end, holdMs, timeoutMs), end)
  }
  const { conversation: steps } = check.options
  const talked = steps && (await talk(session, steps, check, wire))
  const sent = { 'ws.messages.sent': 2, 'ws.messages.received': 2 }
  if (!talked) {
    record.observe(sent)
    await record.time('close', () => channel.close())
    return { fault: null, end: null, transcript: [], details: { ...details, pongMs: after.value } }
  }
  if (!talked.fault) await record.time('close', () => channel.close())
  record.observe(observeTalk(session, talked))
  return {
    fault: talked.fault && {
      ...talked.fault,
      message: `after ${showDuration(quietMs)} of silence a ping was answered, but ${talked.fault.message}`,
    },
    end: null,
    transcript: talked.transcript,
    details: { ...details, pongMs: after.value, assertions: talked.assertions, notes: talked.notes },
  }
}

function over({ channel }: OpenSession, wire: Wire, holdMs: number): Fault {
  const seen = runOver(wire.signal)
  const so = `the connection had been quiet for ${showDuration(channel.now())} of ${showDuration(holdMs)}`
  return fault(seen.type, `not run to its end: ${seen.message}; ${so}`)
}

function observePulse(
  { channel }: OpenSession,
  { options }: PlannedCheck<IdleOptions>,
  end: End | null,
): Observations {
  const { pulse, closed } = channel
  return {
    'idle.hold_ms': options.holdMs,
    'idle.longest_silence_ms': Math.round(end ? Math.max(pulse.longestMs, end.quietMs) : pulse.longestMs),
    'idle.server_pings': pulse.pings,
    'idle.server_ping_interval_ms': round(pingIntervalMs(pulse)),
    'idle.pongs': pulse.pongs,
    'idle.server_messages': channel.messages.length,
    ...(end && {
      'idle.ended_by': end.by,
      'idle.on_traffic': end.onTraffic,
      'idle.age_ms': Math.round(end.ageMs),
      'idle.quiet_ms': Math.round(end.quietMs),
    }),
    ...(end &&
      closed && {
        'ws.close.code': closed.code,
        'ws.close.reason': closed.reason,
        'ws.close.after_ms': Math.round(closed.atMs),
      }),
  }
}

const round = (ms: number | null): number | null => (ms === null ? null : Math.round(ms))

interface Explained {
  readonly pattern: Pattern
  readonly fault: Fault
  readonly observations: Observations
  readonly probes: Probes
}

/** What three more connections make of a cut, and whose limit it is known to be. */
async function explain(
  end: End,
  seen: Fault,
  check: PlannedCheck<IdleOptions>,
  wire: Wire,
  turn: number,
): Promise<Explained> {
  const probes = await runProbes({ check, wire, turn, steps: check.options.conversation ?? [], end })
  const pattern = tellPattern(end, probes.lived)
  // When a half-open connection died is not known, only that it did.
  const dated = end.by !== 'nothing' && !end.onTraffic && pattern !== 'random'
  const byAge = pattern === 'age'
  const limit = dated
    ? findLimit(byAge ? end.ageMs : end.quietMs, byAge ? lifetimeLimits : silenceLimits)
    : null
  const name = (manner: Manner) => `idle.probe.${manner}`
  return {
    pattern,
    // A policy of the application stays one; what was a cut and no limit may be gone with the next attempt.
    fault:
      pattern === 'random' && seen.type !== 'idle.ended' ? fault('idle.lost', seen.message, seen.code) : seen,
    observations: {
      'idle.pattern': pattern,
      'idle.limit.seconds': limit?.seconds ?? null,
      'idle.limit.of': limit?.of.join(', ') ?? null,
      ...Object.fromEntries(
        (Object.keys(probes.lived) as Manner[]).map(manner => {
          const { opened, end: its, unfinished } = probes.lived[manner]!
          const open = unfinished ? 'not finished' : 'lived'
          const how = its ? `${its.by} at ${Math.round(its.ageMs)} ms` : open
          return [name(manner), opened ? how : 'not opened']
        }),
      ),
    },
    probes,
  }
}

/** The probes are further connections, and no attempts of the check. */
function withTraffic(evidence: Evidence, { attempts }: Probes): Evidence {
  const { connections, bytesSent, bytesReceived } = evidence.traffic
  const total = (pick: (attempt: (typeof attempts)[number]) => number) =>
    attempts.reduce((sum, attempt) => sum + pick(attempt), 0)
  return {
    ...evidence,
    traffic: {
      connections: connections + attempts.length,
      bytesSent: bytesSent + total(a => a.bytesSent),
      bytesReceived: bytesReceived + total(a => a.bytesReceived),
    },
  }
}
