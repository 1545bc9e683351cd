/** A gateway speaks because what is behind it does not, and nothing tells which gateway it is. */

import { defineSignatures } from '../signature.ts'

export const gatewaySignatures = defineSignatures({
  'http.gateway-error': {
    when: { 'fault.type': 'http.gateway_error' },
    confidence: 'medium',
    cause:
      'A gateway answered {http.response.status_code} because the application behind it did not: it is down, starting, or unreachable from there.',
    fix: ['# Is it running, and listening where the gateway looks for it?', 'kubectl get pods', 'ss -ltnp'],
    source: 'RFC 9110 section 15.6',
  },
  'upgrade.gateway-error': {
    when: { 'fault.type': 'ws.gateway_error' },
    confidence: 'medium',
    cause:
      'A gateway answered the upgrade with {http.response.status_code} because what is behind it did not.',
    fix: [
      '# Is the WebSocket server running, and listening where the gateway looks for it?',
      'kubectl get pods',
      'ss -ltnp',
    ],
    source: 'RFC 9110 section 15.6',
  },
  'upgrade.gateway-under-load': {
    // Of 429 and 503 the rows of many clients know more (signatures/concurrency.ts).
    when: {
      'fault.type': 'ws.gateway_error',
      'http.response.status_code': [502, 504],
      'concurrency.opened': { between: [1, 1e6] },
    },
    confidence: 'high',
    rank: 'before',
    cause:
      '{concurrency.opened} of {concurrency.planned} connections at once were let through and the gateway answered others {http.response.status_code}: a limit on connections on the way to the application, or one of several instances behind it is down.',
    fix: [
      '# nginx: the limits of the upstream and of a worker',
      'upstream app { server 127.0.0.1:8000 max_conns=0; }',
      'events { worker_connections 4096; }',
      '# HAProxy: connections to one server, an open WebSocket counts for as long as it lives',
      'server app1 127.0.0.1:8000 check maxconn 2000',
    ],
    source: 'live: nginx with max_conns, HAProxy with maxconn and timeout queue',
  },
  'upgrade.only-upgrade-unavailable': {
    when: { 'fault.type': 'ws.gateway_error', 'origin.http': 'passed' },
    confidence: 'medium',
    adjust: [
      { when: { proxy: 'IIS' }, to: 'low' },
      // Some connections did open on this path.
      { when: { 'concurrency.opened': { between: [1, 1e6] } }, to: 'low' },
    ],
    cause:
      'Plain HTTP works on the same host and the upgrade gets {http.response.status_code}: this path goes to another upstream, which is down.',
    fix: ['# nginx: where does the location of the WebSocket path go?', 'nginx -T | grep -A5 "location /ws"'],
    source: 'the health check of the same host beside it',
  },
})
