/** Behind nginx: what it refuses, by rule, by limit, or for lack of a header. */

import {
  bothFail,
  concurrencyFails,
  failed,
  fails,
  fromFrontEnd,
  hostFails,
  type Situation,
  upgradeFails,
} from '../situation.ts'
import { websocketLocation } from './nginx-edits.ts'

export const nginxRefusalSituations: readonly Situation[] = [
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
