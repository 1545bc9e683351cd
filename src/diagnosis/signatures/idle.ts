/** Connections that did not survive a silence. `idle.pattern` is what three further connections told (checks/idle-pattern.ts). */

import { type Conditions, defineSignatures } from '../signature.ts'
import { closeCode } from './families.ts'

/** Ended without a close frame: by something that does not speak WebSocket, or does not care. */
const cut: Conditions = { 'fault.type': ['idle.closed', 'idle.reset'] }
const pattern = 'idle.pattern'
const limit = 'idle.limit.seconds'
/** A silent connection was cut, one that pings was not; the proxy shows itself in the headers of the 101. */
const silentBehind = (proxy: string | readonly string[]): Conditions => ({
  ...cut,
  [pattern]: 'silence',
  proxy,
})
/** All were cut at one age, as far as they were tried. */
const agedBehind = (proxy: string): Conditions => ({ ...cut, [pattern]: ['age', 'silence-or-age'], proxy })

const pings = ['# or pings of the server, well below the limit', 'uvicorn app:app --ws-ping-interval 20']
const page = 'docs/infrastructure; catalogue, section 9'

export const idleSignatures = defineSignatures({
  'idle.nginx-read-timeout': {
    when: silentBehind(['nginx', 'OpenResty']),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'nginx ends a WebSocket on which nothing moves for {idle.quiet_ms} ms (`proxy_read_timeout`, 60 s by default); frames in either direction reset it.',
    fix: [
      '# in the location of the WebSocket',
      'proxy_read_timeout 1h;',
      '# ingress-nginx',
      'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
      ...pings,
    ],
    source: 'nginx.org/en/docs/http/websocket.html; live (1.22.1)',
  },
  'idle.apache-timeout': {
    when: silentBehind('Apache httpd'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
    cause:
      'Apache ends a WebSocket on which nothing moves for {idle.quiet_ms} ms: the larger of `Timeout` and the `timeout=` of its `ProxyPass`.',
    fix: [
      'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket timeout=3600',
      '# with mod_proxy_wstunnel',
      'ProxyWebsocketIdleTimeout 3600',
      ...pings,
    ],
    source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html; live (2.4)',
  },
  'idle.haproxy-default': {
    when: { ...cut, [pattern]: 'silence', proxy: null, [limit]: 50 },
    confidence: 'medium',
    cause:
      "The connection was cut after 50 s of silence: HAProxy's `timeout client` and `timeout server` of Debian's file, which count where `timeout tunnel` is not set.",
    fix: ['# in defaults', 'timeout tunnel 1h', ...pings],
    source: 'docs.haproxy.org (timeout tunnel); Debian, haproxy.cfg',
  },
  'idle.awselb-timeout': {
    when: silentBehind(['AWS load balancer', 'AWS Classic Load Balancer']),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'The AWS load balancer ends connections on which nothing moves for {idle.quiet_ms} ms (idle timeout, 60 s by default).',
    fix: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      ...pings,
    ],
    source: 'AWS documentation, Application Load Balancer (idle timeout)',
  },
  'idle.envoy-timeout': {
    when: silentBehind('Envoy'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 300 }, to: 'high' }],
    cause:
      'Envoy ends a WebSocket on which nothing moves for {idle.quiet_ms} ms (`stream_idle_timeout`, 300 s by default).',
    fix: ['stream_idle_timeout: 0s   # HTTP connection manager', 'idle_timeout: 3600s   # route', ...pings],
    source: 'envoyproxy/envoy documentation (timeouts)',
  },
  'idle.heroku-timeout': {
    when: silentBehind('Heroku router'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 55 }, to: 'high' }],
    cause:
      'The Heroku router ends connections on which nothing moves for 55 s (H15); that cannot be changed.',
    fix: ['# A ping of the server at least every 30 s', 'uvicorn app:app --ws-ping-interval 30'],
    source: 'devcenter.heroku.com/articles/error-codes (H15)',
  },
  'idle.azure-timeout': {
    when: silentBehind(['IIS', 'Azure App Service', 'Azure Front Door', 'Azure Application Gateway']),
    confidence: 'medium',
    cause: 'Azure ends connections on which nothing moves for {idle.quiet_ms} ms.',
    fix: [
      '# Application Gateway: the request timeout counts',
      'az network application-gateway http-settings update --gateway-name NAME -g GROUP -n SETTINGS --timeout 3600',
      '# App Service (230 s, cannot be changed): a ping of the server at least every minute',
      'uvicorn app:app --ws-ping-interval 60',
    ],
    source: 'learn.microsoft.com (App Service, Application Gateway)',
  },
  'idle.cloudflare-timeout': {
    when: silentBehind('Cloudflare'),
    confidence: 'medium',
    cause: 'Cloudflare ends WebSockets on which nothing moves for about 100 s.',
    fix: ['# A ping of the server at least every minute', 'uvicorn app:app --ws-ping-interval 30'],
    source: 'developers.cloudflare.com (WebSockets); reports',
  },
  'idle.apigateway-timeout': {
    when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], proxy: 'AWS API Gateway' },
    confidence: 'medium',
    cause:
      'API Gateway ends WebSockets after 10 minutes of silence, and after two hours in all; neither can be changed.',
    fix: [
      '# A message (not a ping) at least every 5 minutes, and clients that connect again; in JavaScript',
      'setInterval(() => socket.send(\'{"type":"ping"}\'), 300_000)',
    ],
    source: 'AWS documentation, API Gateway quotas',
  },
  'idle.google-lb-timeout': {
    when: agedBehind('Google load balancer'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 30 }, to: 'high' }],
    cause:
      'The timeout of a Google backend service (30 s by default) is the life of a WebSocket, busy or not.',
    fix: ['gcloud compute backend-services update NAME --global --timeout=86400'],
    source: 'Google documentation; streamlit/streamlit#1386; cockpit-project/cockpit#13355',
  },
  'idle.cloud-run-timeout': {
    when: agedBehind('Google Frontend'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: [300, 3600] }, to: 'high' }],
    cause: 'The request timeout of Cloud Run (300 s by default) is the life of a WebSocket, busy or not.',
    fix: ['gcloud run services update NAME --timeout=3600', '# and clients that connect again'],
    source: 'cloud.google.com/run/docs/triggering/websockets',
  },
  'idle.silence-limit': {
    when: { ...cut, [pattern]: 'silence' },
    confidence: 'medium',
    cause:
      'Something on the way ends connections on which nothing moves for {idle.quiet_ms} ms; pings keep them open.',
    fix: [
      '# HAProxy',
      'timeout tunnel 1h',
      '# nginx',
      'proxy_read_timeout 1h;',
      '# Varnish',
      'varnishd -p pipe_timeout=3600',
      '# AWS load balancer',
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      ...pings,
    ],
    source: `live (HAProxy 2.6, Varnish 7.1); ${page}`,
  },
  'idle.pings-ignored': {
    when: { 'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'], [pattern]: 'data-silence' },
    confidence: 'medium',
    cause:
      'A connection without messages is ended after {idle.quiet_ms} ms: pings do not reset that limit, messages do. Applications count so, and proxies that look into frames.',
    fix: [
      '# A message of the client or the server as a heartbeat, below that limit; in JavaScript',
      'setInterval(() => socket.send(\'{"type":"ping"}\'), 20_000)',
    ],
    source: 'catalogue, section 9; live',
  },
  'idle.caddy-stream-timeout': {
    when: agedBehind('Caddy'),
    confidence: 'medium',
    cause: 'Caddy ends a WebSocket at that age, busy or not, where `stream_timeout` is set.',
    fix: ['# in the block of reverse_proxy: longer, or without it', 'stream_timeout 24h'],
    source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (streaming)',
  },
  'idle.age-limit': {
    when: { ...cut, [pattern]: 'age' },
    confidence: 'medium',
    cause:
      'Something on the way ends connections at an age of {idle.age_ms} ms, busy or not: no ping and no message keeps them open.',
    fix: [
      '# Google load balancer',
      'gcloud compute backend-services update NAME --global --timeout=86400',
      '# Cloud Run',
      'gcloud run services update NAME --timeout=3600',
      '# Envoy, route',
      'timeout: 0s',
      '# Caddy, reverse_proxy: longer, or without it',
      'stream_timeout 24h',
    ],
    source: `live (the demo service); ${page}`,
  },
  'idle.pings-in-vain': {
    when: { ...cut, [pattern]: 'silence-or-age' },
    confidence: 'low',
    cause:
      'The connection is ended after {idle.age_ms} ms, whether it pings or not: by a limit on age, or one that only messages reset.',
    fix: [
      '# Give the check a conversation that sends something: then the report tells which',
      'conversation:',
      '  - send: { type: ping, id: "{{id}}" }',
      '  - receive: { type: pong, id: "{{id}}" }',
    ],
    source: 'live (the demo service)',
  },
  'idle.forgotten-on-the-way': {
    when: { ...cut, [pattern]: 'silence', 'idle.on_traffic': true },
    confidence: 'medium',
    cause:
      'Something on the way forgot the connection while it was silent, and ended it when the next frame came: so do an AWS Network Load Balancer (350 s) and stateful firewalls.',
    fix: [
      '# AWS Network Load Balancer',
      'aws elbv2 modify-listener-attributes --listener-arn ARN --attributes Key=tcp.idle_timeout.seconds,Value=6000',
      ...pings,
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
      ...pings,
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
    when: { 'fault.type': 'idle.ended', [pattern]: 'silence' },
    confidence: 'medium',
    cause:
      'The application closes connections that are silent for {idle.quiet_ms} ms, with {ws.close.code}: a policy of its own, and pings keep them open.',
    fix: ['# If that is meant: a shorter hold in the check, or pings of the clients', 'hold: 30s'],
    source: 'live (the demo service)',
  },
  'idle.application-lifetime': {
    when: { 'fault.type': 'idle.ended', [pattern]: ['age', 'silence-or-age'] },
    confidence: 'medium',
    cause:
      'The application closes connections at an age of {idle.age_ms} ms, with {ws.close.code}: a session of its own that ends.',
    fix: ['# If that is meant: a shorter hold in the check, and clients that connect again', 'hold: 30s'],
    source: 'catalogue, section 9',
  },
  'idle.cut': {
    when: cut,
    confidence: 'low',
    cause: 'The connection was ended without a close frame while it was silent.',
    fix: ['# Run it again: further connections tell whether silence or age is the cause', ...pings],
    source: 'catalogue, section 9',
  },
  'idle.dead': {
    when: { 'fault.type': 'idle.unanswered' },
    confidence: 'low',
    cause: 'After the silence the connection looked open, and no ping was answered on it.',
    fix: ['# Is the event loop of the application blocked? Otherwise:', ...pings],
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
