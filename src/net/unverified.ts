/**
 * Reads a certificate without trusting it. Only for follow-up probes after TLS has already failed: nothing is sent on such
 * a connection, and it never becomes the connection of a check.
 */

import { isIP } from 'node:net'
import { checkServerIdentity, connect, type DetailedPeerCertificate } from 'node:tls'
import type { Observations } from '../model/evidence.ts'

export interface CertificateAt {
  /** The name that the certificate should be for. */
  readonly name: string
  readonly address: string
  readonly port: number
  readonly timeoutMs: number
  /** Protocols to offer; HTTP/1.1 unless told otherwise. */
  readonly alpn?: readonly string[]
}

/** @returns no facts if there was no handshake in time. */
export async function readCertificate({
  name,
  address,
  port,
  timeoutMs,
  alpn,
}: CertificateAt): Promise<Observations> {
  return await new Promise<Observations>(resolve => {
    const socket = connect({
      host: address,
      port,
      ...(isIP(name) ? {} : { servername: name }),
      ALPNProtocols: [...(alpn ?? ['http/1.1'])],
      rejectUnauthorized: false,
    })
    const settle = (facts: Observations) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(facts)
    }
    const timer = setTimeout(settle, timeoutMs, {})
    socket.once('error', () => settle({}))
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true)
      const verifyCode = socket.authorizationError ? String(socket.authorizationError) : null
      settle({
        'tls.unverified.subject': certificate.subject?.CN?.toString() ?? null,
        'tls.unverified.issuer':
          certificate.issuer?.CN?.toString() ?? certificate.issuer?.O?.toString() ?? null,
        'tls.unverified.san': certificate.subjectaltname?.slice(0, 500) ?? null,
        'tls.unverified.not_before': certificate.valid_from ?? null,
        'tls.unverified.not_after': certificate.valid_to ?? null,
        'tls.unverified.alpn': socket.alpnProtocol || null,
        'tls.unverified.defects': defectsOf(name, certificate, verifyCode).join(', '),
      })
    })
  })
}

/** All that is wrong with it; OpenSSL stops at the first. */
function defectsOf(name: string, certificate: DetailedPeerCertificate, verifyCode: string | null): string[] {
  const now = Date.now()
  const selfSigned = certificate.fingerprint256 === certificate.issuerCertificate?.fingerprint256
  const defects = [
    Date.parse(certificate.valid_to) < now && 'expired',
    Date.parse(certificate.valid_from) > now && 'not valid yet',
    certificate.subject && checkServerIdentity(name, certificate) !== undefined && 'for other names',
    selfSigned && 'self-signed',
    !selfSigned && !certificate.issuerCertificate && 'intermediate certificate missing',
    verifyCode !== null &&
      /UNABLE_TO|SELF_SIGNED_CERT_IN_CHAIN/.test(verifyCode) &&
      !selfSigned &&
      'issuer not trusted here',
  ]
  return defects.filter(defect => defect !== false && defect !== undefined) as string[]
}
