/** Where an answer or a WebSocket tells its revision, and what it tells. */

import { readJson } from '../matching/json.ts'
import { checkPath, isPath, selectNodes } from '../matching/json-path.ts'
import type { AnswerHeaders } from '../net/exchange.ts'
import { textOf } from '../net/http.ts'

/** A revision is a word or a hash; what is longer is a page. */
const longest = 200

export type RevisionPlace =
  /** RFC 6901: the tokens of the pointer, unescaped. */
  | { readonly in: 'json'; readonly tokens: readonly string[] }
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'text' }

/** Where it is looked for unless somebody says where. */
export const usualPlace: RevisionPlace = { in: 'json', tokens: ['revision'] }

/** In the 101, or in the first message of the connection; of a stream, in the answer or in its first event. */
export type SocketPlace =
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'message'; readonly path: string }

/** RFC 6901 section 6: the pointer as a URI fragment, percent-decoded. @returns null if it is none. */
export function parsePointer(fragment: string): RevisionPlace | null {
  let pointer: string
  try {
    pointer = decodeURIComponent(fragment)
  } catch {
    return null
  }
  if ((pointer !== '' && !pointer.startsWith('/')) || /~(?![01])/.test(pointer)) return null
  const tokens = pointer.split('/').slice(1)
  return { in: 'json', tokens: tokens.map(token => token.replaceAll('~1', '/').replaceAll('~0', '~')) }
}

/** `#/json/pointer` or `@header-name`. @returns null if it is neither. */
export function parsePlace(text: string): RevisionPlace | null {
  if (text.startsWith('#')) return parsePointer(text.slice(1))
  const name = headerIn(text)
  return name === null ? null : { in: 'header', name }
}

/** `@header-name` of the 101 or of a stream's answer, or a JSONPath in the first message or event. @returns null if it is neither. */
export function parseSocketPlace(text: string): SocketPlace | null {
  const name = headerIn(text)
  if (name !== null) return { in: 'header', name }
  return isPath(text) && checkPath(text) === null ? { in: 'message', path: text } : null
}

/** RFC 9110 section 5.6.2: what a header's name is made of. */
const headerIn = (text: string): string | null =>
  /^@[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text) ? text.slice(1).toLowerCase() : null

export const showPlace = (place: RevisionPlace): string => {
  if (place.in === 'header') return `the header "${place.name}"`
  if (place.in === 'text') return 'the body'
  const escaped = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1')
  return `"#${place.tokens.map(token => `/${escaped(token)}`).join('')}"`
}

export const showSocketPlace = (place: SocketPlace): string =>
  place.in === 'header' ? `the header "${place.name}"` : `"${place.path}"`

/** @returns null if the answer does not tell one. */
export function readRevision(
  { headers, body }: { readonly headers: AnswerHeaders; readonly body: Uint8Array | null },
  place: RevisionPlace,
): string | null {
  if (place.in === 'header') return asRevision(unquoted([headers[place.name] ?? []].flat().join(', ')))
  if (body === null) return null
  if (place.in === 'text') return readText(textOf(body.subarray(0, 4 * longest + 1)))
  return asRevision(valueAt(readJson(textOf(body)), place.tokens))
}

/** Many frameworks write a text as JSON, in quotes; of a JSON document, only a pointer says which value is meant. */
function readText(text: string): string | null {
  const trimmed = text.trim()
  const value = /^["{[]/.test(trimmed) ? readJson(trimmed) : undefined
  return asRevision(value ?? trimmed)
}

/** RFC 9110 sections 5.6.4 and 8.8.3: a quoted string, and an ETag, which may be a weak one. */
const unquoted = (text: string): string => text.trim().replace(/^(?:W\/)?"([^"\\]*)"$/, '$1')

/** @returns null if the message does not tell one. */
export function readMessage(data: string | Uint8Array, path: string): string | null {
  const value = typeof data === 'string' ? readJson(data) : undefined
  const found = value === undefined ? [] : selectNodes(value, path)
  return typeof found === 'string' ? null : asRevision(found[0])
}

/** RFC 6901 section 4: of an array only `0`, `1`, … name something. */
function valueAt(document: unknown, tokens: readonly string[]): unknown {
  let value = document
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(token)) return undefined
    value = (value as Record<string, unknown>)[token]
  }
  return value
}

/** One word or line; an HTML page or an object is none. */
function asRevision(value: unknown): string | null {
  // A build number of 16 digits or more comes as a bigint: rounded, two of them would be one.
  if (!['string', 'number', 'bigint'].includes(typeof value)) return null
  const text = String(value).trim()
  return text === '' || text.length > longest || /[\p{Cc}<]/u.test(text) ? null : text
}
