/** The faults of the demo, switched on. */

import {
  bothFail,
  concurrencyFails,
  hostFails,
  messagingFails,
  type Situation,
  upgradeFails,
} from '../situation.ts'
import { alone } from './broken-server.ts'

export const demoFaults: readonly Situation[] = [
  alone(
    'demo refused-port',
    /^ECONNREFUSED \| ECONNREFUSED$/,
    hostFails('tcp.refused', { diagnosis: 'tcp.refused-here' }),
  ),
  alone(
    'demo reset',
    /^ECONNRESET \| ECONNRESET$/,
    hostFails('http.response.reset', { diagnosis: 'http.closed-without-answer' }),
  ),
  alone(
    'demo tls-missing',
    /^EPROTO \| EPROTO$/,
    hostFails('tls.not_tls', { diagnosis: ['tls.plain-http-port', 'tls.plain-http-answers'] }),
  ),
  alone('demo hang', /^silent \| /, hostFails('http.response.timed_out', { diagnosis: 'http.no-answer' })),
  alone(
    'demo bad-gateway',
    /^502 \| 502 /,
    hostFails('http.gateway_error', { diagnosis: 'http.nginx-upstream-down', speaker: 'nginx' }),
  ),
  alone(
    'demo catch-all',
    /^200 \| 200 /,
    bothFail(
      ['http.catch_all', { diagnosis: 'http.catch-all-page' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-with-page' }],
    ),
  ),
  alone('demo health-down', /^503 \| ack$/, {
    ...hostFails('http.error', { diagnosis: 'http.application-error' }),
    blocked: [],
  }),
  alone(
    'demo upgrade-dropped',
    /^200 \| 426 Upgrade Required$/,
    upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.header-dropped', speaker: 'nginx' }),
  ),
  alone(
    'demo endpoint-missing',
    /^200 \| 404 /,
    upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.route-unknown' }),
  ),
  alone(
    'demo upgrade-redirected',
    /^200 \| 302 /,
    upgradeFails('ws.redirected', { diagnosis: 'upgrade.redirected-to-login' }),
  ),
  alone(
    'demo token-refused',
    /^200 \| 403 /,
    upgradeFails('auth.refused', { diagnosis: 'auth.token-rejected' }),
  ),
  alone(
    'demo policy-close',
    /^200 \| closed 1008$/,
    messagingFails('auth.closed', { diagnosis: 'auth.closed-policy-violation' }),
  ),
  alone(
    'demo silent',
    /^200 \| silent$/,
    messagingFails('ws.no_reply', { diagnosis: ['messaging.silent', 'messaging.no-matching-reply'] }),
  ),
  alone(
    'demo wrong-reply',
    /^200 \| error$/,
    messagingFails('ws.wrong_reply', { diagnosis: 'messaging.wrong-reply' }),
  ),
  alone(
    'demo cross-talk',
    /^200 \| ack$/,
    concurrencyFails('ws.cross_talk', { diagnosis: 'messaging.cross-talk' }),
  ),
]
