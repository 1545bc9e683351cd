/** Answers to plain requests: statuses (catalogue, section 4a). */

import { at, nginx, nginxPage, plain, type Recorded, upgrade } from './recorded.ts'

const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }

export const httpEvidence: Recorded = {
  'http.slower-than-before': at('http.slower_than_before', { 'http.response.status_code': 200 }),
  'http.addresses-differ': at('http.addresses_differ', { 'http.response.status_code': 200 }),
  'http.one-address-broken': {
    ...at('http.response.timed_out', {
      'addresses.working': '127.0.0.2',
      'addresses.failing': '127.0.0.3',
    }),
    kind: 'addresses',
  },
  'http.no-answer': at('http.response.timed_out'),
  'http.closed-without-answer': at('http.response.closed', {}, 'ECONNRESET'),
  // Seen of H2O 2.2.5 with proxy.timeout.io: 4000: "d\r\ndata: hello\n\n\r\n\r\n1\r\n".
  'http.broken-chunk': at(
    'http.response.invalid',
    {
      'http.response.status_code': 200,
      'http.response.header.server': 'h2o/2.2.5',
      'http.response.header.content-type': 'text/event-stream',
      'http.response.header.transfer-encoding': 'chunked',
    },
    'HPE_INVALID_CHUNK_SIZE',
  ),
  'http.not-http': at('http.response.invalid', {}, 'HPE_INVALID_CONSTANT'),
  'http.tls-port': at('http.response.invalid', { 'swap.tls_answers': true }, 'HPE_INVALID_CONSTANT'),
  'http.http2-only': at('http.response.closed', { 'alpn.h2_only': true }, 'ECONNRESET'),
  'http.headers-too-large': at('http.response.headers_too_large', {}, 'UND_ERR_HEADERS_OVERFLOW'),
  'http.cut': at('http.response.cut', {}, 'UND_ERR_SOCKET'),
  'http.redirect-loop': at('http.response.redirect_loop', { 'http.response.status_code': 301 }),
  'http.redirect-loop-cloudflare': at('http.response.redirect_loop', {
    'http.response.status_code': 301,
    'http.response.header.server': 'cloudflare',
  }),
  'http.catch-all-page': at('http.catch_all', {
    'http.response.status_code': 200,
    'http.response.body.excerpt': '<!doctype html><html><body><div id="root"></div></body></html>',
  }),
  'http.partly-failing': plain(502, 'oops', text, { 'repeat.failed': 2, 'repeat.total': 4 }),
  'http.mismatch': plain(200, '{"status":"starting"}', json),
  'http.slow': at('http.slow', { 'http.response.status_code': 200 }),
  'http.not-found': plain(404, 'nope', text),
  'http.not-found-application': plain(404, '{"detail":"Not Found"}', { ...json, ...nginx }),
  'http.method-not-allowed': plain(405, '{"error":"method"}', { ...json, allow: 'POST' }),
  'http.needs-credential': plain(401, '{"error":"no token"}', json),
  'http.redirected': plain(302, '', { location: '/health/' }),
  'http.redirected-to-https': {
    ...plain(301, '', { location: 'https://staging.example.com/health' }),
    target: 'http://staging.example.com/health',
  },
  'http.redirected-to-itself': plain(301, '', { location: 'https://staging.example.com/health' }),
  'http.unreadable-request': plain(400, '', { connection: 'close' }),
  'http.django-disallowed-host': plain(400, '<h1>Bad Request (400)</h1>', { 'content-type': 'text/html' }),
  'http.websocket-server-only': plain(
    426,
    'Failed to open a WebSocket connection: invalid Connection header: keep-alive.\n\nYou cannot access a WebSocket server directly with a browser. You need a WebSocket client.\n',
    { 'content-type': 'text/plain', upgrade: 'websocket' },
  ),
  'http.rate-limited': plain(429, '{"error":"slow down"}', { ...json, 'retry-after': '30' }),
  'http.misdirected': plain(421, 'Misdirected Request', text),
  'http.plain-to-tls-port': plain(400, nginxPage('400 The plain HTTP request was sent to HTTPS port'), nginx),
  'tls.client-certificate-missing': plain(400, nginxPage('400 No required SSL certificate was sent'), nginx),
  'http.uvicorn-unreadable-request': plain(400, 'Invalid HTTP request received.', text),
  'http.upstream-other-protocol': upgrade(200, 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', {
    server: 'Apache/2.4.62 (Debian)',
  }),
  'http.stale-cache': plain(200, '{"revision":"0123456"}', { ...json, age: '4012', 'x-cache': 'HIT' }),
  'http.stale-cache-cdn': plain(200, '{"revision":"0123456"}', {
    ...json,
    server: 'cloudflare',
    'cf-cache-status': 'HIT',
  }),
  'http.dependency-down': plain(503, '{"error":"circuit open"}', { ...json, 'retry-after': '30' }),
  'http.circuit-open': plain(
    503,
    '{"error":"circuit open"}',
    { ...json, 'retry-after': '30' },
    { 'credential.shown': true },
  ),
  'http.refused-alike': plain(500, '{"error":"not now"}', json, { 'origin.alike': 2 }),
  'http.application-error': plain(500, '{"error":"database"}', json),
  'http.unexpected-status': plain(418, 'teapot', text),
}
