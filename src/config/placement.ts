/** `credential-in`: where the credential goes, and what may stand there. */

import { suggestWord } from '../matching/suggest.ts'
import type { Placement } from '../model/credential.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { isToken } from './values.ts'

const forms = 'header, header:NAME, query:NAME, cookie:NAME, subprotocol:PREFIX or message'

/** What a client writes by itself: setting one of these breaks the request instead of adding to it. */
const ownHeaders = /^(connection|upgrade|content-length|transfer-encoding|te|trailer|sec-websocket-.*)$/i

/** The reason why a header of that name cannot be sent, or null. */
export function refuseHeader(name: string): string | null {
  if (!isToken(name)) return `${quote(name)} is not a header name`
  return ownHeaders.test(name) ? `the header ${quote(name)} is written by the client itself` : null
}

type Read = (name: string, text: string) => Parsed<Placement>

const readers: Readonly<Record<string, Read>> = {
  header: name => {
    const wrong = refuseHeader(name)
    return wrong === null
      ? good({ in: 'header', name, prefix: '' })
      : bad(wrong, 'write header:NAME with a header of your own, such as header:x-api-key')
  },
  query: name =>
    name === '' || /[\s\p{Cc}]/u.test(name)
      ? bad(`${quote(name)} is not a name of a query parameter`, 'write query:NAME, such as query:token')
      : good({ in: 'query', name }),
  cookie: name =>
    isToken(name)
      ? good({ in: 'cookie', name })
      : bad(`${quote(name)} is not a name of a cookie`, 'write cookie:NAME, such as cookie:session'),
  subprotocol: prefix =>
    prefix === '' || isToken(prefix)
      ? good({ in: 'subprotocol', prefix })
      : bad(
          `${quote(prefix)} cannot start a subprotocol`,
          'write subprotocol:PREFIX, such as subprotocol:bearer.',
        ),
}

const alone: Readonly<Record<string, Placement>> = {
  header: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  message: { in: 'message' },
  subprotocol: { in: 'subprotocol', prefix: '' },
}

export const defaultPlacement: Placement = alone.header!

export function parsePlacement(text: string): Parsed<Placement> {
  const trimmed = text.trim()
  const colon = trimmed.indexOf(':')
  const word = colon < 0 ? trimmed : trimmed.slice(0, colon).trim()
  const known = colon < 0 ? alone : readers
  if (!Object.hasOwn(known, word)) {
    if (Object.hasOwn(readers, word)) return bad(`${quote(trimmed)} lacks a name`, `write ${word}:NAME`)
    const meant = suggestWord(word, ['header', 'query', 'cookie', 'subprotocol', 'message'])
    const hint = meant === null ? '' : `did you mean "${meant}"? `
    return bad(`${quote(trimmed)} is not a place for a credential`, `${hint}write ${forms}`)
  }
  return colon < 0 ? good(alone[word]!) : readers[word]!(trimmed.slice(colon + 1).trim(), trimmed)
}

interface Rule {
  readonly fits: RegExp
  readonly message: string
  readonly remedy: string
}

const rules: Readonly<Partial<Record<Placement['in'], Rule>>> = {
  // RFC 9110 section 5.5: visible characters, with spaces and tabs only between them.
  header: {
    fits: /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/,
    message: 'holds characters that a header cannot carry, such as a line break',
    remedy: 'store the bare credential, one line without surrounding blanks',
  },
  // RFC 6265 section 4.1.1: cookie-octet.
  cookie: {
    fits: /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/,
    message: 'holds characters that a cookie cannot carry, such as blanks, quotes, commas or semicolons',
    remedy: 'encode it as the server expects it, for instance percent-encoded',
  },
  subprotocol: {
    fits: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
    message: 'holds characters that a subprotocol cannot carry, such as "=", "/" or blanks',
    remedy: 'encode it as base64url without padding, or place it elsewhere',
  },
}

/** The reason why a ready-made credential cannot stand there, never with the credential itself. */
export function checkPlaced(token: string, placement: Placement): Parsed<void> {
  const rule = rules[placement.in]
  if (rule && !rule.fits.test(token)) return bad(rule.message, rule.remedy)
  if (placement.in === 'header' && placement.prefix !== '' && /^bearer\s/i.test(token)) {
    return bad('begins with "Bearer ", which is added by itself', 'store the credential without that word')
  }
  return good(undefined)
}
