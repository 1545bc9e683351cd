/** What a server shows of itself in a TLS handshake: the chain with all that is wrong with it, not only the first defect. */

import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { type Fault, fault } from '../model/fault.ts'
import { troubleOf } from './trouble.ts'
import type { Connection } from './wire.ts'

/** Longer chains than this are not followed. */
const longestChain = 10
const smallestRsaKeyBits = 2048
const smallestCurveBits: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp192k1: 192,
  secp224r1: 224,
}

export interface Chain {
  readonly subject: string
  readonly issuer: string
  readonly names: string
  readonly notBefore: string
  /** When the first of its certificates runs out. */
  readonly notAfter: string
  readonly daysLeft: number
  /** Common names, the server's own first. */
  readonly path: readonly string[]
  /** Everything wrong with it; the first is what a client reports. */
  readonly defects: readonly Fault[]
}

/** @param now Milliseconds since the epoch. @returns null where the server showed no certificate. */
export function readChain({ socket }: Connection, name: string, now: number): Chain | null {
  if (!(socket instanceof TLSSocket)) return null
  const leaf = socket.getPeerX509Certificate()
  if (!leaf) return null
  const certificates = chainOf(leaf)
  const first = certificates.reduce((a, b) => (dateOf(b.validTo) < dateOf(a.validTo) ? b : a))
  const found = [
    verification(socket, leaf, name),
    ...certificates.map(certificate => datesOf(certificate, now)),
    nameOf(leaf, name),
    ...certificates.map(strengthOf),
  ].filter(defect => defect !== null)
  // OpenSSL and our own reading name one defect in the same words.
  const defects = found.filter((one, i) => found.findIndex(other => other.type === one.type) === i)
  return {
    subject: commonName(leaf.subject),
    issuer: commonName(leaf.issuer),
    names: leaf.subjectAltName?.slice(0, 500) ?? '',
    notBefore: leaf.validFrom,
    notAfter: first.validTo,
    daysLeft: Math.floor((dateOf(first.validTo) - now) / 86_400_000),
    path: certificates.map(certificate => commonName(certificate.subject)),
    defects,
  }
}

const dateOf = (text: string): number => Date.parse(text)

/** The common name, else the organisation, else all there is. */
function commonName(distinguished: string): string {
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(distinguished)?.[1]
  return (of('CN') ?? of('O') ?? distinguished.replaceAll('\n', ', ')).slice(0, 200)
}

/** The certificates that the server sent, and the root if it is known here; a self-signed one ends it. */
function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (let next: X509Certificate | undefined = leaf; next && chain.length < longestChain; ) {
    const here: X509Certificate = next
    if (chain.some(seen => seen.fingerprint256 === here.fingerprint256)) break
    chain.push(here)
    next = here.issuerCertificate
  }
  return chain
}

/** What OpenSSL and the check of the name say: with trust, the first defect only. */
function verification(socket: TLSSocket, leaf: X509Certificate, name: string): Fault | null {
  // Typed as an Error; Node gives the code, a string.
  const code: unknown = socket.authorizationError
  if (socket.authorized || !code) return null
  // Node has no code for a key that is too weak: the defects that are read here say what it is.
  const known =
    code !== 'UNSPECIFIED' ? String(code) : leaf.checkIssued(leaf) ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : null
  if (known) return troubleOf(Object.assign(new Error(known), { code: known }), 'tls', name)
  return fault('tls.cert.invalid', `${name}: OpenSSL does not accept the certificate`, 'UNSPECIFIED')
}

function datesOf(certificate: X509Certificate, now: number): Fault | null {
  const whose = commonName(certificate.subject)
  if (dateOf(certificate.validTo) < now)
    return fault(
      'tls.cert.date_invalid',
      `the certificate of "${whose}" expired on ${certificate.validTo}`,
      'CERT_HAS_EXPIRED',
    )
  if (dateOf(certificate.validFrom) > now)
    return fault(
      'tls.cert.date_invalid',
      `the certificate of "${whose}" is valid only from ${certificate.validFrom}`,
      'CERT_NOT_YET_VALID',
    )
  return null
}

function nameOf(leaf: X509Certificate, name: string): Fault | null {
  const matches = isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)
  if (matches !== undefined) return null
  const names = leaf.subjectAltName ?? 'none'
  return fault(
    'tls.cert.name_invalid',
    `the certificate is for other names than "${name}": ${names.slice(0, 300)}`,
    'ERR_TLS_CERT_ALTNAME_INVALID',
  )
}

/** NIST SP 800-131A: RSA below 2048 bits, curves below 256, and SHA-1 or MD5 signatures are out of use. */
function strengthOf(certificate: X509Certificate): Fault | null {
  const whose = commonName(certificate.subject)
  const weak = (what: string) => fault('tls.cert.weak', `the certificate of "${whose}" ${what}`)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = certificate.publicKey
  const { modulusLength, namedCurve } = details
  if (type?.startsWith('rsa') && modulusLength && modulusLength < smallestRsaKeyBits)
    return weak(`has an RSA key of ${modulusLength} bits; at least ${smallestRsaKeyBits} are expected`)
  if (namedCurve && smallestCurveBits[namedCurve])
    return weak(`has a key on the curve ${namedCurve}; at least 256 bits are expected`)
  // Known since Node 24.9; a root is trusted by itself, not by its signature.
  const signed = (certificate as { readonly signatureAlgorithm?: string }).signatureAlgorithm
  const isRoot = certificate.subject === certificate.issuer
  if (!isRoot && signed && /^(md5|sha1)/i.test(signed))
    return weak(`is signed with ${signed}; SHA-256 or better is expected`)
  return null
}
