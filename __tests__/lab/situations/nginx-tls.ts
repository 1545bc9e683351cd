/** TLS as nginx ends it, and as it goes wrong. */

import { bothFail, hostFails, passes, type Situation } from '../situation.ts'

const nginx = { proxy: 'nginx' } as const
const certificate = 'ssl_certificate     '

export const nginxTlsSituations: readonly Situation[] = [
  {
    ...nginx,
    name: 'nginx: the certificate has expired',
    certificate: 'expired',
    bare: /^CERT_HAS_EXPIRED \|/,
    expect: hostFails('tls.cert.date_invalid', { diagnosis: 'tls.certificate-expired' }),
  },
  {
    ...nginx,
    name: 'nginx: the certificate is for another name',
    certificate: 'for another name',
    bare: /^ERR_TLS_CERT_ALTNAME_INVALID \|/,
    expect: hostFails('tls.cert.name_invalid', { diagnosis: 'tls.certificate-name' }),
  },
  {
    ...nginx,
    name: 'nginx: the certificate is signed by itself',
    certificate: 'self-signed',
    bare: /^DEPTH_ZERO_SELF_SIGNED_CERT \|/,
    expect: hostFails('tls.cert.authority_invalid', { diagnosis: 'tls.localhost-certificate' }),
  },
  {
    ...nginx,
    name: 'nginx: the certificate comes without its intermediate',
    certificate: 'without the intermediate',
    bare: /^UNABLE_TO_VERIFY_LEAF_SIGNATURE \|/,
    expect: hostFails('tls.cert.authority_invalid', { diagnosis: 'tls.chain-incomplete' }),
  },
  {
    ...nginx,
    name: 'nginx: the chain ends in an authority that nobody trusts',
    certificate: 'of an unknown authority',
    bare: /^SELF_SIGNED_CERT_IN_CHAIN \|/,
    expect: hostFails('tls.cert.authority_invalid', { diagnosis: 'tls.private-authority' }),
  },
  {
    ...nginx,
    name: 'nginx offers only a version of TLS that is out of use',
    edits: [[certificate, `ssl_protocols TLSv1.1;\n  ssl_ciphers DEFAULT@SECLEVEL=0;\n  ${certificate}`]],
    bare: /^EPROTO \| EPROTO$/,
    expect: hostFails('tls.version_or_cipher_mismatch', { diagnosis: 'tls.version-mismatch' }),
  },
  {
    ...nginx,
    name: 'nginx refuses names that it does not know',
    edits: [
      ['server_name staging.example.com;\n  ssl', 'server_name other.example.com;\n  ssl'],
      [
        '\n}\n\nserver {\n  listen 443 ssl;',
        '\n}\n\nserver {\n  listen 443 ssl default_server;\n  ssl_reject_handshake on;\n}\n\nserver {\n  listen 443 ssl;',
      ],
    ],
    bare: /^(EPROTO|ERR_SSL_TLSV1_UNRECOGNIZED_NAME) \|/,
    expect: hostFails('tls.unrecognized_name', { diagnosis: 'tls.name-unknown' }),
  },
  {
    ...nginx,
    name: 'nginx demands a certificate of the client',
    edits: [
      [
        certificate,
        `ssl_client_certificate /etc/ssl/staging/fullchain.pem;\n  ssl_verify_client on;\n  ${certificate}`,
      ],
    ],
    bare: /^400 \| 400 .*No required SSL certificate was sent/s,
    expect: bothFail(
      [
        'http.error',
        {
          class: 'infrastructure',
          diagnosis: 'tls.client-certificate-missing',
          speaker: 'nginx',
        },
      ],
      ['ws.unexpected_response', { diagnosis: 'tls.client-certificate-missing', speaker: 'nginx' }],
    ),
  },
  {
    ...nginx,
    name: 'the port of nginx speaks plain HTTP where the URL says https',
    client: { plain: true, scheme: 'https' },
    bare: /^EPROTO \| EPROTO$/,
    expect: hostFails('tls.not_tls', { diagnosis: 'tls.plain-http-answers' }),
  },
  {
    ...nginx,
    name: 'the port of nginx speaks TLS where the URL says http',
    client: { scheme: 'http' },
    bare: /^400 \| 400 .*The plain HTTP request was sent to HTTPS port/s,
    expect: bothFail(
      [
        'http.error',
        {
          class: 'infrastructure',
          diagnosis: 'http.plain-to-tls-port',
          speaker: 'nginx',
        },
      ],
      ['ws.unexpected_response', { diagnosis: 'http.plain-to-tls-port', speaker: 'nginx' }],
    ),
  },
  {
    ...nginx,
    name: 'nginx waits for the PROXY protocol that nobody speaks',
    edits: [['listen 443 ssl;', 'listen 443 ssl proxy_protocol;']],
    bare: /^ECONNRESET \| ECONNRESET$/,
    expect: hostFails('tls.closed', { diagnosis: 'tls.dropped-at-start' }),
  },
  {
    ...nginx,
    name: 'nginx: plain HTTP only, and all is well',
    edits: [
      [
        '  return 301 https://$host$request_uri;',
        '  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection $connection_upgrade;\n  location / { proxy_pass http://app; }',
      ],
    ],
    client: { plain: true },
    bare: /^200 \| ack$/,
    expect: passes,
  },
]
