/** A stapled OCSP response (RFC 6960 section 4.2): whether the certificate was revoked, as of when. */

export interface Staple {
  readonly status: 'good' | 'revoked' | 'unknown' | 'unreadable'
  /** ISO 8601; null if the response does not say. */
  readonly thisUpdate: string | null
  readonly nextUpdate: string | null
}

interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

const sequence = 0x30
const generalizedTime = 0x18
const statuses: Readonly<Record<number, Staple['status']>> = { 0: 'good', 1: 'revoked', 2: 'unknown' }
const unreadable: Staple = { status: 'unreadable', thisUpdate: null, nextUpdate: null }

/** The elements of DER content (X.690 section 8.1) side by side; throws a RangeError where it is not DER. */
function elementsOf(bytes: Uint8Array): Element[] {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!
    let length = bytes[at + 1] ?? -1
    let start = at + 2
    if (length > 0x7f) {
      const octets = length & 0x7f
      if (octets > 3) throw new RangeError('length of more than three octets')
      length = bytes.subarray(start, start + octets).reduce((sum, octet) => sum * 256 + octet, 0)
      start += octets
    }
    if (length < 0 || start + length > bytes.length) throw new RangeError('cut short')
    elements.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}

/** Goes down through the element at each place. */
function descend(bytes: Uint8Array, ...path: readonly number[]): Element[] {
  return path.reduce((elements, place) => elementsOf(elements[place]!.content), elementsOf(bytes))
}

const timeOf = ({ content }: Element): string | null => {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(Buffer.from(content).toString('latin1'))
  return match ? `${match.slice(1, 4).join('-')}T${match.slice(4, 7).join(':')}Z` : null
}

/** The signature is not verified: the answer adds to what is told, and makes nothing pass. */
export function readStaple(response: Uint8Array): Staple {
  try {
    // OCSPResponse > [0] > ResponseBytes > OCTET STRING: BasicOCSPResponse > tbsResponseData
    const basic = descend(response, 0, 1, 0)[1]!.content
    const data = descend(basic, 0, 0)
    const responses = data.find(({ tag }, i) => tag === sequence && data[i - 1]?.tag === generalizedTime)!
    const single = elementsOf(elementsOf(responses.content)[0]!.content)
    const status = statuses[single[1]!.tag & 0x1f]
    if (!status) return unreadable
    const next = single.find(({ tag }) => tag === 0xa0)
    return {
      status,
      thisUpdate: timeOf(single[2]!),
      nextUpdate: next ? timeOf(elementsOf(next.content)[0]!) : null,
    }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return unreadable
    throw error
  }
}
