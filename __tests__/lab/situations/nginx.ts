/** Behind nginx: the guide's configuration, and one edit away from it. */

import {
  bothFail,
  cutByLimit,
  hostFails,
  messagingFails,
  passes,
  type Situation,
  upgradeFails,
} from '../situation.ts'
import { deadPort, upstream, websocketLocation, withoutUpgrade } from './nginx-edits.ts'
import { nginxRefusalSituations } from './nginx-refusals.ts'
import { nginxRouteSituations } from './nginx-routes.ts'

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
      ['ws.answer_invalid', { diagnosis: 'upgrade.not-http' }],
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
    // Tornado says 101 all the same, and nginx, which cannot upgrade HTTP/1.0, ends the connection.
    name: 'nginx speaks HTTP/1.0 to Tornado: the connection opens and is cut',
    proxy: 'nginx',
    edits: [['  proxy_http_version 1.1;\n', '  proxy_http_version 1.0;\n']],
    backEnd: 'tornado',
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: ['messaging.cut-at-once', ...cutByLimit] }),
  },
  ...nginxRouteSituations,
  ...nginxRefusalSituations,
]
