/** Limits on connections: some clients were in when the others were turned away. And what happens to many messages. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answeredUpgrade, status } from './families.ts'

/** Some clients were served: how many were in when the first failed depends on how many handshakes were under way. */
const crowded: Conditions = {
  'check.kind': 'concurrency',
  'concurrency.opened': { between: [1, 10_000] },
}
/** One or two that got in may be chance; a dozen and then none is a limit. */
const surely = [{ when: { 'concurrency.opened': { between: [10, 10_000] } }, to: 'high' }] as const
const turnedAway: Conditions = { ...answeredUpgrade, ...crowded }
const nginx = ['nginx', 'OpenResty']
const declared = 'the declared conversation'

export const concurrencySignatures = defineSignatures({
  'upgrade.nginx-worker-connections': {
    when: { ...turnedAway, speaker: nginx, [status]: 500 },
    confidence: 'high',
    cause:
      'nginx has no connection left after {concurrency.opened} clients: each WebSocket takes two of `worker_connections`.',
    fix: [
      '# The log says "worker_connections are not enough":',
      'tail -n 5 /var/log/nginx/error.log',
      'events { worker_connections 8192; }',
      'worker_rlimit_nofile 16384;',
    ],
    source: 'nginx/nginx:src/core/ngx_connection.c; nginx.org ngx_core_module',
  },
  'upgrade.nginx-connection-limit': {
    when: { ...turnedAway, speaker: nginx, [status]: 503 },
    confidence: 'high',
    cause:
      'nginx let {concurrency.opened} of {concurrency.planned} clients in and answers the others with 503: `limit_conn`, or `limit_req` that counts handshakes.',
    fix: [
      'limit_conn NAME 5000;',
      'limit_req zone=NAME burst=5000 nodelay;',
      '# ingress-nginx, annotation of the Ingress',
      'nginx.ingress.kubernetes.io/limit-connections: "5000"',
    ],
    source: 'nginx.org ngx_http_limit_conn_module, ngx_http_limit_req_module; live',
  },
  'upgrade.haproxy-server-full': {
    when: { ...turnedAway, speaker: 'HAProxy', [status]: 503 },
    confidence: 'high',
    cause:
      'HAProxy let {concurrency.opened} clients in; the others waited in the queue of a server that is full (`maxconn`), in vain.',
    fix: [
      'server app1 127.0.0.1:8000 maxconn 5000',
      '# how long a client waits in the queue',
      'timeout queue 30s',
    ],
    source: 'haproxy/haproxy:doc/configuration.txt (server maxconn, timeout queue); live',
  },
  'upgrade.too-many-clients': {
    when: { ...turnedAway, [status]: [429, 503] },
    confidence: 'medium',
    cause:
      '{concurrency.opened} clients got in, and the others are answered with {http.response.status_code}: a limit on connections, or on requests of one address.',
    fix: [
      '# How many clients have to fit? Raise the limit of whoever answers, for example',
      'uvicorn app:app --limit-concurrency 5000',
      '# or verify with fewer',
      'connections: {concurrency.opened}',
    ],
    source: 'RFC 6585 section 4 (429); RFC 9110 section 15.6.4 (503)',
  },
  'tcp.connections-wait': {
    when: {
      'fault.type': ['tcp.timed_out', 'tls.timed_out', 'ws.upgrade_timed_out'],
      ...crowded,
    },
    confidence: 'medium',
    adjust: surely,
    cause:
      'After {concurrency.opened} open connections further ones only wait: the server has reached `maxconn`, its descriptors or its threads, and no longer accepts.',
    fix: [
      '# HAProxy',
      'global',
      '  maxconn 10000',
      '# the process behind it: descriptors',
      'ulimit -n 65536',
      '# systemd',
      'LimitNOFILE=65536',
    ],
    source:
      'haproxy/haproxy:doc/configuration.txt (maxconn); python/cpython:Lib/asyncio/selector_events.py; live',
  },
  'tcp.connections-dropped': {
    when: {
      'fault.type': [
        ...['tcp.refused', 'tcp.reset', 'tcp.closed', 'tls.closed'],
        ...['ws.closed_before_answer', 'ws.reset_before_answer'],
      ],
      ...crowded,
    },
    confidence: 'medium',
    adjust: surely,
    cause:
      'After {concurrency.opened} open connections further ones are dropped unanswered: nginx `worker_connections`, or a limit of the server on connections or descriptors.',
    fix: [
      '# nginx',
      'events { worker_connections 8192; }',
      'worker_rlimit_nofile 16384;',
      '# descriptors of the application, systemd',
      'LimitNOFILE=65536',
    ],
    source: 'nginx/nginx:src/event/ngx_event_accept.c; live',
  },
  'messaging.reply-lost': {
    when: { 'fault.type': 'ws.reply_lost' },
    confidence: 'high',
    cause:
      'Of several messages on one connection some were never answered: they or their replies are dropped under load.',
    fix: [
      '# A queue that overflows, a handler that cancels the one before, or a broker that delivers at most once.',
      '# The log of the application, at the time of the run:',
      'journalctl -u app --since -10min',
    ],
    source: declared,
  },
  'messaging.reply-duplicated': {
    when: { 'fault.type': 'ws.reply_duplicated' },
    confidence: 'high',
    cause:
      'The same reply came twice: two workers or two subscriptions serve one connection, or a broker delivers again.',
    fix: ['# Subscribe once for each connection, and acknowledge what was delivered.'],
    source: declared,
  },
  'messaging.reply-reordered': {
    when: { 'fault.type': 'ws.reply_reordered' },
    confidence: 'high',
    cause:
      'Replies came in another order than their messages: messages of one connection are handled side by side.',
    fix: [
      '# Handle the messages of one connection one after the other, or, if the order does not matter:',
      'ordered: false',
    ],
    source: declared,
  },
})
