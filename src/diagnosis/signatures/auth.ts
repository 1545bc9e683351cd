/** The endpoint is there, and does not let us in. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { answered, body, header, refused, status } from './families.ts'

const challenge = header('www-authenticate')
const reason = 'http.response.status_text'
const denied: Conditions = { 'fault.type': 'auth.refused' }
export const sameKey =
  '# The secret or key of this environment, in `jwt-secret` or `jwt-private-key`; issuer and audience in `jwt-claims`'
const originFix = [
  '# Configuration file: the origin that the front end has',
  '- upgrade: /ws',
  '  origin: https://app.example.com',
]
const bearer = 'RFC 6750 section 3'

export const authSignatures = defineSignatures({
  'auth.origin-refused': {
    when: { ...refused, 'speaker.says': 'origin-refused' },
    confidence: 'high',
    cause: 'The server refuses the Origin of the request, not the credential.',
    fix: originFix,
    source:
      'coder/websocket:accept.go; tornadoweb/tornado:tornado/websocket.py; python-websockets/websockets',
  },
  'auth.origin-suspected': {
    when: { ...refused, [status]: 403, [body]: /\borigin\b/i, 'speaker.says': null },
    confidence: 'medium',
    cause: 'The refusal speaks of the Origin of the request, not of the credential.',
    fix: originFix,
    source: 'catalogue, section 11a (403 at the upgrade)',
    adjust: [{ when: { 'origin.decides': false }, to: 'low' }],
  },
  'auth.mesh-policy': {
    when: { ...answered, [body]: /^RBAC: access denied/ },
    confidence: 'high',
    cause: 'An AuthorizationPolicy of the mesh denies the request before it reaches the application.',
    fix: ['kubectl get authorizationpolicy -A', 'istioctl x authz check POD'],
    source: 'envoyproxy/envoy:source/extensions/filters/http/rbac/rbac_filter.cc',
  },
  'auth.scope-missing': {
    when: { ...refused, [status]: 403, [challenge]: /insufficient_scope/ },
    confidence: 'high',
    cause: 'The token is valid and lacks a scope or role that this path asks for.',
    fix: ['jwt-claims: |', '  scope: SCOPE'],
    source: `${bearer}.1; spring-projects/spring-security`,
  },
  'auth.token-invalid': {
    when: { ...refused, [status]: 401, [challenge]: /error="invalid_token"/ },
    confidence: 'medium',
    cause: 'The server read the token and does not accept it: {http.response.header.www-authenticate}.',
    fix: [sameKey],
    source: `${bearer}.1`,
  },
  'auth.basic-password-wanted': {
    when: { ...denied, [status]: 401, [challenge]: /^Basic\b/i },
    confidence: 'high',
    cause:
      'A password is asked for (Basic authentication) and not a token: by a proxy in front of the application, or by the application.',
    fix: ['# Configuration file', 'headers: { authorization: $BASIC_AUTHORIZATION }'],
    source: 'RFC 9110 section 11.6.1',
  },
  'auth.other-scheme': {
    when: { ...denied, [status]: 401, [challenge]: /^(Digest|Negotiate|NTLM)\b/i },
    confidence: 'high',
    cause:
      'The server asks for another kind of credential than a token: {http.response.header.www-authenticate}.',
    fix: ['# Configuration file', 'headers: { authorization: $OTHER_AUTHORIZATION }'],
    source: 'RFC 9110 section 11.6.1',
  },
  'auth.credential-harms': {
    // Of a refusal in-band, a 101 without a credential says nothing.
    when: { ...denied, [status]: { not: 101 }, 'token.none': [101, 200] },
    confidence: 'high',
    cause:
      'Without a credential the same request is let in: this path needs none, and refuses the one that was shown.',
    fix: ['# Configuration file', 'credential: none'],
    source: 'the same request without a credential',
  },
  'auth.credential-read': {
    when: { ...denied, [status]: 401, 'token.none': 401, 'token.garbage': 400 },
    confidence: 'high',
    cause:
      'The server reads the credential (an unreadable one is answered otherwise) and does not accept ours: another secret, audience or issuer.',
    fix: [sameKey],
    source: 'the same request without and with an unreadable credential',
  },
  'auth.refused-by-ws-server': {
    when: { ...denied, [status]: 401, [body]: /^Unauthorized\s*$/, [challenge]: null, proxy: null },
    confidence: 'medium',
    cause: 'A check in the WebSocket server itself (`verifyClient` of ws) refused the credential.',
    fix: [sameKey, '# Where the server looks for it:', 'credential-in: query:token'],
    source: 'websockets/ws:lib/websocket-server.js',
  },
  'auth.refused-before-accept': {
    when: {
      ...denied,
      [status]: 403,
      speaker: { not: 'Envoy' },
      [header('cf-mitigated')]: null,
      [challenge]: null,
      [reason]: { not: /^Access denied$/ },
      [body]: null,
    },
    confidence: 'medium',
    cause:
      'The application refused before it accepted the connection: it does not accept the credential. ASGI servers (uvicorn, Daphne) say 403 with no word more.',
    fix: [sameKey, '# Where the server looks for it:', 'credential-in: query:token'],
    source: 'live: uvicorn 0.17.6 with FastAPI; Kludex/starlette:starlette/routing.py',
    adjust: [
      { when: { 'origin.decides': true }, to: 'low' },
      // It keeps credentials to itself, unless told otherwise.
      { when: { proxy: 'Squid' }, to: 'low' },
      // Caddy itself, unless a plain GET shows that there is an application that tells the two apart.
      { when: { speaker: 'Caddy', 'twin.get.same_as_upgrade': { not: false } }, to: 'low' },
      { when: { 'twin.random.same': false }, to: 'high' },
    ],
  },
  'auth.route-missing-asgi': {
    when: {
      ...denied,
      [status]: 403,
      [body]: null,
      'twin.random.same': true,
      speaker: { not: 'Envoy' },
    },
    confidence: 'medium',
    cause:
      'A path that cannot exist is refused in just the same way: perhaps there is no WebSocket route at this path. ASGI servers (uvicorn, Daphne) answer 403 to that.',
    fix: ['# The route, with the very path that is checked', '@app.websocket("/ws")'],
    source: 'live: uvicorn 0.17.6 with FastAPI; Kludex/starlette:starlette/routing.py',
  },
  'auth.channels-denied': {
    when: { ...denied, [status]: 403, [reason]: /^Access denied$/ },
    confidence: 'high',
    cause:
      'Channels (its server Daphne) denied the connection before it accepted: the consumer does not take the credential, or the validator of Origins not this Origin.',
    adjust: [{ when: { 'origin.decides': true }, to: 'low' }],
    fix: ["ALLOWED_HOSTS = ['{server.address}']   # AllowedHostsOriginValidator", sameKey],
    source: 'django/daphne:daphne/ws_protocol.py; django/channels:channels/security/websocket.py',
  },
  'auth.forbidden': {
    when: { ...denied, [status]: 403 },
    confidence: 'medium',
    cause:
      'The credential was shown and does not suffice: a role or scope is missing, or it belongs to another environment.',
    fix: [sameKey, 'jwt-claims: |', '  scope: SCOPE'],
    source: 'RFC 9110 section 15.5.4',
  },
  'auth.unauthorized': {
    when: { ...denied, [status]: 401 },
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
    source: 'RFC 9110 section 15.5.2',
  },
  'auth.refused': {
    when: { 'fault.type': 'auth.refused' },
    confidence: 'low',
    cause: 'The credential was refused.',
    fix: [sameKey],
    source: 'RFC 9110 section 15.5.2',
  },
  'auth.required': {
    when: { 'fault.type': 'auth.required' },
    confidence: 'high',
    cause: 'The endpoint asks for a credential and none was given.',
    fix: ['with:', '  jwt-secret: ${{ secrets.STAGING_JWT_SECRET }}'],
    source: 'RFC 9110 section 15.5.2',
  },
})
