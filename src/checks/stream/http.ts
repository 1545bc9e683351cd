/** A stream over HTTP: one request, its events tracked as they arrive. */

import { placeCredential } from '../../credentials/place.ts'
import type { Scope } from '../../matching/template.ts'
import type { PlannedCheck } from '../../model/check.ts'
import type { Credential } from '../../model/credential.ts'
import { showDuration } from '../../model/duration.ts'
import { type Fault, fault } from '../../model/fault.ts'
import type { Target } from '../../model/target.ts'
import type { AnswerHead } from '../../net/exchange.ts'
import { excerptLimit, observeAnswer } from '../../net/http.ts'
import { readStream } from '../../net/stream.ts'
import type { Wire, Witnessed } from '../../net/wire.ts'
import { fillHeaders } from '../request.ts'
import { showUrl } from '../session.ts'
import type { StreamOptions } from '../stream.ts'
import { createEventReader, type EventReader, formatOf, type StreamFormat } from './events.ts'
import type { ReadSoFar } from './evidence.ts'
import { limitsOf } from './limits.ts'
import { readUntil } from './marks.ts'
import { startWatch } from './stall-watch.ts'
import { createTracker, type Tracker } from './tracker.ts'

export interface Asking {
  readonly wire: Wire
  readonly turn: number
  readonly scope: Scope
  readonly credential: Credential | null
}

/** What browsers and HTTP libraries offer: a proxy that compresses without flushing shows itself only to those. */
const acceptEncoding = 'gzip, deflate, br'

export async function openEvents(
  check: PlannedCheck<StreamOptions>,
  target: Target,
  { wire, turn, scope, credential }: Asking,
  extra: Readonly<Record<string, string>> = {},
  mostEvents: number | null = null,
): Promise<ReadSoFar> {
  const { options } = check
  const limits = limitsOf(options, check.timeoutMs)
  const dialled = await wire.dial(target, turn, check.timeoutMs)
  using record = dialled.record
  record.observe({
    'url.full': showUrl(target.url),
    'http.request.method': options.method,
    'credential.shown': credential !== null,
  })
  const askedAt = Date.now()
  const none = { head: null, tracker: null, end: null, format: null, limits, askedAt, stalledMs: 0, bytes: 0 }
  if (!dialled.ok)
    return {
      ...none,
      ...{ attempt: record.end(dialled.fault), observations: record.observations, fault: dialled.fault },
      body: new Uint8Array(),
    }

  const { createParser } = await import('eventsource-parser')
  const presented = placeCredential(
    { url: target.url, headers: { ...fillHeaders(check.headers, scope), ...extra }, subprotocols: [] },
    credential,
  )
  let head: AnswerHead | null = null
  let format: StreamFormat = options.format ?? 'text'
  let tracker: Tracker | null = null
  let reader: EventReader | null = null
  let going = true
  let bytes = 0
  const excerpt: Uint8Array[] = []
  let excerptSize = 0
  const watch = startWatch()
  const peer = record.observations['network.peer.address']
  const tell = (message: Witnessed['message']) =>
    head &&
    wire.witness?.({
      ...{ url: target.url, status: head.status, headers: head.headers, body: null, message, stream: true },
      address: typeof peer === 'string' ? peer : null,
    })
  let first = true

  const end = await readStream(
    dialled.connection,
    record,
    {
      url: presented.url,
      method: options.method,
      headers: addDefaults(presented.headers, options),
      body: options.body,
    },
    wire,
    {
      onHead(seen) {
        head = seen
        tell(null)
        if (seen.status > 299) return
        format = options.format ?? formatOf(String(seen.headers['content-type'] ?? ''))
        tracker = createTracker(
          { ...options, format, until: readUntil(options.until), mostEvents },
          wire.hide,
        )
        const { add, addLast, breaks, leaves } = tracker
        const sink = {
          onEvent: (event: Parameters<typeof add>[0]) => {
            if (first) tell(event.data)
            first = false
            if (!add(event)) going = false
          },
          onMalformed: (what: string) => {
            breaks(what)
            going = false
          },
          onUnfinished: leaves,
          onLastLine: addLast,
        }
        reader = createEventReader(format, sink, createParser)
      },
      onBytes(chunk, atMs) {
        if (bytes === 0) record.observe({ 'stream.first_bytes': chunk.length })
        bytes += chunk.length
        if (excerptSize < 2 * excerptLimit) {
          excerpt.push(chunk.slice(0, 2 * excerptLimit))
          excerptSize += chunk.length
        }
        if (!reader) return excerptSize < excerptLimit
        reader.feed(chunk, atMs)
        return going
      },
      deadlineMs: () =>
        head !== null && tracker === null
          ? head.atMs + check.timeoutMs
          : limits.deadlineMs({ head: head !== null, lastAt: tracker?.lastAt ?? null }),
    },
  )
  const seen = head as AnswerHead | null
  if (end.how === 'complete' || end.how === 'closed') (reader as EventReader | null)?.end(end.atMs)
  const trouble = faultOf(end, seen, limits.headersMs)
  const body = Buffer.concat(excerpt)
  if (seen) {
    record.observe(observeAnswer({ ...seen, body }, wire.hide))
    record.observe({ 'network.protocol.version': seen.version, 'http.response.body.size': bytes })
  }
  return {
    ...{ attempt: record.end(trouble), observations: record.observations, fault: trouble },
    ...{ head: seen, tracker, end, format, limits, askedAt, stalledMs: watch.stop(), bytes, body },
  }
}

/** Of a request that was not answered in time as well. */
export function faultOf(
  end: Awaited<ReturnType<typeof readStream>>,
  head: AnswerHead | null,
  headersMs: number,
): Fault | null {
  if (end.fault) return end.fault
  if (head || end.how !== 'late') return null
  return fault('stream.no_headers', `hung before the headers: no answer within ${showDuration(headersMs)}`)
}

const named = (headers: object, name: string): boolean =>
  Object.keys(headers).some(known => known.toLowerCase() === name)

/** What a client of streams says of itself, where the user does not. */
export function addDefaults<T>(
  headers: Readonly<Record<string, T | string>>,
  { body, format }: Pick<StreamOptions, 'body' | 'format'>,
) {
  const accept =
    format === 'ndjson' ? 'application/x-ndjson' : format === 'text' ? '*/*' : 'text/event-stream'
  const defaults = {
    accept: format === null ? 'text/event-stream, application/x-ndjson;q=0.9, */*;q=0.8' : accept,
    'accept-encoding': acceptEncoding,
    'cache-control': 'no-cache',
    ...(body === null
      ? {}
      : { 'content-type': /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8' }),
  }
  const missing = Object.entries(defaults).filter(([name]) => !named(headers, name))
  return { ...Object.fromEntries(missing), ...headers }
}
