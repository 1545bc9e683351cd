/** `credential-in`: where the credential goes, and what may stand there. */

import { refuseCarried } from '../credentials/carried.ts'
import { suggestWord } from '../matching/suggest.ts'
import type { Placement } from '../model/credential.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { isToken } from './values.ts'

const forms =
  'header, header:NAME, header:NAME SCHEME, query:NAME, cookie:NAME, subprotocol:PREFIX or message'

/** What a client writes by itself: setting one of these breaks the request instead of adding to it. */
const ownHeaders = /^(connection|upgrade|content-length|transfer-encoding|te|trailer|sec-websocket-.*)$/i

/** The reason why a header of that name cannot be sent, or null. */
export function refuseHeader(name: string): string | null {
  if (!isToken(name)) return `${quote(name)} is not a header name`
  return ownHeaders.test(name) ? `the header ${quote(name)} is written by the client itself` : null
}

type Read = (name: string, text: string) => Parsed<Placement>

const readers: Readonly<Record<string, Read>> = {
  header: text => {
    // An authentication scheme (RFC 9110 section 11.1) may follow the name: `header:Authorization Token`.
    const [name = '', scheme, ...more] = text.split(/ +/)
    const wrong = refuseHeader(more.length > 0 ? text : name)
    if (wrong !== null)
      return bad(wrong, 'write header:NAME with a header of your own, such as header:x-api-key')
    if (scheme === undefined) return good({ in: 'header', name, prefix: '' })
    return isToken(scheme)
      ? good({ in: 'header', name, prefix: `${scheme} ` })
      : bad(
          `${quote(scheme)} is not a scheme`,
          'write header:NAME SCHEME, such as header:Authorization Token',
        )
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

/** The reason why a ready-made credential cannot stand there, never with the credential itself. */
export function checkPlaced(token: string, placement: Placement): Parsed<void> {
  const wrong = refuseCarried(token, placement)
  return wrong ? bad(wrong.message, wrong.remedy) : good(undefined)
}
