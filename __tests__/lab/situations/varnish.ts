/** Behind Varnish: the guide's configuration, and one edit away from it. Varnish has no TLS of its own. */

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

const varnish = { proxy: 'varnish' } as const
const right = { ...varnish, bare: /^200 \| ack$/, expect: passes } as const

const withoutPipe: readonly Edit[] = [
  ['  if (req.http.upgrade ~ "(?i)websocket") {\n    return (pipe);\n  }\n', ''],
]
const withoutCopies: readonly Edit[] = [
  ['    set bereq.http.upgrade = req.http.upgrade;\n', ''],
  ['    set bereq.http.connection = req.http.connection;\n', ''],
]
const receiving = 'sub vcl_recv {\n'
const first = (lines: string): readonly Edit[] => [[receiving, `${receiving}  ${lines}\n`]]

export const varnishSituations: readonly Situation[] = [
  { ...right, name: 'Varnish and the embedded service: all is well' },
  { ...right, name: 'Varnish and FastAPI: all is well', backEnd: 'fastapi' },
  { ...right, name: 'Varnish and Tornado: all is well', backEnd: 'tornado' },
  { ...right, name: 'Varnish and Channels: all is well', backEnd: 'channels' },

  {
    ...varnish,
    name: 'Varnish does not pipe WebSockets to FastAPI',
    edits: withoutPipe,
    backEnd: 'fastapi',
    bare: /^200 \| 404 \{"detail":"Not Found"\}$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.header-dropped-varnish' }),
  },
  {
    ...varnish,
    name: 'Varnish does not pipe WebSockets to Tornado',
    edits: withoutPipe,
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: 'upgrade.header-dropped-varnish',
      speaker: 'Varnish',
    }),
  },
  {
    ...varnish,
    name: 'Varnish pipes WebSockets and does not copy the headers',
    edits: withoutCopies,
    backEnd: 'tornado',
    bare: /^200 \| 400 Can "Upgrade" only to "WebSocket"\.$/,
    expect: upgradeFails('ws.unexpected_response', {
      diagnosis: ['upgrade.header-dropped-varnish', 'upgrade.header-dropped-on-the-way'],
      speaker: 'Tornado or Spring',
    }),
  },
  {
    ...varnish,
    name: 'the back end of Varnish is not up',
    edits: [['.port = "8000"', '.port = "1"']],
    // A pipe that cannot be laid is closed without a word.
    bare: /^503 \| ECONNRESET$/,
    expect: bothFail(
      ['http.gateway_error', { diagnosis: 'http.varnish-backend-down', speaker: 'Varnish' }],
      ['ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }],
    ),
  },
  {
    ...varnish,
    name: 'the application behind Varnish hangs',
    edits: [['60s', '1s']],
    backEnd: 'silent',
    // A pipe has no limit for the first byte.
    bare: /^503 \| Opening handshake has timed out$/,
    expect: bothFail(
      ['http.gateway_error', { diagnosis: 'http.varnish-backend-slow', speaker: 'Varnish' }],
      ['ws.upgrade_timed_out', { diagnosis: 'upgrade.no-answer' }],
    ),
  },
  {
    ...varnish,
    name: 'the application is slower to answer than Varnish to end the pipe',
    args: ['-p', 'pipe_timeout=2'],
    backEnd: 'fastapi',
    client: { delay: 4 },
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.cut', { diagnosis: cutByLimit }),
  },
  {
    ...varnish,
    name: 'Varnish forbids the WebSocket path',
    edits: first('if (req.url ~ "^/ws") { return (synth(403)); }'),
    bare: /^200 \| 403 .*Varnish cache server/s,
    expect: upgradeFails('auth.refused', {
      diagnosis: 'auth.varnish-denied',
      speaker: 'Varnish',
    }),
  },
  {
    ...varnish,
    name: 'Varnish strips the Authorization header',
    edits: first('unset req.http.Authorization;'),
    bare: /^200 \| 401 \{"detail":"Not authenticated"\}$/,
    expect: upgradeFails('auth.refused', { diagnosis: 'auth.unauthorized' }),
  },
  {
    ...varnish,
    name: 'Varnish is closed for maintenance',
    edits: first('return (synth(503, "Back soon"));'),
    bare: /^503 \| 503 .*Back soon/s,
    expect: hostFails('http.gateway_error', {
      diagnosis: 'http.varnish-synthetic',
      speaker: 'Varnish',
    }),
  },
  {
    ...varnish,
    name: 'Varnish speaks plain HTTP to an application that wants TLS',
    backEnd: 'embedded with TLS',
    bare: /^503 \| ECONNRESET$/,
    expect: bothFail(
      ['http.gateway_error', { diagnosis: 'http.varnish-backend-down', speaker: 'Varnish' }],
      ['ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }],
    ),
  },
]
