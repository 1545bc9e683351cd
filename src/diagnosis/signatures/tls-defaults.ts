/** Certificates that software shows until it is given a better one, and authorities that are known by their names. */

import { defineSignatures } from '../signature.ts'
import { codes, distrusted, letsEncrypt, unknown } from './tls-certificate.ts'

export const tlsDefaultSignatures = defineSignatures({
  'tls.kubernetes-fake-certificate': {
    when: {
      'fault.type': distrusted,
      'certificate.subject': /Kubernetes Ingress Controller Fake Certificate/,
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
    source: 'kubernetes/ingress-nginx:internal/net/ssl/ssl.go',
  },
  'tls.traefik-default-certificate': {
    when: { 'fault.type': distrusted, 'certificate.subject': /^TRAEFIK DEFAULT CERT/ },
    confidence: 'high',
    cause: 'Traefik shows its default certificate: ACME failed, or the router has no certificate resolver.',
    fix: ['traefik.http.routers.NAME.tls.certresolver=RESOLVER'],
    source: 'traefik/traefik:pkg/tls/generate/generate.go',
  },
  'tls.cert-manager-temporary': {
    when: { 'fault.type': distrusted, 'certificate.issuer': /^cert-manager\.local$/ },
    confidence: 'high',
    cause:
      'The secret still holds the temporary certificate of cert-manager: the real one was not issued, or not yet.',
    fix: [
      '# Why not? The last of these says it',
      'kubectl get certificate,certificaterequest,order,challenge -A',
      'kubectl describe challenge -A',
      '# Only delayed (inputs)?',
      'wait: 5m',
    ],
    source: 'cert-manager/cert-manager:pkg/util/pki/temporarycertificate.go',
  },
  'tls.snakeoil-certificate': {
    when: {
      'fault.type': distrusted,
      'tls.unverified.self_signed': true,
      // A bare host name, for ten years.
      'certificate.subject':
        /^(?!localhost)([a-z0-9-]+|[a-z0-9.-]+\.(internal|local|localdomain|lan|home)|.*snake ?oil.*)$/i,
      'tls.unverified.lifetime_days': /^36(49|50|51)$/,
    },
    confidence: 'high',
    cause:
      'The server shows the certificate that Debian makes when Apache or ssl-cert is installed ({certificate.subject}, signed by itself): the default site answers, or the site was never given one of its own.',
    fix: [
      '# Which files say so?',
      'grep -rn snakeoil /etc/apache2/sites-enabled /etc/nginx',
      'a2dissite default-ssl',
      ...letsEncrypt,
    ],
    source: "Debian's package ssl-cert (make-ssl-cert); live",
  },
  'tls.localhost-certificate': {
    when: { 'fault.type': distrusted, 'certificate.subject': /^(localhost|localhost\.localdomain)$/i },
    confidence: 'high',
    cause:
      'The server shows a certificate for "localhost": that of its development or default configuration.',
    fix: letsEncrypt,
    source: codes,
  },
  'tls.platform-certificate': {
    when: {
      'fault.type': 'tls.cert.name_invalid',
      'certificate.san':
        /\.(herokuapp\.com|azurewebsites\.net|vercel\.app|netlify\.app|fly\.dev|onrender\.com|up\.railway\.app|cloudfront\.net|github\.io|a\.run\.app|azureedge\.net|azurefd\.net|elasticbeanstalk\.com)\b/i,
    },
    confidence: 'high',
    cause:
      'The platform answers with its own certificate ({certificate.san}): the domain {server.address} is not bound to an application there.',
    fix: [
      '# Add the domain at the platform, for example',
      'heroku domains:add {server.address}',
      'fly certs add {server.address}',
      'az webapp config hostname add --webapp-name NAME --resource-group GROUP --hostname {server.address}',
    ],
    source: 'live (ERR_TLS_CERT_ALTNAME_INVALID); documents of the platforms on custom domains',
  },
  'tls.staging-authority': {
    when: { 'fault.type': unknown, 'certificate.issuer': /^\(STAGING\)|Fake LE|happy hacker fake/i },
    confidence: 'high',
    cause:
      "The certificate comes from Let's Encrypt's staging environment ({certificate.issuer}), which nobody trusts.",
    fix: [
      'certbot certonly --force-renewal -d {server.address}   # without --staging',
      '# cert-manager: the server of the issuer',
      'server: https://acme-v02.api.letsencrypt.org/directory',
    ],
    source: 'live (code); letsencrypt.org/docs/staging-environment',
  },
  'tls.cloudflare-origin-certificate': {
    when: { 'fault.type': unknown, 'certificate.issuer': /^cloudflare origin/i },
    confidence: 'high',
    cause:
      'The origin shows a Cloudflare Origin CA certificate, which only Cloudflare trusts: the origin was dialled past Cloudflare.',
    fix: [
      '# Verify the proxied name, or hand over the Origin CA root (inputs):',
      'ca: path/to/origin_ca_rsa_root.pem',
    ],
    source: 'developers.cloudflare.com/ssl/origin-configuration/origin-ca',
  },
  'tls.development-authority': {
    when: { 'fault.type': unknown, 'certificate.issuer': /mkcert|Caddy Local Authority|minica root/i },
    confidence: 'high',
    cause: 'The certificate comes from a local development authority ({certificate.issuer}).',
    fix: [
      '# Caddy: name the site by its public name, and drop',
      'tls internal',
      '# Meant to be so? Hand over its root (inputs):',
      'ca: path/to/root.crt',
    ],
    source: 'caddyserver/caddy:modules/caddypki; FiloSottile/mkcert',
  },
})
