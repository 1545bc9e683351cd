import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gatewaySpeaks, isGatewayError } from '../../src/checks/gateway.ts'
import { observeAnswer } from '../../src/net/http.ts'
import { lighttpdPage, nghttpxPage, tinyproxyPage } from '../diagnosis/evidence/other-gateways.ts'

interface Answer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

const facts = ({ status, body = '', headers = {} }: Answer) =>
  observeAnswer({ status, statusText: '', headers, body: Buffer.from(body) }, text => text)

const html = { 'content-type': 'text/html' }
const plain = { 'content-type': 'text/plain' }
const json = { 'content-type': 'application/json' }

const nginx = (title: string, server = 'nginx/1.27.3') =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`
const haproxy = (title: string, sentence: string) =>
  `<html><body><h1>${title}</h1>\n${sentence}\n</body></html>\n`
const apache = (title: string, text: string) =>
  `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at host.example Port 80</address>\n</body></html>\n`
const varnish = `<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Backend fetch failed</p>\n    <h3>Guru Meditation:</h3>\n    <p>XID: 32770</p>\n    <hr>\n    <p>Varnish cache server</p>\n  </body>\n</html>\n`
const envoy =
  'upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: delayed connect error: 111'

/** What gateways write when nothing behind them answers, as their sources have it (SIGNATURES, sections 4 and 6). */
const gateways: Readonly<Record<string, Answer>> = {
  'lighttpd, 503': { status: 503, body: lighttpdPage('503 Service Unavailable'), headers: html },
  'lighttpd, 500: its back end broke off': {
    status: 500,
    body: lighttpdPage('500 Internal Server Error'),
    headers: html,
  },
  'nghttpx, 502': { status: 502, body: nghttpxPage('502 Bad Gateway'), headers: html },
  'Tinyproxy, 500': { status: 500, body: tinyproxyPage, headers: html },
  'nginx, 502': { status: 502, body: nginx('502 Bad Gateway'), headers: { ...html, server: 'nginx/1.27.3' } },
  'nginx, 503': { status: 503, body: nginx('503 Service Temporarily Unavailable', 'nginx'), headers: html },
  'nginx, 504': { status: 504, body: nginx('504 Gateway Time-out'), headers: html },
  'OpenResty, 502': { status: 502, body: nginx('502 Bad Gateway', 'openresty/1.25.3.1'), headers: html },
  'HAProxy, 503': {
    status: 503,
    body: haproxy('503 Service Unavailable', 'No server is available to handle this request.'),
    headers: { ...html, 'cache-control': 'no-cache' },
  },
  'HAProxy, 502': {
    status: 502,
    body: haproxy('502 Bad Gateway', 'The server returned an invalid or incomplete response.'),
    headers: html,
  },
  'HAProxy, 504': {
    status: 504,
    body: haproxy('504 Gateway Time-out', "The server didn't respond in time."),
    headers: html,
  },
  'Envoy, no healthy upstream': {
    status: 503,
    body: 'no healthy upstream',
    headers: { ...plain, server: 'envoy' },
  },
  'Envoy, connect error': { status: 503, body: envoy, headers: { ...plain, server: 'envoy' } },
  'Envoy, time-out': { status: 504, body: 'upstream request timeout', headers: plain },
  'Traefik, no server': { status: 503, body: 'no available server\n', headers: plain },
  'Traefik, 502': { status: 502, body: 'Bad Gateway', headers: plain },
  'Traefik, 504': { status: 504, body: 'Gateway Timeout', headers: plain },
  'Apache, 502': {
    status: 502,
    body: apache(
      '502 Proxy Error',
      'The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\nThe proxy server could not handle the request',
    ),
    headers: html,
  },
  'Apache, 503': {
    status: 503,
    body: apache(
      '503 Service Unavailable',
      'The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.',
    ),
    headers: html,
  },
  'Varnish, 503': { status: 503, body: varnish, headers: { ...html, via: '1.1 varnish (Varnish/7.5)' } },
  'Kong, 503': {
    status: 503,
    body: '{\n  "message":"failure to get a peer from the ring-balancer",\n  "request_id":"8b4c"\n}',
    headers: json,
  },
  'Kong, name resolution': { status: 503, body: '{"message":"name resolution failed"}', headers: json },
  'Kong, 502': {
    status: 502,
    body: '{"message":"An invalid response was received from the upstream server"}',
    headers: json,
  },
  'Kong, 504': { status: 504, body: '{\n"message":"The upstream server is timing out"\n}', headers: json },
  'AWS ALB, 503': {
    status: 503,
    body: '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n</body>\r\n</html>',
    headers: { ...html, server: 'awselb/2.0' },
  },
  'Cloudflare, 522': { status: 522, body: 'error code: 522', headers: plain },
  'Cloudflare, 530': { status: 530, body: 'error code: 1033', headers: plain },
  'Linkerd, 503 with JSON': {
    status: 503,
    body: '{}',
    headers: { ...json, 'l5d-proxy-error': 'no endpoints' },
  },
}
for (const [name, answer] of Object.entries(gateways))
  test(`${name}: a gateway speaks because nothing behind it answered`, () => {
    assert.equal(isGatewayError(facts(answer)), true)
    // Cloudflare's pages for 52x are known by their status alone.
    assert.equal(gatewaySpeaks(facts(answer)), !name.startsWith('Cloudflare'))
  })

const own: Readonly<Record<string, Answer>> = {
  'nginx, 404': { status: 404, body: nginx('404 Not Found'), headers: html },
  'nginx, 426': { status: 426, body: nginx('426 Upgrade Required'), headers: html },
  'HAProxy, 403': {
    status: 403,
    body: haproxy('403 Forbidden', 'Request forbidden by administrative rules.'),
    headers: html,
  },
  'Kong, 404': { status: 404, body: '{"message":"no Route matched with those values"}', headers: json },
  'APISIX, 404': { status: 404, body: '{"error_msg":"404 Route Not Found"}\n', headers: json },
  'ingress-nginx, 404': { status: 404, body: 'default backend - 404', headers: plain },
  'GKE, 404': {
    status: 404,
    body: 'response 404 (backend NotFound), service rules for the path non-existent\n',
  },
  'Cloud Foundry, 404': {
    status: 404,
    body: '404 Not Found: Requested route does not exist.',
    headers: { 'x-cf-routererror': 'unknown_route' },
  },
  'Vercel, 404': { status: 404, headers: { 'x-vercel-error': 'DEPLOYMENT_NOT_FOUND' } },
}
for (const [name, answer] of Object.entries(own))
  test(`${name}: the gateway itself speaks, but not of trouble behind it`, () => {
    assert.equal(gatewaySpeaks(facts(answer)), true)
    assert.equal(isGatewayError(facts(answer)), false)
  })

/** What applications write, some of it much like a gateway. */
const applications: Readonly<Record<string, Answer>> = {
  'FastAPI, 404': { status: 404, body: '{"detail":"Not Found"}', headers: json },
  'Starlette, 500': { status: 500, body: 'Internal Server Error', headers: plain },
  'Express, 404': {
    status: 404,
    body: '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot GET /health</pre>\n</body>\n</html>\n',
    headers: html,
  },
  'a page of its own for 500': {
    status: 500,
    body: '<html><h1>Error 500 - we are sorry</h1></html>',
    headers: html,
  },
  'a page of its own for 503 in HTML headings': {
    status: 500,
    body: '<html><body><h1>Error 503 </h1><p>An upstream has no capacity.</p></body></html>',
    headers: html,
  },
  'Spring, 503 in JSON': { status: 503, body: '{"status":"DOWN"}', headers: json },
  'problem+json, 503': {
    status: 503,
    body: '{"title":"Bad Gateway","detail":"no healthy upstream"}',
    headers: { 'content-type': 'application/problem+json' },
  },
  'a message of its own, 503': { status: 503, body: '{"message":"the database is down"}', headers: json },
  'a text about nginx': {
    status: 200,
    body: 'We moved from nginx to Envoy; Varnish is next.',
    headers: plain,
  },
  'a text about gateways': { status: 500, body: 'Error: Bad Gateway from payment provider', headers: plain },
  'a page about the Commodore Amiga': {
    status: 404,
    body: '<p>Guru Meditation #00000004</p>',
    headers: html,
  },
  'an empty 404': { status: 404 },
  'Go, 404': { status: 404, body: '404 page not found\n', headers: plain },
  'a 200': { status: 200, body: '{"status":"ok"}', headers: json },
}
for (const [name, answer] of Object.entries(applications))
  test(`${name}: the application speaks`, () => {
    assert.equal(gatewaySpeaks(facts(answer)), false)
    assert.equal(isGatewayError(facts(answer)), false)
  })

test('a status that no gateway gives for an upstream is never a gateway error, whatever the page', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values({ ...gateways, ...own })),
      fc.constantFrom(200, 301, 400, 401, 403, 404, 426, 429, 500, 501),
      (answer, status) => {
        // Two of them say 500, in pages of their own, where others say 502.
        fc.pre(status !== answer.status)
        assert.equal(isGatewayError(facts({ ...answer, status })), false)
      },
    ),
  ))

test('without an answer no gateway has spoken', () => {
  assert.deepEqual([gatewaySpeaks({}), isGatewayError({})], [false, false])
})
