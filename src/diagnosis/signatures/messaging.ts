/** The connection was open, and the conversation did not go as declared. Close codes: RFC 6455 section 7.4.1. */

import { defineSignatures } from '../signature.ts'

const code = 'ws.close.code'
const log = ['# The exception is in the log of the application:', 'kubectl logs deploy/NAME --tail=100']

export const messagingSignatures = defineSignatures({
  'messaging.handler-crashed': {
    when: { 'fault.type': ['ws.closed', 'ws.cut'], [code]: 1011 },
    confidence: 'high',
    cause: 'The handler of the application failed with an exception (close code 1011).',
    fix: log,
  },
  'messaging.keepalive-timeout': {
    when: {
      'fault.type': ['ws.closed', 'ws.cut'],
      [code]: 1011,
      'ws.close.reason': /keepalive ping timeout/i,
    },
    confidence: 'high',
    cause:
      'The server sent pings and saw no pong: a proxy does not carry control frames, or its event loop was blocked.',
    fix: ['uvicorn app:app --ws-ping-interval 20 --ws-ping-timeout 20'],
  },
  'messaging.refused-by-policy': {
    when: { 'fault.type': ['ws.closed', 'ws.cut'], [code]: [1008, 3000, 3003, 4401, 4403] },
    confidence: 'high',
    cause:
      'The server closed for reasons of policy (code {ws.close.code}): mostly a credential or a parameter that it misses or refuses.',
    fix: [
      '# What does it expect after the connection is open? For a token in the first message:',
      'credential-in: message',
    ],
  },
  'messaging.restarting': {
    when: { 'fault.type': ['ws.closed', 'ws.cut'], [code]: [1001, 1012, 1013] },
    confidence: 'high',
    cause:
      'The server is going away or too busy (code {ws.close.code}): the roll-out is not over, or it restarts again and again.',
    fix: [
      '# Wait for the new version (inputs):',
      'wait: 5m',
      'expect-revision: ${{ github.sha }}',
      '# A restart loop?',
      'kubectl get pods   # RESTARTS',
    ],
  },
  'messaging.too-big': {
    when: { 'fault.type': ['ws.closed', 'ws.cut'], [code]: 1009 },
    confidence: 'high',
    cause: 'The message is larger than the server accepts.',
    fix: ['uvicorn app:app --ws-max-size 16777216'],
  },
  'messaging.data-refused': {
    when: { 'fault.type': ['ws.closed', 'ws.cut'], [code]: [1003, 1007] },
    confidence: 'high',
    cause:
      'The server does not take messages of this kind (code {ws.close.code}): text where it wants binary, or the other way round.',
    fix: ['# Configuration file: binary', '- send: { $hex: "0a00" }'],
  },
  'messaging.cut-at-once': {
    when: { 'fault.type': 'ws.cut', 'ws.close.after_ms': { between: [0, 1000] } },
    confidence: 'medium',
    cause:
      'The connection was cut right after it was open: the handler crashed, or a proxy answers the upgrade and does not carry the frames.',
    fix: log,
  },
  'messaging.proxy-timeout': {
    when: { 'fault.type': 'ws.cut', 'ws.close.after_ms': { between: [10_000, 3_600_000] } },
    confidence: 'medium',
    cause:
      'The connection was cut after {ws.close.after_ms} ms without a close frame, as time limits of proxies do.',
    fix: [
      '# nginx',
      'proxy_read_timeout 3600s;',
      '# HAProxy',
      'timeout tunnel 1h',
      '# AWS load balancer',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
    ],
  },
  'messaging.cut': {
    when: { 'fault.type': 'ws.cut' },
    confidence: 'medium',
    cause: 'The connection ended without a close frame: the process died, or a proxy cut it.',
    fix: log,
  },
  'messaging.closed-normally': {
    when: { 'fault.type': 'ws.closed', [code]: [1000, 1005] },
    confidence: 'medium',
    cause:
      'The application closed the connection as if all were said (code {ws.close.code}): its handler returned, or wants another first message.',
    fix: [
      '# FastAPI: stay in the loop',
      'while True:',
      '    await websocket.send_json(answer(await websocket.receive_json()))',
    ],
  },
  'messaging.closed': {
    when: { 'fault.type': 'ws.closed' },
    confidence: 'low',
    cause: 'The application closed the connection before the conversation was over (code {ws.close.code}).',
    fix: log,
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
  },
  'messaging.silent': {
    when: { 'fault.type': 'ws.no_reply', 'ws.messages.received': [0] },
    confidence: 'medium',
    cause:
      'The server takes the message and says nothing at all: the worker, queue or broker behind it is down, or it waits for another format.',
    fix: [
      '# The broker, for example',
      'redis-cli -h HOST ping',
      '# and the format that the application expects (inputs):',
      'send: \'{"type":"ping"}\'',
    ],
  },
  'messaging.no-matching-reply': {
    when: { 'fault.type': 'ws.no_reply' },
    confidence: 'medium',
    cause:
      'The server speaks, and the expected reply did not come: the worker, queue or broker behind it is down, or the reply looks different. See the transcript.',
    fix: ['# Inputs: what the reply looks like', 'expect: \'{"type":"ack"}\''],
  },
  'messaging.wrong-reply': {
    when: { 'fault.type': 'ws.wrong_reply' },
    confidence: 'medium',
    cause:
      'The application replies, and not as declared: another version, or an error in place of the answer.',
    fix: ['# Compare expected and found above; then mend the application or `expect`.'],
  },
  'messaging.unwanted-message': {
    when: { 'fault.type': 'ws.unwanted_message' },
    confidence: 'medium',
    cause: 'A message arrived that was declared never to arrive.',
    fix: log,
  },
  'messaging.message-too-large': {
    when: { 'fault.type': 'ws.message_too_large' },
    confidence: 'medium',
    cause:
      'The server sends a message of more than 16 MiB: more than is taken here, and than many clients take.',
    fix: ['# Send large content in parts, or over HTTP with a link in the message'],
  },
  'messaging.not-closed': {
    when: { 'fault.type': 'ws.not_closed' },
    confidence: 'medium',
    cause: 'The server did not close the connection, or not with the declared code.',
    fix: ['# FastAPI', 'await websocket.close(code=1000)'],
  },
  'messaging.slow': {
    when: { 'fault.type': 'ws.slow' },
    confidence: 'medium',
    cause: 'The reply is right and late.',
    fix: ['# Compare connect and round trip: only the round trip slow means the application.'],
  },
  'messaging.pong-missing': {
    when: { 'fault.type': 'ws.pong_missing' },
    confidence: 'medium',
    cause:
      'Not even a ping was answered, which every WebSocket server does by itself: something took the upgrade and carries no frames, or the event loop is blocked.',
    fix: ['# Connect past the proxy and compare (inputs):', 'connect-to: ADDRESS:PORT'],
  },
  'messaging.cross-talk': {
    when: { 'fault.type': 'ws.cross_talk' },
    confidence: 'high',
    cause: "A client got another client's data: state that should belong to one connection is shared.",
    fix: ['# Keep state per connection; broadcast only to those who asked.'],
  },
})
