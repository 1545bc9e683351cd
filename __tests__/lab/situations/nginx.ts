/** Behind nginx: the guide's configuration, and one edit away from it. */

import type { Edit } from '../guides.ts'
import {
  bothFail,
  concurrencyFails,
  cutByLimit,
  failed,
  fails,
  fromFrontEnd,
  hostFails,
  messagingFails,
  passes,
  type Situation,
  upgradeFails,
} from '../situation.ts'

const withoutUpgrade: readonly Edit[] = [
  ['  proxy_set_header Upgrade           $http_upgrade;\n', ''],
  ['  proxy_set_header Connection        $connection_upgrade;\n', ''],
]
const deadPort = 'server 127.0.0.1:1;'
const upstream = 'server 127.0.0.1:8000;'
const websocketLocation = 'location /ws {\n    proxy_pass http://app;\n    proxy_read_timeout 1h;'

const right = { proxy: 'nginx', bare: /^200 \| ack$/, expect: passes } as const

export const nginxSituations: readonly Situation[] = [
  { ...right, name: 'nginx and the embedded service: all is well' },
  { ...right, name: 'nginx and FastAPI: all is well', backEnd: 'fastapi' },
  { ...right, name: 'nginx and Tornado: all is well', backEnd: 'tornado' },
  { ...right, name: 'nginx and Channels: all is well', backEnd: 'channels' },
  {
    ...right,
    name: 'nginx: the certificate comes with its intermediate',
    certificate: 'right, with an intermediate',
  },
  {
    ...right,
    name: 'nginx: the credential goes in a query parameter',
    backEnd: 'fastapi',
    inputs: { 'credential-in': 'query:token' },
  },
  {
    ...right,
    name: 'nginx: the server picks the subprotocol that is offered',
    backEnd: 'fastapi',
    inputs: { subprotocol: 'chat.v1' },
  },
  {
    ...right,
    name: 'nginx: without a credential the upgrade asks for one, and messages are not tried',
    backEnd: 'fastapi',
    client: { secret: 'none' },
    bare: /^200 \| 403 /,
    expect: { ...passes, skipped: ['messaging:/ws'] },
  },
  {
    // Works with this uvicorn, which does not mind: no reason to call it broken.
    ...right,
    name: 'nginx speaks HTTP/1.0 to an upstream that takes it',
    backEnd: 'fastapi',
    edits: [['  proxy_http_version 1.1;\n', '']],
  },

  {
    name: 'nginx drops the upgrade headers before FastAPI',
    proxy: 'nginx',
    edits: withoutUpgrade,
    backEnd: 'fastapi',
    bare: /^200 \| 404 \{"detail":"Not Found"\}$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.header-dropped',
      speaker: 'FastAPI or Starlette',
    }),
  },
  {
    name: 'nginx drops the upgrade headers before Tornado',
    proxy: 'nginx',
    edits: withoutUpgrade,
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.header-dropped', speaker: 'nginx' }),
  },
  {
    name: 'nginx drops the upgrade headers before Channels',
    proxy: 'nginx',
    edits: withoutUpgrade,
    backEnd: 'channels',
    bare: /^200 \| 404 .*Not Found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.header-dropped',
      speaker: 'Django',
    }),
  },
  {
    name: 'nginx passes Upgrade on and not Connection',
    proxy: 'nginx',
    edits: withoutUpgrade.slice(1),
    backEnd: 'tornado',
    bare: /^200 \| 400 "Connection" must be "Upgrade"\.$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.header-dropped', speaker: 'nginx' }),
  },
  {
    name: 'nginx: a location with a header of its own loses those of the server',
    proxy: 'nginx',
    edits: [[websocketLocation, `${websocketLocation}\n    proxy_set_header X-Real-IP $remote_addr;`]],
    backEnd: 'tornado',
    bare: /^200 \| 400 /,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.header-dropped', speaker: 'nginx' }),
  },
  {
    name: 'nginx runs, the application behind it does not',
    proxy: 'nginx',
    edits: [[upstream, deadPort]],
    bare: /^502 \| 502 .*502 Bad Gateway/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.nginx-upstream-down', speaker: 'nginx' }),
  },
  {
    name: 'nginx sends WebSockets to a port where nothing listens',
    proxy: 'nginx',
    edits: [[websocketLocation, websocketLocation.replace('http://app', 'http://127.0.0.1:1')]],
    bare: /^200 \| 502 .*502 Bad Gateway/s,
    expect: upgradeFails('ws.gateway_error', {
      diagnosis: ['http.nginx-upstream-down', 'upgrade.only-upgrade-unavailable'],
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx speaks TLS to an application that does not',
    proxy: 'nginx',
    edits: [['http://app', 'https://app']],
    bare: /^502 \| 502 .*502 Bad Gateway/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.nginx-upstream-down', speaker: 'nginx' }),
  },
  {
    name: 'what is behind nginx does not speak HTTP',
    proxy: 'nginx',
    backEnd: 'not HTTP',
    // nginx takes it for HTTP/0.9 and passes it on as it is.
    bare: /^HPE_INVALID_CONSTANT \| HPE_INVALID_CONSTANT$/,
    expect: bothFail(
      ['http.response.invalid', { diagnosis: 'http.not-http' }],
      ['ws.answer_invalid', { diagnosis: 'upgrade.handshake-invalid' }],
    ),
  },
  {
    name: 'the application behind nginx hangs',
    proxy: 'nginx',
    edits: [
      ['  proxy_http_version 1.1;\n', '  proxy_http_version 1.1;\n  proxy_read_timeout 1s;\n'],
      ['1h', '1s'],
    ],
    backEnd: 'silent',
    bare: /^504 \| 504 .*504 Gateway Time-out/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.nginx-upstream-slow', speaker: 'nginx' }),
  },
  {
    name: 'the application is slower to accept than nginx to give up',
    proxy: 'nginx',
    edits: [['1h', '1s']],
    backEnd: 'fastapi',
    client: { path: '/ws-slow' },
    bare: /^200 \| 504 .*504 Gateway Time-out/s,
    expect: upgradeFails(
      'ws.gateway_error',
      { diagnosis: 'http.nginx-upstream-slow', speaker: 'nginx' },
      '/ws-slow',
    ),
  },
  {
    name: 'the application is slower to answer than nginx to cut the connection',
    proxy: 'nginx',
    edits: [['1h', '2s']],
    backEnd: 'fastapi',
    client: { delay: 4 },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: cutByLimit }),
  },
  {
    name: 'nginx has no location for the WebSocket path',
    proxy: 'nginx',
    edits: [[websocketLocation, 'location /ws {\n    root html;']],
    bare: /^200 \| 404 .*<center>nginx/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-nginx',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx redirects the WebSocket path to the one with a slash',
    proxy: 'nginx',
    edits: [
      ['location /ws {', 'location /ws/ {'],
      ['location / {\n    proxy_pass http://app;', 'location /health {\n    proxy_pass http://app;'],
    ],
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-by-slash', speaker: 'nginx' }),
  },
  {
    name: 'nginx forbids the WebSocket path',
    proxy: 'nginx',
    edits: [[websocketLocation, `${websocketLocation}\n    deny all;`]],
    bare: /^200 \| 403 .*<center>nginx/s,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.nginx-denied', speaker: 'nginx' }),
  },
  {
    name: 'nginx strips the Authorization header',
    proxy: 'nginx',
    edits: [
      ['  proxy_http_version 1.1;\n', '  proxy_http_version 1.1;\n  proxy_set_header Authorization "";\n'],
    ],
    bare: /^200 \| 401 \{"detail":"Not authenticated"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.unauthorized' }),
  },
  {
    name: 'nginx drops the subprotocol',
    proxy: 'nginx',
    edits: [
      [
        '  proxy_http_version 1.1;\n',
        '  proxy_http_version 1.1;\n  proxy_set_header Sec-WebSocket-Protocol "";\n',
      ],
    ],
    inputs: { subprotocol: 'chat.v1' },
    bare: /^200 \| Server sent no subprotocol$/,
    expect: upgradeFails('ws.subprotocol_missing', { diagnosis: 'upgrade.subprotocol-not-selected' }),
  },
  {
    name: 'nginx shows its welcome page: the name of the server does not match',
    proxy: 'nginx',
    edits: [
      ['server_name staging.example.com;\n  ssl', 'server_name other.example.com;\n  ssl'],
      [
        '\n}\n\nserver {\n  listen 443 ssl;',
        '\n}\n\nserver {\n  listen 443 ssl default_server;\n  ssl_certificate /etc/ssl/staging/fullchain.pem;\n  ssl_certificate_key /etc/ssl/staging/privkey.pem;\n  root html;\n  index index.html;\n}\n\nserver {\n  listen 443 ssl;',
      ],
    ],
    files: {
      'html/index.html':
        '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n',
    },
    bare: /^404 \| 404 .*<center>nginx/s,
    expect: bothFail(
      ['http.error', { class: 'infrastructure', diagnosis: 'http.not-found-nginx', speaker: 'nginx' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.route-missing-nginx', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx gives the page of the front end for every path',
    proxy: 'nginx',
    edits: [
      [
        'location / {\n    proxy_pass http://app;',
        'location / {\n    root html;\n    try_files $uri /index.html;',
      ],
      [websocketLocation, 'location /ws {\n    root html;\n    try_files $uri /index.html;'],
    ],
    files: {
      'html/index.html':
        '<!doctype html><html><head><title>App</title></head><body><div id="root"></div></body></html>',
    },
    bare: /^200 \| 200 <!doctype html>/,
    expect: bothFail(
      ['http.catch_all', { diagnosis: 'http.catch-all-page', speaker: 'nginx' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-with-page', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx redirects plain WebSockets to https',
    proxy: 'nginx',
    inputs: { websocket: 'ws://{plain-host}/ws' },
    bare: /^200 \| 301 /,
    expect: upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-https', speaker: 'nginx' }),
  },
  {
    name: 'nginx is closed for maintenance',
    proxy: 'nginx',
    edits: [['  proxy_http_version 1.1;\n', '  proxy_http_version 1.1;\n  return 503;\n']],
    bare: /^503 \| 503 .*503 Service Temporarily Unavailable/s,
    expect: hostFails('http.gateway_error', { diagnosis: 'http.nginx-no-endpoints', speaker: 'nginx' }),
  },
  {
    name: 'nginx takes two connections of one client at once',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'limit_conn_zone $binary_remote_addr zone=clients:1m;\n\nupstream app {'],
      [websocketLocation, `${websocketLocation}\n    limit_conn clients 2;`],
    ],
    bare: /^200 \| ack$/,
    expect: concurrencyFails('ws.gateway_error', {
      diagnosis: 'upgrade.nginx-connection-limit',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx takes one request a minute, and says 429 to the rest',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'limit_req_zone $binary_remote_addr zone=clients:1m rate=1r/m;\n\nupstream app {'],
      [websocketLocation, `${websocketLocation}\n    limit_req zone=clients;\n    limit_req_status 429;`],
    ],
    // The bare client has the one that is allowed.
    bare: /^200 \| ack$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.rate-limited',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx finds the headers too large, the token among them',
    proxy: 'nginx',
    edits: [
      [
        'upstream app {',
        'connection_pool_size 256;\nlarge_client_header_buffers 1 400;\nclient_header_buffer_size 64;\n\nupstream app {',
      ],
    ],
    bare: /^200 \| 400 .*Request Header Or Cookie Too Large/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'http.nginx-headers-too-large',
      speaker: 'nginx',
    }),
  },
  {
    // Tornado says 101 all the same, and nginx, which cannot upgrade HTTP/1.0, ends the connection.
    name: 'nginx speaks HTTP/1.0 to Tornado: the connection opens and is cut',
    proxy: 'nginx',
    edits: [['  proxy_http_version 1.1;\n', '  proxy_http_version 1.0;\n']],
    backEnd: 'tornado',
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: ['messaging.cut-at-once', ...cutByLimit] }),
  },
  {
    name: 'nginx cuts the path off: proxy_pass ends in a slash',
    proxy: 'nginx',
    edits: [[websocketLocation, websocketLocation.replace('http://app', 'http://app/')]],
    backEnd: 'tornado',
    bare: /^200 \| 404 .*404: Not Found/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-application',
      speaker: 'Tornado',
    }),
  },
  {
    name: 'nginx sends WebSockets to the port of another server',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'server {\n  listen 127.0.0.1:8001;\n  root html;\n}\n\nupstream app {'],
      [websocketLocation, websocketLocation.replace('http://app', 'http://127.0.0.1:8001')],
    ],
    bare: /^200 \| 404 .*<center>nginx/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.route-missing-nginx',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx asks for a password at the WebSocket path',
    proxy: 'nginx',
    edits: [
      [
        websocketLocation,
        `${websocketLocation}\n    auth_basic "staging";\n    auth_basic_user_file passwords;`,
      ],
    ],
    files: { passwords: 'staging:{PLAIN}staging\n' },
    bare: /^200 \| 401 .*401 Authorization Required/s,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.nginx-basic-auth', speaker: 'nginx' }),
  },
  {
    name: 'nginx asks for a password everywhere',
    proxy: 'nginx',
    edits: [
      [
        '  proxy_http_version 1.1;\n',
        '  proxy_http_version 1.1;\n  auth_basic "staging";\n  auth_basic_user_file passwords;\n',
      ],
    ],
    files: { passwords: 'staging:{PLAIN}staging\n' },
    bare: /^401 \| 401 .*401 Authorization Required/s,
    expect: bothFail(
      ['http.error', { class: 'infrastructure', diagnosis: 'auth.nginx-basic-auth', speaker: 'nginx' }],
      ['auth.refused', { diagnosis: 'auth.nginx-basic-auth', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx does not pass the Host on, by which Tornado judges the Origin',
    proxy: 'nginx',
    edits: [['  proxy_set_header Host              $http_host;\n', '']],
    backEnd: 'tornado',
    client: { origin: 'https://{host}' },
    config: fromFrontEnd('/ws', 'https://{host}'),
    bare: /^200 \| 403 Cross origin websockets not allowed$/,
    expect: fails(
      [],
      failed('upgrade:/ws', 'auth.refused', { diagnosis: 'auth.origin-refused', speaker: 'Tornado' }),
    ),
  },
]
