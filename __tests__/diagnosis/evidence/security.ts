/** Bad credentials beside a good one: let in, or neither that nor refused. */

import type { Observations } from '../../../src/model/evidence.ts'
import { type FaultType, fault } from '../../../src/model/fault.ts'
import { failing } from '../../golden/situations.ts'
import { nginxPage, type Recorded } from './recorded.ts'

/** As the auth check records it: the facts are those of the bad client that tells most. */
function met(type: FaultType, facts: Observations = {}) {
  const seen = {
    'server.address': 'staging.example.com',
    'http.response.status_code': 101,
    'credential.shown': true,
    'clients.planned': 12,
    ...facts,
  }
  const trouble = fault(type, 'a client gets in that should not')
  return failing('auth', trouble, [{ phase: 'upgrade', ms: 5 }], { observations: seen })
}
const answered = (type: FaultType) => met(type, { 'ws.messages.sent': 1, 'ws.messages.received': 1 })
const unclear = (facts: Observations) => met('auth.refusal_not_proven', facts)

export const securityEvidence: Recorded = {
  'security.anonymous-accepted': answered('auth.accepted.none'),
  'security.any-string-accepted': answered('auth.accepted.malformed'),
  'security.signature-not-verified': answered('auth.accepted.wrong_signature'),
  'security.tampered-accepted': answered('auth.accepted.tampered'),
  'security.truncated-accepted': answered('auth.accepted.truncated'),
  'security.empty-signature-accepted': answered('auth.accepted.empty_signature'),
  'security.unsigned-accepted': answered('auth.accepted.alg_none'),
  'security.key-confusion': answered('auth.accepted.key_confusion'),
  'security.expired-accepted': answered('auth.accepted.expired'),
  'security.early-accepted': answered('auth.accepted.not_yet_valid'),
  'security.audience-not-verified': answered('auth.accepted.wrong_audience'),
  'security.issuer-not-verified': answered('auth.accepted.wrong_issuer'),
  'security.bad-credential-crashes': unclear({ 'http.response.status_code': 500 }),
  'security.bad-credential-at-gateway': unclear({
    'http.response.status_code': 502,
    'http.response.body.excerpt': nginxPage('502 Bad Gateway'),
    'http.response.header.server': 'nginx/1.22.1',
  }),
  'security.bad-credential-hidden': unclear({ 'http.response.status_code': 404 }),
  'security.bad-credential-throttled': unclear({ 'http.response.status_code': 429 }),
  'security.refusal-in-band': unclear({ 'ws.messages.sent': 0, 'ws.messages.received': 1 }),
  'security.closes-without-policy': unclear({
    'ws.messages.sent': 0,
    'ws.messages.received': 0,
    'ws.close.code': 1000,
  }),
  'security.bad-client-left-hanging': unclear({ 'ws.messages.sent': 0, 'ws.messages.received': 0 }),
  'security.refusal-not-proven': unclear({ 'http.response.status_code': 400 }),
}
