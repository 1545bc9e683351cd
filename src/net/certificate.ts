/** What a server shows of itself in a TLS handshake: the chain with all that is wrong with it, not only the first defect. */

import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { Observations } from '../model/evidence.ts'
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
  readonly notAfter: string
  /** The first of its certificates to run out, and in how many days; negative if it did already. */
  readonly first: { readonly subject: string; readonly notAfter: string; readonly daysLeft: number }
  /** Common names, the server's own first. */
  readonly path: readonly string[]
  /** Everything wrong with it; the first is what a client reports. */
  readonly defects: readonly Fault[]
  /** Sent and run out, in a chain that is trusted without them: by subject. */
  readonly idle: readonly string[]
  readonly facts: Observations
}

/** @param now Milliseconds since the epoch. @returns null where the server showed no certificate. */
export function readChain({ socket }: Connection, name: string, now: number): Chain | null {
  if (!(socket instanceof TLSSocket)) return null
  // First: Node has none left to show in this form once it has shown the other one.
  const known = socket.getPeerCertificate(true)
  const leaf = socket.getPeerX509Certificate()
  if (!leaf) return null
  const sent = chainOf(leaf)
  const said = verification(socket, leaf, name)
  // OpenSSL finds a way round a certificate that was sent and has run out, such as an old cross-signature.
  const trusted = said === null || said.type === 'tls.cert.name_invalid'
  const isIdle = (one: X509Certificate) => trusted && one !== leaf && dateOf(one.validTo) < now
  const certificates = sent.filter(one => !isIdle(one))
  const first = certificates.reduce((a, b) => (dateOf(b.validTo) < dateOf(a.validTo) ? b : a))
  const own = [
    ...certificates.map(certificate => datesOf(certificate, now)),
    authorityOf(said, leaf, known),
    nameOf(leaf, name),
    ...certificates.map(strengthOf),
  ].filter(defect => defect !== null)
  const chain = {
    ...{ subject: subjectOf(leaf), issuer: commonName(leaf.issuer), names: leaf.subjectAltName ?? '' },
    ...{ notBefore: leaf.validFrom, notAfter: leaf.validTo },
    first: {
      ...{ subject: subjectOf(first), notAfter: first.validTo },
      daysLeft: Math.floor((dateOf(first.validTo) - now) / 86_400_000),
    },
    path: certificates.map(subjectOf),
    defects: inOrder(said, own),
    idle: sent.filter(isIdle).map(subjectOf),
  }
  return { ...chain, facts: observe(chain, leaf, certificates, { name, now }) }
}

/** What a client says comes first, in our words where they say more: whose certificate, and since when. */
function inOrder(said: Fault | null, own: readonly Fault[]): Fault[] {
  // OpenSSL's words for a weak key have no code in Node; what is weak was read here.
  if (!said || (said.code === 'UNSPECIFIED' && own.some(({ type }) => type === 'tls.cert.weak')))
    return [...own]
  const same = own.filter(({ type }) => type === said.type)
  return [...(same.length > 0 ? same : [said]), ...own.filter(({ type }) => type !== said.type)]
}

const dateOf = (text: string): number => Date.parse(text)

/** The common name, else the organisation, else all there is. A certificate may have no subject but its names. */
function commonName(distinguished: string | undefined): string {
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(distinguished ?? '')?.[1]
  return (of('CN') ?? of('O') ?? (distinguished ?? '').replaceAll('\n', ', ')).slice(0, 200)
}

const subjectOf = ({ subject, subjectAltName }: X509Certificate): string =>
  commonName(subject) || (subjectAltName ?? '').split(', ')[0]!.slice(0, 200)

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

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)

/** What OpenSSL and the check of the name say: with trust, the first defect only. */
function verification(socket: TLSSocket, leaf: X509Certificate, name: string): Fault | null {
  // Typed as an Error; Node gives the code, a string.
  const code: unknown = socket.authorizationError
  if (socket.authorized || !code) return null
  // Node has no code for a key that is too weak: the defects that are read here say what it is.
  const known =
    code !== 'UNSPECIFIED' ? String(code) : isSelfSigned(leaf) ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : null
  if (known) return troubleOf(Object.assign(new Error(known), { code: known }), 'tls', name)
  return fault('tls.cert.invalid', `${name}: OpenSSL does not accept the certificate`, 'UNSPECIFIED')
}

/** OpenSSL keeps one error, and that of a date hides that of the authority. */
function authorityOf(
  said: Fault | null,
  leaf: X509Certificate,
  known: DetailedPeerCertificate,
): Fault | null {
  if (said?.type !== 'tls.cert.date_invalid') return null
  if (isSelfSigned(leaf))
    return fault(
      'tls.cert.authority_invalid',
      'it is signed by itself: no client trusts it that was not told to',
    )
  // This form of the chain goes on with what is known here; X509Certificate has what was sent.
  let top = known
  for (let i = 0; i < longestChain && top.issuerCertificate && top.issuerCertificate !== top; i++)
    top = top.issuerCertificate
  if (top.issuerCertificate) return null
  const [whose, issuer] = [top.subject?.CN ?? top.subject?.O, top.issuer?.CN ?? top.issuer?.O]
  return fault(
    'tls.cert.authority_invalid',
    `the issuer of the certificate of "${whose}" ("${issuer}") was not sent and is not known here`,
  )
}

function datesOf(certificate: X509Certificate, now: number): Fault | null {
  const whose = subjectOf(certificate)
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

/** Node and curl take a common name where there is no other; browsers and Go do not (RFC 9525 section 2). */
function nameOf(leaf: X509Certificate, name: string): Fault | null {
  const check = (subject: 'never' | 'default') =>
    isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name, { subject })
  if (check('never') !== undefined) return null
  if (check('default') !== undefined)
    return fault(
      'tls.cert.name_invalid',
      `the certificate has "${name}" as its common name only, without a subjectAltName: browsers and Go refuse it`,
      'COMMON_NAME_ONLY',
    )
  const names = leaf.subjectAltName ?? 'none'
  return fault(
    'tls.cert.name_invalid',
    `the certificate is for other names than "${name}": ${names.slice(0, 300)}`,
    'ERR_TLS_CERT_ALTNAME_INVALID',
  )
}

/** NIST SP 800-131A: RSA below 2048 bits, curves below 256, and SHA-1 or MD5 signatures are out of use. */
function strengthOf(certificate: X509Certificate): Fault | null {
  const whose = subjectOf(certificate)
  const weak: string[] = []
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = certificate.publicKey
  const { modulusLength, namedCurve } = details
  if (type?.startsWith('rsa') && modulusLength && modulusLength < smallestRsaKeyBits)
    weak.push(`has an RSA key of ${modulusLength} bits; at least ${smallestRsaKeyBits} are expected`)
  if (namedCurve && smallestCurveBits[namedCurve])
    weak.push(`has a key on the curve ${namedCurve}; at least 256 bits are expected`)
  // Known since Node 24.9; a root is trusted by itself, not by its signature.
  const signed = (certificate as { readonly signatureAlgorithm?: string }).signatureAlgorithm
  if (!isSelfSigned(certificate) && signed && /^(md5|sha1)|with-sha1$/i.test(signed))
    weak.push(`is signed with ${signed}; SHA-256 or better is expected`)
  return weak.length > 0
    ? fault('tls.cert.weak', `the certificate of "${whose}" ${weak.join(', and ')}`)
    : null
}

/** What signatures match on: a certificate that was refused is known only from a reading without trust. */
function observe(
  chain: Omit<Chain, 'facts'>,
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
  { name, now }: { readonly name: string; readonly now: number },
): Observations {
  const above = certificates.find(one => one !== leaf && dateOf(one.validTo) < now)
  return {
    'tls.unverified.subject': chain.subject,
    'tls.unverified.issuer': chain.issuer,
    'tls.unverified.san': chain.names.slice(0, 500),
    'tls.unverified.not_before': chain.notBefore,
    'tls.unverified.not_after': chain.notAfter,
    // Public authorities have to say where their own certificate is to be had (CA/Browser Forum BR 7.1.2.7.7).
    'tls.unverified.names_issuer_address': /CA Issuers - URI/.test(leaf.infoAccess ?? ''),
    'tls.unverified.self_signed': isSelfSigned(leaf),
    'tls.unverified.lifetime_days': Math.round((dateOf(leaf.validTo) - dateOf(leaf.validFrom)) / 86_400_000),
    'tls.unverified.expired_issuer': above && dateOf(leaf.validTo) >= now ? subjectOf(above) : null,
    'tls.unverified.wildcard': wildcardOf(chain.names, name),
    'tls.unverified.defects': chain.defects.map(({ message }) => message).join('; '),
  }
}

/** A wildcard stands for one label (RFC 9525 section 6.3): the one that reaches too far, or not to its own domain. */
function wildcardOf(names: string, host: string): string | null {
  const wildcards = [...names.matchAll(/DNS:\*\.([^,\s]+)/g)].map(([, domain]) => domain!.toLowerCase())
  const covered = (domain: string) => host === domain || host.endsWith(`.${domain}`)
  const exact = (domain: string) =>
    host.slice(0, -domain.length - 1).split('.').length === 1 && host !== domain
  const found = wildcards.find(domain => covered(domain) && !exact(domain))
  return found === undefined || wildcards.some(domain => covered(domain) && exact(domain))
    ? null
    : `*.${found}`
}
