/** The connection was there, and the TLS handshake did not come about. Alerts: RFC 8446 section 6. */

import { defineSignatures } from '../signature.ts'
import { readCertificate } from './tls-certificate.ts'

const measured = 'live: Node 24 with OpenSSL 3.5'
const mismatch = 'tls.version_or_cipher_mismatch'

export const tlsSignatures = defineSignatures({
  'tls.plain-http-port': {
    when: { 'fault.type': 'tls.not_tls' },
    confidence: 'high',
    cause: 'Port {server.port} speaks plain text: the URL says TLS, and TLS is not ended here.',
    fix: [
      '# nginx: end TLS on this port',
      'listen {server.port} ssl;',
      '# or, if plain is meant, write http:// and ws:// in the inputs',
    ],
    source: measured,
  },
  'tls.plain-http-answers': {
    when: { 'fault.type': 'tls.not_tls', 'swap.plain_answers': true },
    confidence: 'high',
    cause:
      'Port {server.port} answers plain HTTP: the server behind this port was never given a certificate, or the load balancer forwards TLS to a plain port.',
    fix: [
      '# nginx: end TLS on this port',
      'listen {server.port} ssl;',
      'ssl_certificate     /etc/letsencrypt/live/{server.address}/fullchain.pem;',
      'ssl_certificate_key /etc/letsencrypt/live/{server.address}/privkey.pem;',
      '# or, if plain is meant, write http:// and ws:// in the inputs',
    ],
    source: `${measured}; the same port asked in plain HTTP`,
  },
  'tls.version-mismatch': {
    when: {
      'fault.type': mismatch,
      'fault.code': ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
    },
    confidence: 'high',
    cause:
      'Client and server have no TLS version in common: the server offers only versions that are out of use.',
    fix: [
      '# nginx',
      'ssl_protocols TLSv1.2 TLSv1.3;',
      '# HAProxy',
      'bind :443 ssl crt /etc/ssl/site.pem ssl-min-ver TLSv1.2',
    ],
    source: measured,
  },
  'tls.http2-only': {
    when: { 'fault.type': mismatch, 'fault.code': 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' },
    confidence: 'high',
    cause: 'The listener takes HTTP/2 only (TLS alert 120), and WebSockets need HTTP/1.1.',
    fix: [
      '# HAProxy',
      'bind :443 ssl crt /etc/ssl/site.pem alpn h2,http/1.1',
      '# Envoy, common_tls_context',
      'alpn_protocols: [h2, http/1.1]',
    ],
    source: `${measured}; RFC 7301 section 3.2`,
  },
  'tls.http2-only-listener': {
    when: { 'fault.type': [mismatch, 'tls.closed'], 'alpn.h2_only': true },
    confidence: 'high',
    cause:
      'The listener took a handshake that offers HTTP/2 and none that offers HTTP/1.1, which WebSockets need.',
    fix: [
      '# HAProxy',
      'bind :443 ssl crt /etc/ssl/site.pem alpn h2,http/1.1',
      '# Envoy, common_tls_context',
      'alpn_protocols: [h2, http/1.1]',
    ],
    source: `${measured}; RFC 7301 section 3.2`,
  },
  'tls.handshake-refused': {
    when: { 'fault.type': mismatch, 'fault.code': 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' },
    confidence: 'medium',
    cause:
      'The server broke the handshake off (TLS alert 40): no cipher in common, a name that it does not know, or a client certificate that it wants in TLS 1.2.',
    fix: [
      '# Which of the three?',
      'openssl s_client -connect {server.address}:{server.port} -servername {server.address} -tls1_3 </dev/null',
      '# nginx: ciphers of today',
      'ssl_ciphers HIGH:!aNULL:!MD5;',
    ],
    source: measured,
  },
  'tls.nothing-in-common': {
    when: { 'fault.type': mismatch },
    confidence: 'medium',
    cause: 'Client and server have no protocol version, cipher or application protocol (http/1.1) in common.',
    fix: [
      '# nginx',
      'ssl_protocols TLSv1.2 TLSv1.3;',
      '# and keep http/1.1 among the ALPN protocols: WebSockets need it',
    ],
    source: measured,
  },
  'tls.name-unknown': {
    when: { 'fault.type': 'tls.unrecognized_name' },
    confidence: 'high',
    cause: 'The server has no site and no certificate for the name {server.address} (SNI, TLS alert 112).',
    fix: [
      '# nginx',
      'server_name {server.address};',
      '# Kubernetes: list it under spec.tls[].hosts of the Ingress',
    ],
    source: `${measured}; kubernetes/ingress-nginx docs (ssl-reject-handshake)`,
  },
  'tls.client-certificate': {
    when: { 'fault.type': 'tls.client_certificate_required' },
    confidence: 'high',
    cause: 'The server demands a client certificate (mutual TLS), as origins behind a CDN often do.',
    fix: ['# Check the address of the CDN, not that of the origin; or, in nginx:', 'ssl_verify_client off;'],
    source: `${measured} (alert 116)`,
  },
  'tls.client-certificate-refused': {
    when: {
      'fault.type': 'tls.protocol.error',
      'fault.code': [
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
        'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
        'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
        'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
      ],
    },
    confidence: 'high',
    cause: 'The server wants a client certificate and accepts none that it was shown ({fault.code}).',
    fix: [
      '# nginx: the authority that signs the clients',
      'ssl_client_certificate /etc/ssl/clients-ca.pem;',
      'ssl_verify_client optional;',
    ],
    source: 'RFC 8446 section 6.2 (alerts 42, 45, 46, 48, 49); live (48)',
  },
  'tls.internal-error': {
    when: { 'fault.type': 'tls.protocol.error', 'fault.code': 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' },
    confidence: 'medium',
    cause:
      'The server has no certificate for {server.address} yet (TLS alert 80): ACME is not finished, or the name is not configured at the CDN.',
    fix: [
      '# Caddy tells why in its log:',
      'journalctl -u caddy | grep -i "obtain\\|challenge"',
      readCertificate,
    ],
    source: 'live (code); reports on Caddy and CDNs',
  },
  'tls.insufficient-security': {
    when: {
      'fault.type': ['tls.protocol.error', 'tls.version_or_cipher_mismatch'],
      'fault.code': ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'ERR_SSL_DH_KEY_TOO_SMALL'],
    },
    confidence: 'medium',
    cause: 'The keys or ciphers of one side are too weak for the other ({fault.code}).',
    fix: [
      '# nginx',
      'ssl_protocols TLSv1.2 TLSv1.3;',
      'ssl_ciphers HIGH:!aNULL:!MD5;',
      'openssl dhparam -out /etc/ssl/dhparam.pem 2048',
    ],
    source: 'RFC 8446 section 6.2 (alert 71); OpenSSL',
  },
  'tls.dropped-at-start': {
    when: { 'fault.type': 'tls.closed', 'fault.code': 'ECONNRESET' },
    confidence: 'medium',
    cause:
      'The connection was taken and dropped before TLS began: a load balancer without a healthy target, a mapped port that leads to nothing, or a platform without a certificate for this name.',
    fix: [
      '# Containers: is the published port the one that the process listens on?',
      'docker port CONTAINER',
      '# Fly',
      'fly certs add {server.address}',
      readCertificate,
    ],
    source: `${measured}; superfly/docs (PT05, PT06)`,
  },
  'tls.handshake-hangs': {
    when: { 'fault.type': 'tls.timed_out', 'network.peer.address': /./ },
    confidence: 'medium',
    cause:
      'The port takes the connection and does not answer the TLS handshake: something else than TLS waits there, or the server expects the PROXY protocol first.',
    fix: [
      '# What does it say to plain text?',
      'curl -v --max-time 5 http://{server.address}:{server.port}/',
      '# nginx behind a load balancer without the PROXY protocol: remove `proxy_protocol` from',
      'listen 443 ssl proxy_protocol;',
    ],
    source: measured,
  },
  'tls.handshake-failed': {
    when: { 'fault.type': ['tls.protocol.error', 'tls.closed', 'tls.timed_out'] },
    confidence: 'low',
    cause:
      'The TLS handshake broke off: no certificate is set up for this name yet, or a load balancer has no target.',
    fix: [readCertificate],
    source: measured,
  },
})
