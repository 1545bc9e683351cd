/** Does a connection survive being quiet? If not: who ended it and when, and what would have kept it. */

import { conversation, type Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Evidence, Observations } from '../model/evidence.ts'
import { pingIntervalMs } from '../net/pulse.ts'
import { defineCheck } from './define.ts'
import { evidenceOf } from './gather.ts'
import type { End } from './idle-end.ts'
import { explainEnd } from './idle-explain.ts'
import { hold, untold } from './idle-hold.ts'
import { type IdleDetails, judgeIdle } from './idle-judge.ts'
import type { Probes } from './idle-probes.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { OpenSession } from './talk.ts'
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
          .refine(ms => ms >= 1000, {
            error: 'a silence of less than a second meets no limit',
            params: { remedy: 'write 1s or more' },
          })
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
    const explained =
      held.end && held.fault ? await explainEnd(held.end, held.fault, check, wire, turn) : null
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
