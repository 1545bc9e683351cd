/** What stacks that nobody had prepared for showed, and the first account of it got wrong. */

import type { Edit } from '../guides.ts'
import {
  bothFail,
  concurrencyFails,
  environment,
  hostFails,
  messagingFails,
  type Situation,
  upgradeFails,
} from '../situation.ts'

const nginxLocation = 'location /ws {\n    proxy_pass http://app;'
const nginxHeader = (line: string): readonly Edit[] => [
  ['  proxy_set_header Connection        $connection_upgrade;\n', `  ${line}\n`],
]
const nginxEverywhere = (line: string): readonly Edit[] => [['    proxy_pass http://app;\n', `    ${line}\n`]]
const caddyProxy = '\treverse_proxy 127.0.0.1:8000'
const haproxyServer = 'server app1 127.0.0.1:8000 check'

export const moreSituations: readonly Situation[] = [
  {
    name: 'nginx takes the key of the handshake out',
    proxy: 'nginx',
    edits: nginxHeader(
      'proxy_set_header Connection $connection_upgrade;\n  proxy_set_header Sec-WebSocket-Key "";',
    ),
    bare: /^200 \| 400 Missing or invalid Sec-WebSocket-Key/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.sec-websocket-dropped',
      speaker: 'nginx',
    }),
  },
  {
    name: 'Caddy takes the key of the handshake out',
    proxy: 'caddy',
    edits: [[caddyProxy, `${caddyProxy} {\n\t\theader_up -Sec-WebSocket-Key\n\t}`]],
    bare: /^200 \| 400 Missing or invalid Sec-WebSocket-Key/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.sec-websocket-dropped',
      speaker: 'Caddy',
    }),
  },
  {
    name: 'nginx asks a subrequest for leave, and that answers 404',
    proxy: 'nginx',
    edits: [
      [
        nginxLocation,
        `location = /leave { internal; return 404; }\n  ${nginxLocation}\n    auth_request /leave;`,
      ],
    ],
    bare: /^200 \| 500 .*500 Internal Server Error/s,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'http.nginx-internal-error',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx opens four connections to its upstream, and not one more',
    proxy: 'nginx',
    edits: [
      ['upstream app {', 'upstream few { server 127.0.0.1:8000 max_conns=4; }\n\nupstream app {'],
      [nginxLocation, nginxLocation.replace('http://app', 'http://few')],
    ],
    config: `${environment}\nchecks:\n  - health: /health\n  - concurrency: /ws\n    connections: 8\n`,
    bare: /^200 \| ack$/,
    expect: concurrencyFails('ws.gateway_error', {
      diagnosis: 'upgrade.gateway-under-load',
      speaker: 'nginx',
    }),
  },
  {
    name: 'nginx redirects every address to itself',
    proxy: 'nginx',
    edits: nginxEverywhere('return 301 https://$http_host$request_uri;'),
    bare: /^301 \| 301 /,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.redirected-to-itself', class: 'infrastructure', speaker: 'nginx' }],
      ['ws.redirected', { diagnosis: 'upgrade.redirected-to-itself', speaker: 'nginx' }],
    ),
  },
  {
    name: 'nginx says 404 to every path, in words of its configuration',
    proxy: 'nginx',
    edits: nginxEverywhere('return 404 "no route";'),
    bare: /^404 \| 404 no route$/,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.not-found' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.route-unknown' }],
    ),
  },
  {
    name: 'nginx shows a certificate of a private authority, without that of the authority',
    proxy: 'nginx',
    certificate: 'of an unknown authority, alone',
    bare: /^UNABLE_TO_VERIFY_LEAF_SIGNATURE \|/,
    expect: hostFails('tls.cert.authority_invalid', { diagnosis: 'tls.private-authority-unsent' }),
  },
  {
    name: 'HAProxy answers every path itself, health included',
    proxy: 'haproxy',
    edits: [
      [
        '  default_backend app\n',
        '  http-request return status 200 content-type text/plain string ok\n  default_backend app\n',
      ],
    ],
    bare: /^200 \| 200 ok$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.answered-everywhere' }),
  },
  {
    name: 'HAProxy speaks version 2 of the PROXY protocol to a Node that does not know it',
    proxy: 'haproxy',
    edits: [[haproxyServer, 'server app1 127.0.0.1:8000 send-proxy-v2']],
    bare: /^400 \| 400 $/,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.unreadable-request' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.unreadable-request' }],
    ),
  },
  {
    name: 'one connection a user: the application closes the older one',
    proxy: 'none',
    backEnd: 'closes for another connection',
    bare: /^200 \| closed 4001$/,
    expect: messagingFails('ws.closed', { diagnosis: 'messaging.replaced' }),
  },
  {
    name: 'Django does not know this host',
    proxy: 'none',
    backEnd: 'refuses the host as Django does',
    bare: /^400 \| 400 .*<h1>Bad Request/s,
    expect: bothFail(
      ['http.error', { diagnosis: 'http.django-disallowed-host' }],
      ['ws.unexpected_response', { diagnosis: 'http.django-disallowed-host' }],
    ),
  },
]
