/** Streams over HTTP that did not stay open while nothing, or little, was said on them. */

import { type Conditions, defineSignatures } from '../signature.ts'

const ofStream: Conditions = { 'idle.over': 'http' }
const cut: Conditions = { 'fault.type': ['idle.closed', 'idle.reset'], ...ofStream }
const limit = 'idle.limit.seconds'
/** A client cannot keep a stream awake: where nothing came, silence and age look the same. */
const maybeSilent: Conditions = { ...cut, 'idle.pattern': ['silence', 'silence-or-age'] }
const heartbeat = [
  '# or a comment of the application, well below that limit (FastAPI with sse-starlette)',
  'EventSourceResponse(events(), ping=15)',
]

export const idleStreamSignatures = defineSignatures({
  'idle.stream-nginx-read-timeout': {
    when: { ...maybeSilent, proxy: ['nginx', 'OpenResty'] },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'nginx ends a stream of which it read nothing for {idle.quiet} (`proxy_read_timeout`, 60 s by default).',
    fix: [
      '# in the location of the stream',
      'proxy_read_timeout 1h;',
      '# ingress-nginx',
      'nginx.ingress.kubernetes.io/proxy-read-timeout: "3600"',
      ...heartbeat,
    ],
    source: 'nginx.org proxy_read_timeout; live (1.22.1)',
  },
  'idle.stream-apache-timeout': {
    when: { ...maybeSilent, proxy: 'Apache httpd' },
    confidence: 'medium',
    adjust: [{ when: { [limit]: [60, 300] }, to: 'high' }],
    cause:
      'Apache ends a stream of which it read nothing for {idle.quiet}: `timeout=` of the `ProxyPass`, `ProxyTimeout`, or `Timeout`.',
    fix: ['ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" timeout=3600 flushpackets=on', ...heartbeat],
    source: 'httpd.apache.org/docs/2.4/mod/mod_proxy.html; live (2.4)',
  },
  'idle.stream-varnish-between-bytes': {
    when: { ...maybeSilent, proxy: 'Varnish' },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'Varnish ends a stream of which it read nothing for {idle.quiet} (`between_bytes_timeout`, 60 s by default).',
    fix: ['backend app {', '  .between_bytes_timeout = 3600s;', '}', ...heartbeat],
    source: 'varnish-cache.org/docs (between_bytes_timeout); live (7.1)',
  },
  'idle.stream-caddy-read-timeout': {
    when: {
      'fault.type': ['idle.closed', 'idle.reset', 'idle.ended'],
      ...ofStream,
      'idle.pattern': ['silence', 'silence-or-age'],
      proxy: 'Caddy',
    },
    confidence: 'medium',
    cause:
      'Behind Caddy a stream of which it read nothing for {idle.quiet} is ended, in order as if it were complete: its `transport http` has a `read_timeout`.',
    fix: ['# in transport http: longer, or without it', 'read_timeout 1h', ...heartbeat],
    source: 'caddyserver.com/docs/caddyfile/directives/reverse_proxy (transport); live (2.6)',
  },
  'idle.stream-nghttpx-timeout': {
    when: { ...maybeSilent, proxy: 'nghttpx' },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'nghttpx ends a stream of which it read nothing for {idle.quiet} (`backend-read-timeout`, 1 minute by default).',
    fix: ['# nghttpx.conf', 'backend-read-timeout=1h', ...heartbeat],
    source: 'nghttp2.org: nghttpx(1); live (1.52)',
  },
  'idle.stream-traffic-server-timeout': {
    when: { ...maybeSilent, proxy: 'Apache Traffic Server' },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 30 }, to: 'high' }],
    cause:
      'Traffic Server ends a stream on which nothing moves for {idle.quiet} (`transaction_no_activity_timeout_out`, 30 s by default).',
    fix: [
      '# records.config',
      'CONFIG proxy.config.http.transaction_no_activity_timeout_out INT 3600',
      'CONFIG proxy.config.http.transaction_no_activity_timeout_in INT 3600',
      ...heartbeat,
    ],
    source: 'docs.trafficserver.apache.org: records.config; live (9.2.9)',
  },
  'idle.stream-awselb-timeout': {
    when: { ...maybeSilent, proxy: ['AWS load balancer', 'AWS Classic Load Balancer'] },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 60 }, to: 'high' }],
    cause:
      'The AWS load balancer ends streams on which nothing moves for {idle.quiet} (idle timeout, 60 s by default).',
    fix: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=idle_timeout.timeout_seconds,Value=3600',
      ...heartbeat,
    ],
    source: 'AWS documentation, Application Load Balancer (idle timeout)',
  },
  'idle.stream-heroku-timeout': {
    when: { ...maybeSilent, proxy: 'Heroku router' },
    confidence: 'medium',
    adjust: [{ when: { [limit]: 55 }, to: 'high' }],
    cause: 'The Heroku router ends a stream of which no byte came for 55 s (H15); that cannot be changed.',
    fix: [
      '# A comment at least every 30 s (FastAPI with sse-starlette)',
      'EventSourceResponse(events(), ping=15)',
    ],
    source: 'devcenter.heroku.com/articles/error-codes (H15)',
  },
  'idle.stream-google-timeout': {
    when: {
      ...cut,
      'idle.pattern': ['age', 'silence-or-age'],
      proxy: ['Google load balancer', 'Google Frontend'],
    },
    confidence: 'medium',
    adjust: [{ when: { [limit]: [30, 300, 3600] }, to: 'high' }],
    cause:
      'The timeout of a Google backend service (30 s by default) or of Cloud Run (300 s) is the life of a stream, busy or not.',
    fix: [
      'gcloud compute backend-services update NAME --global --timeout=3600',
      'gcloud run services update NAME --timeout=3600',
    ],
    source: 'Google documentation (backend service timeout; Cloud Run request timeout)',
  },
  'idle.stream-silence-limit': {
    when: maybeSilent,
    rank: 'behind',
    confidence: 'medium',
    cause:
      'Something on the way ends streams of which nothing came for {idle.quiet}; or, where nothing ever came, streams of that age.',
    fix: [
      '# HAProxy',
      'timeout server 1h',
      '# nginx',
      'proxy_read_timeout 1h;',
      '# Apache',
      'ProxyTimeout 3600',
      '# Varnish, backend',
      '.between_bytes_timeout = 3600s;',
      ...heartbeat,
    ],
    source: 'live (HAProxy 2.6, nginx 1.22.1, Apache 2.4, Varnish 7.1); catalogue, section 9',
  },
  'idle.stream-age-limit': {
    when: { ...cut, 'idle.pattern': 'age' },
    confidence: 'medium',
    cause:
      'Something on the way ends streams at an age of {idle.age}, whatever comes on them: no heartbeat keeps them open.',
    fix: [
      '# Envoy, route; Istio VirtualService',
      'timeout: 0s',
      '# Google load balancer, Cloud Run',
      'gcloud compute backend-services update NAME --global --timeout=3600',
      'gcloud run services update NAME --timeout=3600',
      '# gunicorn',
      'gunicorn --timeout 3600',
    ],
    source: 'live (the tests); catalogue, section 9',
  },
  'idle.stream-ended-early': {
    when: { ...cut, 'idle.pattern': 'early' },
    confidence: 'medium',
    cause:
      'The stream breaks off {idle.age} after it was asked for, each time, which is too soon for any limit on silence or age: its handler crashes, or the process behind it does.',
    fix: [
      '# Its log of that moment',
      'kubectl logs deploy/NAME --since=10m',
      'kubectl get pods   # RESTARTS',
    ],
    source: 'live (the tests)',
  },
  'idle.stream-forgotten': {
    when: { ...cut, 'idle.on_traffic': true },
    rank: 'before',
    confidence: 'medium',
    cause:
      'Something on the way forgot the stream while it was silent, and answered the next byte with a reset: so do an AWS Network Load Balancer (350 s) and stateful firewalls.',
    fix: [
      '# AWS Network Load Balancer',
      'aws elbv2 modify-listener-attributes --listener-arn ARN --attributes Key=tcp.idle_timeout.seconds,Value=6000',
      ...heartbeat,
    ],
    source: 'AWS documentation, Network Load Balancer (connection idle timeout)',
  },
  'idle.stream-stopped': {
    when: { 'fault.type': 'idle.unanswered', ...ofStream },
    confidence: 'medium',
    cause:
      'The heartbeats of the application stopped while the stream looked open: something on the way dropped it and told nobody, or what produces it is dead.',
    fix: [
      '# Its log of that moment',
      'kubectl logs deploy/NAME --since=10m',
      '# A firewall or NAT in between: heartbeats more often',
      'EventSourceResponse(events(), ping=15)',
    ],
    source: 'catalogue, section 9; live (the tests)',
  },
  'idle.stream-ended': {
    when: { 'fault.type': 'idle.ended', ...ofStream },
    confidence: 'low',
    cause:
      'The stream was finished in order after {idle.age}: its handler returned, or a proxy ended it as if it were complete.',
    fix: [
      '# A stream that ends by itself is checked by a stream check',
      '- stream: /PATH',
      '  until: { end-of-body: true }',
    ],
    source: 'RFC 9112, section 7.1; live (Caddy 2.6)',
  },
  'idle.stream-cut': {
    when: { ...cut, 'idle.pattern': { not: ['silence', 'silence-or-age', 'age', 'early'] } },
    confidence: 'low',
    cause: 'The stream was ended in the middle of its body, {idle.quiet} after the last byte.',
    fix: ['# Did it restart?', 'kubectl get pods   # RESTARTS', ...heartbeat],
    source: 'RFC 9112, section 8',
  },
})
