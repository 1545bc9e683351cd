/** The connection was there, and TLS did not come about. */

import { defineSignatures } from '../signature.ts'

const readCertificate =
  'openssl s_client -connect {server.address}:{server.port} -servername {server.address} -showcerts </dev/null'

export const tlsSignatures = defineSignatures({
  'tls.certificate-expired': {
    when: { 'fault.type': 'tls.cert.date_invalid', 'fault.code': 'CERT_HAS_EXPIRED' },
    confidence: 'high',
    cause:
      'The certificate expired on {tls.server.not_after}: it was not renewed, or the server was not reloaded after.',
    fix: ['certbot renew && nginx -s reload', '# Kubernetes:', 'kubectl get certificate -A', readCertificate],
  },
  'tls.certificate-date': {
    when: { 'fault.type': 'tls.cert.date_invalid' },
    confidence: 'high',
    cause:
      'The certificate is not valid today: expired, or issued for later, or the clock of this machine is wrong.',
    fix: ['date -u', readCertificate],
  },
  'tls.kubernetes-fake-certificate': {
    when: {
      'fault.type': ['tls.cert.name_invalid', 'tls.cert.authority_invalid'],
      'tls.server.subject': /Kubernetes Ingress Controller Fake Certificate/,
    },
    confidence: 'high',
    cause: 'ingress-nginx shows its built-in certificate: it has no usable TLS secret for {server.address}.',
    fix: [
      '# In the Ingress, with a Secret in the same namespace:',
      'spec:',
      '  tls:',
      '    - hosts: [{server.address}]',
      '      secretName: NAME',
    ],
  },
  'tls.traefik-default-certificate': {
    when: {
      'fault.type': ['tls.cert.name_invalid', 'tls.cert.authority_invalid'],
      'tls.server.subject': 'TRAEFIK DEFAULT CERT',
    },
    confidence: 'high',
    cause: 'Traefik shows its default certificate: ACME failed, or the router has no certificate resolver.',
    fix: ['traefik.http.routers.NAME.tls.certresolver=RESOLVER'],
  },
  'tls.certificate-name': {
    when: { 'fault.type': 'tls.cert.name_invalid' },
    confidence: 'high',
    cause:
      'The certificate is for other names than {server.address}: the default site answered, or the domain is not bound to this service.',
    fix: ['certbot --nginx -d {server.address}', '# Which names does it carry?', readCertificate],
  },
  'tls.chain-incomplete': {
    when: { 'fault.type': 'tls.cert.authority_invalid', 'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    confidence: 'high',
    cause:
      'The server sends its own certificate without the intermediate one. Browsers may hide this; other clients fail.',
    fix: [
      '# nginx: the full chain, not cert.pem',
      'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
    ],
  },
  'tls.self-signed': {
    when: { 'fault.type': 'tls.cert.authority_invalid', 'fault.code': 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    confidence: 'high',
    cause: 'The certificate is self-signed: no client trusts it unless told to.',
    fix: [
      'certbot --nginx -d {server.address}',
      '# Meant to be so? Then hand its certificate to this action:',
      'ca: path/to/ca.pem',
    ],
  },
  'tls.authority-unknown': {
    when: { 'fault.type': 'tls.cert.authority_invalid' },
    confidence: 'medium',
    cause:
      'The certificate comes from an authority that is not trusted here: a private or staging one, or an inspecting proxy.',
    fix: [
      '# A private authority on purpose:',
      'ca: path/to/ca.pem',
      '# Else: who issued it?',
      readCertificate,
    ],
  },
  'tls.certificate-unusable': {
    when: { 'fault.type': ['tls.cert.revoked', 'tls.cert.invalid'] },
    confidence: 'high',
    cause: 'The certificate may not be used for this ({fault.code}).',
    fix: ['# Have it issued again:', 'certbot renew --force-renewal --cert-name {server.address}'],
  },
  'tls.plain-http-port': {
    when: { 'fault.type': 'tls.not_tls' },
    confidence: 'high',
    cause: 'Port {server.port} speaks plain text: the URL says TLS, and TLS is not ended here.',
    fix: [
      '# nginx: end TLS on this port',
      'listen {server.port} ssl;',
      '# or, if plain is meant, write http:// and ws:// in the inputs',
    ],
  },
  'tls.nothing-in-common': {
    when: { 'fault.type': 'tls.version_or_cipher_mismatch' },
    confidence: 'medium',
    cause: 'Client and server have no protocol version, cipher or application protocol (http/1.1) in common.',
    fix: [
      '# nginx',
      'ssl_protocols TLSv1.2 TLSv1.3;',
      '# and keep http/1.1 among the ALPN protocols: WebSockets need it',
    ],
  },
  'tls.name-unknown': {
    when: { 'fault.type': 'tls.unrecognized_name' },
    confidence: 'high',
    cause: 'The server has no site and no certificate for the name {server.address} (SNI).',
    fix: [
      '# nginx',
      'server_name {server.address};',
      '# Kubernetes: list it under spec.tls[].hosts of the Ingress',
    ],
  },
  'tls.client-certificate': {
    when: { 'fault.type': 'tls.client_certificate_required' },
    confidence: 'high',
    cause: 'The server demands a client certificate (mutual TLS), as origins behind a CDN often do.',
    fix: ['# Check the address of the CDN, not that of the origin; or, in nginx:', 'ssl_verify_client off;'],
  },
  'tls.handshake-failed': {
    when: { 'fault.type': ['tls.protocol.error', 'tls.closed', 'tls.timed_out'] },
    confidence: 'low',
    cause:
      'The TLS handshake broke off: no certificate is set up for this name yet, or a load balancer has no target.',
    fix: [readCertificate],
  },
})
