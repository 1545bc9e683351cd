/** The connection was open, and the conversation did not go as declared. Close codes: RFC 6455 section 7.4.1. */

import { defineSignatures } from '../signature.ts'
import { closeCode as code, ended } from './families.ts'

const log = ['# The exception is in the log of the application:', 'kubectl logs deploy/NAME --tail=100']
const rfc = 'RFC 6455 section 7.4.1'
const declared = 'the declared conversation'

export const messagingSignatures = defineSignatures({
  'messaging.handler-crashed': {
    when: { ...ended, [code]: 1011 },
    confidence: 'high',
    cause: 'The handler of the application failed with an exception (close code 1011).',
    fix: log,
    source: `${rfc}; python-websockets/websockets; django/daphne`,
  },
  'messaging.upstream-unreachable': {
    when: {
      ...ended,
      [code]: [1011, 1013, 1014],
      'ws.close.reason':
        /\b(connect(ion)? (to|refused)|unreachable|(up|down)stream|back-?end|no route to host|ECONNREFUSED)\b/i,
    },
    confidence: 'high',
    cause:
      'What took the upgrade could not reach what is behind it, and says so: "{ws.close.reason}". It is a proxy, and its target is down or elsewhere.',
    fix: ['# Is it running, and listening where the proxy looks for it?', 'ss -ltnp'],
    source: 'live: websockify 0.10 in front of a closed port',
  },
  'messaging.keepalive-timeout': {
    when: { ...ended, [code]: 1011, 'ws.close.reason': /keepalive ping timeout/i },
    confidence: 'high',
    cause:
      'The server sent pings and saw no pong: a proxy does not carry control frames, or its event loop was blocked.',
    fix: ['uvicorn app:app --ws-ping-interval 20 --ws-ping-timeout 20'],
    source: 'python-websockets/websockets; Kludex/uvicorn settings',
  },
  'messaging.going-away': {
    when: { ...ended, [code]: 1001 },
    confidence: 'high',
    cause: 'The server is going away (1001): the roll-out is not over, or it restarts again and again.',
    fix: [
      '# Wait for the new version (inputs):',
      'wait: 5m',
      'expect-revision: ${{ github.sha }}',
      '# A restart loop?',
      'kubectl get pods   # RESTARTS',
    ],
    source: rfc,
  },
  'messaging.restarting': {
    when: { ...ended, [code]: 1012 },
    confidence: 'high',
    cause: 'The server restarts (1012), as uvicorn does at a shutdown: the roll-out is not over.',
    fix: [
      'wait: 5m',
      'expect-revision: ${{ github.sha }}',
      '# A restart loop?',
      'kubectl get pods   # RESTARTS',
    ],
    source: 'IANA registry of close codes; Kludex/uvicorn',
  },
  'messaging.overloaded': {
    when: { ...ended, [code]: 1013 },
    confidence: 'high',
    cause: 'The server asks to try again later (1013): it has too many connections, or a limit on them.',
    fix: ['connections: 1', 'uvicorn app:app --limit-concurrency 1000'],
    source: 'IANA registry of close codes',
  },
  'messaging.bad-gateway': {
    when: { ...ended, [code]: 1014 },
    confidence: 'medium',
    cause: 'A gateway on the way lost its upstream (1014).',
    fix: log,
    source: 'IANA registry of close codes',
  },
  'messaging.replaced': {
    when: {
      ...ended,
      'ws.close.reason':
        /\b(replaced|superseded|supplanted|duplicate|elsewhere|another (connection|session|client|device|tab|location)|new(er)? (connection|session|login))\b/i,
    },
    confidence: 'high',
    cause:
      'The application lets a user have one connection and closes the older one when another opens: the checks of this run, which share one user, close one another.',
    fix: [
      '# In the inputs: no clients side by side',
      'connections: 0',
      '# or let the application allow several connections of the user that verifies:',
      'grep -rn {ws.close.code} src',
    ],
    source: 'live: a server that closes 4001 "replaced by new connection"',
  },
  'messaging.too-big': {
    when: { ...ended, [code]: 1009 },
    confidence: 'high',
    cause: 'The message is larger than the server accepts.',
    fix: [
      'uvicorn app:app --ws-max-size 16777216',
      '# ws (Node)',
      'new WebSocketServer({ maxPayload: 16 * 1024 * 1024 })',
      '# Socket.IO',
      'new Server({ maxHttpBufferSize: 1e7 })',
    ],
    source: 'websockets/ws:lib/websocket-server.js; Kludex/uvicorn:uvicorn/config.py; socketio/socket.io',
  },
  'messaging.reply-too-big': {
    when: { 'fault.type': 'ws.message_too_large' },
    confidence: 'high',
    cause: 'The server sent a message that is larger than a client can be expected to take (16 MiB).',
    fix: ['# Send large results in parts, or as an address to fetch them from.'],
    source: 'RFC 6455 section 10.4',
  },
  'messaging.data-refused': {
    when: { ...ended, [code]: 1003 },
    confidence: 'high',
    cause:
      'The server does not take messages of this kind (1003): text where it wants binary, or the other way round.',
    fix: ['# Configuration file: binary', '- send: { $hex: "0a00" }'],
    source: rfc,
  },
  'messaging.text-invalid': {
    when: { ...ended, [code]: 1007 },
    confidence: 'high',
    cause:
      'The server could not read the message (1007): text that is no UTF-8, or not the format that it expects.',
    fix: ['# Configuration file', '- send: { type: chat_message, content: "hello" }'],
    source: rfc,
  },
  'messaging.frame-refused': {
    when: { ...ended, [code]: 1002 },
    confidence: 'medium',
    cause:
      'The server saw a violation of the protocol (1002): a proxy changed the frames, or compression does not match.',
    fix: ['# Try without compression; ws (Node)', 'new WebSocketServer({ perMessageDeflate: false })'],
    source: rfc,
  },
  'messaging.handler-crashed-tomcat': {
    when: { ...ended, [code]: 1002, 'ws.close.reason': /^An unrecoverable IOException occurred/ },
    confidence: 'high',
    cause:
      'The endpoint in Tomcat failed with an exception: Tomcat closes with 1002 and these words where a handler throws, though nothing was wrong with the frames.',
    fix: ['# The exception is in its log:', 'journalctl -u tomcat10 -n 50'],
    source: 'live: Tomcat 10.1 with a handler that throws',
  },
  'messaging.cut-at-once': {
    when: {
      ...{ 'fault.type': 'ws.cut', [code]: 1006, 'ws.close.after_ms': { between: [0, 999] } },
      'stream.events': { not: { between: [1, 1e9] } },
    },
    confidence: 'medium',
    cause:
      'The connection was cut right after it was open: the handler crashed, or a proxy answers the upgrade and does not carry the frames.',
    fix: log,
    source: `${rfc}; aspnet/AspNetCoreModule#135`,
  },
  'messaging.cut': {
    when: { 'fault.type': 'ws.cut' },
    confidence: 'medium',
    cause: 'The connection ended without a close frame: the process died, or a proxy cut it.',
    fix: log,
    source: rfc,
  },
  'messaging.closed-normally': {
    when: { 'fault.type': 'ws.closed', [code]: 1000 },
    confidence: 'medium',
    cause:
      'The application closed the connection as if all were said (1000): its handler returned, or wants another first message.',
    fix: [
      '# FastAPI: stay in the loop',
      'while True:',
      '    await websocket.send_json(answer(await websocket.receive_json()))',
    ],
    source: rfc,
  },
  'messaging.closed-without-code': {
    when: { 'fault.type': 'ws.closed', [code]: 1005 },
    confidence: 'medium',
    cause:
      'The application closed the connection without a code (1005): it called close() and said no reason.',
    fix: ['# ws (Node): say why', "socket.close(1011, 'no agent available')"],
    source: rfc,
  },
  'messaging.closed': {
    when: { 'fault.type': 'ws.closed' },
    confidence: 'low',
    cause: 'The application closed the connection before the conversation was over (code {ws.close.code}).',
    fix: log,
    source: 'RFC 6455 section 7.4.2',
  },
  'messaging.closed-by-application': {
    when: { 'fault.type': 'ws.closed', [code]: { between: [4000, 4999] } },
    confidence: 'medium',
    cause:
      'The application closed with a code of its own ({ws.close.code}): its documentation says what that means.',
    fix: ['grep -rn {ws.close.code} src   # in the application'],
    source: 'RFC 6455 section 7.4.2',
  },
  'messaging.protocol-error': {
    when: { 'fault.type': 'ws.protocol_error' },
    confidence: 'medium',
    cause:
      'What came over the connection is not valid WebSocket framing: a proxy wrote into it, or compression went wrong.',
    fix: [
      '# Try without compression; ws (Node)',
      'new WebSocketServer({ perMessageDeflate: false })',
      '# uvicorn',
      'uvicorn app:app --ws-per-message-deflate false',
    ],
    source: 'RFC 6455 section 5.2',
  },
  'messaging.silent': {
    when: { 'fault.type': 'ws.no_reply', 'ws.messages.received': 0 },
    confidence: 'medium',
    cause:
      'The server takes the message and says nothing at all: the worker, queue or broker behind it is down, or it waits for another format.',
    fix: [
      '# The broker, for example',
      'redis-cli -h HOST ping',
      '# and the format that the application expects (inputs):',
      'send: \'{"type":"ping"}\'',
    ],
    source: 'catalogue, section 8 (msg-silent)',
  },
  'messaging.no-matching-reply': {
    when: { 'fault.type': 'ws.no_reply' },
    confidence: 'medium',
    cause:
      'The server speaks, and the expected reply did not come: the worker, queue or broker behind it is down, or the reply looks different. See the transcript.',
    fix: ['# Inputs: what the reply looks like', 'expect: \'{"type":"ack"}\''],
    source: declared,
  },
  'messaging.wrong-reply': {
    when: { 'fault.type': 'ws.wrong_reply' },
    confidence: 'medium',
    cause:
      'The application replies, and not as declared: another version, or an error in place of the answer.',
    fix: ['# Compare expected and found above; then mend the application or `expect`.'],
    source: declared,
  },
  'messaging.unwanted-message': {
    when: { 'fault.type': 'ws.unwanted_message' },
    confidence: 'medium',
    cause: 'A message arrived that was declared never to arrive.',
    fix: log,
    source: declared,
  },
  'messaging.not-closed': {
    when: { 'fault.type': 'ws.not_closed' },
    confidence: 'medium',
    cause: 'The server did not close the connection, or not with the declared code.',
    fix: ['# FastAPI', 'await websocket.close(code=1000)'],
    source: declared,
  },
  'messaging.slow': {
    when: { 'fault.type': 'ws.slow' },
    confidence: 'medium',
    cause: 'The reply is right and late.',
    fix: ['# Compare connect and round trip: only the round trip slow means the application.'],
    source: 'the declared limit',
  },
  'messaging.pong-missing': {
    when: { 'fault.type': 'ws.pong_missing' },
    confidence: 'medium',
    cause:
      'Not even a ping was answered, which every WebSocket server does by itself: something took the upgrade and carries no frames, or the event loop is blocked.',
    fix: ['# Connect past the proxy and compare (inputs):', 'connect-to: ADDRESS:PORT'],
    source: 'RFC 6455 section 5.5.3',
  },
  'messaging.cross-talk': {
    when: { 'fault.type': 'ws.cross_talk' },
    confidence: 'high',
    cause: "A client got another client's data: state that should belong to one connection is shared.",
    fix: ['# Keep state per connection; broadcast only to those who asked.'],
    source: declared,
  },
})
