/** Broken on bare sockets: HTTP answers and TLS handshakes. */

import { bothFail, hostFails, type Situation } from '../situation.ts'
import { alone } from './broken-server.ts'

export const brokenAnswers: readonly Situation[] = [
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
      ['http.response.invalid', { diagnosis: 'http.broken-chunk' }],
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
]
