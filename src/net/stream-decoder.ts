/** Content codings of a stream, decoded as it arrives; what comes out keeps the time at which its bytes came in. */

import type { Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'

export interface TimedDecoder {
  write(chunk: Uint8Array, atMs: number): void
  /** Resolves when all that was written has come out; false if it could not be decoded to the end. */
  end(): Promise<boolean>
}

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = constants
// A stream that is cut is decoded as far as it goes, and each piece at once.
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
  'x-gzip': () => createGunzip({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
  deflate: () => createInflate({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ flush: ZSTD_e_flush, finishFlush: ZSTD_e_flush }),
}

/** What waits to be decoded; a stream that comes faster than it can be decoded is not taken further. */
const mostWaiting = 16 * 1024 * 1024

/** One coding only; of several, or of an unknown one, the bytes are handed on as they are. */
export function createTimedDecoder(
  coding: string,
  emit: (bytes: Uint8Array, atMs: number) => void,
): TimedDecoder {
  const decoder = decoders[coding.trim().toLowerCase()]?.()
  if (!decoder) return { write: emit, end: async () => true }
  let atMs = 0
  let waiting = 0
  let broken = false
  let settle = () => {}
  // One after the other: only so is it known which bytes came out of which.
  let last: Promise<void> = Promise.resolve()
  decoder.on('data', (bytes: Uint8Array) => emit(bytes, atMs))
  decoder.on('error', () => {
    broken = true
    settle()
  })
  const pass = (chunk: Uint8Array, arrivedAt: number) =>
    new Promise<void>(resolve => {
      waiting -= chunk.length
      if (broken) return resolve()
      atMs = arrivedAt
      settle = resolve
      decoder.write(chunk, () => resolve())
    })
  return {
    write(chunk, arrivedAt) {
      waiting += chunk.length
      if (waiting > mostWaiting) broken = true
      last = last.then(() => pass(chunk, arrivedAt))
    },
    async end() {
      await last
      decoder.destroy()
      return !broken
    },
  }
}
