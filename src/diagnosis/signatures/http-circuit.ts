/** Refused at once, while another path of the host is well: what stands in front of a dependency, and not the dependency. */

import { type Condition, type Conditions, defineSignatures } from '../signature.ts'
import { body, status } from './families.ts'

/** An answer of the application that came too soon for any work, beside another path of the host that is well. */
const instant: Conditions = {
  'fault.type': ['http.error', 'http.gateway_error'],
  'check.kind': 'health',
  'answer.after_ms': { between: [0, 300] },
  'origin.http': 'passed',
  'speaker.kind': { not: 'proxy' },
}
const someOthers: Condition = { between: [1, 1000] }

export const httpCircuitSignatures = defineSignatures({
  'http.circuit-open': {
    when: {
      ...instant,
      [status]: 503,
      'credential.shown': true,
    },
    confidence: 'medium',
    adjust: [
      { when: { 'origin.alike': someOthers }, to: 'high' },
      { when: { [body]: /circuit|breaker/i }, to: 'high' },
    ],
    cause:
      'The path that needs a credential is refused at once with 503 while health is well: an open circuit breaker in front of what it depends on.',
    fix: [
      '# Which upstream opened it, and is that up again?',
      'kubectl logs deploy/NAME --since=15m | grep -i "circuit\\|breaker\\|open"',
      '# It closes by itself after its reset time; wait for that before verifying:',
      'wait: 2m',
    ],
    source: 'RFC 9110 section 15.6.4; the case of this project; live (the tests)',
  },
  'http.refused-alike': {
    when: { ...instant, [status]: { between: [500, 599] }, 'origin.alike': someOthers },
    rank: 'behind',
    confidence: 'medium',
    cause:
      'Several paths get the very same answer at once (HTTP {http.response.status_code}), while health is well: they fail at one thing that they share, before any work, such as an open circuit breaker or a dependency that refuses connections.',
    fix: [
      '# What do these paths share and health does not: the check of credentials, a database, another service?',
      'kubectl logs deploy/NAME --since=15m',
    ],
    source: 'the case of this project; live (the tests)',
  },
})
