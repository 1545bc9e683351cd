/** Content codings of an answer (RFC 9110 section 8.4.1); loaded with zlib only when an answer has one. */

import type { Transform } from 'node:stream'

export interface Decoded {
  readonly bytes: Uint8Array
  /** There is more than `bytes`. */
  readonly truncated: boolean
}

/** Decoded bytes, at most `limit`, whatever they would unpack to; as they came if the coding is unknown or broken. */
export async function decodeBody(coded: Uint8Array, coding: string, limit: number): Promise<Decoded> {
  const zlib = await import('node:zlib')
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  // What was cut at the limit of a body is decoded as far as it goes.
  const gunzip = () => zlib.createGunzip({ finishFlush: Z_SYNC_FLUSH })
  const decoders: Readonly<Record<string, () => Transform>> = {
    gzip: gunzip,
    'x-gzip': gunzip,
    deflate: () => zlib.createInflate({ finishFlush: Z_SYNC_FLUSH }),
    br: () => zlib.createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH }),
    zstd: () => zlib.createZstdDecompress({ finishFlush: ZSTD_e_flush }),
  }
  let decoded: Decoded = { bytes: coded, truncated: false }
  for (const name of coding.split(',').reverse()) {
    const decoder = decoders[name.trim().toLowerCase()]
    if (decoder) decoded = await unpack(decoder(), decoded, limit)
  }
  return decoded
}

async function unpack(decoder: Transform, { bytes, truncated }: Decoded, limit: number): Promise<Decoded> {
  const chunks: Uint8Array[] = []
  let size = 0
  decoder.end(bytes)
  try {
    for await (const chunk of decoder as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > limit) break
    }
  } catch {
    return { bytes, truncated }
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), truncated: truncated || size > limit }
}
