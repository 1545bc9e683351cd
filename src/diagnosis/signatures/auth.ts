/** The endpoint is there, and does not let us in. */

import { type Condition, defineSignatures } from '../signature.ts'

const status = 'http.response.status_code'
const body = 'http.response.body.excerpt'
const challenge = 'http.response.header.www-authenticate'
const refused: Readonly<Record<string, Condition>> = { 'fault.type': ['auth.refused', 'auth.closed'] }
const sameKey =
  '# The secret or key of this environment, in `jwt-secret` or `jwt-private-key`; issuer and audience in `jwt-claims`'

export const authSignatures = defineSignatures({
  'auth.token-expired': {
    when: { ...refused, [challenge]: /expired/i },
    confidence: 'high',
    cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
    fix: ['jwt-expires-in: 5m', '# and the time on the server:', 'timedatectl'],
  },
  'auth.token-expired-body': {
    when: { ...refused, [body]: /\b(jwt|token|signature)\b.{0,20}\bexpired\b/i },
    confidence: 'high',
    cause: 'The server takes the token for expired: its lifetime is too short, or a clock is wrong.',
    fix: ['jwt-expires-in: 5m', '# and the time on the server:', 'timedatectl'],
  },
  'auth.signature-wrong': {
    when: {
      ...refused,
      [body]:
        /signature.{0,20}(invalid|fail|mismatch|verif)|invalid.{0,10}signature|Jwt verification fails|bad_?signature/i,
    },
    confidence: 'high',
    cause: 'The server checks the signature with another secret or key than the one that signed the token.',
    fix: [sameKey],
  },
  'auth.audience-wrong': {
    when: { ...refused, [body]: /audience|\baud\b/i },
    confidence: 'high',
    cause: 'The server wants another audience (`aud`) in the token.',
    fix: ['jwt-claims: |', '  aud: AUDIENCE'],
  },
  'auth.issuer-wrong': {
    when: { ...refused, [body]: /\bissuer\b|\biss\b claim/i },
    confidence: 'high',
    cause: 'The server wants another issuer (`iss`) in the token.',
    fix: ['jwt-claims: |', '  iss: ISSUER'],
  },
  'auth.keys-unreachable': {
    when: { ...refused, [body]: /Jwks remote fetch is failed|Couldn't retrieve remote JWK set/i },
    confidence: 'high',
    cause: 'The server cannot fetch the keys of the identity provider, so it refuses every token.',
    fix: ['# Let it reach the JWKS address:', 'curl -sS https://ISSUER/.well-known/jwks.json'],
  },
  'auth.origin-refused': {
    when: { ...refused, 'speaker.says': 'origin-refused' },
    confidence: 'high',
    cause: 'The server refuses the Origin of the request, not the credential.',
    fix: [
      '# Configuration file: the origin that the front end has',
      '- upgrade: /ws',
      '  origin: https://app.example.com',
    ],
  },
  'auth.origin-suspected': {
    when: { ...refused, [status]: 403, [body]: /origin/i, 'speaker.says': null },
    confidence: 'medium',
    cause: 'The refusal speaks of the Origin of the request, not of the credential.',
    fix: [
      '# Configuration file: the origin that the front end has',
      '- upgrade: /ws',
      '  origin: https://app.example.com',
    ],
  },
  'auth.bot-challenge': {
    when: {
      'fault.type': [
        'auth.refused',
        'auth.required',
        'http.error',
        'ws.unexpected_response',
        'http.gateway_error',
      ],
      'http.response.header.cf-mitigated': /./,
    },
    confidence: 'high',
    cause: 'Cloudflare challenges the verifier as a bot; people may get through.',
    fix: [
      '# A WAF rule that skips the challenge for a secret header (configuration file):',
      'headers: { x-verify-deploy: $BYPASS }',
    ],
  },
  'auth.cloud-run-invoker': {
    when: {
      'fault.type': ['auth.refused', 'auth.required', 'http.error'],
      [body]: /does not have permission to get URL/,
    },
    confidence: 'high',
    cause: 'Cloud Run refuses the caller itself (IAM): the application was not reached.',
    fix: ['gcloud run services add-iam-policy-binding NAME --member=allUsers --role=roles/run.invoker'],
  },
  'auth.mesh-policy': {
    when: { ...refused, [body]: /^RBAC: access denied/ },
    confidence: 'high',
    cause: 'An AuthorizationPolicy of the mesh denies the request before it reaches the application.',
    fix: ['kubectl get authorizationpolicy -A', 'istioctl x authz check POD'],
  },
  'auth.refused-before-accept': {
    when: {
      'fault.type': 'auth.refused',
      [status]: 403,
      speaker: { not: 'Envoy' },
      'http.response.header.cf-mitigated': null,
      [challenge]: null,
      [body]: null,
    },
    confidence: 'medium',
    cause:
      'The application refused before it accepted the connection. ASGI servers (uvicorn, Daphne) say 403 both for a refused credential and for a path without a WebSocket route.',
    fix: ['# First the path, then the credential', '@app.websocket("/ws")', sameKey],
  },
  'auth.forbidden': {
    when: { 'fault.type': 'auth.refused', [status]: 403 },
    confidence: 'medium',
    cause:
      'The credential was shown and does not suffice: a role or scope is missing, or it belongs to another environment.',
    fix: [sameKey, 'jwt-claims: |', '  scope: SCOPE'],
  },
  'auth.unauthorized': {
    when: { 'fault.type': 'auth.refused', [status]: 401 },
    confidence: 'medium',
    cause:
      'The server did not accept the credential: another secret, another place than it looks in, or a proxy that strips it.',
    fix: [
      sameKey,
      '# Where the server looks for it:',
      'credential-in: query:token',
      '# nginx passes Authorization on unless told otherwise:',
      'proxy_set_header Authorization $http_authorization;',
    ],
  },
  'auth.refused': {
    when: { 'fault.type': 'auth.refused' },
    confidence: 'low',
    cause: 'The credential was refused.',
    fix: [sameKey],
  },
  'auth.required': {
    when: { 'fault.type': 'auth.required' },
    confidence: 'high',
    cause: 'The endpoint asks for a credential and none was given.',
    fix: ['with:', '  jwt-secret: ${{ secrets.STAGING_JWT_SECRET }}'],
  },
  'auth.closed-by-policy': {
    when: { 'fault.type': 'auth.closed' },
    confidence: 'high',
    cause:
      'The server accepted the connection and closed it for the credential (close code {ws.close.code}).',
    fix: [sameKey, '# Where the server looks for it:', 'credential-in: query:token'],
  },
})
