/** Behind Caddy: the guide's configuration, and one edit away from it. */

import type { Edit } from '../guides.ts'
import { bothFail, hostFails, passes, type Situation, upgradeFails } from '../situation.ts'

const caddy = { proxy: 'caddy' } as const
const right = { ...caddy, bare: /^200 \| ack$/, expect: passes } as const

const proxying = '\treverse_proxy 127.0.0.1:8000\n'
const instead = (lines: string): readonly Edit[] => [[proxying, `${lines}\n`]]
const proxyingWith = (line: string): readonly Edit[] =>
  instead(`\treverse_proxy 127.0.0.1:8000 {\n\t\t${line}\n\t}`)

export const caddySituations: readonly Situation[] = [
  { ...right, name: 'Caddy and the embedded service: all is well' },
  { ...right, name: 'Caddy and FastAPI: all is well', backEnd: 'fastapi' },
  { ...right, name: 'Caddy and Tornado: all is well', backEnd: 'tornado' },
  { ...right, name: 'Caddy and Channels: all is well', backEnd: 'channels' },

  {
    ...caddy,
    name: 'Caddy drops the Upgrade header before FastAPI',
    edits: instead('\trequest_header -Upgrade\n\treverse_proxy 127.0.0.1:8000'),
    backEnd: 'fastapi',
    bare: /^200 \| 404 \{"detail":"Not Found"\}$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.fastapi-plain-request' }),
  },
  {
    ...caddy,
    name: 'Caddy drops the Upgrade header before Tornado',
    edits: instead('\trequest_header -Upgrade\n\treverse_proxy 127.0.0.1:8000'),
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.header-dropped-on-the-way',
      speaker: 'Caddy',
    }),
  },
  {
    ...caddy,
    name: 'Caddy sends everything to a port where nothing listens',
    edits: instead('\treverse_proxy 127.0.0.1:1'),
    bare: /^502 \| 502 $/,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.caddy-upstream-down', speaker: 'Caddy' }),
  },
  {
    ...caddy,
    name: 'Caddy sends WebSockets to a port where nothing listens',
    edits: instead('\treverse_proxy /ws 127.0.0.1:1\n\treverse_proxy 127.0.0.1:8000'),
    bare: /^200 \| 502 $/,
    expect: upgradeFails('ws.gateway_error', { diagnosis: 'http.caddy-upstream-down', speaker: 'Caddy' }),
  },
  {
    ...caddy,
    name: 'Caddy speaks TLS to an application that does not',
    edits: instead('\treverse_proxy https://127.0.0.1:8000'),
    bare: /^502 \| 502 $/,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.caddy-upstream-down', speaker: 'Caddy' }),
  },
  {
    ...caddy,
    name: 'what is behind Caddy does not speak HTTP',
    backEnd: 'not HTTP',
    bare: /^502 \| 502 $/,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.caddy-upstream-down', speaker: 'Caddy' }),
  },
  {
    ...caddy,
    name: 'the application behind Caddy hangs',
    edits: proxyingWith('transport http {\n\t\t\tresponse_header_timeout 1s\n\t\t}'),
    backEnd: 'silent',
    bare: /^504 \| 504 $/,
    expect: hostFails('http.gateway_error', {
      diagnosis: 'http.caddy-slow',
      speaker: 'Caddy',
    }),
  },
  {
    ...caddy,
    name: 'Caddy has no route for the WebSocket path, and says 200 with nothing',
    edits: instead('\thandle /health {\n\t\treverse_proxy 127.0.0.1:8000\n\t}'),
    bare: /^200 \| 200 $/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-caddy',
      speaker: 'Caddy',
    }),
  },
  {
    ...caddy,
    name: 'Caddy has no route at all: health is 200 with nothing',
    edits: instead(''),
    bare: /^200 \| 200 $/,
    expect: bothFail(
      ['http.catch_all', { diagnosis: 'http.caddy-empty-answer', speaker: 'Caddy' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.route-missing-caddy', speaker: 'Caddy' }],
    ),
  },
  {
    ...caddy,
    name: 'Caddy forbids the WebSocket path',
    edits: instead('\trespond /ws 403\n\treverse_proxy 127.0.0.1:8000'),
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', {
      diagnosis: 'auth.caddy-denied',
      speaker: 'Caddy',
    }),
  },
  {
    ...caddy,
    name: 'Caddy strips the Authorization header',
    edits: proxyingWith('header_up -Authorization'),
    bare: /^200 \| 401 \{"detail":"Not authenticated"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.unauthorized' }),
  },
  {
    ...caddy,
    name: 'Caddy asks for a password of its own',
    edits: instead(
      '\tbasicauth /ws {\n\t\tstaging $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n\t}\n\treverse_proxy 127.0.0.1:8000',
    ),
    bare: /^200 \| 401 $/,
    expect: upgradeFails('auth.refused', {
      diagnosis: 'auth.basic-password-wanted',
      speaker: 'Caddy',
    }),
  },
  {
    ...caddy,
    name: 'Caddy drops the subprotocol',
    edits: proxyingWith('header_up -Sec-WebSocket-Protocol'),
    inputs: { subprotocol: 'chat.v1' },
    bare: /^200 \| Server sent no subprotocol$/,
    expect: upgradeFails('ws.subprotocol_missing', { diagnosis: 'upgrade.subprotocol-not-selected' }),
  },
  {
    ...caddy,
    name: 'Caddy gives the page of the front end for every path',
    edits: instead('\troot * html\n\ttry_files {path} /index.html\n\tfile_server'),
    files: { 'html/index.html': '<!doctype html><html><body><div id="root"></div></body></html>\n' },
    bare: /^200 \| 200 <!doctype html>/,
    expect: bothFail(
      ['http.catch_all', { diagnosis: 'http.catch-all-page' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-with-page' }],
    ),
  },
  {
    ...caddy,
    name: 'Caddy redirects plain WebSockets to https',
    inputs: { websocket: 'ws://{plain-host}/ws' },
    bare: /^200 \| 308 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-https' }),
  },
  {
    ...caddy,
    name: 'Caddy is closed for maintenance',
    edits: instead('\trespond "Back soon" 503'),
    bare: /^503 \| 503 Back soon$/,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.gateway-error' }),
  },
  {
    ...caddy,
    name: 'Caddy shows a certificate of its own authority',
    edits: [['\ttls /etc/ssl/staging/fullchain.pem /etc/ssl/staging/privkey.pem\n', '\ttls internal\n']],
    makesCertificate: true,
    bare: /^UNABLE_TO_GET_ISSUER_CERT_LOCALLY \|/,
    expect: hostFails('tls.cert.authority_invalid', { diagnosis: 'tls.development-authority' }),
  },
  {
    ...caddy,
    name: 'Caddy has no site and no certificate for the name',
    edits: [
      ['staging.example.com', 'other.example.com'],
      ['\ttls /etc/ssl/staging/fullchain.pem /etc/ssl/staging/privkey.pem\n', '\ttls internal\n'],
    ],
    bare: /^EPROTO \|/,
    expect: hostFails('tls.protocol.error', {
      diagnosis: 'tls.internal-error',
    }),
  },
  {
    ...caddy,
    name: 'Caddy speaks TLS where the URL says http',
    client: { scheme: 'http' },
    bare: /^400 \| 400 Client sent an HTTP request to an HTTPS server\.\s*$/,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.plain-to-tls-port' }],
      ['ws.unexpected_response', { diagnosis: 'http.plain-to-tls-port' }],
    ),
  },
  {
    ...caddy,
    name: 'Caddy cuts the path off: handle_path where handle is meant',
    edits: instead(
      '\thandle_path /ws* {\n\t\treverse_proxy 127.0.0.1:8000\n\t}\n\treverse_proxy 127.0.0.1:8000',
    ),
    backEnd: 'tornado',
    bare: /^200 \| 404 .*404: Not Found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-application',
      speaker: 'Tornado',
    }),
  },
  {
    ...caddy,
    name: 'Caddy is right, and FastAPI refuses the JWT',
    backEnd: 'fastapi',
    client: { secret: 'wrong' },
    bare: /^200 \| 403 $/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.refused-before-accept' }),
  },
]
