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
