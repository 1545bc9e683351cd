/** Behind HAProxy: the guide's configuration, and one edit away from it. */

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

const haproxy = { proxy: 'haproxy' } as const
const right = { ...haproxy, bare: /^200 \| ack$/, expect: passes } as const

/** A rule more in the frontend, before the request goes on. */
const rule = (line: string): readonly Edit[] => [
  ['  default_backend app\n', `  ${line}\n  default_backend app\n`],
]
const server = 'server app1 127.0.0.1:8000 check'
const listener = 'bind :443 ssl crt /etc/ssl/staging/fullchain-and-key.pem alpn h2,http/1.1'

export const haproxySituations: readonly Situation[] = [
  { ...right, name: 'HAProxy and the embedded service: all is well' },
  { ...right, name: 'HAProxy and FastAPI: all is well', backEnd: 'fastapi' },
  { ...right, name: 'HAProxy and Tornado: all is well', backEnd: 'tornado' },
  { ...right, name: 'HAProxy and Channels: all is well', backEnd: 'channels' },
  {
    ...right,
    name: 'HAProxy in TCP mode behind its TLS: all is well',
    edits: [
      ['mode http\n  option forwardfor', 'mode tcp'],
      ['  http-request redirect scheme https code 301 unless { ssl_fc }\n', ''],
      ['  http-request set-header X-Forwarded-Proto https\n', ''],
      ['alpn h2,http/1.1', 'alpn http/1.1'],
    ],
  },

  {
    ...haproxy,
    name: 'HAProxy drops the Upgrade header before FastAPI',
    edits: rule('http-request del-header Upgrade'),
    backEnd: 'fastapi',
    // Connection: Upgrade arrives, and says so of nothing.
    bare: /^200 \| 400 Unsupported upgrade request\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.uvicorn-without-websockets',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy drops the Upgrade header before Tornado',
    edits: rule('http-request del-header Upgrade'),
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.header-dropped-on-the-way',
      speaker: 'Tornado or Spring',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy sends everything to a port where nothing listens',
    edits: [
      [server, 'server app1 127.0.0.1:1'],
      ['timeout connect 5s', 'timeout connect 5s\n  retries 0'],
    ],
    bare: /^503 \| 503 .*No server is available/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.haproxy-no-server', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy has its only server in maintenance',
    edits: [[server, `${server} disabled`]],
    bare: /^503 \| 503 .*No server is available/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.haproxy-no-server', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy sends WebSockets to a server that is down',
    edits: [
      ['  default_backend app\n', '  use_backend sockets if { path_beg /ws }\n  default_backend app\n'],
      ['\nbackend app\n', '\nbackend sockets\n  retries 0\n  server ws1 127.0.0.1:1\n\nbackend app\n'],
    ],
    bare: /^200 \| 503 .*No server is available/s,
    expect: upgradeFails('ws.gateway_error', { diagnosis: 'http.haproxy-no-server', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy knows only the path of health, and has no default',
    edits: [['  default_backend app\n', '  use_backend app if { path_beg /health }\n']],
    bare: /^200 \| 503 .*No server is available/s,
    expect: upgradeFails('ws.gateway_error', { diagnosis: 'http.haproxy-no-server', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy speaks TLS to a server that does not',
    edits: [
      [server, 'server app1 127.0.0.1:8000 ssl verify none'],
      ['timeout connect 5s', 'timeout connect 5s\n  retries 0'],
    ],
    bare: /^503 \| 503 /,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.haproxy-no-server', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'what is behind HAProxy does not speak HTTP',
    edits: [[server, 'server app1 127.0.0.1:8000']],
    backEnd: 'not HTTP',
    bare: /^502 \| 502 .*invalid or incomplete response/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.haproxy-bad-answer', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy speaks the PROXY protocol to an application that does not know it',
    edits: [[server, 'server app1 127.0.0.1:8000 send-proxy']],
    backEnd: 'fastapi',
    bare: /^400 \| 400 Invalid HTTP request received\.$/,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.uvicorn-unreadable-request' }],
      ['ws.unexpected_response', { diagnosis: 'http.uvicorn-unreadable-request' }],
    ),
  },
  {
    ...haproxy,
    name: 'the application behind HAProxy hangs',
    edits: [
      [server, 'server app1 127.0.0.1:8000'],
      ['timeout server  60s', 'timeout server  1s'],
    ],
    backEnd: 'silent',
    bare: /^504 \| 504 .*didn't respond in time/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.haproxy-slow', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'the application is slower to answer than HAProxy to end the tunnel',
    edits: [['timeout tunnel  1h', 'timeout tunnel  2s']],
    backEnd: 'fastapi',
    client: { delay: 4 },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: cutByLimit }),
  },
  {
    ...haproxy,
    name: 'HAProxy forbids the WebSocket path',
    edits: rule('http-request deny if { path_beg /ws }'),
    bare: /^200 \| 403 .*Request forbidden by administrative rules/s,
    expect: upgradeFails('auth.refused', {
      diagnosis: 'auth.haproxy-denied',
      speaker: 'HAProxy',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy strips the Authorization header',
    edits: rule('http-request del-header Authorization'),
    bare: /^200 \| 401 \{"detail":"Not authenticated"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.unauthorized' }),
  },
  {
    ...haproxy,
    name: 'HAProxy drops the subprotocol',
    edits: rule('http-request del-header Sec-WebSocket-Protocol'),
    inputs: { subprotocol: 'chat.v1' },
    bare: /^200 \| Server sent no subprotocol$/,
    expect: upgradeFails('ws.subprotocol_missing', { diagnosis: 'upgrade.subprotocol-not-selected' }),
  },
  {
    ...haproxy,
    // It puts a key of its own in its place.
    name: 'HAProxy drops the key of the handshake',
    edits: rule('http-request del-header Sec-WebSocket-Key'),
    backEnd: 'fastapi',
    bare: /^200 \| Invalid Sec-WebSocket-Accept header$/,
    expect: upgradeFails('ws.accept_invalid', { diagnosis: 'upgrade.accept-invalid' }),
  },
  {
    ...haproxy,
    name: 'HAProxy redirects plain WebSockets to https',
    inputs: { websocket: 'ws://{plain-host}/ws' },
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-https' }),
  },
  {
    ...haproxy,
    name: 'HAProxy lets a client make two requests in ten seconds, and says 429 to the rest',
    edits: [
      [
        '  default_backend app\n',
        '  stick-table type ip size 1k expire 10s store http_req_rate(10s)\n  http-request track-sc0 src if { path_beg /ws }\n' +
          '  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 1 }\n  default_backend app\n',
      ],
    ],
    bare: /^200 \| ack$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.rate-limited',
      speaker: 'HAProxy',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy shows a page for maintenance',
    edits: rule('http-request return status 503 content-type text/html string "<h1>Back soon</h1>"'),
    bare: /^503 \| 503 <h1>Back soon/,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.gateway-error' }),
  },
  {
    ...haproxy,
    name: 'HAProxy: the certificate has expired',
    certificate: 'expired',
    bare: /^CERT_HAS_EXPIRED \|/,
    expect: hostFails('tls.cert.date_invalid', { diagnosis: 'tls.certificate-expired' }),
  },
  {
    ...haproxy,
    name: 'HAProxy refuses names that it has no certificate for',
    certificate: 'for another name',
    edits: [[listener, `${listener} strict-sni`]],
    bare: /^(EPROTO|ERR_SSL_TLSV1_UNRECOGNIZED_NAME) \|/,
    expect: hostFails('tls.unrecognized_name', { diagnosis: 'tls.name-unknown' }),
  },
  {
    ...haproxy,
    name: 'HAProxy takes HTTP/2 only',
    edits: [[listener, `${listener.replace('h2,http/1.1', 'h2')} proto h2`]],
    bare: /^ECONNRESET \| (ECONNRESET|socket hang up)$/,
    expect: hostFails('http.response.closed', {
      diagnosis: 'http.http2-only',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy waits for the PROXY protocol that nobody speaks',
    edits: [[listener, `${listener} accept-proxy`]],
    bare: /^ECONNRESET \| ECONNRESET$/,
    expect: hostFails('tls.closed', { diagnosis: 'tls.dropped-at-start' }),
  },
  {
    ...haproxy,
    name: 'HAProxy has no limit for tunnels: that of the client counts',
    edits: [
      ['  timeout tunnel  1h\n', ''],
      ['timeout client  60s', 'timeout client  2s'],
      ['timeout server  60s', 'timeout server  2s'],
    ],
    backEnd: 'fastapi',
    client: { delay: 4 },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: cutByLimit }),
  },
  {
    ...haproxy,
    name: 'HAProxy says 404 to the WebSocket path itself',
    edits: rule('http-request deny deny_status 404 if { path_beg /ws }'),
    bare: /^200 \| 404 .*The resource could not be found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-haproxy',
      speaker: 'HAProxy',
    }),
  },
  {
    ...haproxy,
    name: 'HAProxy asks for a password at the WebSocket path',
    edits: [
      ['defaults\n', 'userlist staging\n  user staging insecure-password staging\n\ndefaults\n'],
      ...rule('http-request auth realm staging if { path_beg /ws } !{ http_auth(staging) }'),
    ],
    bare: /^200 \| 401 .*You need a valid user and password/s,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.haproxy-password', speaker: 'HAProxy' }),
  },
  {
    ...haproxy,
    name: 'HAProxy changes the path on its way',
    edits: rule('http-request replace-path /ws(.*) /api/ws\\1'),
    backEnd: 'tornado',
    bare: /^200 \| 404 .*404: Not Found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-application',
      speaker: 'Tornado',
    }),
  },
]
