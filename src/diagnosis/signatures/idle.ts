/** Connections that did not survive a silence. `idle.pattern` is what three further connections told (checks/idle-pattern.ts). */

import { type Conditions, defineSignatures } from '../signature.ts'
import { closeCode } from './families.ts'

/** What is told of WebSockets; streams over HTTP have rows of their own (idle-streams.ts). */
const ofWebsocket: Conditions = { 'idle.over': null }
/** Ended without a close frame: by something that does not speak WebSocket, or does not care. */
export const cutQuietly: Conditions = { 'fault.type': ['idle.closed', 'idle.reset'], ...ofWebsocket }
export const pattern = 'idle.pattern'
export const serverPings: readonly string[] = [
  '# or pings of the server, well below the limit',
  'uvicorn app:app --ws-ping-interval 20',
]
const page = 'docs/infrastructure; catalogue, section 9'

export const idleSignatures = defineSignatures({
  'idle.silence-limit': {
    when: { ...cutQuietly, [pattern]: 'silence' },
    confidence: 'medium',
    cause:
      'Something on the way ends connections on which nothing moves for {idle.quiet}; pings keep them open.',
    fix: [
      '# HAProxy',
      'timeout tunnel 1h',
      '# nginx',
      'proxy_read_timeout 1h;',
      '# Varnish',
      'varnishd -p pipe_timeout=3600',
      '# AWS load balancer',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      ...serverPings,
    ],
    source: `live (HAProxy 2.6, Varnish 7.1); ${page}`,
  },
  'idle.pings-ignored': {
    when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], [pattern]: 'data-silence' },
    confidence: 'medium',
    cause:
      'A connection without messages is ended after {idle.quiet}: pings do not reset that limit, messages do. Applications count so, and proxies that look into frames.',
    fix: [
      '# A message of the client or the server as a heartbeat, below that limit; in JavaScript',
      'setInterval(() => socket.send(\'{"type":"ping"}\'), 20_000)',
    ],
    source: 'catalogue, section 9; live',
  },
  'idle.age-limit': {
    when: { ...cutQuietly, [pattern]: 'age' },
    confidence: 'medium',
    cause:
      'Something on the way, or the server itself, ends connections at an age of {idle.age}, busy or not: no ping and no message keeps them open.',
    fix: [
      '# Google load balancer',
      'gcloud compute backend-services update NAME --global --timeout=86400',
      '# Cloud Run',
      'gcloud run services update NAME --timeout=3600',
      '# Envoy, route',
      'timeout: 0s',
      '# Caddy, reverse_proxy: longer, or without it',
      'stream_timeout 24h',
      '# Go: a read deadline that no message and no pong sets anew',
      'conn.SetReadDeadline(time.Now().Add(time.Minute))   // after each ReadMessage, and in SetPongHandler',
    ],
    source: `live (the demo service, gorilla/websocket); ${page}`,
  },
  'idle.pings-in-vain': {
    when: { ...cutQuietly, [pattern]: 'silence-or-age' },
    confidence: 'low',
    cause:
      'The connection is ended after {idle.age}, whether it pings or not: by a limit on age, or one that only messages reset.',
    fix: [
      '# Give the check a conversation that sends something: then the report tells which',
      'conversation:',
      '  - send: { type: ping, id: "{{id}}" }',
      '  - receive: { type: pong, id: "{{id}}" }',
    ],
    source: 'live (the demo service)',
  },
  'idle.ended-early': {
    when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], [pattern]: 'early', ...ofWebsocket },
    confidence: 'medium',
    cause:
      'The connection ends by itself {idle.age} after it was opened, each time, which is too soon for any limit on silence or age: its handler crashes or returns, or gives up a client that says nothing at once.',
    fix: [
      '# Its log of that moment',
      'kubectl logs deploy/NAME --since=10m',
      '# Does the handler wait for a first message? Give the check a conversation',
      'conversation:',
      '  - send: { type: ping, id: "{{id}}" }',
      '  - receive: { type: pong, id: "{{id}}" }',
    ],
    source: 'live (the tests)',
  },
  // A proxy that counts ends the connection when its time is over, not when the next frame comes.
  'idle.forgotten-on-the-way': {
    when: { ...cutQuietly, [pattern]: 'silence', 'idle.on_traffic': true },
    rank: 'before',
    confidence: 'medium',
    cause:
      'Something on the way forgot the connection while it was silent, and ended it when the next frame came: so do an AWS Network Load Balancer (350 s) and stateful firewalls.',
    fix: [
      '# AWS Network Load Balancer',
      'aws elbv2 modify-listener-attributes --listener-arn ARN --attributes Key=tcp.idle_timeout.seconds,Value=6000',
      ...serverPings,
    ],
    source: 'AWS documentation, Network Load Balancer (connection idle timeout)',
  },
  'idle.dropped-silently': {
    when: { 'fault.type': 'idle.unanswered', [pattern]: 'silence' },
    confidence: 'medium',
    cause:
      'Something on the way dropped the silent connection and told nobody, while one that pings lived: NAT gateways, firewalls and the Azure load balancer (4 min) do.',
    fix: [
      '# Azure load balancer: longer, and with a reset that both sides see',
      'az network lb rule update -g GROUP --lb-name NAME -n RULE --idle-timeout 30 --enable-tcp-reset true',
      ...serverPings,
    ],
    source: 'learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset; live (the demo service)',
  },
  'idle.pongs-lost': {
    when: { 'fault.type': 'idle.ended', [closeCode]: 1011, 'ws.close.reason': /keepalive ping timeout/i },
    confidence: 'high',
    cause:
      'The server sent pings and saw no pong: something on the way does not carry control frames, or its event loop was blocked.',
    fix: ['uvicorn app:app --ws-ping-interval 20 --ws-ping-timeout 20'],
    source: 'python-websockets/websockets; Kludex/uvicorn settings',
  },
  'idle.application-limit': {
    when: { 'fault.type': 'idle.ended', [pattern]: 'silence', ...ofWebsocket },
    confidence: 'medium',
    cause:
      'The application closes connections that are silent for {idle.quiet}, with {ws.close.code}: a policy of its own, and pings keep them open.',
    fix: ['# If that is meant: a shorter hold in the check, or pings of the clients', 'hold: 30s'],
    source: 'live (the demo service)',
  },
  'idle.application-lifetime': {
    when: { 'fault.type': 'idle.ended', [pattern]: 'age', ...ofWebsocket },
    confidence: 'medium',
    cause:
      'The application closes connections at an age of {idle.age}, with {ws.close.code}: a session of its own that ends.',
    fix: ['# If that is meant: a shorter hold in the check, and clients that connect again', 'hold: 30s'],
    source: 'catalogue, section 9',
  },
  'idle.application-deaf-to-pings': {
    when: { 'fault.type': 'idle.ended', [pattern]: 'silence-or-age', ...ofWebsocket },
    confidence: 'medium',
    cause:
      'The application closes the connection after {idle.age}, with {ws.close.code}, whether it pings or not: a session of its own that ends, or a limit on silence that only messages reset.',
    fix: [
      '# Give the check a conversation that sends something: then the report tells which',
      'conversation:',
      '  - send: { type: ping, id: "{{id}}" }',
      '  - receive: { type: pong, id: "{{id}}" }',
    ],
    source: 'live (ws on Node)',
  },
  'idle.cut': {
    when: { 'fault.type': ['idle.closed', 'idle.reset'] },
    confidence: 'low',
    cause: 'The connection was ended without a close frame while it was silent.',
    fix: ['# Run it again: further connections tell whether silence or age is the cause', ...serverPings],
    source: 'catalogue, section 9',
  },
  'idle.dead': {
    when: { 'fault.type': 'idle.unanswered' },
    confidence: 'low',
    cause: 'After the silence the connection looked open, and no ping was answered on it.',
    fix: ['# Is the event loop of the application blocked? Otherwise:', ...serverPings],
    source: 'catalogue, section 9',
  },
  'idle.closed-by-application': {
    when: { 'fault.type': 'idle.ended' },
    confidence: 'low',
    cause: 'Whoever speaks WebSocket at the other end closed the silent connection, with {ws.close.code}.',
    fix: ['# Its log of that moment', 'docker logs CONTAINER --since 10m'],
    source: 'RFC 6455, section 7.4',
  },
  'idle.lost': {
    when: { 'fault.type': 'idle.lost' },
    confidence: 'low',
    cause:
      'The connection was lost while it was silent, and another silent one was not: a restart, a roll-out or an instance that went away.',
    fix: ['kubectl get pods   # RESTARTS', 'retries: 2   # of the check'],
    source: 'catalogue, section 9',
  },
})
