/** Answers to plain requests: statuses, and the pages of proxies (catalogue, section 4a). */

import { at, nginx, nginxPage, plain, type Recorded, upgrade } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }

const http: Recorded = {
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
  'http.application-error': plain(500, '{"error":"database"}', json),
  'http.unexpected-status': plain(418, 'teapot', text),
}

const gateway: Recorded = {
  'http.gateway-error': plain(502, 'oops', text),
  'upgrade.gateway-error': upgrade(502, 'oops', text),
  'http.nginx-upstream-down': plain(502, nginxPage('502 Bad Gateway'), nginx),
  'http.nginx-internal-error': plain(500, nginxPage('500 Internal Server Error'), nginx),
  'http.nginx-no-endpoints': plain(503, nginxPage('503 Service Temporarily Unavailable'), nginx),
  'http.nginx-request-limit': plain(503, nginxPage('503 Service Temporarily Unavailable'), nginx, {
    'repeat.failed': 2,
    'repeat.total': 4,
  }),
  'http.nginx-upstream-slow': plain(504, nginxPage('504 Gateway Time-out'), nginx),
  'http.not-found-nginx': plain(404, nginxPage('404 Not Found'), nginx),
  'auth.nginx-basic-auth': plain(401, nginxPage('401 Authorization Required'), {
    ...nginx,
    'www-authenticate': 'Basic realm="staging"',
  }),
  'auth.nginx-denied': plain(403, nginxPage('403 Forbidden'), nginx),
  'http.nginx-static-method': plain(405, nginxPage('405 Not Allowed'), nginx),
  'http.nginx-request-too-large': plain(413, nginxPage('413 Request Entity Too Large'), nginx),
  'http.nginx-headers-too-large': plain(400, nginxPage('400 Request Header Or Cookie Too Large'), nginx),
  'http.nginx-default-page': plain(200, '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>', {
    ...html,
    ...nginx,
  }),
  'http.ingress-default-backend': plain(404, 'default backend - 404', text),
  'http.gke-default-backend': plain(
    404,
    'response 404 (backend NotFound), service rules for the path non-existent \n',
    text,
  ),
}

const before = 'upstream connect error or disconnect/reset before headers. '
const istio = { server: 'istio-envoy', ...text }
const envoy: Recorded = {
  'http.envoy-no-healthy-upstream': plain(503, 'no healthy upstream', istio),
  'http.envoy-connection-failure': plain(503, `${before}reset reason: connection failure`, istio),
  'http.envoy-upstream-tls': plain(
    503,
    `${before}retried and the latest reset reason: remote connection failure, transport failure reason: TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end`,
    istio,
  ),
  'http.envoy-connection-timeout': plain(503, `${before}reset reason: connection timeout`, istio),
  'http.envoy-connection-termination': plain(503, `${before}reset reason: connection termination`, istio),
  'http.envoy-overflow': plain(503, `${before}reset reason: overflow`, {
    ...istio,
    'x-envoy-overloaded': 'true',
  }),
  'http.envoy-protocol-error': plain(502, `${before}reset reason: protocol error`, istio),
  'http.envoy-upstream-down': plain(503, `${before}reset reason: remote reset`, istio),
  'http.envoy-upstream-slow': plain(504, 'upstream request timeout', istio),
  'http.envoy-stream-timeout': plain(408, 'stream timeout', istio),
  'http.not-found-envoy': plain(404, '', { server: 'istio-envoy' }),
  'http.proxy-speaks-http10': plain(426, 'Upgrade Required', istio),
}

const haproxyPage = (title: string, sentence: string) =>
  `<html><body><h1>${title}</h1>\n${sentence}\n</body></html>\n`
const haproxy = { 'cache-control': 'no-cache', ...html }
/** As it is where the signature below the page is switched off. */
const apachePageUnsigned = (title: string, sentence: string) =>
  `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n<p>${sentence}</p>\n</body></html>\n`
const apachePage = (title: string, sentence: string) =>
  `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n<p>${sentence}</p>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at staging.example.com Port 80</address>\n</body></html>\n`
const apache = { server: 'Apache/2.4.62 (Debian)', ...html }
const proxies: Recorded = {
  'http.haproxy-no-server': plain(
    503,
    haproxyPage('503 Service Unavailable', 'No server is available to handle this request.'),
    haproxy,
  ),
  'http.haproxy-bad-answer': plain(
    502,
    haproxyPage('502 Bad Gateway', 'The server returned an invalid or incomplete response.'),
    haproxy,
  ),
  'http.haproxy-slow': plain(
    504,
    haproxyPage('504 Gateway Time-out', "The server didn't respond in time."),
    haproxy,
  ),
  'http.not-found-haproxy': plain(
    404,
    haproxyPage('404 Not Found', 'The resource could not be found.'),
    haproxy,
  ),
  'auth.haproxy-password': plain(
    401,
    haproxyPage('401 Unauthorized', 'You need a valid user and password to access this content.'),
    { ...haproxy, 'www-authenticate': 'Basic realm="staging"' },
  ),
  'auth.haproxy-denied': plain(
    403,
    haproxyPage('403 Forbidden', 'Request forbidden by administrative rules.'),
    haproxy,
  ),
  'http.openshift-no-route': plain(
    503,
    '<html><body><div><h1>Application is not available</h1><p>The application is currently not serving requests at this endpoint.</p></div></body></html>',
    html,
  ),
  'http.not-found-traefik': plain(404, '404 page not found\n', {
    ...text,
    'x-content-type-options': 'nosniff',
  }),
  'http.traefik-no-server': plain(503, 'no available server\n', text),
  'http.traefik-bad-gateway': plain(502, 'Bad Gateway', text),
  'http.traefik-slow': plain(504, 'Gateway Timeout', text),
  'http.caddy-upstream-down': plain(502, '', { server: 'Caddy' }),
  'http.caddy-no-upstreams': plain(503, '', { server: 'Caddy' }),
  'http.caddy-slow': plain(504, '', { server: 'Caddy' }),
  'auth.caddy-denied': upgrade(403, '', { server: 'Caddy' }),
  'http.caddy-empty-answer': plain(200, '', { server: 'Caddy', 'content-length': '0' }),
  'http.apache-upstream-down': plain(
    503,
    apachePage(
      '503 Service Unavailable',
      'The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.',
    ),
    apache,
  ),
  'http.apache-bad-answer': plain(
    502,
    apachePage(
      '502 Proxy Error',
      'The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p>',
    ),
    apache,
  ),
  'http.apache-no-answer': plain(
    502,
    apachePageUnsigned(
      '502 Proxy Error',
      'The proxy server received an invalid\nresponse from an upstream server.<br />\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p>',
    ),
    apache,
    { 'answer.after_ms': 1004 },
  ),
  'http.apache-error': plain(
    500,
    apachePageUnsigned(
      '500 Internal Server Error',
      'The server encountered an internal error or misconfiguration and was unable to complete your request.',
    ),
    apache,
  ),
  'http.apache-slow': plain(
    504,
    apachePage(
      '504 Gateway Timeout',
      'The gateway did not receive a timely response\nfrom the upstream server or application.',
    ),
    apache,
  ),
  'http.apache-upstream-tls': plain(
    500,
    apachePage(
      '500 Proxy Error',
      'The proxy server could not handle the request<p>Reason: <strong>Error during SSL Handshake with remote server</strong></p>',
    ),
    apache,
  ),
  'http.apache-upstream-name': plain(
    502,
    apachePage(
      '502 Proxy Error',
      'The proxy server could not handle the request<p>Reason: <strong>DNS lookup failure for: backend</strong></p>',
    ),
    apache,
  ),
  'http.not-found-apache': plain(
    404,
    apachePage('404 Not Found', 'The requested URL was not found on this server.'),
    apache,
  ),
  'auth.apache-denied': plain(
    403,
    apachePage('403 Forbidden', "You don't have permission to access this resource."),
    apache,
  ),
  'auth.apache-password': plain(
    401,
    apachePageUnsigned(
      '401 Unauthorized',
      'This server could not verify that you are authorized to access the document requested.',
    ),
    { ...apache, 'www-authenticate': 'Basic realm="staging"' },
  ),
  'http.apache-default-page': plain(200, '<html><body><h1>It works!</h1></body></html>\n', apache),
  'http.iis-default-page': plain(
    200,
    '<html><head><title>IIS Windows Server</title></head><body></body></html>',
    { server: 'Microsoft-IIS/10.0', ...html },
  ),
  'auth.varnish-denied': upgrade(
    403,
    '<h1>Error 403 Forbidden</h1>\n    <h3>Guru Meditation:</h3>\n    <p>Varnish cache server</p>',
    { ...html, 'x-varnish': '5' },
  ),
  'http.varnish-synthetic': plain(
    503,
    '<h1>Error 503 Back soon</h1>\n    <h3>Guru Meditation:</h3>\n    <p>Varnish cache server</p>',
    { ...html, 'x-varnish': '6' },
  ),
  'http.varnish-backend-down': plain(
    503,
    '<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Backend fetch failed</p>\n    <h3>Guru Meditation:</h3>\n    <p>XID: 32770</p>\n    <hr>\n    <p>Varnish cache server</p>\n  </body>\n</html>\n',
    { ...html, 'x-varnish': '32770', 'retry-after': '5' },
  ),
  'http.varnish-backend-slow': plain(
    503,
    '<html>\n  <head>\n    <title>503 Backend fetch failed</title>\n  </head>\n  <body>\n    <h1>Error 503 Backend fetch failed</h1>\n    <p>Backend fetch failed</p>\n    <h3>Guru Meditation:</h3>\n    <p>XID: 32772</p>\n    <hr>\n    <p>Varnish cache server</p>\n  </body>\n</html>\n',
    { ...html, 'x-varnish': '32772', 'retry-after': '5' },
    { 'answer.after_ms': 3004 },
  ),
  'http.fastly-unknown-domain': plain(
    500,
    'Fastly error: unknown domain: staging.example.com. Please check that this domain has been added to a service.',
    html,
  ),
}

const apiGateways: Recorded = {
  'http.kong-no-route': plain(404, '{"message":"no Route matched with those values","request_id":"af"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-no-target': plain(503, '{"message":"failure to get a peer from the ring-balancer"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-name-resolution': plain(503, '{"message":"name resolution failed"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.kong-bad-answer': plain(
    502,
    '{"message":"An invalid response was received from the upstream server"}',
    { server: 'kong/3.9.0', ...json },
  ),
  'http.kong-slow': plain(504, '{"message":"The upstream server is timing out"}', {
    server: 'kong/3.9.0',
    ...json,
  }),
  'http.apisix-no-route': plain(404, '{"error_msg":"404 Route Not Found"}\n', {
    server: 'APISIX/3.9.1',
    ...json,
  }),
  'http.gorouter-unknown-route': plain(
    404,
    "404 Not Found: Requested route ('staging.example.com') does not exist.\n",
    { ...text, 'x-cf-routererror': 'unknown_route' },
  ),
  'http.gorouter-endpoint-failure': plain(
    502,
    '502 Bad Gateway: Registered endpoint failed to handle the request.\n',
    { ...text, 'x-cf-routererror': 'endpoint_failure (EOF)' },
  ),
  'http.gorouter-no-endpoints': plain(
    503,
    "503 Service Unavailable: Requested route ('x') has no available endpoints.\n",
    { ...text, 'x-cf-routererror': 'no_endpoints' },
  ),
  'http.gorouter-instance-tls': plain(526, '526 Invalid Certificate\n', {
    ...text,
    'x-cf-routererror': 'endpoint_failure (x509: certificate has expired)',
  }),
  'http.linkerd-error': plain(504, '', { 'l5d-proxy-error': 'HTTP Balancer service in fail-fast' }),
  'http.knative-activator': plain(502, 'dial tcp 10.1.2.3:8012: connect: connection refused\n', {
    ...text,
    server: 'activator',
  }),
  'http.client-proxy-error': plain(503, '<h1>ERROR: The requested URL could not be retrieved</h1>', {
    ...html,
    'x-squid-error': 'ERR_CONNECT_FAIL 111',
  }),
  'http.client-proxy-dns': plain(
    503,
    'Unable to determine IP address from host name <q>staging.example.com</q>',
    { ...html, 'x-squid-error': 'ERR_DNS_FAIL 0' },
  ),
}

export const httpEvidence: Recorded = { ...http, ...gateway, ...envoy, ...proxies, ...apiGateways }
