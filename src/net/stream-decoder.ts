/** Content codings of a stream, decoded as it arrives; what comes out keeps the time at which its bytes came in. */

import type { Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'

export interface TimedDecoder {
  write(chunk: Uint8Array, atMs: number): void
  /** Resolves when all that was written has come out. */
  end(): Promise<Decoded>
}

/** `cut`: all of it was right, and its own end did not come. `unknown`: nobody offered that coding. */
export type Decoded = 'whole' | 'cut' | 'broken' | 'unknown'

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = constants
// Each piece is decoded at once, so that a stream that is cut is as far as it goes.
const decoders: Readonly<Record<string, (first: Uint8Array) => Transform>> = {
  gzip: () => createGunzip({ flush: Z_SYNC_FLUSH }),
  'x-gzip': () => createGunzip({ flush: Z_SYNC_FLUSH }),
  // RFC 9110 section 8.4.1.2: the zlib format; as all clients do, the bare one is taken as well.
  deflate: ([first = 0]) =>
    (first & 0x0f) === 8 ? createInflate({ flush: Z_SYNC_FLUSH }) : createInflateRaw({ flush: Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ flush: ZSTD_e_flush }),
}

const mostCodings = 3
/** What waits to be decoded; a stream that comes faster than it can be decoded is not taken further. */
const mostWaiting = 16 * 1024 * 1024

type Emit = (bytes: Uint8Array, atMs: number) => void

/** RFC 9110 section 8.4: of several codings the last one was applied last. Bytes of an unknown one are dropped. */
export function createTimedDecoder(coding: string, emit: Emit): TimedDecoder {
  const names = coding
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '' && name !== 'identity')
  if (names.length > mostCodings || !names.every(name => Object.hasOwn(decoders, name)))
    return { write: () => {}, end: async () => 'unknown' }
  return names
    .map(name => decoders[name]!)
    .reduce<TimedDecoder>(followedBy, { write: emit, end: async () => 'whole' })
}

/** Decodes, and hands what comes out to `next`. */
function followedBy(next: TimedDecoder, create: (first: Uint8Array) => Transform): TimedDecoder {
  const own = createOne(create, next.write)
  return {
    write: own.write,
    async end() {
      const [decoded, then] = [await own.end(), await next.end()]
      return decoded === 'whole' ? then : decoded
    },
  }
}

function createOne(create: (first: Uint8Array) => Transform, emit: Emit): TimedDecoder {
  let atMs = 0
  let waiting = 0
  let decoder: Transform | null = null
  let broken = false
  let settle = () => {}
  // One after the other: only so is it known which bytes came out of which.
  let last: Promise<void> = Promise.resolve()
  const start = (first: Uint8Array): Transform =>
    create(first)
      .on('data', (bytes: Uint8Array) => emit(bytes, atMs))
      .on('error', () => {
        broken = true
        settle()
      })
  const pass = (chunk: Uint8Array, arrivedAt: number) =>
    new Promise<void>(resolve => {
      waiting -= chunk.length
      if (broken) return resolve()
      atMs = arrivedAt
      settle = resolve
      decoder ??= start(chunk)
      decoder.write(chunk, () => resolve())
    })
  const finish = async (): Promise<Decoded> => {
    // An answer without a body may name a coding (to HEAD, 204).
    if (broken || !decoder) return broken ? 'broken' : 'whole'
    const flushed = decoder
    const ended = new Promise<Decoded>(resolve => {
      flushed.once('end', () => resolve('whole'))
      flushed.once('error', () => resolve('cut'))
    })
    flushed.end()
    return await ended
  }
  return {
    write(chunk, arrivedAt) {
      waiting += chunk.length
      if (waiting > mostWaiting) broken = true
      last = last.then(() => pass(chunk, arrivedAt))
    },
    async end() {
      await last
      const decoded = await finish()
      decoder?.destroy()
      return decoded
    },
  }
}
