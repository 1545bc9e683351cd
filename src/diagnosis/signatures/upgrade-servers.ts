/** What servers and libraries say of themselves at the upgrade, beside those of upgrade-applications.ts. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { body, header, status, unexpected } from './families.ts'

const hijacker = {
  confidence: 'high',
  cause:
    'The upgrade reached a WebSocket handler written in Go that cannot take the connection over: middleware around it, such as http.TimeoutHandler or one that logs, wraps the http.ResponseWriter and hides http.Hijacker.',
  fix: [
    '// Leave the path out of that middleware, or hand the method on',
    'func (w *wrapper) Hijack() (net.Conn, *bufio.ReadWriter, error) {',
    '  return w.ResponseWriter.(http.Hijacker).Hijack()',
    '}',
  ],
} as const

const plainly: Conditions = {
  ...unexpected,
  [status]: [200, 400, 404, 405],
  'twin.get.same_as_upgrade': { not: false },
}

export const upgradeServerSignatures = defineSignatures({
  'upgrade.no-hijacker': {
    ...hijacker,
    when: { ...unexpected, [status]: [500, 501], [body]: /does not implement http\.Hijacker/ },
    source: 'live: nhooyr.io/websocket 1.8',
  },
  'upgrade.no-hijacker-gorilla': {
    ...hijacker,
    when: {
      ...unexpected,
      [status]: 500,
      [body]: /^Internal Server Error\s*$/,
      [header('sec-websocket-version')]: '13',
    },
    source: 'live: gorilla/websocket 1.5 behind http.TimeoutHandler',
  },
  'upgrade.engineio-query': {
    when: {
      ...unexpected,
      [status]: 400,
      [body]: /(^|")Unsupported protocol version("|$)|The client is using an unsupported version/,
      'url.full': { not: /[?&]EIO=/ },
    },
    confidence: 'high',
    cause:
      'The address of the Socket.IO server lacks its query: without `EIO` it takes us for an old client.',
    fix: [
      'websocket: /socket.io/?EIO=4&transport=websocket',
      '# or, in the configuration file',
      'protocol: socket.io',
    ],
    source: 'live: Flask-SocketIO 5.3; miguelgrinberg/python-engineio',
  },
  'upgrade.no-status-line': {
    when: {
      'fault.type': 'ws.answer_invalid',
      'fault.code': 'HPE_INVALID_CONSTANT',
      'origin.http': 'passed',
    },
    confidence: 'medium',
    cause:
      'The host speaks HTTP, and what came at the upgrade is none: a server that writes its refusal without a status line, as CivetWeb does where a path has no WebSocket handler, or upgrades go to something else.',
    fix: [
      '# What does it write?',
      'printf "GET /ws HTTP/1.1\\r\\nHost: {server.address}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n" | nc {server.address} {server.port}',
    ],
    source: 'live: CivetWeb 1.15',
  },
  'upgrade.subprotocol-wanted': {
    when: {
      ...unexpected,
      'subprotocol.with': 101,
      'subprotocol.without': { not: 101 },
      'subprotocol.picked': { not: null },
    },
    confidence: 'high',
    rank: 'before',
    cause:
      'The server lets in only clients that offer a subprotocol; of several it picked "{subprotocol.picked}".',
    fix: ['# In the inputs', 'subprotocol: {subprotocol.picked}'],
    source: 'live: Prosody 0.12 (501 without `xmpp`)',
  },
  'upgrade.connections-full': {
    when: {
      'fault.type': ['ws.gateway_error', 'ws.unexpected_response'],
      [status]: [429, 503],
      'http.response.status_text': /\b(max(imum)?|too many|limit)\b.{0,30}\b(connections|clients|sockets)\b/i,
    },
    confidence: 'high',
    cause:
      'The WebSocket server itself says that it has too many connections: its clients fill its limit, or the checks of this run do.',
    fix: [
      '# Fewer at once (inputs)',
      'connections: 1',
      '# Autobahn',
      'factory.setProtocolOptions(maxConnections=1000)',
    ],
    source: 'live: Autobahn 22.7 with maxConnections',
  },
  'upgrade.php-plain-request': {
    when: { ...plainly, [header('x-powered-by')]: /^PHP\// },
    confidence: 'medium',
    cause:
      'PHP answered the upgrade as a plain request: under FPM or inside a web server it has no WebSockets, whatever arrives. They need a process of their own (Ratchet, Reverb, Swoole), and a route to it.',
    fix: [
      '# nginx, before the location of PHP:',
      'location /ws {',
      '  proxy_pass http://127.0.0.1:8080;   # the WebSocket process',
      '  proxy_http_version 1.1;',
      '  proxy_set_header Upgrade $http_upgrade;',
      '  proxy_set_header Connection "upgrade";',
      '}',
    ],
    source: 'live: PHP 8.2 with php-fpm behind nginx',
  },
  'upgrade.server-without-websockets': {
    when: { ...plainly, speaker: ['Waitress', "Python's http.server", 'WEBrick'] },
    confidence: 'medium',
    cause: '{speaker} answers the upgrade as a plain request: it has no WebSockets, whatever arrives.',
    fix: [
      '# A server that has them, for ASGI applications:',
      "pip install 'uvicorn[standard]' && uvicorn app:app",
    ],
    source: 'live: Waitress 2.1; Python and Ruby documentation',
  },
})
