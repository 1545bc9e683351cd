/** Bytes written as text. */

/** Hex in either case, with spaces or line breaks for the eye; null if it is not. */
export function decodeHex(text: string): Uint8Array | null {
  const bare = text.replace(/\s/g, '')
  return /^(?:[0-9a-f]{2})*$/i.test(bare) ? Buffer.from(bare, 'hex') : null
}

/** Base64 or base64url (RFC 4648, sections 4 and 5), padded or not; null if it is neither. */
export function decodeBase64(text: string): Uint8Array | null {
  const bare = text.replace(/\s/g, '').replace(/={1,2}$/, '')
  return /^[\w+/-]*$/.test(bare) && bare.length % 4 !== 1 ? Buffer.from(bare, 'base64') : null
}

/** What a word about a part of something takes: text, which in bytes is UTF-8, or bytes in hex or base64; null if neither. */
export function bytesOf(operand: unknown): Uint8Array | null {
  if (typeof operand === 'string') return Buffer.from(operand, 'utf8')
  if (typeof operand !== 'object' || operand === null) return null
  const [[word, text] = [], ...more] = Object.entries(operand) as [string, unknown][]
  if (typeof text !== 'string' || more.length > 0) return null
  return word === '$hex' ? decodeHex(text) : word === '$base64' ? decodeBase64(text) : null
}
