/**
 * Interim answers (1xx) come before the answer itself, asked for or not, and a client has to pass over those that it does
 * not know (RFC 9110 section 15.2). undici does, but for a 100 that nobody asked for: it ends the connection.
 */

const zero = 0x30
const one = 0x31
const two = 0x32
const lineFeed = 0x0a
const carriageReturn = 0x0d
/** Where the digits of the status begin in `HTTP/1.1 100`. */
const statusAt = 9

/**
 * Rewrites, in place, the status of every 100 before the answer to 102, which undici passes over: one digit, so that it
 * matters neither how the bytes are cut into pieces nor how many there are. Give it each piece before the parser has it.
 */
export function createContinueMask(): (bytes: Uint8Array) => void {
  let over = false
  /** Bytes since the status line began; null inside the header fields of an interim answer. */
  let at: number | null = 0
  let isEmptyLine = false
  let isContinue = true
  const readStatus = (bytes: Uint8Array, i: number, place: number) => {
    const byte = bytes[i]
    if (place === statusAt && byte !== one) over = true
    else if (place === statusAt + 1) isContinue = byte === zero
    else if (place === statusAt + 2) {
      if (isContinue && byte === zero) bytes[i] = two
      isEmptyLine = false
      at = null
    }
  }
  return bytes => {
    for (let i = 0; i < bytes.length && !over; i++) {
      const byte = bytes[i]
      // Parsers pass over empty lines before a status line (RFC 9112 section 2.2).
      if (at === 0 && (byte === lineFeed || byte === carriageReturn)) continue
      if (at !== null) readStatus(bytes, i, at++)
      else if (byte === lineFeed) {
        if (isEmptyLine) at = 0
        isEmptyLine = true
      } else if (byte !== carriageReturn) isEmptyLine = false
    }
  }
}
