/** Limits on silence and on age, by the proxy or platform that shows itself. What is known of none of them is in idle.ts. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { cutQuietly, pattern, serverPings } from './idle.ts'

const limit = 'idle.limit.seconds'
/** A silent connection was cut, one that pings was not; the proxy shows itself in the headers of the 101. */
const silentBehind = (proxy: string | readonly string[]): Conditions => ({
  ...cutQuietly,
  [pattern]: 'silence',
  proxy,
})
/** The same where the proxy shows itself in the answer to a plain request only. */
const silentBesides = (name: string): Conditions => ({
  ...cutQuietly,
  [pattern]: 'silence',
  proxy: null,
  'origin.proxy': name,
})
/** All were cut at one age, as far as they were tried. */
const agedBehind = (proxy: string): Conditions => ({
  ...cutQuietly,
  [pattern]: ['age', 'silence-or-age'],
  proxy,
})

export const idleProxySignatures = defineSignatures({
  'idle.nginx-read-timeout': {
    when: silentBehind(['nginx', 'OpenResty']),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'nginx ends a WebSocket on which nothing moves for {idle.quiet} (`proxy_read_timeout`, 60 s by default); frames in either direction reset it.',
    fix: [
      '# in the location of the WebSocket',
      'proxy_read_timeout 1h;',
      '# ingress-nginx',
      'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
      ...serverPings,
    ],
    source: 'nginx.org/en/docs/http/websocket.html; live (1.22.1)',
  },
  'idle.apache-timeout': {
    when: silentBehind('Apache httpd'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
    cause:
      'Apache ends a WebSocket on which nothing moves for {idle.quiet}: the larger of `Timeout` and the `timeout=` of its `ProxyPass`.',
    fix: [
      'ProxyPass "/ws" "http://127.0.0.1:8000/ws" upgrade=websocket timeout=3600',
      '# with mod_proxy_wstunnel',
      'ProxyWebsocketIdleTimeout 3600',
      ...serverPings,
    ],
    source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html; live (2.4)',
  },
  'idle.haproxy-default': {
    when: { ...cutQuietly, [pattern]: 'silence', proxy: null, [limit]: 50 },
    confidence: 'medium',
    cause:
      "The connection was cut after 50 s of silence: HAProxy's `timeout client` and `timeout server` of Debian's file, which count where `timeout tunnel` is not set.",
    fix: ['# in defaults', 'timeout tunnel 1h', ...serverPings],
    source: 'docs.haproxy.org (timeout tunnel); Debian, haproxy.cfg',
  },
  'idle.varnish-pipe-timeout': {
    when: silentBesides('Varnish'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause: 'Varnish ends a pipe on which nothing moves for {idle.quiet} (`pipe_timeout`, 60 s by default).',
    fix: ['varnishd -p pipe_timeout=3600', ...serverPings],
    source: 'varnish-cache.org/docs (run-time parameters, pipe_timeout); live (7.1)',
  },
  'idle.caddy-read-timeout': {
    when: silentBehind('Caddy'),
    confidence: 'medium',
    cause:
      'Behind Caddy a WebSocket on which nothing moves for {idle.quiet} is ended: its `transport http` has a `read_timeout` or `write_timeout`.',
    fix: ['# in transport http: longer, or without them', 'read_timeout 1h', ...serverPings],
    source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (transport); live (2.6)',
  },
  'idle.nghttpx-h2o-timeout': {
    when: silentBehind(['nghttpx', 'H2O']),
    confidence: 'medium',
    adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
    cause:
      '{proxy} ends a WebSocket on which nothing moves for {idle.quiet} (nghttpx: backend-read-timeout, 1 minute by default; H2O: proxy.websocket.timeout, 5 minutes).',
    fix: [
      '# nghttpx.conf',
      'backend-read-timeout=1h',
      'backend-write-timeout=1h',
      '# H2O, in milliseconds',
      'proxy.websocket.timeout: 3600000',
      ...serverPings,
    ],
    source: 'nghttp2.org: nghttpx(1); h2o.examp1e.net: proxy directives; live (nghttpx 1.52, H2O 2.2.5)',
  },
  'idle.awselb-timeout': {
    when: silentBehind(['AWS load balancer', 'AWS Classic Load Balancer']),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'The AWS load balancer ends connections on which nothing moves for {idle.quiet} (idle timeout, 60 s by default).',
    fix: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      ...serverPings,
    ],
    source: 'AWS documentation, Application Load Balancer (idle timeout)',
  },
  'idle.envoy-timeout': {
    when: silentBehind('Envoy'),
    confidence: 'medium',
    adjust: [{ when: { [limit]: 300 }, to: 'high' }],
    cause:
      'Envoy ends a WebSocket on which nothing moves for {idle.quiet} (`stream_idle_timeout`, 300 s by default).',
    fix: [
      'stream_idle_timeout: 0s   # HTTP connection manager',
      'idle_timeout: 3600s   # route',
      ...serverPings,
    ],
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
    cause: 'Azure ends connections on which nothing moves for {idle.quiet}.',
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
    when: {
      'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'],
      'idle.over': null,
      proxy: 'AWS API Gateway',
    },
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
  'idle.caddy-stream-timeout': {
    when: agedBehind('Caddy'),
    confidence: 'medium',
    cause: 'Caddy ends a WebSocket at that age, busy or not, where `stream_timeout` is set.',
    fix: ['# in the block of reverse_proxy: longer, or without it', 'stream_timeout 24h'],
    source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (streaming)',
  },
})
