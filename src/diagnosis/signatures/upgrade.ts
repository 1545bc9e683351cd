/** The upgrade was answered by an ordinary answer, by none, or by an incorrect 101. */

import { type Condition, defineSignatures } from '../signature.ts'

const status = 'http.response.status_code'
const body = 'http.response.body.excerpt'
const unexpected: Readonly<Record<string, Condition>> = { 'fault.type': 'ws.unexpected_response' }

const nginxUpgrade = [
  '# nginx, in the location of the WebSocket path:',
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";',
]
const apacheUpgrade = [
  '# Apache httpd 2.4.47 or later:',
  'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket',
]
const haproxyUpgrade = [
  '# HAProxy passes upgrades on by itself, in this mode:',
  'mode http',
  'timeout tunnel 1h',
]
const envoyUpgrade = [
  '# Envoy, in the HTTP connection manager or the route:',
  'upgrade_configs:',
  '  - upgrade_type: websocket',
]
const cause =
  'The request reached its server without its Upgrade and Connection headers: {proxy} passes it on as a plain request.'

export const upgradeSignatures = defineSignatures({
  'upgrade.header-dropped': {
    when: { ...unexpected, 'speaker.says': 'missing-upgrade', proxy: ['nginx', 'OpenResty'] },
    confidence: 'high',
    cause,
    fix: nginxUpgrade,
  },
  'upgrade.header-dropped-apache': {
    when: { ...unexpected, 'speaker.says': 'missing-upgrade', proxy: 'Apache httpd' },
    confidence: 'high',
    cause,
    fix: apacheUpgrade,
  },
  'upgrade.header-dropped-varnish': {
    when: { ...unexpected, 'speaker.says': 'missing-upgrade', proxy: 'Varnish' },
    confidence: 'high',
    cause,
    fix: [
      'sub vcl_recv { if (req.http.upgrade ~ "(?i)websocket") { return (pipe); } }',
      'sub vcl_pipe { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; }',
    ],
  },
  'upgrade.header-dropped-cloudfront': {
    when: { ...unexpected, 'speaker.says': 'missing-upgrade', proxy: 'CloudFront' },
    confidence: 'high',
    cause: 'CloudFront does not pass the Sec-WebSocket headers on to the origin.',
    fix: [
      '# Origin request policy of the behaviour that serves the WebSocket path:',
      'OriginRequestPolicy: Managed-AllViewer',
    ],
  },
  'upgrade.header-dropped-on-the-way': {
    when: {
      ...unexpected,
      'speaker.says': 'missing-upgrade',
      proxy: { not: ['nginx', 'OpenResty', 'Apache httpd', 'Varnish', 'CloudFront'] },
    },
    confidence: 'high',
    cause,
    fix: [...nginxUpgrade, ...envoyUpgrade, ...haproxyUpgrade, ...apacheUpgrade],
  },
  'upgrade.answered-with-page': {
    when: { ...unexpected, [status]: 200, 'http.response.header.content-type': /^text\/html/i },
    confidence: 'high',
    cause:
      'The upgrade got an HTML page: this path is served by a front end or static host, not by the WebSocket server.',
    fix: [
      '# nginx: route the path to the application, before the catch-all',
      'location /ws {',
      '  proxy_pass http://app;',
      ...nginxUpgrade.slice(1).map(line => `  ${line}`),
      '}',
    ],
  },
  'upgrade.answered-plainly': {
    when: {
      ...unexpected,
      [status]: { between: [200, 299] },
      'http.response.header.content-type': { not: /^text\/html/i },
    },
    confidence: 'medium',
    cause:
      'The upgrade got a plain answer: a proxy dropped the Upgrade header, or the server at this path has no WebSocket handler.',
    fix: nginxUpgrade,
  },
  'upgrade.bad-request-haproxy': {
    when: { ...unexpected, [status]: 400, speaker: 'HAProxy' },
    confidence: 'medium',
    cause: 'HAProxy does not accept the upgrade request.',
    fix: haproxyUpgrade,
  },
  'upgrade.bad-request-engineio': {
    when: { ...unexpected, [status]: 400, speaker: 'Engine.IO' },
    confidence: 'high',
    cause: 'This is a Socket.IO server: it wants its own path and query.',
    fix: ['websocket: /socket.io/?EIO=4&transport=websocket'],
  },
  'upgrade.lambda-target': {
    when: { ...unexpected, [status]: 400, speaker: 'AWS load balancer' },
    confidence: 'medium',
    cause: 'The target behind the AWS load balancer is a Lambda function, which has no WebSockets.',
    fix: ['# Use an API Gateway WebSocket API, or an instance or IP target.'],
  },
  'upgrade.bad-request': {
    when: { ...unexpected, [status]: 400, 'speaker.says': null },
    confidence: 'medium',
    cause:
      'Something on the way does not take the request for a WebSocket upgrade: dropped headers, HTTP/1.0 between proxy and server, or a server that wants more in the URL.',
    fix: nginxUpgrade,
  },
  'upgrade.application-error': {
    when: { ...unexpected, [status]: 500 },
    confidence: 'medium',
    cause: 'The application was reached and failed while it took the upgrade.',
    fix: [
      '# The exception is in its log:',
      'kubectl logs deploy/NAME --tail=100',
      '# Django Channels: "No route found for path" means the URLRouter lacks it',
    ],
  },
  'upgrade.unexpected-answer': {
    when: unexpected,
    confidence: 'low',
    cause:
      'The upgrade was answered {http.response.status_code} instead of 101: the path is not a WebSocket endpoint, or something before it answers.',
    fix: [
      'curl -i -N -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" URL',
    ],
  },
  'upgrade.redirected-to-https': {
    when: {
      'fault.type': 'ws.redirected',
      'target.scheme': 'ws:',
      'http.response.header.location': /^(https|wss):/i,
    },
    confidence: 'high',
    cause: 'The plain ws:// address redirects to TLS, and WebSocket clients do not follow redirects.',
    fix: ['# In the inputs: an https:// `url`, or the whole wss:// address'],
  },
  'upgrade.redirected-to-login': {
    when: {
      'fault.type': 'ws.redirected',
      'http.response.header.location':
        /login|signin|sign-in|\bsso\b|oauth|authorize|accounts\.google\.com|cloudflareaccess\.com/i,
    },
    confidence: 'high',
    cause:
      'A login stands in front of the WebSocket path: the upgrade is sent to {http.response.header.location}.',
    fix: [
      '# Take the path out of the login, for example oauth2-proxy:',
      'skip_auth_routes = ["^/ws"]',
      '# or show what it wants (configuration file):',
      'headers: { authorization: $ACCESS_TOKEN }',
    ],
  },
  'upgrade.redirected': {
    when: { 'fault.type': 'ws.redirected' },
    confidence: 'medium',
    cause:
      'The upgrade is redirected, and WebSocket clients do not follow: a missing or surplus slash, another host, or a login.',
    fix: ['# In the inputs: the address that it points to'],
  },
  'upgrade.engineio-path': {
    when: { 'fault.type': 'ws.closed_before_answer', 'elapsed.ms': { between: [950, 1150] } },
    confidence: 'medium',
    cause:
      'A Socket.IO server closes upgrades on other paths than its own after one second, and this took {elapsed.ms} ms.',
    fix: ['websocket: /socket.io/?EIO=4&transport=websocket'],
  },
  'upgrade.dropped': {
    when: { 'fault.type': ['ws.closed_before_answer', 'ws.reset_before_answer'] },
    confidence: 'medium',
    cause:
      'The connection was dropped instead of answered: the server destroys upgrades to paths or clients that it does not know, or it crashed.',
    fix: [
      '# Node: answer before destroying',
      'socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
      '# mosquitto wants its subprotocol',
      'subprotocol: mqtt',
    ],
  },
  'upgrade.handler-hangs': {
    when: { 'fault.type': 'ws.upgrade_timed_out', 'origin.http': 'passed' },
    confidence: 'medium',
    cause:
      'Plain HTTP works on the same host and the upgrade is never answered: an upgrade handler ignores this path, or waits for something.',
    fix: [
      '# Node, `noServer`: answer other paths too',
      'else socket.end("HTTP/1.1 404 Not Found\\r\\n\\r\\n")',
    ],
  },
  'upgrade.no-answer': {
    when: { 'fault.type': 'ws.upgrade_timed_out' },
    confidence: 'medium',
    cause: 'The upgrade was never answered: the server hangs, or a proxy cannot reach it.',
    fix: [
      '# Does plain HTTP on the same path answer?',
      'curl -i --max-time 10 https://{server.address}:{server.port}/',
    ],
  },
  'upgrade.handshake-invalid': {
    when: {
      'fault.type': [
        'ws.answer_invalid',
        'ws.accept_invalid',
        'ws.upgrade_header_invalid',
        'ws.connection_header_invalid',
      ],
    },
    confidence: 'medium',
    cause:
      'The answer to the upgrade breaks RFC 6455, so every client refuses it: two servers upgrade the same request, or a proxy rewrites or caches the answer.',
    fix: [
      '# IIS in front of Node:',
      '<webSocket enabled="false" />',
      '# Caches: never for this path, nginx',
      'proxy_cache off;',
    ],
  },
  'upgrade.subprotocol-not-selected': {
    when: { 'fault.type': ['ws.subprotocol_missing', 'ws.subprotocol_invalid'] },
    confidence: 'medium',
    cause:
      'The server picked none of the offered subprotocols: it does not know them, or a proxy drops Sec-WebSocket-Protocol.',
    fix: [
      '# FastAPI',
      'await websocket.accept(subprotocol="chat.v1")',
      '# ws (Node)',
      'new WebSocketServer({ handleProtocols: offered => "chat.v1" })',
    ],
  },
  'upgrade.extension-invalid': {
    when: { 'fault.type': 'ws.extension_invalid' },
    confidence: 'medium',
    cause: 'The server switched on an extension that was not offered, or with wrong parameters.',
    fix: ['# ws (Node)', 'new WebSocketServer({ perMessageDeflate: false })'],
  },
  'upgrade.version-refused': {
    when: { ...unexpected, [body]: /unsupported (websocket )?version|Sec-WebSocket-Version/i },
    confidence: 'medium',
    cause:
      'The server complains about the WebSocket version, so the Upgrade header did arrive: a proxy drops or changes Sec-WebSocket-Version.',
    fix: [
      '# Pass every Sec-WebSocket header on; nginx does so by itself, CloudFront with',
      'OriginRequestPolicy: Managed-AllViewer',
    ],
  },
})
