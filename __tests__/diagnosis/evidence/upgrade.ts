/** Answers to the upgrade (catalogue, sections 5 and 6). */

import { at, nginx, nginxPage, type Recorded, upgrade } from './recorded.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
/** What python's `websockets` says to a plain GET. */
const pythonWords =
  'Failed to open a WebSocket connection: missing Connection header.\n\nYou cannot access a WebSocket server directly with a browser. You need a WebSocket client.\n'
const tornadoWords = 'Can "Upgrade" only to "WebSocket".'
const fastapi404 = '{"detail":"Not Found"}'
const apache500 =
  '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<title>500 Internal Server Error</title>\n<hr>\n<address>Apache/2.4.46 (Debian) Server at staging.example.com Port 80</address>'

const dropped: Recorded = {
  'upgrade.header-dropped': upgrade(426, pythonWords, { ...nginx, ...text }),
  'upgrade.header-dropped-apache': upgrade(400, tornadoWords, { server: 'Apache/2.4.62 (Debian)', ...text }),
  'upgrade.header-dropped-lighttpd': upgrade(
    404,
    'not found',
    { server: 'lighttpd/1.4.69', ...text },
    {
      'twin.get.same_as_upgrade': true,
    },
  ),
  'upgrade.header-dropped-varnish': upgrade(400, '"Connection" must be "Upgrade".', {
    'x-varnish': '32770',
    via: '1.1 v (Varnish/7.1)',
    ...text,
  }),
  'upgrade.header-dropped-cloudfront': upgrade(400, "Connection header did not include 'upgrade'", {
    'x-amz-cf-id': 'qQ==',
    ...text,
  }),
  'upgrade.header-dropped-apisix': upgrade(426, pythonWords, { server: 'APISIX/3.9.1', ...text }),
  'upgrade.header-dropped-squid': upgrade(426, pythonWords, { via: '1.1 proxy (squid/5.7)', ...text }),
  'upgrade.header-dropped-cloudflare': upgrade(426, pythonWords, {
    server: 'cloudflare',
    'cf-ray': '8f2-FRA',
    ...text,
  }),
  'upgrade.header-dropped-engineio': upgrade(400, '{"code":3,"message":"Bad request"}', json),
  'upgrade.header-dropped-on-the-way': upgrade(
    400,
    'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".',
    text,
  ),
  'upgrade.http10-hop': upgrade(
    426,
    "WebSocket request couldn't be upgraded since no upgrade state was present",
    text,
  ),
  'upgrade.apache-no-tunnel-module': upgrade(500, apache500, { server: 'Apache/2.4.46 (Debian)', ...html }),
  'upgrade.iis-too-old': upgrade(501, 'Not Implemented', { server: 'Microsoft-IIS/7.5', ...text }),
  'upgrade.http2-extended-connect': upgrade(501, '', { server: 'Cowboy' }),
  'upgrade.haproxy-bad-key': upgrade(
    400,
    '<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n',
    html,
  ),
  'upgrade.sec-websocket-dropped': upgrade(400, 'Missing or invalid Sec-WebSocket-Key header', {
    ...text,
    via: '1.1 proxy',
  }),
}

const answers: Recorded = {
  'upgrade.gateway-under-load': upgrade(502, nginxPage('502 Bad Gateway'), nginx, {
    'concurrency.planned': 6,
    'concurrency.opened': 2,
  }),
  'upgrade.only-upgrade-unavailable': upgrade(503, 'oops', text),
  'upgrade.azure-websockets-off-likely': upgrade(503, 'The service is unavailable.', {
    server: 'Microsoft-IIS/10.0',
    ...html,
  }),
  'upgrade.answered-with-page': upgrade(
    200,
    '<!doctype html><html><body><div id="root"></div></body></html>',
    html,
  ),
  'upgrade.answered-plainly': upgrade(200, '{"ok":true}', json),
  'upgrade.answered-everywhere': upgrade(200, 'ok', text, {
    'twin.get.same_as_upgrade': true,
    'twin.random.same': true,
  }),
  'upgrade.unreadable-request': upgrade(
    400,
    '',
    { connection: 'close' },
    {
      'twin.get.same_as_upgrade': true,
      'twin.random.same': true,
    },
  ),
  'upgrade.lambda-target': upgrade(400, '', { server: 'awselb/2.0' }),
  'upgrade.bad-request': upgrade(400, '{"error":"bad"}', json),
  'upgrade.application-error': upgrade(500, '{"error":"boom"}', json),
  'upgrade.static-host': upgrade(404, '<!DOCTYPE html><title>Page Not Found</title>', {
    server: 'Netlify',
    'x-nf-request-id': '01J',
    ...html,
  }),
  'upgrade.static-bucket': upgrade(404, '<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code></Error>', {
    server: 'AmazonS3',
  }),
  'upgrade.unexpected-answer': upgrade(418, 'teapot', text),
  'upgrade.version-refused': upgrade(400, 'Unsupported version: 13', text),
  'upgrade.redirected-to-https': {
    ...upgrade(301, '', { location: 'https://staging.example.com/ws' }),
    target: 'ws://staging.example.com/ws',
  },
  'upgrade.redirected-to-login': upgrade(302, '', { location: 'https://sso.example/login' }),
  'upgrade.redirected-by-slash': upgrade(307, '', { location: '/ws/' }),
  'upgrade.not-http': at('ws.answer_invalid', {}, 'HPE_INVALID_CONSTANT'),
  'upgrade.redirected-to-itself': upgrade(301, '', { location: 'https://staging.example.com/ws' }),
  'upgrade.redirected': upgrade(301, '', { location: 'wss://www.example.com/ws' }),
  'upgrade.dropped': at('ws.closed_before_answer', { 'elapsed.ms': 3 }, 'ECONNRESET'),
  'upgrade.handler-hangs': at('ws.upgrade_timed_out'),
  'upgrade.no-answer': at('ws.upgrade_timed_out'),
  'upgrade.accept-invalid': at('ws.accept_invalid', {
    'http.response.status_code': 101,
    'http.response.header.sec-websocket-accept': 'bm90IHRoZSBkaWdlc3Qgb2Yga2V5',
  }),
  'upgrade.accept-missing': at('ws.accept_invalid', { 'http.response.status_code': 101 }),
  'upgrade.handshake-invalid': at('ws.upgrade_header_invalid'),
  'upgrade.subprotocol-not-selected': at('ws.subprotocol_missing'),
  'upgrade.subprotocol-not-offered': at('ws.subprotocol_invalid'),
  'upgrade.extension-invalid': at('ws.extension_invalid'),
}

const refusals: Recorded = {
  'upgrade.envoy-upgrade-disabled': upgrade(403, '', { server: 'envoy', connection: 'close' }),
  'upgrade.envoy-gateway-no-endpoints': upgrade(
    403,
    '',
    { server: 'envoy' },
    { 'twin.get.status_code': 503, 'twin.get.same_as_upgrade': false },
  ),
  'upgrade.fastapi-plain-request': upgrade(404, fastapi404, { server: 'uvicorn', ...json }),
  'upgrade.uvicorn-without-websockets': upgrade(400, 'Unsupported upgrade request.', { ...nginx, ...text }),
  'upgrade.route-missing-node': upgrade(404, '<pre>Cannot GET /ws</pre>', {
    'x-powered-by': 'Express',
    ...html,
  }),
  'upgrade.route-missing-node-behind-proxy': upgrade(404, '<pre>Cannot GET /ws</pre>', {
    via: '1.1 Caddy',
    ...html,
  }),
  'upgrade.route-missing-nginx': upgrade(404, nginxPage('404 Not Found'), nginx),
  'upgrade.route-missing-envoy': upgrade(404, '', { server: 'istio-envoy' }),
  'upgrade.route-missing-traefik': upgrade(404, '404 page not found\n', text),
  'upgrade.route-missing-apache': upgrade(
    404,
    '<title>404 Not Found</title>\n<address>Apache/2.4.62 (Debian) Server at x Port 80</address>',
    { server: 'Apache/2.4.62 (Debian)', ...html },
  ),
  'upgrade.route-missing-caddy': upgrade(200, '', { server: 'Caddy' }),
  'upgrade.route-missing-haproxy': upgrade(
    404,
    '<html><body><h1>404 Not Found</h1>\nThe resource could not be found.\n</body></html>\n',
    html,
  ),
  'upgrade.route-missing-application': upgrade(
    404,
    '<html><title>404: Not Found</title><body>404: Not Found</body></html>',
    { ...nginx, ...html },
    { 'twin.get.same_as_upgrade': true, 'twin.random.same': true },
  ),
  'upgrade.django-plain-request': upgrade(
    404,
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n',
    { ...html },
    { 'twin.get.same_as_upgrade': true, 'twin.random.same': true },
  ),
  'upgrade.rate-limited': upgrade(429, '', { 'retry-after': '10' }),
  'upgrade.route-unknown': upgrade(404, 'nope', text, {
    'twin.random.same': true,
    'twin.random.status_code': 404,
  }),
  'upgrade.route-missing': upgrade(404, 'nope', text),
}

const daphne = (title: string, words: string) =>
  `<html>\n  <head>\n    <title>${title}</title>\n  </head>\n  <body>\n    <h1>${title}</h1>\n    <p>${words}</p>\n    <footer>Daphne</footer>\n  </body>\n</html>`
const applications: Recorded = {
  'upgrade.engineio-path': at('ws.closed_before_answer', { 'elapsed.ms': 1003 }, 'ECONNRESET'),
  'upgrade.socketio-elsewhere': upgrade(404, 'nope', text, { 'framework.name': 'socket.io' }),
  'upgrade.bad-request-engineio': upgrade(400, '{"code":0,"message":"Transport unknown"}', json),
  'upgrade.engineio-session': upgrade(400, '{"code":1,"message":"Session ID unknown"}', json),
  'upgrade.engineio-version': upgrade(400, '{"code":5,"message":"Unsupported protocol version"}', json, {
    'url.full': 'wss://staging.example.com/socket.io/?EIO=…&transport=…',
  }),
  'upgrade.engineio-transport': upgrade(400, '"Invalid transport"', json),
  'upgrade.engineio-origin': upgrade(400, '"https://staging.example.com is not an accepted origin."', json),
  'upgrade.engineio-forbidden': upgrade(400, 'Forbidden\n', text),
  'upgrade.signalr-negotiation': upgrade(400, 'Connection ID required', text),
  'upgrade.signalr-other-instance': upgrade(404, 'No Connection with that ID', text),
  'upgrade.signalr-transport': upgrade(
    404,
    'WebSockets transport not supported by this end point type',
    text,
  ),
  'upgrade.sockjs-path': upgrade(200, 'Welcome to SockJS!\n', text),
  'upgrade.sockjs-elsewhere': upgrade(404, 'nope', text, { 'framework.name': 'sockjs' }),
  'upgrade.phoenix-path': upgrade(404, 'Not Found', { server: 'Cowboy' }, { 'framework.name': 'phoenix' }),
  'upgrade.reverb-path': upgrade(404, 'Not found.', { 'x-powered-by': 'Laravel Reverb' }),
  'upgrade.actioncable-refused': upgrade(404, 'Page not found', text),
  'upgrade.channels-route-missing': upgrade(
    500,
    daphne('500 Internal Server Error', 'Exception inside application.'),
    html,
  ),
  'upgrade.daphne-slow': upgrade(
    503,
    daphne('503 Service Unavailable', 'Application failed to respond within time limit.'),
    html,
  ),
  'upgrade.mosquitto-subprotocol': at(
    'ws.closed_before_answer',
    { 'elapsed.ms': 2, 'subprotocol.with': 101 },
    'ECONNRESET',
  ),
  'upgrade.ejabberd-page': upgrade(200, '<html><head><title>Ejabberd WebSocket</title></head></html>', html),
  'upgrade.wsgi-worker': upgrade(404, '<!doctype html><title>404 Not Found</title>', {
    server: 'gunicorn',
    ...html,
  }),
  'upgrade.ws-path': upgrade(400, 'Bad Request', text),
  'upgrade.gorilla-refused': upgrade(400, 'Bad Request\n', { ...text, 'sec-websocket-version': '13' }),
  'upgrade.server-closing': upgrade(503, 'Service Unavailable', text),
  'auth.origin-missing': upgrade(
    403,
    '',
    {},
    { 'origin.none': 403, 'origin.same': 101, 'origin.foreign': 403, 'origin.decides': true },
  ),
  'auth.origin-decides': upgrade(
    403,
    '',
    {},
    { 'origin.none': 101, 'origin.same': 101, 'origin.foreign': 403, 'origin.decides': true },
  ),
}

export const upgradeEvidence: Recorded = { ...dropped, ...answers, ...refusals, ...applications }
