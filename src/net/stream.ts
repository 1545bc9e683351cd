/** One HTTP exchange whose body is read as it arrives; nothing is kept, so memory is flat in the length. */

import { type Fault, fault } from '../model/fault.ts'
import type { AttemptRecord } from './attempt.ts'
import {
  type AnswerHead,
  type BodyEnd,
  type ExchangeRequest,
  proxyRefusal,
  startExchange,
} from './exchange.ts'
import { type Limit, limitOf, runOver } from './limit.ts'
import type { Decoded, TimedDecoder } from './stream-decoder.ts'
import { isBug, rootOf, troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

/** All times are milliseconds since the request went out. */
export interface StreamReader {
  onHead(head: AnswerHead): void
  /** Decoded bytes, with the time at which they arrived; false when enough was read. */
  onBytes(bytes: Uint8Array, atMs: number): boolean
  /** Until when to wait for more; asked again whenever that time has come. */
  deadlineMs(): number
  /** That time has come: true where `deadlineMs` is later now. Absent where the wait is over then. */
  onDeadline?(): boolean
}

export interface StreamEnd {
  /** A body's own end, or: `left`: the reader had enough. `late`: its deadline came. `broken`: see the fault. */
  readonly how: BodyEnd | 'left' | 'late' | 'broken'
  readonly fault: Fault | null
  readonly atMs: number
}

interface Arrived {
  readonly bytes: Uint8Array
  readonly atMs: number
}

export async function readStream(
  connection: Connection,
  record: AttemptRecord,
  asked: ExchangeRequest,
  wire: Wire,
  reader: StreamReader,
): Promise<StreamEnd> {
  let head: AnswerHead | null = null
  const end = await new Promise<StreamEnd>((resolve, reject) => {
    let over = false
    let limit: Limit | null = null
    let decoder: Promise<TimedDecoder> | null = null
    let unread: Arrived[] = []
    const stop = () => {
      over = true
      limit?.[Symbol.dispose]()
      running[Symbol.dispose]()
    }
    const finish = (how: StreamEnd['how'], trouble: Fault | null, atMs: number) => {
      if (over) return
      stop()
      resolve({ how, fault: trouble, atMs })
    }
    const fail = (bug: unknown) => {
      stop()
      reject(bug)
    }
    const arm = () => {
      if (over) return
      const armed = limitOf(Math.max(0, Math.ceil(reader.deadlineMs() - running.now())), wire.signal)
      limit = armed
      armed.onOver(() => {
        const atMs = running.now()
        if (!armed.timedOut) return finish('broken', runOver(wire.signal), atMs)
        return reader.deadlineMs() > atMs || reader.onDeadline?.() ? arm() : finish('late', null, atMs)
      })
    }
    const take = (bytes: Uint8Array, atMs: number) => {
      if (!over && !reader.onBytes(bytes, atMs)) finish('left', null, atMs)
    }
    const readOn = () => {
      const arrived = unread
      unread = []
      for (const { bytes, atMs } of arrived)
        if (decoder) decoder.then(d => d.write(bytes, atMs)).catch(fail)
        else take(bytes, atMs)
    }
    const whenDecoded = (tell: (decoded: Decoded) => void) => {
      readOn()
      if (decoder) decoder.then(d => d.end()).then(tell, fail)
      else tell('whole')
    }
    const running = startExchange(connection, asked, {
      onHead(seen) {
        const refusal = proxyRefusal(connection, seen.status)
        if (refusal) return finish('broken', refusal, seen.atMs)
        head = seen
        reader.onHead(seen)
        const coding = codingOf(seen)
        if (coding && coding !== 'identity')
          decoder = import('./stream-decoder.ts').then(m => m.createTimedDecoder(coding, take))
      },
      onBytes(bytes, atMs) {
        // What other sockets have ready is stamped first: a hundred streams that tick together do not wait for each other.
        if (unread.length === 0) setImmediate(readOn)
        unread.push({ bytes, atMs })
      },
      onEnd(how, atMs) {
        whenDecoded(decoded =>
          decoded === 'whole'
            ? finish(how, null, atMs)
            : finish('broken', undecoded[decoded](codingOf(head)), atMs),
        )
      },
      onError(error, atMs) {
        if (isBug(error)) return fail(error)
        const trouble = nameTrouble(error, head !== null, asked.url)
        whenDecoded(() => finish('broken', trouble, atMs))
      },
    })
    arm()
  })
  const seen = head as AnswerHead | null
  record.note('request', seen?.atMs ?? end.atMs)
  if (seen) record.note('body', Math.max(0, end.atMs - seen.atMs))
  return end
}

const codingOf = (head: AnswerHead | null): string =>
  String(head?.headers['content-encoding'] ?? '').slice(0, 40)

const undecoded: Readonly<Record<Exclude<Decoded, 'whole'>, (coding: string) => Fault>> = {
  unknown: coding =>
    fault(
      'http.response.invalid',
      `the body says content-encoding "${coding}", which was not offered and cannot be decoded`,
    ),
  broken: coding =>
    fault('http.response.invalid', `the body says content-encoding "${coding}" and cannot be decoded`),
  cut: coding =>
    fault(
      'stream.cut',
      `the body ended in the middle of its compressed data (content-encoding "${coding}"), though for HTTP it is complete`,
    ),
}

function nameTrouble(error: Error, inBody: boolean, url: URL): Fault {
  if (!inBody) return troubleOf(error, 'request', url.href)
  const seen = troubleOf(error, 'body', url.href)
  if (seen.type !== 'http.response.cut') return seen
  const { syscall } = rootOf(error)
  return syscall === 'read' || syscall === 'write'
    ? fault('stream.reset', 'the connection was reset in the middle of the body', seen.code)
    : fault('stream.cut', 'the connection was closed in the middle of the body, before its end', seen.code)
}
