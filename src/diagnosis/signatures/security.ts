/** A client with a bad credential was let in beside a good one, or it is not clear that it was refused. */

import { defineSignatures } from '../signature.ts'
import { status } from './families.ts'

const rfc = 'RFC 8725 section'
const pinned = [
  '# PyJWT',
  'jwt.decode(token, KEY, algorithms=["HS256"])',
  '# jsonwebtoken',
  "jwt.verify(token, KEY, { algorithms: ['HS256'] })",
]
const unproven = { 'fault.type': 'auth.refusal_not_proven' }

export const securitySignatures = defineSignatures({
  'security.anonymous-accepted': {
    when: { 'fault.type': 'auth.accepted.none' },
    confidence: 'high',
    cause:
      'Anybody gets in: a client that shows no credential is served like one with a good one. Authentication is switched off, or does not cover this path.',
    fix: [
      '# FastAPI: refuse before the connection is accepted',
      'if not is_valid(websocket.headers.get("authorization")):',
      '    await websocket.close(code=1008)',
      '# ws (Node)',
      "server.on('upgrade', (request, socket) => { if (!isValid(request)) socket.end('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n') })",
      '# If this endpoint is public on purpose:',
      'auth-required: false',
    ],
    source: 'OWASP WebSocket Security Cheat Sheet, authentication',
  },
  'security.any-string-accepted': {
    when: { 'fault.type': 'auth.accepted.malformed' },
    confidence: 'high',
    cause:
      'Any string is taken for a credential: it is looked for, and never read. A client that shows none is refused, one that shows garbage is not.',
    fix: pinned,
    source: `${rfc} 3.1`,
  },
  'security.signature-not-verified': {
    when: { 'fault.type': 'auth.accepted.wrong_signature' },
    confidence: 'high',
    cause:
      'The token is read and not verified: whoever changes it, or signs it with a key of their own, gets in.',
    fix: [
      '# Never: decode without verification',
      'jwt.decode(token, options={"verify_signature": False})',
      ...pinned,
    ],
    source: `${rfc} 2.1 and 3.1`,
  },
  'security.tampered-accepted': {
    when: { 'fault.type': 'auth.accepted.tampered' },
    confidence: 'high',
    cause:
      'A credential that was changed on its way is accepted: it is compared in part, or its signature does not cover it.',
    fix: pinned,
    source: `${rfc} 3.1`,
  },
  'security.truncated-accepted': {
    when: { 'fault.type': 'auth.accepted.truncated' },
    confidence: 'high',
    cause:
      'The beginning of a credential is accepted: it is compared as a prefix, so that it can be guessed piece by piece.',
    fix: ['# Compare the whole, in constant time', 'hmac.compare_digest(given, expected)'],
    source: 'CWE-187 (partial string comparison)',
  },
  'security.empty-signature-accepted': {
    when: { 'fault.type': 'auth.accepted.empty_signature' },
    confidence: 'high',
    cause: 'A token whose signature was cut off is accepted: nothing to verify is taken for verified.',
    fix: pinned,
    source: `${rfc} 3.1`,
  },
  'security.unsigned-accepted': {
    when: { 'fault.type': 'auth.accepted.alg_none' },
    confidence: 'high',
    cause:
      'Tokens without a signature are accepted if they say so themselves ("alg": "none"): anybody can write one for any user.',
    fix: ['# Say which algorithms are accepted; never "none", in no spelling', ...pinned],
    source: `${rfc} 2.1 and 3.1`,
  },
  'security.key-confusion': {
    when: { 'fault.type': 'auth.accepted.key_confusion' },
    confidence: 'high',
    cause:
      'The token chooses its algorithm: one that is signed (HS256) with the public key as the shared secret is accepted. Everybody has the public key.',
    fix: ['# Accept the algorithm of the key only', 'jwt.decode(token, PUBLIC_KEY, algorithms=["RS256"])'],
    source: `${rfc} 2.1`,
  },
  'security.expired-accepted': {
    when: { 'fault.type': 'auth.accepted.expired' },
    confidence: 'high',
    cause:
      'Expired tokens are accepted: one that was stolen once works for ever. The claim "exp" is not verified.',
    fix: [
      '# PyJWT: remove verify_exp=False, and demand the claim',
      'jwt.decode(token, KEY, algorithms=["HS256"], options={"require": ["exp"]})',
      '# jsonwebtoken: remove',
      'ignoreExpiration: true',
    ],
    source: 'RFC 7519 section 4.1.4',
  },
  'security.early-accepted': {
    when: { 'fault.type': 'auth.accepted.not_yet_valid' },
    confidence: 'high',
    cause: 'Tokens are accepted before they are valid: the claim "nbf" is not verified.',
    fix: ['# PyJWT: remove', 'verify_nbf=False', '# jsonwebtoken: remove', 'ignoreNotBefore: true'],
    source: 'RFC 7519 section 4.1.5',
  },
  'security.audience-not-verified': {
    when: { 'fault.type': 'auth.accepted.wrong_audience' },
    confidence: 'high',
    cause:
      'Tokens for another service are accepted: the claim "aud" is not verified, so what another service was given opens this one.',
    fix: [
      'jwt.decode(token, KEY, algorithms=["HS256"], audience="api")',
      "jwt.verify(token, KEY, { algorithms: ['HS256'], audience: 'api' })",
    ],
    source: `${rfc} 3.9`,
  },
  'security.issuer-not-verified': {
    when: { 'fault.type': 'auth.accepted.wrong_issuer' },
    confidence: 'high',
    cause: 'Tokens of another issuer are accepted: the claim "iss" is not verified.',
    fix: [
      'jwt.decode(token, KEY, algorithms=["HS256"], issuer="https://issuer.example.com")',
      "jwt.verify(token, KEY, { algorithms: ['HS256'], issuer: 'https://issuer.example.com' })",
    ],
    source: `${rfc} 3.8`,
  },
  'security.bad-credential-crashes': {
    when: { ...unproven, [status]: { between: [500, 599] }, 'speaker.kind': { not: 'proxy' } },
    confidence: 'high',
    cause:
      'A bad credential is answered with HTTP {http.response.status_code}: the application stumbles over it instead of refusing it.',
    fix: ['# PyJWT: every refusal is one of these', 'except jwt.InvalidTokenError:', '    return 401'],
    source: 'live: an unhandled exception of PyJWT gives 500',
  },
  'security.bad-credential-at-gateway': {
    when: { ...unproven, [status]: { between: [500, 599] }, 'speaker.kind': 'proxy' },
    confidence: 'medium',
    cause:
      'A bad client got {http.response.status_code} from {speaker} itself: a limit on connections answered before anybody looked at the credential, or the application broke off over it.',
    fix: [
      '# In the inputs: fewer clients at once',
      'connections: 1',
      '# Does the application crash? Its log:',
      'kubectl logs deploy/NAME --tail=100',
    ],
    source: 'live: nginx with max_conns',
  },
  'security.bad-credential-hidden': {
    when: { ...unproven, [status]: 404 },
    confidence: 'medium',
    cause:
      'A bad client is told that there is nothing here (HTTP 404). If that is how this server refuses, declare it.',
    fix: ['- auth: /ws', '  refused: { status: 404 }'],
    source: 'RFC 9110 section 15.5.4',
  },
  'security.bad-credential-throttled': {
    when: { ...unproven, [status]: 429 },
    confidence: 'high',
    cause:
      'A rate limit answered (HTTP 429) before the credential was looked at: take this client out of it, or ask less often.',
    fix: ['# nginx', 'limit_req zone=auth burst=20;'],
    source: 'RFC 6585 section 4',
  },
  'security.refusal-in-band': {
    when: { ...unproven, [status]: 101, 'ws.messages.received': { not: [0] } },
    confidence: 'medium',
    cause:
      'The connection was opened and something was said on it, but not what a good client hears. If that message refuses the client, declare it.',
    fix: ['- auth: /ws', '  refused:', '    message: { type: error, code: unauthorized }'],
    source: 'graphql-ws, socket.io and STOMP refuse in messages of their own',
  },
  'security.closes-without-policy': {
    when: { ...unproven, 'ws.close.code': [1000, 1005, 1006, 1011] },
    confidence: 'medium',
    cause:
      'The connection of a bad client is closed with {ws.close.code}, which is no refusal: a crash or a restart looks the same. Close with 1008 or 4401, or declare the code.',
    fix: [
      'await websocket.close(code=1008)',
      '# or, in the configuration file',
      '- auth: /ws',
      '  refused: { close: 1000 }',
    ],
    source: 'RFC 6455 section 7.4.1',
  },
  'security.bad-client-left-hanging': {
    when: { ...unproven, [status]: 101, 'ws.messages.received': 0, 'ws.close.code': null },
    confidence: 'medium',
    cause:
      'A bad client is let in and then ignored: it holds a connection for nothing, and nobody can tell whether it is refused.',
    fix: ['# Refuse at the handshake, or close', 'await websocket.close(code=1008)'],
    source: 'OWASP WebSocket Security Cheat Sheet, authentication',
  },
  'security.refusal-not-proven': {
    when: unproven,
    confidence: 'low',
    cause: 'A bad credential is neither accepted nor refused: what came back is no answer to it.',
    fix: [
      '# What refuses on this path, if it is neither 401, 403 nor a policy close',
      '- auth: /ws',
      '  refused: { status: [400] }',
    ],
    source: 'CONTRACT: 404, 5xx and time-outs are no refusals',
  },
})
