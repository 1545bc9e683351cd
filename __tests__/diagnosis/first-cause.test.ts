/** What a client sees, and the cause that has to come first. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Observations } from '../../src/model/evidence.ts'
import type { FaultType } from '../../src/model/fault.ts'
import { healthy } from '../golden/situations.ts'
import { answer, idsOf } from './causes.ts'

const nginxPage = (title: string) =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`

const nginx = { server: 'nginx/1.22.1' }

/** What a client sees, and the cause that has to come first. Answers as quoted in the catalogue of signatures. */
const cases: readonly (readonly [string, FaultType, Observations, string, string?])[] = [
  [
    '426 through nginx',
    'ws.unexpected_response',
    answer(426, 'Upgrade Required', nginx),
    'upgrade.header-dropped',
  ],
  [
    'a complaint of axum about Connection, through nginx',
    'ws.unexpected_response',
    answer(400, "Connection header did not include 'upgrade'", nginx),
    'upgrade.header-dropped',
  ],
  [
    'a complaint of aiohttp, with nobody in between to be seen',
    'ws.unexpected_response',
    answer(400, 'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".'),
    'upgrade.header-dropped-on-the-way',
  ],
  [
    '403 without a body from Envoy, though a credential was shown',
    'auth.refused',
    answer(403, '', { server: 'istio-envoy' }),
    'upgrade.envoy-upgrade-disabled',
  ],
  [
    '403 without a body from uvicorn',
    'auth.refused',
    answer(403, '', { server: 'uvicorn' }),
    'auth.refused-before-accept',
  ],
  ['401 with a body', 'auth.refused', answer(401, '{"error":"nope"}'), 'auth.unauthorized'],
  [
    'an expired token',
    'auth.refused',
    answer(401, 'Jwt is expired', { server: 'envoy' }),
    'auth.envoy-token-expired',
  ],
  ['the mesh denies', 'auth.refused', answer(403, 'RBAC: access denied'), 'auth.mesh-policy'],
  [
    '404 of FastAPI',
    'ws.unexpected_response',
    answer(404, '{"detail":"Not Found"}', nginx),
    'upgrade.header-dropped',
  ],
  [
    '404 of nginx itself',
    'ws.unexpected_response',
    answer(404, nginxPage('404 Not Found'), nginx),
    'upgrade.route-missing-nginx',
  ],
  [
    '404 of Envoy itself',
    'ws.unexpected_response',
    answer(404, '', { server: 'envoy' }),
    'upgrade.route-missing-envoy',
  ],
  ['404 of anybody', 'ws.unexpected_response', answer(404, 'nope'), 'upgrade.route-missing'],
  [
    'a page instead of an upgrade',
    'ws.unexpected_response',
    answer(200, '<!doctype html><div id="root">', { 'content-type': 'text/html; charset=utf-8' }),
    'upgrade.answered-with-page',
  ],
  [
    '200 with JSON',
    'ws.unexpected_response',
    answer(200, '{}', { 'content-type': 'application/json' }),
    'upgrade.answered-plainly',
  ],
  [
    'plain to TLS',
    'ws.unexpected_response',
    answer(400, 'The plain HTTP request was sent to HTTPS port'),
    'http.plain-to-tls-port',
  ],
  [
    '502 of nginx at the upgrade',
    'ws.gateway_error',
    answer(502, nginxPage('502 Bad Gateway'), nginx),
    'http.nginx-upstream-down',
  ],
  [
    '502 of nginx at health',
    'http.gateway_error',
    answer(502, nginxPage('502 Bad Gateway'), nginx),
    'http.nginx-upstream-down',
    'health',
  ],
  [
    '504 of nginx',
    'http.gateway_error',
    answer(504, nginxPage('504 Gateway Time-out'), nginx),
    'http.nginx-upstream-slow',
    'health',
  ],
  [
    'no server of HAProxy',
    'http.gateway_error',
    answer(
      503,
      '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>',
    ),
    'http.haproxy-no-server',
    'health',
  ],
  [
    'no healthy upstream',
    'http.gateway_error',
    answer(503, 'no healthy upstream'),
    'http.envoy-no-healthy-upstream',
    'health',
  ],
  [
    'HTTP/2 to HTTP/1',
    'http.gateway_error',
    answer(502, 'upstream connect error or disconnect/reset before headers. reset reason: protocol error'),
    'http.envoy-protocol-error',
    'health',
  ],
  [
    'an empty target group',
    'http.gateway_error',
    answer(503, '', { server: 'awselb/2.0' }),
    'http.awselb-no-targets',
    'health',
  ],
  [
    'Cloudflare without an origin',
    'http.gateway_error',
    answer(521, 'error code: 521', { server: 'cloudflare' }),
    'http.cloudflare-origin-down',
    'health',
  ],
  ['502 of nobody known', 'http.gateway_error', answer(502, 'oops'), 'http.gateway-error', 'health'],
  [
    'a redirect to a login',
    'ws.redirected',
    answer(302, '', { location: 'https://sso.example/login' }),
    'upgrade.redirected-to-login',
  ],
  ['a redirect', 'ws.redirected', answer(308, '', { location: '/ws/' }), 'upgrade.redirected-by-slash'],
  ['health is down', 'http.error', answer(503, '{"status":"down"}'), 'http.application-error', 'health'],
  ['a catch-all page', 'http.catch_all', answer(200, '<!doctype html>'), 'http.catch-all-page', 'health'],
  [
    'an expired certificate',
    'tls.cert.date_invalid',
    { 'fault.code': 'CERT_HAS_EXPIRED' },
    'tls.certificate-expired',
  ],
  [
    'a missing intermediate',
    'tls.cert.authority_invalid',
    { 'fault.code': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    'tls.chain-incomplete',
  ],
  [
    'the built-in certificate of ingress-nginx',
    'tls.cert.name_invalid',
    { 'tls.server.subject': 'Kubernetes Ingress Controller Fake Certificate' },
    'tls.kubernetes-fake-certificate',
  ],
  [
    'a handler that crashed',
    'ws.closed',
    { 'ws.close.code': 1011 },
    'messaging.handler-crashed',
    'messaging',
  ],
  ['a policy close', 'auth.closed', { 'ws.close.code': 1008 }, 'auth.closed-policy-violation', 'messaging'],
  ['a restart', 'ws.cut', { 'ws.close.code': 1012 }, 'messaging.restarting', 'messaging'],
  [
    'a cut right away',
    'ws.cut',
    { 'ws.close.code': 1006, 'ws.close.after_ms': 4 },
    'messaging.cut-at-once',
    'messaging',
  ],
  [
    'a cut after a minute',
    'ws.cut',
    { 'ws.close.code': 1006, 'ws.close.after_ms': 60_012 },
    'messaging.cut-to-the-second',
    'messaging',
  ],
  ['no word at all', 'ws.no_reply', { 'ws.messages.received': 0 }, 'messaging.silent', 'messaging'],
  [
    'words, and not the right ones',
    'ws.no_reply',
    { 'ws.messages.received': 3 },
    'messaging.no-matching-reply',
    'messaging',
  ],
]

for (const [name, type, facts, expected, kind] of cases) {
  test(`${name}: ${expected}`, () => {
    assert.equal(idsOf(type, facts, kind)[0], expected)
  })
}

test('the same upgrade is judged otherwise when plain HTTP works beside it', () => {
  assert.deepEqual(idsOf('ws.upgrade_timed_out', {}), ['upgrade.no-answer'])
  assert.deepEqual(idsOf('ws.upgrade_timed_out', {}, 'upgrade', [healthy]), ['upgrade.handler-hangs'])
})

for (const words of [
  'Client sent an HTTP request to an HTTPS server.\n',
  "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
]) {
  test(`plain text on a TLS port is known by the words of Go and Apache too: ${words.trim()}`, () => {
    assert.equal(idsOf('http.error', answer(400, words), 'health')[0], 'http.plain-to-tls-port')
  })
}
