/** dns, tcp, tls and the verifier's own surroundings: codes as Node gives them. */

import { at, type Recorded } from './recorded.ts'

const code = (type: Parameters<typeof at>[0], value: string, facts = {}) => at(type, facts, value)

const dns: Recorded = {
  'dns.name-missing': code('dns.name_not_resolved', 'ENOTFOUND'),
  'dns.nxdomain': code('dns.name_not_resolved', 'ENOTFOUND', {
    'resolver.direct': 'ENOTFOUND / ENOTFOUND',
    'resolver.nxdomain': true,
    'resolver.nodata': false,
  }),
  'dns.nodata': code('dns.name_not_resolved', 'ENOTFOUND', {
    'resolver.direct': 'ENODATA / ENODATA',
    'resolver.nxdomain': false,
    'resolver.nodata': true,
  }),
  'dns.no-address': code('dns.no_address', 'ENODATA'),
  'dns.temporary-failure': code('dns.failed', 'EAI_AGAIN'),
  'dns.server-failure': code('dns.failed', 'ESERVFAIL'),
  'dns.zone-broken': code('dns.failed', 'EAI_AGAIN', {
    'resolver.direct': 'ESERVFAIL / ESERVFAIL',
    'resolver.servfail': true,
  }),
  'dns.refused': code('dns.failed', 'EREFUSED'),
  'dns.local-resolver-wrong': code('dns.name_not_resolved', 'ENOTFOUND', {
    'resolver.direct': '203.0.113.7 / ENODATA',
    'resolver.nxdomain': false,
  }),
  'dns.local-resolver-down': code('dns.failed', 'EAI_AGAIN', {
    'resolver.direct': 'ECONNREFUSED / ECONNREFUSED',
    'resolver.servfail': false,
  }),
  'dns.local-name': code('dns.failed', 'EAI_AGAIN', {
    'server.address': 'backend.default.svc.cluster.local',
  }),
  'dns.resolver-failed': code('dns.failed', 'EFORMERR'),
  'dns.timed-out': at('dns.timed_out'),
}

const tcp: Recorded = {
  'tcp.refused': code('tcp.refused', 'ECONNREFUSED'),
  'tcp.refused-here': code('tcp.refused', 'ECONNREFUSED', {
    'server.address': 'localhost',
    'network.peer.address': '127.0.0.1',
  }),
  'tcp.refused-kubernetes': code('tcp.refused', 'ECONNREFUSED', { 'server.address': 'backend.default.svc' }),
  'tcp.one-address-dead': code('tcp.timed_out', 'ETIMEDOUT', {
    'addresses.working': '203.0.113.8',
    'addresses.failing': '203.0.113.7',
  }),
  'tcp.ipv6-dead': code('tcp.refused', 'ECONNREFUSED', {
    'network.peer.address': '2001:db8::7',
    'addresses.working': '203.0.113.7',
    'addresses.failing': '2001:db8::7',
  }),
  'tcp.private-address': code('tcp.timed_out', 'ETIMEDOUT', { 'network.peer.address': '10.0.12.7' }),
  'tcp.filtered': code('tcp.timed_out', 'ETIMEDOUT'),
  'tcp.reset': code('tcp.reset', 'ECONNRESET'),
  'tcp.no-route-ipv6': code('tcp.address_unreachable', 'ENETUNREACH', {
    'network.peer.address': '2001:db8::7',
  }),
  'tcp.no-route': code('tcp.address_unreachable', 'EHOSTUNREACH'),
  'tcp.address-invalid': code('tcp.address_invalid', 'EINVAL', { 'network.peer.address': '0.0.0.0' }),
  'tcp.failed': code('tcp.failed', 'EPERM'),
  'tcp.unreachable-through-proxy': code('tcp.unreachable_through_proxy', '502', {
    'proxy.address': 'proxy:3128',
  }),
}

const issued = (issuer: string, subject = 'staging.example.com') => ({
  'tls.unverified.subject': subject,
  'tls.unverified.issuer': issuer,
  'tls.unverified.san': `DNS:${subject}`,
  'tls.unverified.not_after': 'Jan 20 10:00:00 2027 GMT',
})
const unknownIssuer = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
const selfSigned = 'DEPTH_ZERO_SELF_SIGNED_CERT'

const tls: Recorded = {
  'tls.certificate-expired': code('tls.cert.date_invalid', 'CERT_HAS_EXPIRED', issued('R11')),
  'tls.issuer-expired': code('tls.cert.date_invalid', 'CERT_HAS_EXPIRED', {
    ...issued('R3'),
    'tls.unverified.expired_issuer': 'R3',
  }),
  'tls.certificate-not-yet-valid': code('tls.cert.date_invalid', 'CERT_NOT_YET_VALID', issued('R11')),
  'tls.certificate-date': code('tls.cert.date_invalid', 'ERROR_IN_CERT_NOT_AFTER_FIELD'),
  'tls.kubernetes-fake-certificate': code(
    'tls.cert.authority_invalid',
    selfSigned,
    issued(
      'Kubernetes Ingress Controller Fake Certificate',
      'Kubernetes Ingress Controller Fake Certificate',
    ),
  ),
  'tls.traefik-default-certificate': code(
    'tls.cert.authority_invalid',
    selfSigned,
    issued('TRAEFIK DEFAULT CERT', 'TRAEFIK DEFAULT CERT'),
  ),
  'tls.cert-manager-temporary': code(
    'tls.cert.authority_invalid',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    issued('cert-manager.local'),
  ),
  'tls.snakeoil-certificate': code('tls.cert.authority_invalid', selfSigned, {
    ...issued('web-1', 'web-1'),
    ...{ 'tls.unverified.self_signed': true, 'tls.unverified.lifetime_days': 3650 },
  }),
  'tls.certificate-common-name-only': code('tls.cert.name_invalid', 'COMMON_NAME_ONLY', issued('R11')),
  'tls.wildcard-depth': code('tls.cert.name_invalid', 'ERR_TLS_CERT_ALTNAME_INVALID', {
    ...issued('R11', '*.example.com'),
    'tls.unverified.wildcard': '*.example.com',
  }),
  'tls.staple-invalid': at('tls.cert.staple_invalid'),
  'tls.platform-certificate': code(
    'tls.cert.name_invalid',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    issued('Amazon RSA 2048 M02', '*.herokuapp.com'),
  ),
  'tls.localhost-certificate': code(
    'tls.cert.authority_invalid',
    selfSigned,
    issued('localhost', 'localhost'),
  ),
  'tls.certificate-not-for-address': code('tls.cert.name_invalid', 'ERR_TLS_CERT_ALTNAME_INVALID', {
    'server.address': '203.0.113.7',
    ...issued('R11', 'www.example.org'),
  }),
  'tls.private-authority-unsent': code('tls.cert.authority_invalid', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', {
    'tls.unverified.names_issuer_address': false,
    ...issued('Example Issuing CA'),
  }),
  'tls.certificate-name': code(
    'tls.cert.name_invalid',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    issued('R11', 'www.example.org'),
  ),
  'tls.chain-incomplete': code(
    'tls.cert.authority_invalid',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    issued('R11'),
  ),
  'tls.certificate-expires-soon': code('tls.cert.expires_soon', '', issued('R11')),
  'tls.certificate-outdated': code('tls.cert.weak', '', issued('R11')),
  'tls.weak-version-accepted': code('tls.weak_version', 'TLSv1', {
    'tls.versions.accepted': 'TLSv1, TLSv1.1, TLSv1.2',
  }),
  'tls.self-signed': code('tls.cert.authority_invalid', selfSigned, issued('staging.example.com')),
  'tls.private-authority': code(
    'tls.cert.authority_invalid',
    'SELF_SIGNED_CERT_IN_CHAIN',
    issued('Example Root CA'),
  ),
  'tls.staging-authority': code(
    'tls.cert.authority_invalid',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    issued('(STAGING) Artificial Apricot R3'),
  ),
  'tls.cloudflare-origin-certificate': code(
    'tls.cert.authority_invalid',
    unknownIssuer,
    issued('CloudFlare Origin SSL Certificate Authority', 'CloudFlare Origin Certificate'),
  ),
  'tls.development-authority': code(
    'tls.cert.authority_invalid',
    unknownIssuer,
    issued('Caddy Local Authority - ECC Intermediate'),
  ),
  'tls.inspected': code(
    'tls.cert.authority_invalid',
    'SELF_SIGNED_CERT_IN_CHAIN',
    issued('Zscaler Intermediate Root CA'),
  ),
  'tls.authority-unknown': code('tls.cert.authority_invalid', unknownIssuer, issued('Example Issuing CA')),
  'tls.certificate-revoked': code('tls.cert.revoked', 'CERT_REVOKED'),
  'tls.certificate-weak': code('tls.cert.invalid', 'EE_KEY_TOO_SMALL'),
  'tls.certificate-purpose': code('tls.cert.invalid', 'INVALID_PURPOSE'),
  'tls.certificate-unusable': code('tls.cert.invalid', 'CERT_CHAIN_TOO_LONG'),
  'tls.plain-http-port': code('tls.not_tls', 'ERR_SSL_WRONG_VERSION_NUMBER'),
  'tls.plain-http-answers': code('tls.not_tls', 'ERR_SSL_WRONG_VERSION_NUMBER', {
    'swap.plain_answers': true,
  }),
  'tls.version-mismatch': code('tls.version_or_cipher_mismatch', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
  'tls.http2-only': code('tls.version_or_cipher_mismatch', 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'),
  'tls.http2-only-listener': code('tls.closed', 'ECONNRESET', { 'alpn.h2_only': true }),
  'tls.handshake-refused': code('tls.version_or_cipher_mismatch', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
  'tls.nothing-in-common': code('tls.version_or_cipher_mismatch', 'ERR_SSL_NO_SHARED_CIPHER'),
  'tls.name-unknown': code('tls.unrecognized_name', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'),
  'tls.client-certificate': code(
    'tls.client_certificate_required',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  ),
  'tls.client-certificate-refused': code('tls.protocol.error', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
  'tls.internal-error': code('tls.protocol.error', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'),
  'tls.insufficient-security': code('tls.protocol.error', 'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY'),
  'tls.dropped-at-start': code('tls.closed', 'ECONNRESET'),
  'tls.handshake-hangs': at('tls.timed_out'),
  'tls.handshake-failed': code('tls.protocol.error', 'ERR_SSL_BAD_EXTENSION'),
}

const runner: Recorded = {
  'runner.proxy-down': code('proxy.unreachable', 'ECONNREFUSED', { 'proxy.address': 'proxy:3128' }),
  'runner.proxy-refuses': code('proxy.refused', '403', { 'proxy.address': 'proxy:3128' }),
  'runner.proxy-wants-credential': code('proxy.refused', '407', { 'proxy.address': 'proxy:3128' }),
  'runner.deadline': at('runner.deadline'),
  'runner.cancelled': at('runner.cancelled'),
  'runner.descriptor-limit': code('runner.descriptor_limit', 'EMFILE'),
  'runner.ports-exhausted': code('runner.descriptor_limit', 'EADDRNOTAVAIL'),
  'runner.no-network': at('runner.no_network', { 'control.reachable': false }),
  'runner.bug': at('runner.bug'),
}

export const networkEvidence: Recorded = { ...dns, ...tcp, ...tls, ...runner }
