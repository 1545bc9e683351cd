/** The certificate is accepted today: it runs out soon, or what stands around it is out of use. */

import { defineSignatures } from '../signature.ts'
import { readCertificate } from './tls-certificate.ts'

export const tlsStrengthSignatures = defineSignatures({
  'tls.certificate-expires-soon': {
    when: { 'fault.type': 'tls.cert.expires_soon' },
    confidence: 'high',
    cause:
      'The certificate runs out on {certificate.not_after}: the renewal that should have come by now did not, or the server was not reloaded after it.',
    fix: [
      'certbot renew && nginx -s reload',
      '# Kubernetes, cert-manager:',
      'kubectl get certificate -A',
      readCertificate,
    ],
    source: 'letsencrypt.org/docs/integration-guide (renewal with a third of the lifetime left)',
  },
  'tls.certificate-outdated': {
    when: { 'fault.type': 'tls.cert.weak' },
    confidence: 'high',
    cause:
      'A certificate of the chain has a key or a signature that is out of use: clients refuse it, or will.',
    fix: [
      '# A new key, and a certificate for it:',
      'openssl ecparam -name prime256v1 -genkey -noout -out server.key',
      'openssl req -new -key server.key -subj /CN={server.address} -out server.csr',
    ],
    source: 'NIST SP 800-131A rev. 2; nodejs/node:doc/api/tls.md (EE_KEY_TOO_SMALL, CA_MD_TOO_WEAK)',
  },
  'tls.weak-version-accepted': {
    when: { 'fault.type': 'tls.weak_version' },
    confidence: 'high',
    cause:
      'The server accepts a version of TLS that is out of use, or older than declared; a client can be talked down to it.',
    fix: [
      '# nginx',
      'ssl_protocols TLSv1.2 TLSv1.3;',
      '# HAProxy',
      'ssl-default-bind-options ssl-min-ver TLSv1.2',
      '# Apache',
      'SSLProtocol -all +TLSv1.2 +TLSv1.3',
    ],
    source: 'RFC 8996 (TLS 1.0 and 1.1 deprecated)',
  },
})
