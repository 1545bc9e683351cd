/** What Node, OpenSSL and undici throw, as faults. The code decides; the phase it came in decides between layers. */

import { type Fault, type FaultType, fault } from '../model/fault.ts'

interface SystemError {
  readonly code?: string
  readonly message: string
  readonly syscall?: string
  readonly reason?: string
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** Unwraps `AggregateError` (happy eyeballs) and `cause` chains down to the error that has a code. */
export function rootOf(error: unknown, depth = 0): SystemError {
  const e = (error instanceof Error ? error : { message: String(error) }) as SystemError
  if (depth > 8) return e
  if (e.errors?.[0] !== undefined) return rootOf(e.errors[0], depth + 1)
  if (e.cause instanceof Error) {
    const inner = rootOf(e.cause, depth + 1)
    if (inner.code) return inner
  }
  return e
}

/** A mistake in our own code is thrown on, so that it ends as `errored` and never as the target's fault. */
export const isBug = (error: unknown): boolean =>
  (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) &&
  rootOf(error).code === undefined

/** Codes that mean the same in whatever phase they appear. */
const anywhere: Readonly<Record<string, readonly [FaultType, string]>> = {
  EMFILE: [
    'runner.descriptor_limit',
    'this process may not open more sockets (descriptor limit, `ulimit -n`)',
  ],
  ENFILE: ['runner.descriptor_limit', 'this machine may not open more files'],
  EADDRNOTAVAIL: ['runner.descriptor_limit', 'this machine has no free local port or address of this family'],
  ENOTFOUND: ['dns.name_not_resolved', 'the name does not exist, or has no address'],
  ENODATA: ['dns.no_address', 'the name exists, but has no address'],
  EAI_NODATA: ['dns.no_address', 'the name exists, but has no address'],
  EAI_AGAIN: ['dns.failed', 'the resolver gave a temporary failure (a time-out or SERVFAIL)'],
  ESERVFAIL: ['dns.failed', 'the resolver answered SERVFAIL'],
  EREFUSED: ['dns.failed', 'the resolver answered REFUSED'],
  ECONNREFUSED: ['tcp.refused', 'nothing listens there: the connection was refused'],
  EHOSTUNREACH: ['tcp.address_unreachable', 'there is no route to the address'],
  ENETUNREACH: ['tcp.address_unreachable', 'this machine has no route to a network of that kind'],
  ETIMEDOUT: ['tcp.timed_out', 'the other side stopped answering'],
  EINVAL: ['tcp.address_invalid', 'the address cannot be dialled'],
  CERT_HAS_EXPIRED: ['tls.cert.date_invalid', 'the certificate has expired'],
  CERT_NOT_YET_VALID: ['tls.cert.date_invalid', 'the certificate is not valid yet'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls.cert.name_invalid', 'the certificate is for other names'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls.cert.authority_invalid', 'the certificate is self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'tls.cert.authority_invalid',
    'the chain ends in a certificate that is not trusted',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'tls.cert.authority_invalid',
    'the chain is incomplete: the server sent no intermediate certificate',
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    'tls.cert.authority_invalid',
    'the issuer of a certificate in the chain is unknown',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'tls.cert.authority_invalid',
    'the issuer of the certificate is not trusted here',
  ],
  CERT_UNTRUSTED: ['tls.cert.authority_invalid', 'the certificate is not trusted'],
  CERT_REVOKED: ['tls.cert.revoked', 'the certificate was revoked'],
  CERT_SIGNATURE_FAILURE: ['tls.cert.invalid', 'the signature of the certificate is wrong'],
  CERT_CHAIN_TOO_LONG: ['tls.cert.invalid', 'the certificate chain is too long'],
  INVALID_PURPOSE: ['tls.cert.invalid', 'the certificate is not meant for servers'],
  EE_KEY_TOO_SMALL: ['tls.cert.invalid', 'the key of the certificate is too small'],
  CA_MD_TOO_WEAK: ['tls.cert.invalid', 'the certificate is signed with a weak digest'],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [
    'tls.client_certificate_required',
    'the server demands a client certificate',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls.not_tls', 'the port does not speak TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls.not_tls', 'the port does not speak TLS'],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ['tls.version_or_cipher_mismatch', 'no protocol version in common'],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ['tls.version_or_cipher_mismatch', 'no protocol version in common'],
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: [
    'tls.version_or_cipher_mismatch',
    'the server refused the handshake: no common cipher, an unknown name, or a client certificate wanted',
  ],
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: ['tls.unrecognized_name', 'the server does not know this name (SNI)'],
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME: [
    'tls.unrecognized_name',
    'the server does not know this name (SNI)',
  ],
  ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: [
    'tls.protocol.error',
    'the server reports an internal error (TLS alert 80)',
  ],
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: [
    'tls.version_or_cipher_mismatch',
    'the server does not offer HTTP/1.1, which WebSockets need (TLS alert 120)',
  ],
  UND_ERR_HEADERS_OVERFLOW: [
    'http.response.headers_too_large',
    'the headers of the answer are larger than 16 KiB',
  ],
  HPE_HEADER_OVERFLOW: [
    'http.response.headers_too_large',
    'the headers of the answer are larger than 16 KiB',
  ],
}

/** TLS alerts by number, for spellings of OpenSSL that carry no code of their own (RFC 8446 section 6). */
const alerts: Readonly<Record<string, string>> = {
  '40': 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  '70': 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  '80': 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
  '112': 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  '116': 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  '120': 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
}

/** What an end of the connection is called in each phase. */
interface PhaseWords {
  readonly closed: FaultType
  readonly reset: FaultType
  readonly invalid: FaultType
  readonly subject: string
}

const phases = {
  tcp: { closed: 'tcp.closed', reset: 'tcp.reset', invalid: 'tcp.failed', subject: 'connecting' },
  tls: {
    closed: 'tls.closed',
    reset: 'tls.closed',
    invalid: 'tls.protocol.error',
    subject: 'the TLS handshake',
  },
  request: {
    closed: 'http.response.closed',
    reset: 'http.response.reset',
    invalid: 'http.response.invalid',
    subject: 'waiting for the answer',
  },
  body: {
    closed: 'http.response.cut',
    reset: 'http.response.cut',
    invalid: 'http.response.invalid',
    subject: 'reading the body',
  },
  upgrade: {
    closed: 'ws.closed_before_answer',
    reset: 'ws.reset_before_answer',
    invalid: 'ws.answer_invalid',
    subject: 'waiting for the answer to the upgrade',
  },
} as const satisfies Record<string, PhaseWords>

/**
 * The fault for an error that came in `phase`.
 * @param subject what was tried, in the user's words: a host, an address, a URL.
 */
export function troubleOf(error: unknown, phase: keyof typeof phases, subject: string): Fault {
  const root = rootOf(error)
  const alert = /SSL alert number (\d+)/.exec(root.message)?.[1]
  // DOMException has numbers.
  const code = typeof root.code === 'string' ? root.code : null
  const known = anywhere[code ?? ''] ?? anywhere[alerts[alert ?? ''] ?? '']
  if (known) return fault(known[0], `${subject}: ${known[1]}${root.reason ? ` (${root.reason})` : ''}`, code)

  const words = phases[phase]
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') {
    // `socket hang up`, `other side closed` and the TLS twin are a FIN; only `read`/`write ECONNRESET` is a reset.
    const reset = root.syscall === 'read' || root.syscall === 'write'
    return reset
      ? fault(words.reset, `${subject}: the connection was reset while ${words.subject}`, code)
      : fault(words.closed, `${subject}: the connection was closed while ${words.subject}`, code)
  }
  return fault(words.invalid, `${subject}: ${root.message} (while ${words.subject})`, code)
}
