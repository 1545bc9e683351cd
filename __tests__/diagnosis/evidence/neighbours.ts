/**
 * Answers that resemble recorded ones and mean something else, and all that may be said of each: a row that is not
 * listed must not fire, the rows that know only the symptom included.
 */

import type { CheckResult } from '../../../src/model/check.ts'
import { at, closed, nginx, plain, said, upgrade } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const cloudflare = { server: 'cloudflare', 'cf-ray': '8f2-FRA' }

export const neighbours: Readonly<Record<string, readonly [CheckResult, readonly string[]]>> = {
  'an application behind nginx reports itself unhealthy': [
    plain(503, '{"status":"down","db":"unreachable"}', { ...json, ...nginx }),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'an application behind nginx fails with a page of its own': [
    plain(500, '<h1>Internal Server Error</h1>', { ...html, ...nginx }),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'an application behind nginx has no such path': [
    plain(404, '{"error":"no such path"}', { ...json, ...nginx }),
    ['http.not-found', 'http.unexpected-status'],
  ],
  'an application behind Cloudflare has no such path': [
    plain(404, '{"error":"no such path"}', { ...json, ...cloudflare }),
    ['http.not-found', 'http.unexpected-status'],
  ],
  'an application behind Cloudflare refuses': [
    plain(403, '{"error":"role missing"}', { ...json, ...cloudflare }),
    ['http.needs-credential', 'http.unexpected-status'],
  ],
  'an application behind Envoy answered 403 without a body': [
    upgrade(403, '', { server: 'envoy', 'x-envoy-upstream-service-time': '4' }),
    ['auth.refused-before-accept', 'auth.forbidden', 'auth.refused'],
  ],
  'an application behind Envoy answered 404 without a body': [
    upgrade(404, '', { server: 'envoy', 'x-envoy-upstream-service-time': '4' }),
    ['upgrade.route-missing', 'upgrade.unexpected-answer'],
  ],
  'an application behind Envoy has no such path': [
    plain(404, '{"detail":"Not Found"}', {
      ...json,
      server: 'istio-envoy',
      'x-envoy-upstream-service-time': '4',
    }),
    ['http.not-found-application', 'http.not-found', 'http.unexpected-status'],
  ],
  'an application behind an AWS load balancer fails': [
    plain(500, '{"error":"boom"}', { ...json, 'set-cookie': 'AWSALB=…' }),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'an application behind CloudFront fails': [
    plain(500, '{"error":"boom"}', { ...json, 'x-amz-cf-id': 'qQ==', 'x-cache': 'Error from cloudfront' }),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'an application on Heroku has no such path': [
    plain(404, '{"error":"no such path"}', { ...json, via: '1.1 vegur' }),
    ['http.not-found', 'http.unexpected-status'],
  ],
  'an application on Fly fails with words': [
    plain(502, '{"error":"upstream"}', { ...json, server: 'Fly/a1b2c3', 'fly-request-id': '1' }),
    ['http.gateway-error'],
  ],
  'a page that mentions nginx and Envoy': [
    plain(404, '<p>We moved from nginx to Envoy: "no healthy upstream" is gone.</p>', html),
    ['http.not-found', 'http.unexpected-status'],
  ],
  'a page that says it works': [
    plain(500, '<p>It works! Sometimes.</p>', html),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'an error that mentions an audience': [
    upgrade(401, '{"error":"this room has no audience"}', json),
    ['auth.unauthorized', 'auth.refused'],
  ],
  'an error that mentions an original': [
    upgrade(403, '{"error":"original file is locked"}', json),
    ['auth.forbidden', 'auth.refused'],
  ],
  'an error that mentions a token of another kind': [
    upgrade(403, '{"error":"csrf token missing"}', json),
    ['auth.forbidden', 'auth.refused'],
  ],
  'a subscription that expired': [
    upgrade(403, '{"error":"subscription expired"}', json),
    ['auth.forbidden', 'auth.refused'],
  ],
  '403 of an application while the Origin is known not to matter': [
    upgrade(403, '{"error":"origin city unknown"}', json, { 'origin.decides': false }),
    ['auth.forbidden', 'auth.origin-suspected', 'auth.refused'],
  ],
  'a redirect within the site': [
    plain(302, '', { location: '/health/live' }),
    ['http.redirected', 'http.unexpected-status'],
  ],
  'a redirect to an article about login': [
    plain(302, '', { location: '/blogging-in-2026' }),
    ['http.redirected', 'http.unexpected-status'],
  ],
  '426 of a server for its own protocol': [
    plain(426, 'Upgrade Required', { ...text, upgrade: 'h2c' }),
    ['http.unexpected-status'],
  ],
  'an upgrade with twin that differs, 404 through nginx': [
    upgrade(404, '{"detail":"Not Found"}', { ...json, ...nginx }, { 'twin.get.same_as_upgrade': false }),
    ['upgrade.route-missing', 'upgrade.unexpected-answer'],
  ],
  'an upgrade refused by an application that saw the version': [
    upgrade(404, '{"error":"no such room"}', { ...json, ...nginx }, { 'fingerprint.upgrade_survives': true }),
    ['upgrade.route-missing', 'upgrade.unexpected-answer'],
  ],
  '400 of an application behind nginx': [
    upgrade(400, '{"error":"room is missing"}', { ...json, ...nginx }),
    ['upgrade.bad-request', 'upgrade.unexpected-answer'],
  ],
  'a slow upgrade that was dropped after three seconds': [
    at('ws.closed_before_answer', { 'elapsed.ms': 3120 }, 'ECONNRESET'),
    ['upgrade.dropped'],
  ],
  'a certificate of a public authority with a wrong name': [
    at(
      'tls.cert.name_invalid',
      {
        'tls.unverified.subject': 'www.example.org',
        'tls.unverified.issuer': 'R11',
        'tls.unverified.san': 'DNS:www.example.org',
      },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ),
    ['tls.certificate-name'],
  ],
  'a public address that does not answer': [
    at('tcp.timed_out', { 'network.peer.address': '172.32.0.1' }, 'ETIMEDOUT'),
    ['tcp.filtered'],
  ],
  'every address is dead': [
    at(
      'tcp.refused',
      { 'addresses.working': '', 'addresses.failing': '203.0.113.7, 203.0.113.8' },
      'ECONNREFUSED',
    ),
    ['tcp.refused'],
  ],
  'a name that no resolver knows': [
    at(
      'dns.name_not_resolved',
      { 'resolver.direct': 'ENOTFOUND / ENOTFOUND', 'resolver.nxdomain': true, 'resolver.nodata': false },
      'ENOTFOUND',
    ),
    ['dns.nxdomain', 'dns.name-missing'],
  ],
  'every repetition failed': [
    plain(502, 'oops', text, { 'repeat.failed': 4, 'repeat.total': 4 }),
    ['http.gateway-error'],
  ],
  'a cut in the middle of a second': [closed(1006, { afterMs: 7450, headers: nginx }), ['messaging.cut']],
  'a cut through nginx after half a minute': [
    closed(1006, { afterMs: 33_740, headers: nginx }),
    ['messaging.proxy-timeout', 'messaging.cut'],
  ],
  'a reply that talks of being forbidden': [
    said('{"message":"Forbidden fruit is sweet"}', 'ws.wrong_reply'),
    ['messaging.wrong-reply'],
  ],
  'a greeting before the reply': [said('{"type":"welcome"}'), ['messaging.no-matching-reply']],
  'an application whose close code is its own': [
    closed(4001, { reason: 'no agent' }),
    ['messaging.closed-by-application', 'messaging.closed'],
  ],
  'a 503 that is JSON behind a Google load balancer': [
    plain(503, '{"status":"starting"}', { ...json, via: '1.1 google' }),
    ['http.application-error', 'http.unexpected-status'],
  ],
  'a 200 of an application behind Caddy': [
    plain(200, '{"status":"starting"}', { ...json, via: '1.1 Caddy' }),
    ['http.mismatch'],
  ],
  'a fresh answer of a CDN': [
    plain(200, '{"revision":"0123456"}', { ...json, age: '0', 'cf-cache-status': 'MISS', ...cloudflare }),
    ['http.mismatch'],
  ],
  'a single-page application says 404 in HTML': [
    plain(404, '<!doctype html><title>Oops</title>', { ...html, server: 'Vercel', 'x-vercel-id': 'fra1::x' }),
    ['http.not-found', 'http.unexpected-status'],
  ],
}
