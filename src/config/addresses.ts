/** Text to the places that are dialled: base URLs, paths, the address of `connect-to`. */

import { isIPv4, isIPv6 } from 'node:net'
import { bad, good, type Parsed, quote } from './parsed.ts'

type Transport = 'http' | 'websocket'

const schemes: Readonly<Record<Transport, readonly string[]>> = {
  http: ['https:', 'http:'],
  websocket: ['wss:', 'ws:'],
}
const example: Readonly<Record<Transport, string>> = {
  http: 'https://api.example.com',
  websocket: 'wss://api.example.com/ws',
}
const twin: Readonly<Record<string, string>> = {
  'http:': 'ws:',
  'https:': 'wss:',
  'ws:': 'http:',
  'wss:': 'https:',
}

/** The password of `https://name:password@host` is a secret that somebody put in the wrong place. */
const withoutUserinfo = (text: string): string =>
  text.replace(/^([a-z][a-z0-9+.-]*:)?\/*[^/?#\\]*@/i, '$1//***@')

/** Hardly anybody has a certificate for these. */
const local = /^(localhost|127\.\d+\.\d+\.\d+)\b/

/** A URL of the transport, without userinfo and fragment. */
export function parseUrl(text: string, transport: Transport): Parsed<URL> {
  const trimmed = text.trim()
  const shown = quote(withoutUserinfo(trimmed))
  const usual = schemes[transport][0]!
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    const remedy = /^[\w.-]+(:\d+)?([/?#].*)?$/.test(trimmed)
      ? `write ${local.test(trimmed) ? usual.replace('s:', ':') : usual}//${trimmed}`
      : `write a whole URL, such as ${example[transport]}`
    return bad(`${shown} is not a URL`, remedy)
  }
  if (!URL.canParse(trimmed)) {
    return bad(`${shown} is not a valid URL`, `write a whole URL, such as ${example[transport]}`)
  }
  const url = new URL(trimmed)
  if (!schemes[transport].includes(url.protocol)) {
    const other = twin[url.protocol]
    const remedy = other
      ? `write ${other}//${url.host}${url.pathname === '/' ? '' : url.pathname}`
      : `write a whole URL, such as ${example[transport]}`
    return bad(`${shown} has the scheme ${quote(url.protocol.slice(0, -1))}`, remedy)
  }
  if (url.username !== '' || url.password !== '') {
    return bad(`${shown} carries a user name or password`, 'remove it; credentials have inputs of their own')
  }
  if (url.hash !== '' || trimmed.includes('#')) {
    return bad(`${shown} has a fragment, which is never sent to a server`, 'remove the part from # on')
  }
  return good(url)
}

/** A base URL. Its query would be lost with every path put in its place, so it is not taken. */
export const parseBaseOf =
  (transport: Transport) =>
  (text: string): Parsed<URL> => {
    const parsed = parseUrl(text, transport)
    return parsed.ok && parsed.value.search !== ''
      ? bad(
          `${quote(text.trim())} has a query, which a base URL cannot carry`,
          'put the query into the path of the check',
        )
      : parsed
  }

const nowhere = 'http://nowhere.invalid'

/** A path that starts with `/`, or a whole URL of the transport; as it was written. */
export function parsePath(text: string, transport: Transport): Parsed<string> {
  const trimmed = text.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) {
    const parsed = parseUrl(trimmed, transport)
    return parsed.ok ? good(trimmed) : parsed
  }
  if (!trimmed.startsWith('/')) {
    return bad(`${quote(trimmed)} is neither a path nor a URL`, `write /${trimmed} or ${example[transport]}`)
  }
  if (trimmed.includes('#')) {
    return bad(
      `${quote(trimmed)} has a fragment, which is never sent to a server`,
      'remove the part from # on',
    )
  }
  // `//host` and `/\host` name another host (https://url.spec.whatwg.org/#relative-slash-state).
  if (
    /[\s\p{Cc}\\]/u.test(trimmed) ||
    !URL.canParse(trimmed, nowhere) ||
    new URL(trimmed, nowhere).origin !== nowhere
  ) {
    return bad(
      `${quote(trimmed)} is not a path`,
      'write one path, such as /health, without spaces and backslashes',
    )
  }
  return good(trimmed)
}

/** The same origin in the other transport: `https:` becomes `wss:`. */
export function websocketOf(url: URL): URL {
  const other = new URL(url)
  other.protocol = twin[url.protocol] ?? url.protocol
  return other
}

const connectRemedy = 'write ADDRESS or ADDRESS:PORT, such as 203.0.113.7:443 or [2001:db8::7]:443'

/** `ADDRESS`, `ADDRESS:PORT`, `[IPv6]`, `[IPv6]:PORT`; a name is resolved when it is dialled. */
export function parseConnectTo(
  text: string,
): Parsed<{ readonly host: string; readonly port: number | null }> {
  const trimmed = text.trim()
  if (isIPv6(trimmed)) return good({ host: trimmed, port: null })
  const found = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(trimmed)
  const host = found?.[1] ?? found?.[2] ?? ''
  const known = found?.[1] === undefined ? isIPv4(host) || isHostname(host) : isIPv6(host)
  if (!known) return bad(`${quote(withoutUserinfo(trimmed))} is not an address`, connectRemedy)
  const port = found?.[3] === undefined ? null : Number(found[3])
  if (port !== null && (port < 1 || port > 65_535)) {
    return bad(`${quote(trimmed)} has a port outside 1 to 65535`, connectRemedy)
  }
  return good({ host, port })
}

/** Names of RFC 1123 section 2.1; one made of digits and dots alone would be an address with a slip in it. */
const isHostname = (text: string): boolean =>
  text.length <= 253 &&
  !/^[\d.]+$/.test(text) &&
  text.split('.').every(label => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label))
