/** Does a connection survive being quiet? If not: who ended it and when, and what would have kept it. */

import { conversation, type Step } from '../conversation/steps.ts'
import type { PlannedCheck } from '../model/check.ts'
import type { Observations } from '../model/evidence.ts'
import { pingIntervalMs } from '../net/pulse.ts'
import { defineCheck } from './define.ts'
import { evidenceOf, withTraffic } from './gather.ts'
import type { End } from './idle/end.ts'
import { explainEnd } from './idle/explain.ts'
import { hold, untold } from './idle/hold.ts'
import { type IdleDetails, judgeIdle } from './idle/judge.ts'
import { judgeQuietStream } from './idle/stream-judge.ts'
import { watchFrames } from './idle/timeline.ts'
import { openSession, type SessionOptions } from './session.ts'
import type { OpenSession } from './talk.ts'
import { duration, sessionWords } from './words.ts'

export interface IdleOptions extends SessionOptions {
  readonly holdMs: number
  /** Makes it a stream over HTTP; null is a WebSocket. */
  readonly method: string | null
  /** Of the request for a stream. */
  readonly body: string | null
  /** Runs after the silence. Null takes that of the `messaging` check on the same path, else the ping is all. */
  readonly conversation: readonly Step[] | null
}

const defaultHold = '65s'

export const idleCheck = defineCheck<IdleOptions>({
  kind: 'idle',
  transport: 'websocket',
  transportOf: ({ method }) => (method === null ? 'websocket' : 'http'),
  usesCredential: true,
  waits: true,
  mistaken: {
    scheme: /^https?:/i,
    message: 'is a URL of HTTP, and without a method this check is one of a WebSocket',
    remedy:
      'for a stream over HTTP add its method, such as method: GET; for a WebSocket write its wss:// URL',
  },
  lasts: ({ holdMs }) => ({ word: 'hold', ms: holdMs }),
  passes:
    'the connection survives being quiet for `hold` (65s): a ping is answered afterwards, and the conversation runs (its own, else that of `messaging` on the path). If it is cut: by whom, when and with which code, and whether pings or messages would have kept it open. With a `method` it is a stream over HTTP: one that nobody ends, and that is still there after it. See [streams](docs/streams.md#a-quiet-stream)',
  title: (path, { method }) => `Quiet ${method === null ? 'WebSocket' : 'stream'} ${path}`,
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
        method: z
          .string()
          .regex(/^[A-Za-z]+$/)
          .transform(method => method.toUpperCase())
          .nullable()
          .default(null)
          .describe('Makes it a stream over HTTP: the method of the request, such as GET.'),
        body: z
          .unknown()
          .transform(body =>
            body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
          )
          .describe('Body of the request for a stream: text or JSON, with templates.'),
        conversation: conversation(z).nullable().default(null),
      })
      .partial({ body: true })
      .superRefine((words, context) => {
        const { method, body = null } = words
        const refuse = (key: string, message: string, remedy: string) =>
          context.addIssue({ code: 'custom', path: [key], message, params: { remedy } })
        if (method === null) {
          if (body !== null)
            refuse('body', 'has no effect on a WebSocket', 'add the method of a stream, such as method: POST')
          return
        }
        if (method === 'HEAD') refuse('method', 'has no body that could be held open', 'write GET or POST')
        for (const [key, given] of Object.entries(ofWebsockets(words)))
          if (given) refuse(key, 'has no effect on a stream over HTTP', 'remove it, or the method')
      })
      .transform(({ 'auth-message': authMessage, hold, body = null, ...rest }) => ({
        ...rest,
        body,
        authMessage,
        holdMs: hold,
      })),
  defaults: {
    subprotocol: [],
    origin: null,
    authMessage: null,
    holdMs: 65_000,
    method: null,
    body: null,
    conversation: null,
  },

  async probe(check, wire, turn) {
    if (check.options.method !== null) {
      // Loaded when a stream is held: other runs do not pay for it.
      const { probeQuietStream } = await import('./idle/stream.ts')
      return await probeQuietStream(check, wire, turn)
    }
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
    const drawn = watchFrames(session.channel)
    const held = await hold(session, check, wire)
    const timeline = drawn(held)
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
      timeline,
    })
    return explained ? withTraffic(evidence, explained.probes.attempts) : evidence
  },

  judge: (check, evidence) =>
    check.options.method === null ? judgeIdle(check, evidence) : judgeQuietStream(check, evidence),
})

/** What is a word of WebSockets alone, and whether it was given. */
const ofWebsockets = (words: {
  readonly subprotocol: readonly string[]
  readonly origin: unknown
  readonly 'auth-message': unknown
  readonly protocol: unknown
  readonly conversation: unknown
}): Record<string, boolean> => ({
  subprotocol: words.subprotocol.length > 0,
  origin: words.origin !== null,
  'auth-message': words['auth-message'] !== null,
  protocol: words.protocol !== null,
  conversation: words.conversation !== null,
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
