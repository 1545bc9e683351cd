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
