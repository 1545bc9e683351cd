/** A plain request was answered with a status that was not declared, and no gateway is known to have written it. */

import { defineSignatures } from '../signature.ts'
import { answered, body, header, status } from './families.ts'

const http = 'RFC 9110'
const wrong = ['http.error', 'http.mismatch']

/** A parser that could not read the request, and says so with an empty 400. */
export const unreadable =
  'The server could not read the request, and says 400 without a word more: something in front of it speaks the PROXY protocol or HTTP/2 to it, where it expects HTTP/1.1.'
export const proxyProtocolOff = [
  '# HAProxy: without send-proxy',
  'server app1 127.0.0.1:8000 check',
  '# AWS: proxy protocol off for the target group',
  '# hitch:',
  'write-proxy-v2 = off',
]
/** A redirect to the address that was asked. */
export const circle = [
  '# A proxy that ends TLS, and a rule behind it that insists on https? nginx: say how the client came',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  '# Cloudflare: SSL/TLS mode "Full (strict)" in place of "Flexible"',
]

export const httpStatusSignatures = defineSignatures({
  'http.not-found': {
    when: { 'fault.type': wrong, [status]: 404 },
    confidence: 'medium',
    cause:
      'Nothing is served at this path: another path, an older version, or a prefix that a proxy adds or strips.',
    fix: ['# The path that the application has, in the input or the check that names it', 'health: /healthz'],
    source: `${http} section 15.5.5`,
  },
  'http.not-found-application': {
    when: { 'fault.type': wrong, [status]: 404, 'speaker.kind': 'app' },
    confidence: 'high',
    cause:
      'The application itself ({speaker}) says that it has no such path: another path, an older version, or a prefix that a proxy adds or strips.',
    fix: [
      '# The path that the application has, in the input or the check that names it',
      'health: /healthz',
      '# nginx strips the prefix of the location if proxy_pass ends in a slash',
      'location /api/ { proxy_pass http://app; }',
    ],
    source: 'texts of the frameworks (catalogue, section 6b)',
  },
  'http.websocket-server-only': {
    when: { 'fault.type': wrong, [status]: 426, speaker: /./, 'speaker.says': 'missing-upgrade' },
    confidence: 'high',
    cause:
      'A WebSocket server ({speaker}) answers this port alone, and it takes no plain requests: there is no health path here.',
    fix: [
      '# websockets (Python): give it one',
      'def health(connection, request): return connection.respond(200, "OK") if request.path == "/health" else None',
      'serve(handler, host, port, process_request=health)',
      '# or declare what it says (configuration file)',
      '- health: /health',
      '  status: 426',
    ],
    source: 'python-websockets/websockets:src/websockets/server.py; live',
  },
  'http.method-not-allowed': {
    when: { 'fault.type': wrong, [status]: 405 },
    confidence: 'high',
    cause: 'The path exists and does not take this method.',
    fix: ['# Configuration file', '- health: /health', '  method: GET'],
    source: `${http} section 15.5.6`,
  },
  'http.needs-credential': {
    when: { 'fault.type': wrong, [status]: [401, 403] },
    confidence: 'medium',
    cause:
      'The path is there and asks for a credential, and the check sends none: the application, or a login in front of it.',
    fix: ['# Configuration file: show one', '- health: /health', '  credential: default'],
    source: `${http} sections 15.5.2, 15.5.4`,
  },
  'http.redirected': {
    when: { 'fault.type': wrong, [status]: { between: [300, 399] } },
    confidence: 'medium',
    cause: 'The path is not answered but redirected, to {http.response.header.location}.',
    fix: [
      '# In the inputs: the path or the `url` that it points to; or, in the configuration file',
      '- health: /health',
      '  follow: true',
    ],
    source: `${http} section 15.4`,
  },
  'http.redirected-to-https': {
    when: {
      'fault.type': wrong,
      [status]: { between: [300, 399] },
      'target.scheme': 'http:',
      [header('location')]: /^https:/i,
    },
    confidence: 'high',
    cause: 'The plain http:// address redirects to TLS.',
    fix: ['# In the inputs: an https:// `url`'],
    source: `${http} section 15.4`,
  },
  'http.redirected-to-itself': {
    when: { 'fault.type': wrong, [status]: { between: [300, 399] }, 'redirect.to': 'itself' },
    confidence: 'high',
    rank: 'before',
    cause: 'The path redirects to the very address that was asked: no client gets out of that circle.',
    fix: circle,
    source: `${http} section 15.4; live: nginx`,
  },
  'http.unreadable-request': {
    when: {
      'fault.type': wrong,
      [status]: 400,
      [body]: null,
      [header('server')]: null,
      [header('content-type')]: null,
    },
    confidence: 'medium',
    cause: unreadable,
    fix: proxyProtocolOff,
    source: 'nodejs/node:lib/_http_server.js (badRequestResponse); live: HAProxy with send-proxy-v2',
  },
  'http.django-disallowed-host': {
    when: {
      'fault.type': [...wrong, 'ws.unexpected_response'],
      [status]: 400,
      [body]: /<h1>Bad Request \(400\)<\/h1>|^DisallowedHost at |Invalid HTTP_HOST header/,
    },
    confidence: 'medium',
    cause:
      'Django refuses the request before any view: mostly {server.address} is not among its ALLOWED_HOSTS, or a proxy passes another Host on.',
    fix: [
      "ALLOWED_HOSTS = ['{server.address}']",
      '# nginx: the Host that the client asked for',
      'proxy_set_header Host $host;',
    ],
    source: 'django/django:django/views/defaults.py, django/http/request.py',
  },
  'http.rate-limited': {
    when: { 'fault.type': wrong, [status]: 429 },
    confidence: 'high',
    cause:
      'Requests of this client are limited (429): the verifier is counted as one client among few, or as an abuser.',
    fix: [
      '# Fewer at once, more patient (inputs)',
      'connections: 1',
      '# or an exception for the address of the runner, nginx',
      'geo $limited { default 1; RUNNER_ADDRESS 0; }',
    ],
    source: 'RFC 6585 section 4',
  },
  'http.misdirected': {
    when: { 'fault.type': [...wrong, 'ws.unexpected_response'], [status]: 421 },
    confidence: 'high',
    cause: 'The server has no site for this name on this connection: SNI and Host header differ (421).',
    fix: [
      '# Same name for both: in the inputs, the name in `url`, and the address in',
      'connect-to: ADDRESS',
    ],
    source: 'RFC 9110 section 15.5.20; caddyserver/caddy:modules/caddyhttp/server.go',
  },
  'http.plain-to-tls-port': {
    when: {
      'fault.type': [...wrong, 'ws.unexpected_response'],
      [status]: 400,
      [body]:
        /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled server port|^Client sent an HTTP request to an HTTPS server/i,
    },
    confidence: 'high',
    cause: 'The request went in plain text to a port where {speaker} speaks TLS.',
    fix: [
      '# In the inputs: https:// and wss://',
      '# Behind a load balancer that ends TLS: its target protocol has to be HTTPS',
    ],
    source:
      'nginx/nginx:src/http/ngx_http_special_response.c; apache/httpd:modules/ssl/ssl_engine_kernel.c; golang/go:src/net/http/server.go',
  },
  'tls.client-certificate-missing': {
    when: {
      'fault.type': [...wrong, 'ws.unexpected_response'],
      [status]: 400,
      [body]: /No required SSL certificate was sent|The SSL certificate error/,
    },
    confidence: 'high',
    cause:
      'nginx or an Application Gateway wants a client certificate: mutual TLS, or origin pulls of a CDN that was bypassed.',
    fix: ['# Check the address of the CDN, not that of the origin; or, nginx', 'ssl_verify_client off;'],
    source: 'nginx/nginx:src/http/ngx_http_special_response.c',
  },
  'http.uvicorn-unreadable-request': {
    when: {
      'fault.type': [...wrong, 'ws.unexpected_response'],
      [status]: 400,
      [body]: /^Invalid HTTP request received\./,
    },
    confidence: 'high',
    cause:
      'uvicorn could not read the request: something in front of it speaks the PROXY protocol, TLS or HTTP/2 to it, where it expects HTTP/1.1.',
    fix: [
      '# HAProxy: without send-proxy',
      'server app1 127.0.0.1:8000 check',
      '# AWS: proxy protocol off for the target group',
    ],
    source: 'Kludex/uvicorn:uvicorn/protocols/http/h11_impl.py; live: HAProxy with send-proxy',
  },
  'http.upstream-other-protocol': {
    when: {
      ...answered,
      [status]: 200,
      [body]: /^(SSH-[12]\.|\* OK |220[ -]|-ERR |\+PONG|RFB \d{3}\.|AMQP)/,
    },
    confidence: 'high',
    cause:
      "What the proxy reaches behind it is not a web server: its greeting came back as the answer. The port in the configuration of the proxy is another service's.",
    fix: ['ss -ltnp   # which port is the application on?', 'proxy_pass http://127.0.0.1:8000;'],
    source: 'live: Apache 2.4 takes such a greeting for HTTP/0.9',
  },
  'http.stale-cache': {
    when: { 'fault.type': 'http.mismatch', [header('age')]: /^[1-9]/ },
    confidence: 'medium',
    cause:
      'The answer came from a cache and is older than the deployment: the cache was not purged, or should not keep this path.',
    fix: [
      '# The application, for this path',
      'Cache-Control: no-store',
      '# CloudFront',
      "aws cloudfront create-invalidation --distribution-id ID --paths '/*'",
    ],
    source: 'RFC 9111 section 5.1 (Age)',
  },
  'http.stale-cache-cdn': {
    when: {
      'fault.type': 'http.mismatch',
      [header('cf-cache-status')]: /^HIT/i,
      [header('age')]: { not: /^[1-9]/ },
    },
    confidence: 'medium',
    cause: 'Cloudflare answered from its cache: the cache was not purged, or should not keep this path.',
    fix: ['# The application, for this path', 'Cache-Control: no-store', '# and purge the zone once'],
    source: 'developers.cloudflare.com/cache/concepts/cache-responses',
  },
  'http.dependency-down': {
    when: {
      'fault.type': wrong,
      [status]: 503,
      [header('retry-after')]: /./,
      'speaker.kind': { not: 'proxy' },
    },
    confidence: 'medium',
    cause:
      'The application runs and refuses work for now (503 with Retry-After {http.response.header.retry-after}): an open circuit breaker, maintenance, overload, or a start that is not over.',
    fix: ['# What does it depend on, and is that up?', 'kubectl logs deploy/NAME --tail=100'],
    source: 'RFC 9110 sections 10.2.3, 15.6.4',
  },
  'http.application-error': {
    when: { 'fault.type': wrong, [status]: { between: [500, 599] }, 'speaker.kind': { not: 'proxy' } },
    rank: 'behind',
    confidence: 'medium',
    cause: 'The application runs and says itself that it is not well (HTTP {http.response.status_code}).',
    fix: [
      '# Its log, and what it depends on: database, cache, migrations, missing settings',
      'kubectl logs deploy/NAME --tail=100',
    ],
    source: `${http} section 15.6`,
  },
  'http.unexpected-status': {
    when: { 'fault.type': 'http.error' },
    confidence: 'low',
    cause: 'The answer has a status that was not declared ({http.response.status_code}).',
    fix: [
      '# Configuration file: declare it, if it is right',
      '- health: /health',
      '  status: {http.response.status_code}',
    ],
    source: `${http} section 15`,
  },
})
