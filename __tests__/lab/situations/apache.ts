/** Behind Apache httpd: the guide's configuration, and one edit away from it. */

import type { Edit } from '../guides.ts'
import {
  bothFail,
  cutByLimit,
  hostFails,
  messagingFails,
  passes,
  type Situation,
  upgradeFails,
} from '../situation.ts'

const apache = { proxy: 'apache' } as const
const right = { ...apache, bare: /^200 \| ack$/, expect: passes } as const

const websocket = '  ProxyPass        "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket timeout=3600\n'
const rest = '  ProxyPass        "/"   "http://127.0.0.1:8000/"\n'
const withoutUpgrade: readonly Edit[] = [[' upgrade=websocket', '']]
const within = (line: string): readonly Edit[] => [
  ['  ProxyPreserveHost on\n', `  ProxyPreserveHost on\n  ${line}\n`],
]

export const apacheSituations: readonly Situation[] = [
  { ...right, name: 'Apache and the embedded service: all is well' },
  { ...right, name: 'Apache and FastAPI: all is well', backEnd: 'fastapi' },
  { ...right, name: 'Apache and Tornado: all is well', backEnd: 'tornado' },
  { ...right, name: 'Apache and Channels: all is well', backEnd: 'channels' },
  {
    ...right,
    name: 'Apache tunnels by mod_proxy_wstunnel: all is well',
    edits: [['"http://127.0.0.1:8000/ws" upgrade=websocket', '"ws://127.0.0.1:8000/ws"']],
    backEnd: 'fastapi',
  },

  {
    ...apache,
    name: 'Apache does not pass the upgrade on to FastAPI',
    edits: withoutUpgrade,
    backEnd: 'fastapi',
    bare: /^200 \| 404 \{"detail":"Not Found"\}$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.fastapi-plain-request' }),
  },
  {
    ...apache,
    name: 'Apache does not pass the upgrade on to Tornado',
    edits: withoutUpgrade,
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: ['upgrade.header-dropped-apache', 'upgrade.header-dropped-on-the-way'],
      speaker: 'Tornado or Spring',
    }),
  },
  {
    ...apache,
    name: 'Apache has only the rule of the whole site, without upgrades',
    edits: [[websocket, '']],
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: ['upgrade.header-dropped-apache', 'upgrade.header-dropped-on-the-way'],
    }),
  },
  {
    ...apache,
    name: 'Apache has the rule of the whole site before that of WebSockets',
    edits: [[websocket + rest, rest + websocket]],
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: ['upgrade.header-dropped-apache', 'upgrade.header-dropped-on-the-way'],
    }),
  },
  {
    ...apache,
    name: 'Apache sends everything to a port where nothing listens',
    edits: [['http://127.0.0.1:8000', 'http://127.0.0.1:1']],
    bare: /^503 \| 503 .*Service Unavailable/s,
    expect: hostFails('http.gateway_error', {
      diagnosis: 'http.apache-upstream-down',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache sends WebSockets to a port where nothing listens',
    edits: [['http://127.0.0.1:8000/ws', 'http://127.0.0.1:1/ws']],
    bare: /^200 \| 503 .*Service Unavailable/s,
    expect: upgradeFails('ws.gateway_error', {
      diagnosis: 'http.apache-upstream-down',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache speaks TLS to an application that does not',
    edits: [
      ['http://127.0.0.1:8000', 'https://127.0.0.1:8000'],
      ['  SSLEngine on\n', '  SSLEngine on\n  SSLProxyEngine on\n'],
    ],
    bare: /^500 \| 500 .*The proxy server could not handle the request/s,
    expect: bothFail(
      [
        'http.error',
        { class: 'infrastructure', diagnosis: 'http.apache-upstream-tls', speaker: 'Apache httpd' },
      ],
      [
        'ws.unexpected_response',
        {
          diagnosis: 'http.apache-upstream-tls',
          speaker: 'Apache httpd',
        },
      ],
    ),
  },
  {
    ...apache,
    name: 'what is behind Apache does not speak HTTP',
    backEnd: 'not HTTP',
    // Apache takes it for HTTP/0.9 and makes a 200 of it.
    bare: /^200 \| 200 SSH-/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'http.upstream-other-protocol',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'the application behind Apache hangs',
    edits: [
      ['timeout=3600', 'timeout=1'],
      [rest, rest.replace('\n', ' timeout=1\n')],
    ],
    backEnd: 'silent',
    bare: /^50[24] \| 50[24] /,
    expect: hostFails('http.gateway_error', {
      diagnosis: ['http.apache-no-answer', 'http.apache-slow'],
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'the application is slower to answer than Apache to cut the connection',
    // The larger of this and the `timeout` of the rule counts.
    edits: [['timeout=3600', 'timeout=2'], ...within('Timeout 2')],
    backEnd: 'fastapi',
    client: { delay: 4 },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: cutByLimit }),
  },
  {
    ...apache,
    name: 'Apache forbids the WebSocket path',
    edits: within('<Location "/ws">\n    Require all denied\n  </Location>'),
    bare: /^200 \| 403 .*You don't have permission/s,
    expect: upgradeFails('auth.refused', {
      diagnosis: 'auth.apache-denied',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache strips the Authorization header',
    edits: within('RequestHeader unset Authorization'),
    bare: /^200 \| 401 \{"detail":"Not authenticated"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.unauthorized' }),
  },
  {
    ...apache,
    name: 'Apache drops the subprotocol',
    edits: within('RequestHeader unset Sec-WebSocket-Protocol'),
    inputs: { subprotocol: 'chat.v1' },
    bare: /^200 \| Server sent no subprotocol$/,
    expect: upgradeFails('ws.subprotocol_missing', { diagnosis: 'upgrade.subprotocol-not-selected' }),
  },
  {
    ...apache,
    name: 'Apache has no rule for the WebSocket path',
    edits: [[websocket + rest, '  ProxyPass "/health" "http://127.0.0.1:8000/health"\n']],
    bare: /^200 \| 404 .*The requested URL was not found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-apache',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache shows "It works!": the default site answers',
    edits: [[websocket + rest, '']],
    files: { 'html/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
    bare: /^404 \| 404 .*The requested URL was not found/s,
    expect: bothFail(
      [
        'http.error',
        { class: 'infrastructure', diagnosis: 'http.not-found-apache', speaker: 'Apache httpd' },
      ],
      [
        'ws.unexpected_response',
        {
          diagnosis: 'upgrade.route-missing-apache',
          speaker: 'Apache httpd',
        },
      ],
    ),
  },
  {
    ...apache,
    name: 'Apache gives the page of the front end for every path',
    edits: [[websocket + rest, '  FallbackResource /index.html\n']],
    files: { 'html/index.html': '<!doctype html><html><body><div id="root"></div></body></html>\n' },
    bare: /^200 \| 200 <!doctype html>/,
    expect: bothFail(
      ['http.catch_all', { diagnosis: 'http.catch-all-page' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-with-page' }],
    ),
  },
  {
    ...apache,
    name: 'Apache redirects plain WebSockets to https',
    inputs: { websocket: 'ws://{plain-host}/ws' },
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-https' }),
  },
  {
    ...apache,
    name: 'Apache is closed for maintenance',
    edits: within('RewriteEngine on\n  RewriteRule ^ - [R=503,L]'),
    bare: /^503 \| 503 .*Service Unavailable/s,
    expect: hostFails('http.gateway_error', {
      diagnosis: 'http.apache-upstream-down',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache speaks TLS where the URL says http',
    client: { scheme: 'http' },
    bare: /^400 \| 400 .*speaking plain HTTP to an SSL-enabled server port/s,
    expect: bothFail(
      ['http.error', { class: 'infrastructure', diagnosis: 'http.plain-to-tls-port' }],
      ['ws.unexpected_response', { diagnosis: 'http.plain-to-tls-port' }],
    ),
  },
  {
    ...apache,
    name: 'Apache: the certificate is for another name',
    certificate: 'for another name',
    bare: /^ERR_TLS_CERT_ALTNAME_INVALID \|/,
    expect: hostFails('tls.cert.name_invalid', { diagnosis: 'tls.certificate-name' }),
  },
  {
    ...apache,
    name: 'Apache has a rule for WebSockets whose module is not loaded',
    // What `ws://` is without mod_proxy_wstunnel, which is loaded here.
    edits: [['"http://127.0.0.1:8000/ws" upgrade=websocket', '"fcgi://127.0.0.1:8000/ws"']],
    bare: /^200 \| 500 .*Internal Server Error/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.apache-no-tunnel-module',
      speaker: 'Apache httpd',
    }),
  },
  {
    ...apache,
    name: 'Apache asks for a password at the WebSocket path',
    edits: [
      [
        '<VirtualHost *:80>',
        `${['authn_core', 'authn_file', 'authz_user', 'auth_basic'].map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('')}<VirtualHost *:80>`,
      ],
      ...within(
        '<Location "/ws">\n    AuthType Basic\n    AuthName staging\n    AuthUserFile passwords\n    Require valid-user\n  </Location>',
      ),
    ],
    files: { passwords: 'staging:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n' },
    bare: /^200 \| 401 .*could not verify that you/s,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.apache-password', speaker: 'Apache httpd' }),
  },
]
