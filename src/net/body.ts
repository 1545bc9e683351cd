/** Content codings of an answer (RFC 9110 section 8.4.1); loaded with zlib only when an answer has one. */

/** Decoded bytes, at most `limit`; the bytes as they came if the coding is unknown or broken. */
export async function decodeBody(bytes: Uint8Array, coding: string, limit: number): Promise<Uint8Array> {
  const zlib = await import('node:zlib')
  const decoders: Readonly<Record<string, (b: Uint8Array) => Buffer>> = {
    gzip: b => zlib.gunzipSync(b, { maxOutputLength: limit }),
    'x-gzip': b => zlib.gunzipSync(b, { maxOutputLength: limit }),
    deflate: b => zlib.inflateSync(b, { maxOutputLength: limit }),
    br: b => zlib.brotliDecompressSync(b, { maxOutputLength: limit }),
    zstd: b => zlib.zstdDecompressSync(b, { maxOutputLength: limit }),
  }
  try {
    return coding
      .split(',')
      .reverse()
      .reduce((b, name) => decoders[name.trim().toLowerCase()]?.(b) ?? b, bytes)
  } catch {
    return bytes
  }
}
