/** TLS over a socket that is already connected: name checked, chain verified, HTTP/1.1 offered. */

import { isIP, type Socket } from 'node:net'
import {
  connect,
  createSecureContext,
  getCACertificates,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { showDuration } from '../model/duration.ts'
import type { Observations } from '../model/evidence.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import { overhear } from './client-certificate.ts'
import { limitOf, runOver } from './limit.ts'
import { troubleOf } from './trouble.ts'
import type { TlsReading, TlsVersion } from './wire.ts'

/**
 * What is trusted: the defaults of Node (with NODE_EXTRA_CA_CERTS and the system's, where they are switched on), and
 * the certificates of `ca` besides. Made once a run: reading the roots costs milliseconds.
 */
export function trustOf(ca: string | null): SecureContext {
  // Node 20 cannot tell its defaults: they are the roots that it was built with, as a rule.
  const defaults = getCACertificates?.('default') ?? rootCertificates
  return createSecureContext(ca === null ? {} : { ca: [...defaults, ca] })
}

export interface TlsOptions {
  /** The name that the certificate must be for, and the SNI; an IP address is checked but not sent (RFC 6066). */
  readonly name: string
  readonly trust: SecureContext
  readonly timeoutMs: number
  /** Set to read what the server shows, trusted or not. */
  readonly reading?: TlsReading
}

/** One version only, with every cipher that it has: OpenSSL 3 offers TLS 1.0 and 1.1 at security level 0 alone. */
const contextOf = (version: TlsVersion): SecureContext =>
  createSecureContext({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' })

/**
 * Node emits what breaks TLS after the handshake (a record that is none, an alert of TLS 1.3), and leaves the socket open:
 * whoever reads from it would wait for ever. One function for all sockets, as in net/tcp.ts.
 */
function endWith(this: TLSSocket, error: Error): void {
  this.destroy(error)
}

export async function startTls(
  socket: Socket,
  options: TlsOptions,
  run: AbortSignal,
): Promise<Tried<TLSSocket>> {
  using limit = limitOf(options.timeoutMs, run)
  const { name, reading } = options
  return await new Promise<Tried<TLSSocket>>(resolve => {
    const onRequest = reading?.onCertificateRequest
    const secured = connect({
      socket: onRequest ? overhear(socket, onRequest) : socket,
      host: name,
      ...(isIP(name) ? {} : { servername: name }),
      secureContext: reading?.version ? contextOf(reading.version) : options.trust,
      rejectUnauthorized: reading === undefined,
      requestOCSP: reading?.onStaple !== undefined,
      // WebSockets over HTTP/1.1 (RFC 6455) are what is verified; h2 would need RFC 8441 on every hop.
      ALPNProtocols: ['http/1.1'],
    })
    const settle = (result: Tried<TLSSocket>) => {
      secured.off('secureConnect', onSecure)
      secured.off('end', onEnd)
      secured.on('error', endWith)
      if (!result.ok) secured.destroy()
      resolve(result)
    }
    const onSecure = () => {
      secured.off('error', onError)
      settle(done(secured))
    }
    const onError = (error: Error) => settle(failed(troubleOf(error, 'tls', name)))
    const onEnd = () => onError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    const onOver = () =>
      settle(
        failed(
          limit.timedOut
            ? fault(
                'tls.timed_out',
                `${name}: the TLS handshake was not finished within ${showDuration(options.timeoutMs)}`,
              )
            : runOver(run),
        ),
      )
    secured.once(
      'OCSPResponse',
      (response: Buffer | null) => response?.length && reading?.onStaple?.(response),
    )
    secured.once('secureConnect', onSecure)
    secured.once('error', onError)
    secured.once('end', onEnd)
    limit.onOver(onOver)
  })
}

/** Facts of an established TLS connection, by OpenTelemetry's names. */
export function observeTls(socket: TLSSocket): Observations {
  const certificate = socket.getPeerCertificate(false)
  return {
    'tls.protocol.version': socket.getProtocol() ?? null,
    'tls.cipher': socket.getCipher()?.name ?? null,
    'tls.next_protocol': socket.alpnProtocol || null,
    'tls.server.fingerprint': certificate.fingerprint256 ?? null,
    'tls.server.subject': certificate.subject?.CN?.toString() ?? null,
    'tls.server.issuer': certificate.issuer?.CN?.toString() ?? certificate.issuer?.O?.toString() ?? null,
    'tls.server.not_after': certificate.valid_to ?? null,
    'tls.server.san': certificate.subjectaltname?.slice(0, 500) ?? null,
  }
}
