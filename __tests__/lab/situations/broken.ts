/** Faults on bare sockets, and those of the demo: what no real server does on demand. */

import type { BrokenServerName } from '../broken-servers.ts'
import {
  bothFail,
  concurrencyFails,
  type Expectation,
  hostFails,
  messagingFails,
  type Situation,
  upgradeFails,
} from '../situation.ts'

const alone = (backEnd: BrokenServerName, bare: RegExp, expect: Expectation): Situation => ({
  name: nameOf(backEnd),
  proxy: 'none',
  backEnd,
  bare,
  expect,
})

const nameOf = (backEnd: string): string => {
  if (backEnd.startsWith('demo ')) return `the ${backEnd}`
  return backEnd.startsWith('101 ') ? `a server answers ${backEnd}` : `a server ${backEnd}`
}

export const brokenSituations: readonly Situation[] = [
  alone(
    'closes each connection',
    /^ECONNRESET \| ECONNRESET$/,
    hostFails('http.response.closed', { diagnosis: 'http.closed-without-answer' }),
  ),
  alone(
    'takes connections and says nothing',
    /^silent \| Opening handshake has timed out$/,
    hostFails('http.response.timed_out', { diagnosis: 'http.no-answer' }),
  ),
  alone(
    'says what SSH says',
    /^HPE_INVALID_CONSTANT \| HPE_INVALID_CONSTANT$/,
    bothFail(
      ['http.response.invalid', { diagnosis: 'http.not-http' }],
      ['ws.answer_invalid', { diagnosis: 'upgrade.not-http' }],
    ),
  ),
  alone(
    'speaks HTTP/2 only',
    /^HPE_INVALID_CONSTANT \| HPE_INVALID_CONSTANT$/,
    bothFail(
      ['http.response.invalid', { diagnosis: 'http.not-http' }],
      ['ws.answer_invalid', { diagnosis: 'upgrade.not-http' }],
    ),
  ),
  alone(
    'breaks off in the body',
    /^ECONNRESET \| /,
    bothFail(
      ['http.response.cut', { diagnosis: 'http.cut' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-everywhere' }],
    ),
  ),
  alone(
    'never ends its headers',
    /^HPE_HEADER_OVERFLOW \| HPE_HEADER_OVERFLOW$/,
    hostFails('http.response.headers_too_large', { diagnosis: 'http.headers-too-large' }),
  ),

  alone(
    'resets in the body',
    /^ECONNRESET \| /,
    bothFail(
      ['http.response.cut', { diagnosis: 'http.cut' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-plainly' }],
    ),
  ),
  alone(
    'stalls in the body',
    /^silent \| /,
    bothFail(
      ['http.response.timed_out', { diagnosis: 'http.no-answer' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-plainly' }],
    ),
  ),
  alone(
    'stalls in the headers',
    /^silent \| Opening handshake has timed out$/,
    hostFails('http.response.timed_out', { diagnosis: 'http.no-answer' }),
  ),
  alone(
    'closes in the headers',
    /^ECONNRESET \| ECONNRESET$/,
    hostFails('http.response.closed', { diagnosis: 'http.closed-without-answer' }),
  ),
  alone(
    'answers with bytes that are no text',
    /^HPE_INVALID_CONSTANT \| HPE_INVALID_CONSTANT$/,
    bothFail(
      ['http.response.invalid', { diagnosis: 'http.not-http' }],
      ['ws.answer_invalid', { diagnosis: 'upgrade.not-http' }],
    ),
  ),
  alone(
    'answers with a broken chunk',
    /^HPE_INVALID_CHUNK_SIZE \| /,
    bothFail(
      ['http.response.invalid', { diagnosis: 'http.not-http' }],
      ['ws.unexpected_response', { diagnosis: 'upgrade.answered-plainly' }],
    ),
  ),

  alone(
    'resets in the TLS handshake',
    /^ECONNRESET \| ECONNRESET$/,
    hostFails('tls.closed', { diagnosis: ['tls.handshake-failed', 'tls.dropped-at-start'] }),
  ),
  alone(
    'takes TLS connections and says nothing',
    /^silent \| /,
    hostFails('tls.timed_out', { diagnosis: ['tls.handshake-failed', 'tls.handshake-hangs'] }),
  ),
  alone(
    'closes in the TLS handshake',
    /^ECONNRESET \| ECONNRESET$/,
    hostFails('tls.closed', { diagnosis: ['tls.handshake-failed', 'tls.dropped-at-start'] }),
  ),
  alone(
    'sends half a TLS handshake',
    /^silent \| /,
    hostFails('tls.timed_out', { diagnosis: ['tls.handshake-failed', 'tls.handshake-hangs'] }),
  ),
  alone(
    'refuses with TLS alert 40',
    /^EPROTO \|/,
    hostFails('tls.version_or_cipher_mismatch', {
      diagnosis: ['tls.nothing-in-common', 'tls.handshake-refused'],
    }),
  ),
  alone(
    'refuses with TLS alert 80',
    /^EPROTO \|/,
    hostFails('tls.protocol.error', { diagnosis: 'tls.internal-error' }),
  ),
  alone(
    'refuses with TLS alert 112',
    /^EPROTO \|/,
    hostFails('tls.unrecognized_name', { diagnosis: 'tls.name-unknown' }),
  ),
  alone(
    'refuses with TLS alert 120',
    /^EPROTO \|/,
    hostFails('tls.version_or_cipher_mismatch', {
      diagnosis: 'tls.http2-only',
    }),
  ),

  alone(
    'never answers the upgrade',
    /^200 \| Opening handshake has timed out$/,
    upgradeFails('ws.upgrade_timed_out', { diagnosis: 'upgrade.handler-hangs' }),
  ),
  alone(
    'destroys the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'breaks off in the answer to the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'stalls in the answer to the upgrade',
    /^200 \| Opening handshake has timed out$/,
    upgradeFails('ws.upgrade_timed_out', { diagnosis: 'upgrade.handler-hangs' }),
  ),
  alone(
    'answers the upgrade with headers that are too large',
    /^200 \| HPE_HEADER_OVERFLOW$/,
    upgradeFails('http.response.headers_too_large', { diagnosis: 'http.headers-too-large' }),
  ),
  alone(
    'answers the upgrade with garbage',
    /^200 \| HPE_INVALID_CONSTANT$/,
    upgradeFails('ws.answer_invalid', { diagnosis: 'upgrade.no-status-line' }),
  ),
  alone(
    'resets the upgrade',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.reset_before_answer', { diagnosis: 'upgrade.dropped' }),
  ),
  alone(
    'destroys the upgrade after a second',
    /^200 \| ECONNRESET$/,
    upgradeFails('ws.closed_before_answer', { diagnosis: ['upgrade.engineio-path', 'upgrade.dropped'] }),
  ),
  alone(
    '101 with a wrong digest',
    /^200 \| Invalid Sec-WebSocket-Accept header$/,
    upgradeFails('ws.accept_invalid', { diagnosis: 'upgrade.accept-invalid' }),
  ),
  alone(
    '101 without a digest',
    /^200 \| Invalid Sec-WebSocket-Accept header$/,
    upgradeFails('ws.accept_invalid', { diagnosis: 'upgrade.accept-missing' }),
  ),
  alone(
    '101 without Upgrade',
    /^200 \| /,
    upgradeFails('ws.upgrade_header_invalid', { diagnosis: 'upgrade.handshake-invalid' }),
  ),
  alone(
    '101 without Connection',
    /^200 \| /,
    upgradeFails('ws.connection_header_invalid', { diagnosis: 'upgrade.handshake-invalid' }),
  ),
  alone(
    '101 with a subprotocol of its own',
    /^200 \| Server sent a subprotocol but none was requested$/,
    upgradeFails('ws.subprotocol_invalid', { diagnosis: 'upgrade.subprotocol-not-offered' }),
  ),
  alone(
    '101 with an extension of its own',
    /^200 \| /,
    upgradeFails('ws.extension_invalid', { diagnosis: 'upgrade.extension-invalid' }),
  ),

  alone(
    'cuts the connection once it is open',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'resets the connection once it is open',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'carries no frames',
    /^200 \| silent$/,
    messagingFails('ws.no_reply', { diagnosis: 'messaging.silent' }),
  ),
  alone(
    'puts an HTTP answer among the frames',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame with a reserved bit',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame with another reserved bit',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame that is masked',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends a frame of an unknown kind',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'sends text that is no UTF-8',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'fragments a ping',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'continues what it never began',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'closes with a code that must not be sent',
    /^200 \| closed 1006$/,
    messagingFails('ws.protocol_error', { diagnosis: 'messaging.protocol-error' }),
  ),
  alone(
    'closes in the middle of a frame',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'resets in the middle of a frame',
    /^200 \| closed 1006$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.cut-at-once' }),
  ),
  alone(
    'stalls in the middle of a frame',
    /^200 \| silent$/,
    messagingFails('ws.no_reply', { diagnosis: 'messaging.silent' }),
  ),
  alone(
    'closes with 1000',
    /^200 \| closed 1000$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.closed-normally' }),
  ),
  alone(
    'closes with 1001',
    /^200 \| closed 1001$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.going-away' }),
  ),
  alone(
    'closes with 1003',
    /^200 \| closed 1003$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.data-refused' }),
  ),
  alone(
    'closes with 1009',
    /^200 \| closed 1009$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.too-big' }),
  ),
  alone(
    'closes with 1011',
    /^200 \| closed 1011$/,
    messagingFails('ws.closed', { diagnosis: 'messaging.keepalive-timeout' }),
  ),
  alone(
    'closes with 1012',
    /^200 \| closed 1012$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.restarting' }),
  ),
  alone(
    'closes with 1013',
    /^200 \| closed 1013$/,
    messagingFails('ws.cut', { diagnosis: 'messaging.overloaded' }),
  ),
  alone(
    'closes with 4401',
    /^200 \| closed 4401$/,
    messagingFails('auth.closed', { diagnosis: 'auth.closed-unauthorized' }),
  ),

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
  alone('demo token-refused', /^200 \| 403 /, upgradeFails('auth.refused', { diagnosis: 'auth.forbidden' })),
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
