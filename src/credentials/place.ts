/** Where a credential goes in a request, a row for each place. */

import type { Credential, Placement } from '../model/credential.ts'
import { reveal, Secret } from '../model/secret.ts'

export interface Presentable {
  readonly url: URL
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly subprotocols: readonly string[]
}

type Place<In extends Placement['in']> = (
  request: Presentable,
  value: string,
  placement: Extract<Placement, { in: In }>,
) => Presentable

/** A copy with the header set; names are compared without case, so that a user's own header is replaced, not doubled. */
export function withHeader(
  headers: Presentable['headers'],
  name: string,
  value: string | Secret,
): Presentable['headers'] {
  const others = Object.entries(headers).filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return { ...Object.fromEntries(others), [name]: value }
}

const headerOf = (headers: Presentable['headers'], name: string): string | Secret | undefined =>
  Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1]

/** Half a surrogate pair has no UTF-8. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

const places: { readonly [In in Placement['in']]: Place<In> } = {
  header: (request, value, { name, prefix }) => ({
    ...request,
    headers: withHeader(request.headers, name, new Secret(`${prefix}${value}`)),
  }),
  query: (request, value, { name }) => {
    const url = new URL(request.url)
    // What else the user wrote stays as it is spelt: writing `searchParams` would spell it anew.
    const pair = `${encode(name)}=${encode(value)}`
    if (url.searchParams.has(name)) url.searchParams.set(name, value)
    else url.search = url.search === '' ? pair : `${url.search}&${pair}`
    return { ...request, url }
  },
  cookie: (request, value, { name }) => {
    const others = headerOf(request.headers, 'cookie')
    const all = [...(others === undefined ? [] : [reveal(others)]), `${name}=${value}`].join('; ')
    return { ...request, headers: withHeader(request.headers, 'cookie', new Secret(all)) }
  },
  subprotocol: (request, value, { prefix }) => ({
    ...request,
    subprotocols: [...request.subprotocols, `${prefix}${value}`],
  }),
  // Sent by the session once the connection is open.
  message: request => request,
}

/** The request with the credential in its place. */
export function placeCredential(request: Presentable, credential: Credential | null): Presentable {
  if (!credential) return request
  const place = places[credential.placement.in] as Place<Placement['in']>
  return place(request, credential.value.reveal(), credential.placement)
}
