/** One stream over HTTP held open and listened to: what came, how long nothing did, and who ended it. */

import { placeCredential } from '../../credentials/place.ts'
import { fillText, newScope } from '../../matching/template.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Attempt, Observations, Timeline } from '../../model/evidence.ts'
import type { Fault } from '../../model/fault.ts'
import { targetOf } from '../../model/target.ts'
import type { AnswerHead } from '../../net/exchange.ts'
import { excerptLimit, observeAnswer } from '../../net/http.ts'
import { readStream, type StreamEnd } from '../../net/stream.ts'
import type { Wire } from '../../net/wire.ts'
import type { IdleOptions } from '../idle.ts'
import { fillHeaders, fillUrl } from '../request.ts'
import { ownCredential, showUrl } from '../session.ts'
import { createEventReader, formatOf } from '../stream/events.ts'
import { addDefaults, faultOf } from '../stream/http.ts'
import type { End } from './end.ts'
import { newRhythm, type Rhythm } from './stream-rhythm.ts'
import { endLabel } from './timeline.ts'

export interface StreamHolding {
  readonly check: PlannedCheck<IdleOptions>
  readonly wire: Wire
  readonly turn: number
  /** Number of the connection, from 1. */
  readonly connection: number
  /** Until when to hold it, in milliseconds since the request went out; asked again whenever that time has come. */
  untilMs(head: AnswerHead, rhythm: Rhythm): number
  /** Whether a byte is sent when the time is over: who forgot the connection without a word answers it with a reset. */
  readonly nudges: boolean
}

export interface HeldStream {
  readonly attempt: Attempt
  readonly observations: Observations
  /** As the network gives it. */
  readonly fault: Fault | null
  readonly head: AnswerHead | null
  readonly rhythm: Rhythm
  readonly how: StreamEnd['how'] | null
  /** Who ended it before its time, or answered a byte after it with a reset; null where it was still open. */
  readonly end: End | null
  /** The answer is no stream: why. */
  readonly unfit: string | null
  /** When the listening ended. */
  readonly atMs: number
}

/** How long a reset may take that answers our byte: a round trip. */
const graceMs = 500

/** RFC 9112 section 2.2: a server is to ignore an empty line before a request, and none reads one before its answer is done. */
const emptyLine = '\r\n'

export async function holdStream(holding: StreamHolding): Promise<HeldStream> {
  const { check, wire, turn, connection, nudges } = holding
  const { timeoutMs, options } = check
  const credential = await wire.issue(check.credential, connection)
  const scope = newScope({ ...wire.facts, connection, token: credential?.value ?? null })
  const target = targetOf(fillUrl(check.target.url, scope))
  const dialled = await wire.dial(target, turn, timeoutMs)
  using record = dialled.record
  const method = options.method ?? 'GET'
  record.observe({
    'url.full': showUrl(target.url),
    'http.request.method': method,
    'credential.shown': credential !== null || ownCredential(check.headers) !== null,
  })
  const rhythm = newRhythm()
  const ended = (fault: Fault | null, rest: Partial<HeldStream> = {}): HeldStream => ({
    ...{ head: null, rhythm, how: null, end: null, unfit: null, atMs: 0, ...rest },
    ...{ attempt: record.end(fault), observations: record.observations, fault },
  })
  if (!dialled.ok) return ended(dialled.fault)

  const { createParser } = await import('eventsource-parser')
  const body = options.body === null ? null : fillText(options.body, scope)
  const asked = placeCredential(
    { url: target.url, headers: fillHeaders(check.headers, scope), subprotocols: [] },
    credential,
  )
  const { socket } = dialled.connection
  let head: AnswerHead | null = null
  let unfit: string | null = null
  let feed: ((chunk: Uint8Array, atMs: number) => void) | null = null
  let nudgedAt: number | null = null
  let excerpt = Buffer.alloc(0)
  const untilMs = (): number => {
    if (head === null) return timeoutMs
    return feed ? holding.untilMs(head, rhythm) : head.atMs + timeoutMs
  }

  const end = await readStream(
    dialled.connection,
    record,
    { url: asked.url, method, headers: addDefaults(asked.headers, { body, format: null }), body },
    wire,
    {
      onHead(seen) {
        head = seen
        rhythm.begin(seen.atMs)
        unfit = seen.status > 299 ? null : unfitnessOf(seen)
        if (seen.status > 299 || unfit) return
        const format = formatOf(String(seen.headers['content-type'] ?? ''))
        const sink = { onEvent: rhythm.event, onMalformed: () => {}, onComment: rhythm.heartbeat }
        const reader = createEventReader(format, sink, createParser)
        feed = (chunk, atMs) => {
          const isBlank = format !== 'sse' && Buffer.from(chunk).toString('latin1').trim() === ''
          rhythm.bytes(atMs)
          if (isBlank) rhythm.heartbeat(atMs)
          else reader.feed(chunk, atMs)
        }
      },
      onBytes(chunk, atMs) {
        if (excerpt.length < excerptLimit)
          excerpt = Buffer.concat([excerpt, chunk.subarray(0, 2 * excerptLimit)])
        feed?.(chunk, atMs)
        return feed !== null || excerpt.length < excerptLimit
      },
      deadlineMs: () => (nudgedAt === null ? untilMs() : nudgedAt + graceMs),
      onDeadline() {
        if (!nudges || !feed || nudgedAt !== null) return false
        nudgedAt = untilMs()
        // Its error is the end of the connection, which the reader sees.
        socket.write(emptyLine, () => {})
        return true
      },
    },
  )
  const seen = head as AnswerHead | null
  const fault = faultOf(end, seen, timeoutMs)
  if (seen) {
    record.observe(observeAnswer({ ...seen, body: excerpt }, wire.hide))
    record.observe({ 'network.protocol.version': seen.version })
  }
  const who = feed === null ? null : whoEnded(end)
  // What ends in order after its time is over was open for that time.
  const late = nudgedAt !== null && who !== 'reset'
  const atMs = late ? nudgedAt! : end.atMs
  const quietMs = atMs - rhythm.lastMs
  return ended(who === null || late ? (late ? null : fault) : null, {
    ...{ head: seen, how: late ? 'late' : end.how, unfit, atMs },
    end: who === null || late ? null : { by: who, ageMs: atMs, quietMs, onTraffic: nudgedAt !== null },
  })
}

function whoEnded({ how, fault }: StreamEnd): End['by'] | null {
  if (how === 'complete') return 'end of body'
  if (how === 'closed' || fault?.type === 'stream.cut') return 'fin'
  return fault?.type === 'stream.reset' ? 'reset' : null
}

/** Why an answer of success is no stream that could be held; null where it may be one. */
function unfitnessOf({ status, headers }: AnswerHead): string | null {
  if (status === 204 || status === 205) return `answered HTTP ${status}: there is nothing to stream`
  const type = String(headers['content-type'] ?? '')
  if (/html/i.test(type)) return `the answer is an HTML page (${type}), and no stream`
  const length = headers['content-length']
  return length === undefined
    ? null
    : `the answer announces its length (content-length: ${[length].flat().join(', ')}): it is a body that ends, and no stream`
}

export function timelineOf({ head, rhythm, end, atMs }: HeldStream): Timeline | null {
  // A refusal or an error page is no stream to draw.
  if (!head || head.status >= 300) return null
  const round = (ms: number) => Math.round(ms * 10) / 10
  const { events, heartbeats, firstMs } = rhythm
  return {
    noun: heartbeats === 0 ? 'event' : events === 0 ? 'heartbeat' : 'sign of life',
    count: events + heartbeats,
    marks: [
      { label: 'headers', atMs: round(head.atMs) },
      ...(firstMs === null ? [] : [{ label: 'first', atMs: round(firstMs) }]),
      { label: endLabel(end), atMs: round(Math.max(atMs, rhythm.lastMs)) },
    ],
    ...rhythm.slots(),
  }
}
