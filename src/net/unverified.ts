/**
 * What a handshake shows that was not accepted. Only for follow-up probes after TLS has already failed: nothing is sent on
 * such a connection, and it never becomes the connection of a check.
 */

import { isIP } from 'node:net'
import { checkServerIdentity, connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { Observations } from '../model/evidence.ts'

export interface Listener {
  readonly name: string
  readonly address: string
  readonly port: number
  readonly timeoutMs: number
  /** Protocols to offer, and no other. */
  readonly alpn: readonly string[]
}

/** @returns the protocol that the server picked, null for none; undefined if there was no handshake in time. */
export async function readAlpn({
  name,
  address,
  port,
  timeoutMs,
  alpn,
}: Listener): Promise<string | null | undefined> {
  return await new Promise(resolve => {
    const socket = connect({
      host: address,
      port,
      ...(isIP(name) ? {} : { servername: name }),
      ALPNProtocols: [...alpn],
      rejectUnauthorized: false,
    })
    const settle = (picked: string | null | undefined) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(picked)
    }
    const timer = setTimeout(settle, timeoutMs, undefined)
    socket.once('error', () => settle(undefined))
    socket.once('secureConnect', () => settle(socket.alpnProtocol || null))
  })
}

/** Facts of the certificate behind `socket`, which was verified by the trust of the run and accepted whatever came of it. */
export function observeUnverified(name: string, socket: TLSSocket): Observations {
  const certificate = socket.getPeerCertificate(true)
  const verifyCode = socket.authorizationError ? String(socket.authorizationError) : null
  const { subject, issuer, subjectaltname, infoAccess } = certificate
  return {
    'tls.unverified.subject': subject?.CN?.toString() ?? null,
    'tls.unverified.issuer': issuer?.CN?.toString() ?? issuer?.O?.toString() ?? null,
    'tls.unverified.san': subjectaltname?.slice(0, 500) ?? null,
    'tls.unverified.not_before': certificate.valid_from ?? null,
    'tls.unverified.not_after': certificate.valid_to ?? null,
    // Public authorities have to say where their own certificate is to be had (CA/Browser Forum BR 7.1.2.7.7).
    'tls.unverified.names_issuer_address': infoAccess?.['CA Issuers - URI'] !== undefined,
    'tls.unverified.defects': defectsOf(name, certificate, verifyCode).join(', '),
  }
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
    !selfSigned && !certificate.issuerCertificate && 'nothing sent or known of its issuer',
    verifyCode !== null &&
      /UNABLE_TO|SELF_SIGNED_CERT_IN_CHAIN/.test(verifyCode) &&
      !selfSigned &&
      'issuer not trusted here',
  ]
  return defects.filter(defect => defect !== false && defect !== undefined) as string[]
}
