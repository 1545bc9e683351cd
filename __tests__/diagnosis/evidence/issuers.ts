/** Answers of those who issue credentials. */

import type { Observations } from '../../../src/model/evidence.ts'
import type { FaultType } from '../../../src/model/fault.ts'
import { at, type Recorded } from './recorded.ts'

const from = (source: string, type: FaultType, code: string | null, facts: Observations = {}) =>
  at(type, { 'credential.from': source, ...facts }, code)
const answered = (status: number, type: string): Observations => ({
  'http.response.status_code': status,
  'http.response.header.content-type': type,
})

export const issuerEvidence: Recorded = {
  'auth.client-refused': from(
    'oauth',
    'credential.refused',
    'invalid_client',
    answered(401, 'application/json'),
  ),
  'auth.grant-not-allowed': from('oauth', 'credential.refused', 'unauthorized_client'),
  'auth.scope-unknown': from('oauth', 'http.error', 'invalid_scope', answered(400, 'application/json')),
  'auth.login-refused': from('login', 'credential.refused', '401', answered(401, 'application/json')),
  'auth.oidc-refused': from('oidc', 'credential.refused', '401', answered(401, 'application/json')),
  'auth.credential-not-issued': at('credential.refused'),
  'auth.issuer-answers-page': from('login', 'credential.unusable', null, answered(200, 'text/html')),
  'auth.no-token-in-answer': from('login', 'credential.unusable', null, answered(200, 'application/json')),
}
