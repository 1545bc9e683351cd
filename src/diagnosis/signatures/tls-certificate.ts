/** TLS works, and the certificate is not one that a client accepts. Codes: nodejs.org/api/tls.html#x509-certificate-error-codes. */

import { defineSignatures } from '../signature.ts'

export const readCertificate =
  'openssl s_client -connect {server.address}:{server.port} -servername {server.address} -showcerts </dev/null'

export const codes = 'nodejs/node:doc/api/tls.md (X509 certificate error codes); live'
export const distrusted = ['tls.cert.name_invalid', 'tls.cert.authority_invalid', 'tls.cert.date_invalid']
export const unknown = 'tls.cert.authority_invalid'
export const letsEncrypt = [
  'certbot --nginx -d {server.address}',
  '# Which names does it carry?',
  readCertificate,
]

export const tlsCertificateSignatures = defineSignatures({
  'tls.certificate-expired': {
    when: { 'fault.type': 'tls.cert.date_invalid', 'fault.code': 'CERT_HAS_EXPIRED' },
    confidence: 'high',
    cause:
      'The certificate expired on {certificate.not_after}: it was not renewed, or the server was not reloaded after.',
    fix: ['certbot renew && nginx -s reload', '# Kubernetes:', 'kubectl get certificate -A', readCertificate],
    source: codes,
  },
  'tls.issuer-expired': {
    when: { 'fault.type': 'tls.cert.date_invalid', 'tls.unverified.expired_issuer': /./ },
    confidence: 'high',
    rank: 'before',
    cause:
      'The certificate of the server is still valid, and that of its issuer in the chain has expired ({tls.unverified.expired_issuer}): an old intermediate is sent with it.',
    fix: [
      '# The chain of today, from the authority, instead of the old one; nginx:',
      'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
      readCertificate,
    ],
    source: `${codes}; letsencrypt.org/docs/dst-root-ca-x3-expiration-september-2021`,
  },
  'tls.certificate-not-yet-valid': {
    when: { 'fault.type': 'tls.cert.date_invalid', 'fault.code': 'CERT_NOT_YET_VALID' },
    confidence: 'high',
    cause:
      'The certificate is valid only from later on: it was just issued, or the clock of this machine is slow.',
    fix: ['date -u', 'timedatectl set-ntp true', readCertificate],
    source: codes,
  },
  'tls.certificate-date': {
    when: { 'fault.type': 'tls.cert.date_invalid' },
    confidence: 'high',
    cause:
      'The certificate is not valid today: expired, or issued for later, or the clock of this machine is wrong.',
    fix: ['date -u', readCertificate],
    source: codes,
  },
  'tls.certificate-common-name-only': {
    when: { 'fault.type': 'tls.cert.name_invalid', 'fault.code': 'COMMON_NAME_ONLY' },
    confidence: 'high',
    cause:
      'The certificate carries its name in the common name only, and no subjectAltName: curl and Node take it, browsers, Go and gRPC clients do not.',
    fix: [
      '# When it is issued (OpenSSL):',
      'openssl req -new -key server.key -subj /CN={server.address} -addext subjectAltName=DNS:{server.address} -out server.csr',
    ],
    source: 'RFC 9525 section 2; go.dev/doc/go1.15#commonname',
  },
  'tls.wildcard-depth': {
    when: { 'fault.type': 'tls.cert.name_invalid', 'tls.unverified.wildcard': /./ },
    confidence: 'high',
    rank: 'before',
    cause:
      'The certificate is for {tls.unverified.wildcard}, which stands for one label and no more: {server.address} is not covered by it.',
    fix: [
      '# A certificate that names it:',
      'certbot --nginx -d {server.address}',
      '# Or a name of one label less in DNS and in the URL.',
    ],
    source: 'RFC 9525 section 6.3',
  },
  'tls.certificate-not-for-address': {
    when: { 'fault.type': 'tls.cert.name_invalid', 'server.address': /^[\d.]+$|:/ },
    confidence: 'high',
    rank: 'before',
    cause:
      'The URL names an IP address ({server.address}), and the certificate is for names ({certificate.san}), as certificates mostly are.',
    fix: [
      '# In the inputs: the name in `url`, and the address where it is to be dialled',
      'url: https://staging.example.com',
      'connect-to: {server.address}',
    ],
    source: 'RFC 9110 section 4.3.5 (IP-ID reference identity); live',
  },
  'tls.certificate-name': {
    when: { 'fault.type': 'tls.cert.name_invalid' },
    confidence: 'high',
    cause:
      'The certificate is for other names than {server.address}: the default site answered, or the domain is not bound to this service.',
    fix: letsEncrypt,
    source: codes,
  },
  'tls.chain-incomplete': {
    when: { 'fault.type': unknown, 'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    confidence: 'high',
    cause:
      'The server sends its own certificate without the intermediate one. Browsers may hide this; other clients fail.',
    fix: [
      '# nginx: the full chain, not cert.pem',
      'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
      '# A private authority on purpose (inputs):',
      'ca: path/to/ca.pem',
    ],
    source: codes,
    adjust: [{ when: { 'tls.unverified.names_issuer_address': false }, to: 'low' }],
  },
  'tls.private-authority-unsent': {
    when: {
      'fault.type': unknown,
      'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'tls.unverified.names_issuer_address': false,
    },
    confidence: 'medium',
    cause:
      'The certificate comes from a private authority ({certificate.issuer}) that is not trusted here: it does not say where the certificate of its issuer is to be had, as those of public authorities do.',
    fix: [
      '# Hand the root certificate to this action (inputs):',
      'ca: path/to/ca.pem',
      '# A public authority after all? Then the full chain, nginx:',
      'ssl_certificate /etc/letsencrypt/live/{server.address}/fullchain.pem;',
    ],
    source: 'CA/Browser Forum Baseline Requirements 7.1.2.7.7 (Authority Information Access); live',
  },
  'tls.self-signed': {
    when: { 'fault.type': unknown, 'fault.code': 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    confidence: 'high',
    cause: 'Nobody but the server vouches for it: no client trusts such a certificate unless told to.',
    fix: [
      'certbot --nginx -d {server.address}',
      '# Meant to be so? Then hand its certificate to this action:',
      'ca: path/to/ca.pem',
    ],
    source: codes,
  },
  'tls.private-authority': {
    when: { 'fault.type': unknown, 'fault.code': 'SELF_SIGNED_CERT_IN_CHAIN' },
    confidence: 'high',
    cause:
      'The chain ends in an authority of its own ({certificate.issuer}) that is not among the public ones: a private one, or a proxy that inspects TLS.',
    fix: ['# Hand the root certificate to this action (inputs):', 'ca: path/to/ca.pem'],
    source: codes,
  },
  'tls.inspected': {
    when: {
      'fault.type': unknown,
      'certificate.issuer':
        /zscaler|netskope|fortinet|fortigate|palo alto|blue ?coat|sophos|umbrella|mcafee|check ?point|forcepoint|kaspersky/i,
    },
    confidence: 'high',
    cause:
      'A TLS-inspecting proxy on the way from this machine replaced the certificate (issuer {certificate.issuer}): this says nothing about the deployment.',
    fix: [
      '# Trust it on this runner, or go around it:',
      'ca: path/to/company-root.pem',
      'NO_PROXY={server.address}',
    ],
    source: 'live (SELF_SIGNED_CERT_IN_CHAIN); the issuer names the vendor',
  },
  'tls.authority-unknown': {
    when: { 'fault.type': unknown },
    confidence: 'medium',
    cause:
      'The certificate comes from an authority that is not trusted here: a private or staging one, or an inspecting proxy.',
    fix: [
      '# A private authority on purpose:',
      'ca: path/to/ca.pem',
      '# Else: who issued it?',
      readCertificate,
    ],
    source: codes,
  },
  'tls.certificate-revoked': {
    when: { 'fault.type': 'tls.cert.revoked', 'fault.code': 'CERT_REVOKED' },
    confidence: 'high',
    cause: 'The certificate was revoked by its authority.',
    fix: ['certbot certonly --force-renewal -d {server.address}', readCertificate],
    source: codes,
  },
  'tls.staple-invalid': {
    when: { 'fault.type': 'tls.cert.staple_invalid' },
    confidence: 'high',
    cause:
      'The server staples an OCSP response that is out of date or does not know the certificate: browsers that look at it refuse the connection.',
    fix: [
      '# nginx: let it fetch the response, and drop a file that nobody renews',
      'ssl_stapling on; ssl_stapling_verify on; resolver 1.1.1.1;',
      '# Or without, where the authority has no responder any more:',
      'ssl_stapling off;',
    ],
    source: 'RFC 6960 section 2.4; bugzilla.mozilla.org (SEC_ERROR_OCSP_OLD_RESPONSE); live',
  },
  'tls.certificate-weak': {
    when: {
      'fault.type': 'tls.cert.invalid',
      'fault.code': ['EE_KEY_TOO_SMALL', 'CA_KEY_TOO_SMALL', 'CA_MD_TOO_WEAK'],
    },
    confidence: 'high',
    cause: 'The key or the signature of the certificate is too weak for clients of today ({fault.code}).',
    fix: ['certbot certonly --force-renewal --key-type ecdsa -d {server.address}'],
    source: codes,
  },
  'tls.certificate-purpose': {
    when: { 'fault.type': 'tls.cert.invalid', 'fault.code': 'INVALID_PURPOSE' },
    confidence: 'high',
    cause: 'The certificate is not meant for servers: its extended key usage lacks serverAuth.',
    fix: ['# When it is issued (OpenSSL):', 'extendedKeyUsage = serverAuth', readCertificate],
    source: codes,
  },
  'tls.certificate-unusable': {
    when: { 'fault.type': ['tls.cert.revoked', 'tls.cert.invalid'] },
    confidence: 'high',
    cause: 'The certificate is not one that clients accept ({fault.code}).',
    fix: ['# Have it issued again:', 'certbot renew --force-renewal --cert-name {server.address}'],
    source: codes,
  },
})
