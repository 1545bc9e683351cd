/** Does a stream really stream: events in time, one by one, to their end? */

import type { Step } from '../conversation/steps.ts'
import { conversation } from '../conversation/steps.ts'
import { checkPath, isPath } from '../matching/json-path.ts'
import { checkTemplates } from '../matching/template.ts'
import { defineCheck } from './define.ts'
import type { SessionOptions } from './session.ts'
import type { StreamFormat } from './stream/events.ts'
import { judgeStream } from './stream/judge.ts'
import { duration, matching, sessionWords } from './words.ts'

export interface StreamOptions extends SessionOptions {
  readonly method: string
  readonly body: string | null
  /** Null takes it from the content type. */
  readonly format: StreamFormat | null
  readonly contentType: unknown
  readonly firstEventMs: number | null
  readonly maxGapMs: number | null
  readonly withinMs: number | null
  readonly minEvents: number
  readonly until: unknown
  readonly each: unknown
  /** JSONPath of the producer's time in each event; null looks for usual names. */
  readonly timestamp: string | null
  readonly pacedMs: number | null
  readonly resume: boolean
  /** Makes it a WebSocket: what starts the events. */
  readonly conversation: readonly Step[] | null
}

const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

export const streamCheck = defineCheck<StreamOptions>({
  kind: 'stream',
  transport: 'http',
  transportOf: ({ conversation }) => (conversation === null ? 'http' : 'websocket'),
  usesCredential: true,
  passes:
    "first event, gaps, end marker, count, and content type hold, and the events arrive as they are produced: a buffered stream fails. `format` is `sse`, `ndjson` or `text`, by default from the content type; `content-type` is checked where given, and an HTML answer never is a stream; `until` is a text, `{ event: NAME }`, `{ end-of-body: true }` or a match on an event's data. With a `conversation` it is a WebSocket. See [streams](docs/streams.md)",
  title: path => `Stream ${path}`,
  options: z =>
    z
      .strictObject({
        ...sessionWords(z),
        method: z
          .string()
          .regex(/^[A-Za-z]+$/)
          .transform(method => method.toUpperCase())
          .default('GET')
          .describe('Method of the request.'),
        body: z
          .unknown()
          .transform(body =>
            body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
          )
          .describe('Body of the request: text or JSON, with templates.'),
        format: z.enum(['sse', 'ndjson', 'text']).nullable().default(null),
        'content-type': matching(z).describe('What the content type has to match.'),
        'first-event': duration(z).nullable().default(null),
        'max-gap': duration(z).nullable().default(null),
        within: duration(z).nullable().default(null),
        'min-events': z.int().min(0).max(1_000_000).default(1),
        until: matching(z).describe(
          "End marker: a text, { event: NAME }, { end-of-body: true }, or a match on an event's data.",
        ),
        each: matching(z).describe('Every event has to match.'),
        timestamp: z
          .string()
          .nullable()
          .default(null)
          .describe("JSONPath of the producer's time in each event; usual names are found without it."),
        paced: duration(z)
          .nullable()
          .default(null)
          .describe('How far apart the events are made, where they carry no time.'),
        resume: z
          .boolean()
          .default(false)
          .describe('Reconnects with Last-Event-ID, and expects it to go on.'),
        origin: z
          .string()
          .nullable()
          .default(null)
          .describe(
            'A URL that reaches the application directly, to compare with; of a WebSocket, its Origin header.',
          ),
        conversation: conversation(z, { mayOnlySend: true })
          .nullable()
          .default(null)
          .describe('Makes it a WebSocket: the steps after which its messages are the events.'),
      })
      .partial({ body: true, 'content-type': true, until: true, each: true })
      .superRefine((words, context) => {
        const refuse = (key: string, message: string, remedy: string) =>
          context.addIssue({ code: 'custom', path: [key], message, params: { remedy } })
        const { conversation: steps, timestamp, origin, format } = words
        for (const key of ['body', 'content-type', 'until', 'each'] as const)
          for (const { message, remedy } of checkTemplates(words[key])) refuse(key, message, remedy)
        if (timestamp !== null) {
          const wrong = isPath(timestamp) ? checkPath(timestamp) : 'is no JSONPath'
          if (wrong) refuse('timestamp', `"${timestamp}": ${wrong}`, 'write a JSONPath, such as $.sent_at')
        }
        if (words.resume && (steps !== null || (format !== null && format !== 'sse')))
          refuse('resume', 'has no effect: only server-sent events have ids', 'remove it')
        if (steps === null) {
          if (origin !== null && !isWebUrl(origin))
            refuse(
              'origin',
              `"${origin}" is not a URL of http or https`,
              'write the direct URL of the application',
            )
          return
        }
        const idle = ['body', 'format', 'content-type'].filter(key => (words as Record<string, unknown>)[key])
        for (const key of words.method === 'GET' ? idle : ['method', ...idle])
          refuse(key, 'has no effect on a WebSocket', 'remove it, or the conversation')
      })
      .transform(words => ({
        method: words.method,
        body: words.body ?? null,
        format: words.format,
        contentType: words['content-type'],
        firstEventMs: words['first-event'],
        maxGapMs: words['max-gap'],
        withinMs: words.within,
        minEvents: words['min-events'],
        until: words.until,
        each: words.each,
        timestamp: words.timestamp,
        pacedMs: words.paced,
        resume: words.resume,
        conversation: words.conversation,
        origin: words.origin,
        subprotocol: words.subprotocol,
        authMessage: words['auth-message'],
      })),
  defaults: {
    method: 'GET',
    body: null,
    format: null,
    contentType: undefined,
    firstEventMs: null,
    maxGapMs: null,
    withinMs: null,
    minEvents: 1,
    until: undefined,
    each: undefined,
    timestamp: null,
    pacedMs: null,
    resume: false,
    conversation: null,
    origin: null,
    subprotocol: [],
    authMessage: null,
  },

  async probe(check, wire, turn) {
    // Loaded when a stream is checked: other runs do not pay for it.
    const { probeStream } = await import('./stream/probe.ts')
    return await probeStream(check, wire, turn)
  },

  judge: judgeStream,
})
