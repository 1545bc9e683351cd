/** What OpenSSL says of a certificate and of a handshake, as Node spells it. */

import type { FaultType } from '../model/fault.ts'
import type { Meaning } from './trouble-codes.ts'

const untrusted = (words: string): Meaning => ['tls.cert.authority_invalid', words]
const defective = (words: string): Meaning => ['tls.cert.invalid', words]
const badDate: Meaning = ['tls.cert.invalid', 'a date in the certificate cannot be read']
const revocation: Meaning = ['tls.cert.invalid', 'the revocation list of its issuer cannot be used']
const weakKey = defective('the key of the certificate, or of its issuer, is too small')
const weakDigest = defective('the certificate is signed with a weak digest')

/** Codes of https://nodejs.org/api/tls.html#x509-certificate-error-codes, and of the check of names. */
export const certificateCodes: Readonly<Record<string, Meaning>> = {
  CERT_HAS_EXPIRED: ['tls.cert.date_invalid', 'the certificate has expired'],
  CERT_NOT_YET_VALID: ['tls.cert.date_invalid', 'the certificate is not valid yet'],
  ERROR_IN_CERT_NOT_BEFORE_FIELD: badDate,
  ERROR_IN_CERT_NOT_AFTER_FIELD: badDate,
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls.cert.name_invalid', 'the certificate is for other names'],
  HOSTNAME_MISMATCH: ['tls.cert.name_invalid', 'the certificate is for other names'],
  ERR_TLS_CERT_ALTNAME_FORMAT: defective('a name in the certificate cannot be read'),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('the certificate is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('the chain ends in a certificate that is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted(
    'the server sent its own certificate alone, and the issuer of that is not known here',
  ),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('the issuer of a certificate in the chain is unknown'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('the issuer of the certificate is not trusted here'),
  CERT_UNTRUSTED: untrusted('the certificate is not trusted'),
  CERT_REJECTED: untrusted('the issuer is marked as not to be trusted for servers'),
  CERT_REVOKED: ['tls.cert.revoked', 'the certificate was revoked'],
  CERT_SIGNATURE_FAILURE: defective('the signature of the certificate is wrong'),
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: defective('the signature of the certificate cannot be read'),
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: defective('the public key of the issuer cannot be read'),
  CERT_CHAIN_TOO_LONG: defective('the certificate chain is too long'),
  INVALID_CA: defective('a certificate in the chain may not issue certificates'),
  PATH_LENGTH_EXCEEDED: defective('the chain is longer than its issuer allows'),
  INVALID_PURPOSE: defective('the certificate is not meant for servers'),
  // What Node has no name for; the words are OpenSSL's.
  UNSPECIFIED: ['tls.cert.invalid', null],
  UNABLE_TO_GET_CRL: revocation,
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: revocation,
  CRL_SIGNATURE_FAILURE: revocation,
  CRL_NOT_YET_VALID: revocation,
  CRL_HAS_EXPIRED: revocation,
  ERROR_IN_CRL_LAST_UPDATE_FIELD: revocation,
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: revocation,
}

const mismatch = 'tls.version_or_cipher_mismatch'
const wantsOurs: FaultType = 'tls.client_certificate_required'
const broken: FaultType = 'tls.protocol.error'

const noVersion: Meaning = [mismatch, 'no protocol version in common']
const noCipher: Meaning = [mismatch, 'no cipher, curve or signature algorithm in common']
const demandsOurs: Meaning = [wantsOurs, 'the server demands a client certificate']
const notTls: Meaning = ['tls.not_tls', 'the port does not speak TLS']

/**
 * What the other side said, by the number of its alert (RFC 8446 section 6, RFC 5246 section 7.2, RFC 7301, RFC 6066):
 * OpenSSL's name for it, and what it means to a client that shows no certificate.
 */
export const alerts: readonly (readonly [number, string, ...Meaning])[] = [
  [10, 'UNEXPECTED_MESSAGE', broken, 'the server did not expect our message (TLS alert 10)'],
  [20, 'BAD_RECORD_MAC', broken, 'the server could not verify our record (TLS alert 20)'],
  [21, 'DECRYPTION_FAILED', broken, 'the server could not decrypt our record (TLS alert 21)'],
  [22, 'RECORD_OVERFLOW', broken, 'our record is too long for the server (TLS alert 22)'],
  [30, 'DECOMPRESSION_FAILURE', broken, 'the server could not unpack our record (TLS alert 30)'],
  [
    ...([40, 'HANDSHAKE_FAILURE', mismatch] as const),
    'the server refused the handshake: no common cipher, an unknown name, or a client certificate wanted',
  ],
  [41, 'NO_CERTIFICATE', ...demandsOurs],
  [42, 'BAD_CERTIFICATE', ...demandsOurs],
  [43, 'UNSUPPORTED_CERTIFICATE', ...demandsOurs],
  [44, 'CERTIFICATE_REVOKED', ...demandsOurs],
  [45, 'CERTIFICATE_EXPIRED', ...demandsOurs],
  [46, 'CERTIFICATE_UNKNOWN', ...demandsOurs],
  [47, 'ILLEGAL_PARAMETER', broken, 'the server finds a field of our handshake illegal (TLS alert 47)'],
  [48, 'UNKNOWN_CA', ...demandsOurs],
  [49, 'ACCESS_DENIED', broken, 'the server denies access (TLS alert 49)'],
  [50, 'DECODE_ERROR', broken, 'the server could not read our handshake (TLS alert 50)'],
  [51, 'DECRYPT_ERROR', broken, 'the server found a signature of the handshake wrong (TLS alert 51)'],
  [60, 'EXPORT_RESTRICTION', ...noCipher],
  [70, 'PROTOCOL_VERSION', ...noVersion],
  [71, 'INSUFFICIENT_SECURITY', ...noCipher],
  [80, 'INTERNAL_ERROR', broken, 'the server reports an internal error (TLS alert 80)'],
  [86, 'INAPPROPRIATE_FALLBACK', ...noVersion],
  [90, 'USER_CANCELLED', 'tls.closed', 'the server cancelled the handshake (TLS alert 90)'],
  [100, 'NO_RENEGOTIATION', broken, 'the server does not renegotiate (TLS alert 100)'],
  [109, 'MISSING_EXTENSION', broken, 'the server misses an extension in our handshake (TLS alert 109)'],
  [
    110,
    'UNSUPPORTED_EXTENSION',
    broken,
    'the server does not take an extension of our handshake (TLS alert 110)',
  ],
  [111, 'CERTIFICATE_UNOBTAINABLE', ...demandsOurs],
  [112, 'UNRECOGNIZED_NAME', 'tls.unrecognized_name', 'the server does not know this name (SNI)'],
  [
    113,
    'BAD_CERTIFICATE_STATUS_RESPONSE',
    broken,
    'the server reports a bad certificate status (TLS alert 113)',
  ],
  [114, 'BAD_CERTIFICATE_HASH_VALUE', ...demandsOurs],
  [115, 'UNKNOWN_PSK_IDENTITY', broken, 'the server does not know our pre-shared key (TLS alert 115)'],
  [116, 'CERTIFICATE_REQUIRED', ...demandsOurs],
  [
    ...([120, 'NO_APPLICATION_PROTOCOL', mismatch] as const),
    'the server does not offer HTTP/1.1, which WebSockets need (TLS alert 120)',
  ],
]

/** What OpenSSL itself found, by its reason; any other is `tls.protocol.error` with OpenSSL's words. */
const reasons: Readonly<Record<string, Meaning>> = {
  WRONG_VERSION_NUMBER: notTls,
  PACKET_LENGTH_TOO_LONG: notTls,
  UNKNOWN_PROTOCOL: notTls,
  HTTP_REQUEST: notTls,
  HTTPS_PROXY_REQUEST: notTls,
  UNSUPPORTED_PROTOCOL: noVersion,
  UNSUPPORTED_SSL_VERSION: noVersion,
  NO_PROTOCOLS_AVAILABLE: noVersion,
  WRONG_SSL_VERSION: noVersion,
  NO_SHARED_CIPHER: noCipher,
  NO_CIPHERS_AVAILABLE: noCipher,
  WRONG_CIPHER_RETURNED: noCipher,
  UNKNOWN_CIPHER_RETURNED: noCipher,
  UNSUPPORTED_ELLIPTIC_CURVE: noCipher,
  NO_SHARED_GROUPS: noCipher,
  NO_SUITABLE_GROUPS: noCipher,
  NO_SUITABLE_KEY_SHARE: noCipher,
  NO_SUITABLE_SIGNATURE_ALGORITHM: noCipher,
  NO_SHARED_SIGNATURE_ALGORITHMS: noCipher,
  WRONG_SIGNATURE_TYPE: noCipher,
  LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED: noCipher,
  DH_KEY_TOO_SMALL: [mismatch, 'the Diffie-Hellman key of the server is too small'],
  UNSAFE_LEGACY_RENEGOTIATION_DISABLED: [mismatch, 'the server only renegotiates in the unsafe way'],
  EE_KEY_TOO_SMALL: weakKey,
  CA_KEY_TOO_SMALL: weakKey,
  CA_MD_TOO_WEAK: weakDigest,
  CERTIFICATE_VERIFY_FAILED: defective('the certificate could not be verified'),
  NO_CERTIFICATES_RETURNED: defective('the server sent no certificate'),
  PEER_DID_NOT_RETURN_A_CERTIFICATE: defective('the server sent no certificate'),
}

const byNumber = new Map(alerts.map(([number, , type, words]) => [number, [type, words] as const]))
const byName = new Map(alerts.map(([, name, type, words]) => [name, [type, words] as const]))

/** OpenSSL's reason in the text of an error that has no code of its own: `…:SSL routines:FUNCTION:REASON:FILE:…`. */
const reasonIn = (text: string): string | null =>
  /error:[0-9A-F]{8}:SSL routines:[^:]*:([^:]+)/.exec(text)?.[1]?.toUpperCase().replace(/ /g, '_') ?? null

/** Where Node says `UNSPECIFIED`, OpenSSL's words (X509_verify_cert_error_string) for what handshakes have a reason for. */
const unnamed: readonly (readonly [RegExp, string])[] = [
  [/\bEE certificate key too weak/, 'EE_KEY_TOO_SMALL'],
  [/\bCA certificate key too weak/, 'CA_KEY_TOO_SMALL'],
  [/\bCA signature digest algorithm too weak/, 'CA_MD_TOO_WEAK'],
]

/** The code of an error, or that of its words where Node has none for them. */
export const codeOf = (code: string | null, text: string): string | null =>
  code === 'UNSPECIFIED' ? (unnamed.find(([words]) => words.test(text))?.[1] ?? code) : code

/** What an error of OpenSSL means; null if it says nothing of TLS, or nothing that has a row. */
export function readTlsError(code: string, text: string): Meaning | null {
  const number = /SSL alert number (\d+)/.exec(text)?.[1]
  const reason = /^ERR_SSL_(.+)$/.exec(code)?.[1] ?? reasonIn(text)
  const alert = /^(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(.+)$/.exec(reason ?? '')?.[1]
  return (
    certificateCodes[code] ??
    reasons[code] ??
    (number ? byNumber.get(Number(number)) : undefined) ??
    (alert ? byName.get(alert) : undefined) ??
    (reason ? reasons[reason] : undefined) ??
    null
  )
}
