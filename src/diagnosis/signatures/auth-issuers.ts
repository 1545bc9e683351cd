/** The credential itself could not be had: who issues it refuses us, or answers without one. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { header } from './families.ts'

const refused: Conditions = { 'fault.type': 'credential.refused' }
const unusable: Conditions = { 'fault.type': 'credential.unusable' }
const rfc = 'RFC 6749 section 5.2'

export const issuerSignatures = defineSignatures({
  'auth.client-refused': {
    when: { ...refused, 'credential.from': 'oauth', 'fault.code': { not: 'unauthorized_client' } },
    confidence: 'high',
    cause:
      'The token endpoint does not accept our client: the id or the secret is not that of this environment, or it is wanted in the body instead of the header.',
    fix: [
      'credential:',
      '  oauth: { token-url: URL, client-id: ID, client-secret: $CLIENT_SECRET }',
      '  # add `auth: body` for an endpoint that does not read the Basic header',
    ],
    source: rfc,
  },
  'auth.grant-not-allowed': {
    when: { ...refused, 'credential.from': 'oauth', 'fault.code': 'unauthorized_client' },
    confidence: 'high',
    cause: 'The client is known, and may not ask for a token by client credentials.',
    fix: ['# At the issuer: allow the grant type client_credentials for this client'],
    source: rfc,
  },
  'auth.scope-unknown': {
    when: { 'fault.type': 'http.error', 'credential.from': 'oauth', 'fault.code': 'invalid_scope' },
    confidence: 'high',
    cause:
      'The token endpoint does not know the scope that was asked for, or does not give it to this client.',
    fix: ['credential:', '  oauth: { scope: SCOPE }'],
    source: rfc,
  },
  'auth.login-refused': {
    when: { ...refused, 'credential.from': 'login' },
    confidence: 'high',
    cause: 'The login itself is refused: the account or its password is not that of this environment.',
    fix: ['credential:', '  login: { body: { user: NAME, password: $PASSWORD } }'],
    source: 'RFC 9110 section 15.5.2',
  },
  'auth.oidc-refused': {
    when: { ...refused, 'credential.from': 'oidc' },
    confidence: 'high',
    cause:
      'GitHub does not accept the request token of the job: it is that of another job, or of one that has ended.',
    fix: ['# Ask for the token in the job that uses it', 'permissions: { id-token: write, contents: read }'],
    source: 'https://docs.github.com/actions/reference/security/oidc',
  },
  'auth.credential-not-issued': {
    when: refused,
    confidence: 'medium',
    cause: 'Who issues the credential refuses to: what was shown there is not that of this environment.',
    fix: ['# The client or the account in `credential` of the environment'],
    source: rfc,
  },
  'auth.issuer-answers-page': {
    when: { ...unusable, [header('content-type')]: /html/i },
    confidence: 'high',
    cause:
      'A page came instead of a token: the URL is that of a page for people, or something in front asks to sign in.',
    fix: ['credential:', '  oauth: { token-url: URL }   # or login: { url: URL }'],
    source: 'RFC 6749 section 5.1: a token is an object of JSON',
  },
  'auth.no-token-in-answer': {
    when: unusable,
    confidence: 'medium',
    cause:
      'The issuer answered, and where the token was looked for is none; the keys that came are named above.',
    fix: ['credential:', '  login: { token: $.path.to.token }   # or cookie: NAME'],
    source: 'RFC 6749 section 5.1',
  },
})
