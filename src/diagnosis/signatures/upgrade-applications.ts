/** Application frameworks that take or refuse an upgrade in a way of their own (catalogue, sections 6a and 6b). */

import { defineSignatures } from '../signature.ts'
import { answeredUpgrade, body, header, status, unexpected } from './families.ts'

const engineIo = 'socketio/socket.io:packages/engine.io/lib/server.ts'
const pythonEngineIo = 'miguelgrinberg/python-engineio:src/engineio/async_server.py'
const signalR =
  'dotnet/aspnetcore:src/SignalR/common/Http.Connections/src/Internal/HttpConnectionDispatcher.cs'
const socketIoPath = 'websocket: /socket.io/?EIO=4&transport=websocket'
const dropped = ['ws.closed_before_answer', 'ws.reset_before_answer']

export const upgradeApplicationSignatures = defineSignatures({
  'upgrade.engineio-path': {
    when: { 'fault.type': dropped, 'elapsed.ms': { between: [950, 1150] } },
    confidence: 'medium',
    cause:
      'A Socket.IO server closes upgrades on other paths than its own after one second, and this took {elapsed.ms} ms.',
    fix: [socketIoPath],
    source: `${engineIo} (destroyUpgradeTimeout)`,
    adjust: [{ when: { 'framework.name': 'socket.io' }, to: 'high' }],
  },
  'upgrade.socketio-elsewhere': {
    when: { ...unexpected, [status]: [400, 404], 'framework.name': 'socket.io' },
    confidence: 'medium',
    cause: 'A Socket.IO server answers on this host, at its own path: this one is not it.',
    fix: [socketIoPath],
    source: `${engineIo}; its handshake answered`,
  },
  'upgrade.bad-request-engineio': {
    when: { ...unexpected, [status]: 400, speaker: 'Engine.IO', [body]: /^\{"code":(0|2)/ },
    confidence: 'high',
    cause:
      'This is a Socket.IO server: it wants its own path and query (transport unknown, or another method).',
    fix: [socketIoPath],
    source: engineIo,
  },
  'upgrade.engineio-session': {
    when: { ...unexpected, [status]: 400, [body]: /(^|")Session ID unknown("|$)|^"?Invalid session / },
    confidence: 'high',
    cause:
      'Socket.IO does not know the session: several instances without sticky sessions, or one that restarted.',
    fix: [
      '# nginx',
      'upstream io { ip_hash; server app1:3000; server app2:3000; }',
      '# or no polling at all',
      'io({ transports: ["websocket"] })',
    ],
    source: `${engineIo}; socket.io documentation on several nodes`,
  },
  'upgrade.engineio-version': {
    when: {
      ...unexpected,
      [status]: 400,
      [body]: /(^|")Unsupported protocol version("|$)|The client is using an unsupported version/,
    },
    confidence: 'high',
    cause: 'The Socket.IO server speaks another version of the protocol than EIO in the query says.',
    fix: [
      'websocket: /socket.io/?EIO=3&transport=websocket   # Socket.IO 2',
      '# or the server',
      'new Server({ allowEIO3: true })',
    ],
    source: `${engineIo}; ${pythonEngineIo}`,
  },
  'upgrade.engineio-transport': {
    when: { ...unexpected, [status]: 400, [body]: /^"?Invalid transport/ },
    confidence: 'high',
    cause:
      'python-socketio does not take this transport: WebSockets are switched off, or the query is wrong.',
    fix: [socketIoPath, "socketio.AsyncServer(transports=['websocket', 'polling'])"],
    source: pythonEngineIo,
  },
  'upgrade.engineio-origin': {
    when: { ...answeredUpgrade, [status]: [400, 403], [body]: /is not an accepted origin\./ },
    confidence: 'high',
    cause: 'python-socketio refuses the Origin of the request.',
    fix: [
      "socketio.AsyncServer(cors_allowed_origins=['https://app.example.com'])",
      '# Configuration file: the origin that the front end has',
      'origin: https://app.example.com',
    ],
    source: pythonEngineIo,
  },
  'upgrade.engineio-forbidden': {
    when: {
      ...answeredUpgrade,
      [status]: [400, 403],
      [body]: /^(\{"code":4,"message":"Forbidden"|Forbidden\s*$)/,
    },
    confidence: 'medium',
    cause:
      'The server forbids this handshake: `allowRequest` of Socket.IO, or a check of the Origin (gorilla/websocket).',
    fix: [
      'new Server({ allowRequest: (request, callback) => callback(null, true) })',
      '# gorilla/websocket',
      'upgrader.CheckOrigin = func(r *http.Request) bool { return allowed[r.Header.Get("Origin")] }',
    ],
    source: `${engineIo}; gorilla/websocket:server.go`,
  },
  'upgrade.signalr-negotiation': {
    when: { ...unexpected, [status]: 400, [body]: /^Connection ID required/ },
    confidence: 'high',
    cause: 'This is a SignalR hub: it wants a negotiation first, or clients that skip it.',
    fix: ['.withUrl("/hub", { skipNegotiation: true, transport: HttpTransportType.WebSockets })'],
    source: signalR,
  },
  'upgrade.signalr-other-instance': {
    when: { ...unexpected, [status]: 404, [body]: /^No Connection with that ID/ },
    confidence: 'high',
    cause:
      'The negotiation went to another instance of the SignalR hub: several instances without sticky sessions.',
    fix: [
      'az webapp update --name NAME --resource-group GROUP --client-affinity-enabled true',
      'services.AddSignalR().AddAzureSignalR()',
    ],
    source: signalR,
  },
  'upgrade.signalr-transport': {
    when: { ...unexpected, [status]: 404, [body]: /transport not supported by this end point type/ },
    confidence: 'high',
    cause: 'WebSockets are switched off for this SignalR hub, or the server lacks the feature.',
    fix: [
      'Install-WindowsFeature Web-WebSockets',
      'options.Transports = HttpTransportType.WebSockets | HttpTransportType.LongPolling',
    ],
    source: signalR,
  },
  'upgrade.sockjs-path': {
    when: { ...unexpected, [status]: 200, [body]: /^Welcome to SockJS!/ },
    confidence: 'high',
    cause: 'This is the base of a SockJS endpoint: the raw WebSocket is one level below.',
    fix: ['websocket: /ws/websocket'],
    source: 'sockjs/sockjs-node:lib/handlers.js',
  },
  'upgrade.sockjs-elsewhere': {
    when: { ...unexpected, 'framework.name': 'sockjs' },
    confidence: 'high',
    cause: 'A SockJS server answers below this path: the raw WebSocket is at /websocket there.',
    fix: ['websocket: /ws/websocket'],
    source: 'sockjs/sockjs-node; its handshake answered',
  },
  'upgrade.phoenix-path': {
    when: { ...unexpected, 'framework.name': 'phoenix' },
    confidence: 'high',
    cause: 'A Phoenix socket is below this path: its WebSocket is at /websocket there.',
    fix: ['websocket: /socket/websocket?vsn=2.0.0'],
    source: 'phoenixframework/phoenix:lib/phoenix/transports; its handshake answered',
  },
  'upgrade.reverb-path': {
    when: { ...unexpected, [status]: 404, speaker: 'Laravel Reverb' },
    confidence: 'high',
    cause: 'This is Laravel Reverb, and its path is /app/ and the key of the application.',
    fix: ['websocket: /app/KEY'],
    source: 'laravel/reverb:src',
  },
  'upgrade.actioncable-refused': {
    when: { ...unexpected, [status]: 404, [body]: /^Page not found\s*$/ },
    confidence: 'medium',
    cause:
      'ActionCable refuses the Origin, or got the request without its Upgrade header: it says "Page not found" to both.',
    fix: [
      "config.action_cable.allowed_request_origins = ['https://app.example.com']",
      '# nginx in front',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection "upgrade";',
    ],
    source: 'rails/rails:actioncable/lib/action_cable/server/socket.rb',
    adjust: [{ when: { 'origin.decides': true }, to: 'high' }],
  },
  'upgrade.channels-route-missing': {
    when: { ...unexpected, [status]: 500, speaker: 'Daphne' },
    confidence: 'medium',
    cause:
      'Django failed on the upgrade: the URLRouter of Channels has no such path ("No route found"), or the consumer raised an exception.',
    fix: ['re_path(r"^ws/chat/$", ChatConsumer.as_asgi())   # no leading slash'],
    source: 'django/channels:channels/routing.py; django/daphne:daphne/ws_protocol.py',
  },
  'upgrade.daphne-slow': {
    when: { ...answeredUpgrade, [status]: 503, [body]: /Application failed to respond within time limit/ },
    confidence: 'high',
    cause: 'The application behind Daphne did not decide about the upgrade in time (5 s).',
    fix: ['daphne --websocket_connect_timeout 20 project.asgi:application'],
    source: 'django/daphne:daphne/http_protocol.py',
  },
  'upgrade.mosquitto-subprotocol': {
    when: { 'fault.type': dropped, 'subprotocol.with': 101, 'subprotocol.without': { not: 101 } },
    confidence: 'high',
    cause: 'The server answers only clients that offer a subprotocol, as mosquitto does.',
    fix: ['subprotocol: {subprotocol.picked}'],
    source: 'eclipse-mosquitto/mosquitto:src; the handshake with a subprotocol',
  },
  'upgrade.ejabberd-page': {
    when: {
      ...unexpected,
      [status]: 200,
      [header('content-type')]: /^text\/html/i,
      [body]: /<title>Ejabberd/i,
    },
    confidence: 'high',
    cause: 'ejabberd got the request without its Upgrade header and shows its page: a proxy drops it.',
    fix: [
      'proxy_http_version 1.1;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection "upgrade";',
    ],
    source: 'processone/ejabberd:src/ejabberd_websocket.erl',
  },
  'upgrade.wsgi-worker': {
    when: { ...unexpected, [status]: [200, 400, 404], speaker: 'gunicorn' },
    confidence: 'medium',
    cause:
      'gunicorn answers the upgrade as a plain request: its workers speak WSGI, which has no WebSockets.',
    fix: ['gunicorn -k uvicorn.workers.UvicornWorker app:app'],
    source: 'benoitc/gunicorn documentation',
  },
  'upgrade.ws-path': {
    when: {
      ...unexpected,
      [status]: 400,
      [body]: /^Bad Request\s*$/,
      [header('sec-websocket-version')]: null,
    },
    confidence: 'medium',
    cause: 'A `ws` server (Node) answers "Bad Request" to paths other than its own.',
    fix: ["new WebSocketServer({ server, path: '/ws' })   # and the same path in the inputs"],
    source: 'websockets/ws:lib/websocket-server.js',
  },
  'upgrade.gorilla-refused': {
    when: {
      ...unexpected,
      [status]: 400,
      [body]: /^Bad Request\s*$/,
      [header('sec-websocket-version')]: '13',
    },
    confidence: 'medium',
    cause:
      'A gorilla/websocket server (Go) did not take the request for an upgrade: mostly a proxy dropped the Connection header. Its log says which.',
    fix: ['proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection "upgrade";'],
    source: 'gorilla/websocket:server.go',
    adjust: [{ when: { 'twin.get.same_as_upgrade': true }, to: 'high' }],
  },
  'upgrade.server-closing': {
    when: {
      'fault.type': ['ws.gateway_error', 'ws.unexpected_response'],
      [status]: 503,
      [body]: /^Service Unavailable\s*$/,
      proxy: null,
    },
    confidence: 'medium',
    cause: 'The WebSocket server itself says that it is shutting down: a restart or roll-out is under way.',
    fix: ['# Wait for the new version (inputs):', 'wait: 5m'],
    source: 'websockets/ws:lib/websocket-server.js',
  },
  'auth.origin-missing': {
    when: {
      ...answeredUpgrade,
      [status]: [403, 404],
      'origin.decides': true,
      'origin.none': [403, 404],
      'origin.same': 101,
    },
    confidence: 'high',
    rank: 'before',
    cause:
      'The server refuses clients without an Origin and lets those of its own host in, as Django Channels does: the check sends none.',
    fix: [
      '# Configuration file: the origin that the front end has',
      '- upgrade: /ws',
      '  origin: {origin.own}',
    ],
    source:
      'django/channels:channels/security/websocket.py; the same upgrade with no, our own and a foreign Origin',
  },
  'auth.origin-decides': {
    when: { ...answeredUpgrade, [status]: [403, 404], 'origin.decides': true },
    confidence: 'high',
    rank: 'before',
    // Where the server says so itself, its row knows better what to do.
    adjust: [{ when: { 'speaker.says': 'origin-refused' }, to: 'medium' }],
    cause: 'The answer changes with the Origin of the request: the server checks it, and not the credential.',
    fix: [
      '# Configuration file: the origin that the front end has',
      '- upgrade: /ws',
      '  origin: https://app.example.com',
      '# Django',
      "ALLOWED_HOSTS = ['{server.address}']",
    ],
    source:
      'the same upgrade with no, our own and a foreign Origin; django/channels:channels/security/websocket.py',
  },
})
