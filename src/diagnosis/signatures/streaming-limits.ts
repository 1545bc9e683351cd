/** A stream that was cut after a whole number of seconds: somebody's limit, known by who is in between and how long it is. */

import { type Conditions, defineSignatures } from '../signature.ts'

const cut: Conditions = { 'fault.type': ['stream.cut', 'stream.reset', 'stream.no_end_marker'] }
/** A body that ends by the close of its connection is no proof of a cut: silence before it says too little. */
const broken: Conditions = { 'fault.type': ['stream.cut', 'stream.reset'] }
const silent = 'stream.silent.whole_seconds'
const total = 'stream.total.whole_seconds'
const anySecond = { between: [1, 3600] } as const
const heartbeat = [
  '# or send a comment while nothing else is to be said (server-sent events):',
  ': still here',
]

export const streamLimitSignatures = defineSignatures({
  'streaming.cut-in-silence': {
    when: { ...broken, [silent]: anySecond },
    confidence: 'medium',
    cause:
      'The stream was cut after exactly {stream.silent.whole_seconds} s without a byte: the limit of a proxy for a read from its back end.',
    fix: [
      '# nginx',
      'proxy_read_timeout 10m;',
      '# HAProxy',
      'timeout server 10m',
      '# Apache',
      'ProxyTimeout 600',
      ...heartbeat,
    ],
    source: 'nginx.org proxy_read_timeout; haproxy configuration.txt; live',
  },
  'streaming.nginx-read-timeout': {
    when: { ...broken, [silent]: anySecond, proxy: ['nginx', 'OpenResty'] },
    confidence: 'medium',
    adjust: [{ when: { [silent]: [10, 30, 60, 75, 120, 300, 600, 900, 1800, 3600] }, to: 'high' }],
    cause:
      'nginx got nothing from the application for {stream.silent.whole_seconds} s and gave up: proxy_read_timeout (60 s by default).',
    fix: ['location /PATH {', '  proxy_read_timeout 10m;', '}', ...heartbeat],
    source: 'nginx.org proxy_read_timeout; nginx/nginx:src/event/ngx_event_timer.h; live: nginx 1.22',
  },
  'streaming.apache-timeout': {
    when: { ...broken, [silent]: anySecond, proxy: 'Apache httpd' },
    confidence: 'high',
    cause:
      'Apache got nothing from its back end for {stream.silent.whole_seconds} s and gave up: ProxyTimeout, or timeout of ProxyPass.',
    fix: ['ProxyPass "/PATH" "http://127.0.0.1:8000/PATH" timeout=600 flushpackets=on', ...heartbeat],
    source: 'httpd.apache.org: mod_proxy',
  },
  'streaming.varnish-between-bytes': {
    when: { ...broken, [silent]: anySecond, proxy: 'Varnish' },
    confidence: 'high',
    cause:
      'Varnish got nothing from its back end for {stream.silent.whole_seconds} s and gave up: between_bytes_timeout (60 s by default).',
    fix: ['backend app {', '  .between_bytes_timeout = 600s;', '}', ...heartbeat],
    source: 'varnishcache/varnish-cache:bin/varnishd/http1/cache_http1_fsm.c; live: Varnish 7',
  },
  'streaming.heroku-idle': {
    when: { ...broken, [silent]: 55 },
    confidence: 'high',
    cause: 'The router of Heroku ends a connection after 55 s without a byte.',
    fix: ['# a comment every 15 s', ': still here'],
    source: 'devcenter.heroku.com: request timeout',
  },
  'streaming.envoy-route-timeout': {
    when: { ...cut, [total]: 15 },
    confidence: 'medium',
    adjust: [{ when: { proxy: 'Envoy' }, to: 'high' }],
    cause:
      'The stream ended after 15 s in all: the route timeout of Envoy or Istio, which counts the whole answer.',
    fix: ['# Istio VirtualService, Envoy route', 'timeout: 0s'],
    source: 'envoyproxy.io: route timeout',
  },
  'streaming.google-backend-timeout': {
    when: { ...cut, [total]: 30 },
    confidence: 'medium',
    cause:
      'The stream ended after 30 s in all: the timeout of a back-end service of Google load balancing, or of a platform.',
    fix: [
      'gcloud compute backend-services update NAME --global --timeout=3600',
      '# Heroku: the first byte has to come within 30 s',
    ],
    source: 'cloud.google.com: backend service timeout',
  },
  'streaming.cut-at-limit': {
    when: { ...cut, [total]: { between: [5, 3600] } },
    confidence: 'low',
    cause:
      'The stream ended after exactly {stream.total.whole_seconds} s in all, though events still came: a limit for the whole answer.',
    fix: [
      '# Vercel: maxDuration; Cloud Run: --timeout; gunicorn: --timeout; Lambda: timeout',
      'gcloud run services update NAME --timeout=3600',
    ],
    source: 'vercel.com: maxDuration; cloud.google.com: Cloud Run request timeout',
  },
})
