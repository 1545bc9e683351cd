/** Refused credentials, closes and messages (catalogue, sections 7, 8 and 9). */

import { at, closed, type Recorded, said, upgrade } from './recorded.ts'

const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const bearer = (words: string) => ({ 'www-authenticate': `Bearer ${words}` })
const envoy = { server: 'istio-envoy', ...text }

const auth: Recorded = {
  'auth.origin-refused': upgrade(403, 'Cross origin websockets not allowed', text),
  'auth.origin-suspected': upgrade(403, '{"error":"origin not in the list"}', json),
  'auth.mesh-policy': upgrade(403, 'RBAC: access denied', envoy),
  'auth.scope-missing': upgrade(
    403,
    '',
    bearer('error="insufficient_scope", error_description="The request requires higher privileges"'),
  ),
  'auth.token-invalid': upgrade(401, '', bearer('error="invalid_token"')),
  'auth.basic-password-wanted': upgrade(401, 'nope', { 'www-authenticate': 'Basic realm="staging"' }),
  'auth.other-scheme': upgrade(401, 'nope', { 'www-authenticate': 'Negotiate' }),
  'auth.credential-harms': upgrade(401, '{"error":"nope"}', json, {
    'token.none': 101,
    'token.valid': 401,
    'token.garbage': 401,
  }),
  'auth.credential-read': upgrade(401, '{"error":"nope"}', json, {
    'token.none': 401,
    'token.valid': 401,
    'token.garbage': 400,
  }),
  'auth.refused-by-ws-server': upgrade(401, 'Unauthorized', text),
  'auth.refused-before-accept': upgrade(403, '', { server: 'uvicorn' }),
  'auth.route-missing-asgi': upgrade(
    403,
    '',
    { server: 'uvicorn' },
    { 'twin.random.same': true, 'twin.random.status_code': 403 },
  ),
  'auth.channels-denied': upgrade(
    403,
    '',
    { 'transfer-encoding': 'chunked' },
    { 'http.response.status_text': 'Access denied' },
  ),
  'auth.forbidden': upgrade(403, '{"error":"nope"}', json),
  'auth.token-rejected': upgrade(403, '{"detail":"Invalid token"}', json),
  'auth.unauthorized': upgrade(401, '{"error":"nope"}', json),
  'auth.refused': at('auth.refused', { 'http.response.status_code': 407 }),
  'auth.required': at('auth.required', { 'http.response.status_code': 401 }),
}

const tokens: Recorded = {
  'auth.token-expired': upgrade(
    401,
    '',
    bearer('error="invalid_token", error_description="Jwt expired at 2026-11-22T09:00:00Z"'),
  ),
  'auth.token-not-yet-valid': upgrade(
    401,
    '',
    bearer('error="invalid_token", error_description="Jwt used before 2026-11-22T11:00:00Z"'),
  ),
  'auth.token-undecodable': upgrade(
    401,
    '',
    bearer(
      'error="invalid_token", error_description="An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found"',
    ),
  ),
  'auth.token-expired-body': upgrade(401, '{"detail":"Signature has expired"}', json),
  'auth.signature-wrong': upgrade(401, '{"detail":"Signature verification failed"}', json),
  'auth.audience-wrong': upgrade(401, '{"detail":"Invalid audience"}', json),
  'auth.issuer-wrong': upgrade(401, '{"error":"jwt issuer invalid. expected: https://idp"}', json),
  'auth.algorithm-wrong': upgrade(401, '{"error":"invalid algorithm"}', json),
  'auth.keys-unreachable': upgrade(
    401,
    '{"detail":"Unable to find a signing key that matches: \\"k1\\""}',
    json,
  ),
  'auth.envoy-token-missing': upgrade(401, 'Jwt is missing', envoy),
  'auth.envoy-token-expired': upgrade(401, 'Jwt is expired', envoy),
  'auth.envoy-token-not-yet-valid': upgrade(401, 'Jwt not yet valid', envoy),
  'auth.envoy-issuer': upgrade(401, 'Jwt issuer is not configured', envoy),
  'auth.envoy-signature': upgrade(401, 'Jwt verification fails', envoy),
  'auth.envoy-keys-unreachable': upgrade(401, 'Jwks remote fetch is failed', envoy),
  'auth.envoy-token-malformed': upgrade(
    401,
    'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections',
    envoy,
  ),
  'auth.envoy-audience': upgrade(403, 'Audiences in Jwt are not allowed', envoy),
}

const graphql = { 'ws.subprotocol': 'graphql-transport-ws' }
const closes: Recorded = {
  'auth.closed-by-policy': at('auth.closed', { 'ws.close.code': 4499 }, '4499'),
  'auth.closed-policy-violation': closed(1008),
  'auth.closed-unauthorized': closed(4401),
  'messaging.sockjs-heartbeat': closed(3000, { reason: 'No response from heartbeat' }),
  'auth.closed-forbidden': closed(4403),
  'auth.graphql-not-initialised': closed(4401, { reason: 'Unauthorized', facts: graphql }),
  'auth.graphql-refused': closed(4403, { reason: 'Forbidden', facts: graphql }),
  'messaging.graphql-init-timeout': closed(4408, {
    reason: 'Connection initialisation timeout',
    facts: graphql,
  }),
  'messaging.graphql-subprotocol': closed(4406, { reason: 'Subprotocol not acceptable' }),
  'messaging.graphql-bad-message': closed(4400, { reason: 'Invalid message', facts: graphql }),
  'messaging.graphql-legacy': closed(1002, { reason: 'Unsupported protocol' }),
  'auth.centrifugo-token': closed(3500, { reason: 'invalid token' }),
  'auth.centrifugo-permission': closed(3507, { reason: 'permission denied' }),
  'auth.actioncable-unauthorized': said(
    '{"type":"disconnect","reason":"unauthorized","reconnect":false}',
    'ws.closed',
  ),
  'auth.actioncable-origin': said(
    '{"type":"disconnect","reason":"invalid_request","reconnect":false}',
    'ws.closed',
  ),
  'auth.socketio-refused': said('44{"message":"invalid token"}', 'auth.refused'),
  'auth.pusher-application': said(
    '{"event":"pusher:error","data":"{\\"code\\":4001,\\"message\\":\\"Application does not exist\\"}"}',
    'ws.closed',
  ),
  'auth.pusher-origin': said(
    '{"event":"pusher:error","data":"{\\"code\\":4009,\\"message\\":\\"Origin not allowed\\"}"}',
    'ws.closed',
  ),
}

const messaging: Recorded = {
  'messaging.handler-crashed': closed(1011),
  'messaging.keepalive-timeout': closed(1011, { reason: 'keepalive ping timeout', afterMs: 40_210 }),
  'messaging.going-away': closed(1001),
  'messaging.restarting': closed(1012),
  'messaging.reply-says-limited': said('{"error":"rate limit exceeded, retry later"}', 'ws.wrong_reply'),
  'auth.refused-in-reply': said(
    '{"type":"error","code":401,"message":"Unauthorized: token expired"}',
    'ws.wrong_reply',
  ),
  'messaging.replaced': closed(4001, { reason: 'replaced by new connection' }),
  'messaging.overloaded': closed(1013),
  'messaging.bad-gateway': closed(1014),
  'messaging.too-big': closed(1009),
  'messaging.reply-too-big': at('ws.message_too_large'),
  'messaging.data-refused': closed(1003),
  'messaging.text-invalid': closed(1007),
  'messaging.frame-refused': closed(1002),
  'messaging.cut-at-once': closed(1006, { afterMs: 4 }),
  'messaging.cut': closed(1006, { afterMs: 5210 }),
  'messaging.closed-normally': closed(1000),
  'messaging.closed-without-code': closed(1005),
  'messaging.closed': closed(1010),
  'messaging.closed-by-application': closed(4123),
  'messaging.protocol-error': at('ws.protocol_error'),
  'messaging.silent': at('ws.no_reply', { 'ws.messages.received': 0 }),
  'messaging.no-matching-reply': said('{"type":"hello"}'),
  'messaging.wrong-reply': said('{"type":"error"}', 'ws.wrong_reply'),
  'messaging.unwanted-message': said('{"type":"leak"}', 'ws.unwanted_message'),
  'messaging.not-closed': at('ws.not_closed'),
  'messaging.slow': at('ws.slow'),
  'messaging.pong-missing': at('ws.pong_missing'),
  'messaging.cross-talk': at('ws.cross_talk'),
}

const limits: Recorded = {
  'messaging.proxy-timeout': closed(1006, { afterMs: 47_510 }),
  'messaging.cut-to-the-second': closed(1006, { afterMs: 30_012 }),
  'messaging.nginx-timeout': closed(1006, { afterMs: 60_041, headers: { server: 'nginx/1.22.1' } }),
  'messaging.awselb-timeout': closed(1006, {
    afterMs: 60_041,
    headers: { 'set-cookie': 'AWSALB=…, AWSALBCORS=…' },
  }),
  'messaging.google-lb-timeout': closed(1006, { afterMs: 30_041, headers: { via: '1.1 google' } }),
  'messaging.cloud-run-timeout': closed(1006, { afterMs: 300_041, headers: { server: 'Google Frontend' } }),
  'messaging.heroku-timeout': closed(1006, { afterMs: 55_041, headers: { via: '1.1 vegur' } }),
  'messaging.azure-timeout': closed(1006, { afterMs: 230_041, headers: { server: 'Microsoft-IIS/10.0' } }),
  'messaging.cloudflare-timeout': closed(1006, { afterMs: 100_041, headers: { server: 'cloudflare' } }),
  'messaging.phoenix-heartbeat': closed(1000, {
    afterMs: 60_041,
    facts: { 'url.full': 'wss://staging.example.com/socket/websocket?vsn=…' },
  }),
  'messaging.apigateway-integration': said(
    '{"message": "Internal server error", "connectionId":"L0c=", "requestId":"L0d="}',
  ),
  'messaging.apigateway-slow': said(
    '{"message": "Endpoint request timed out", "connectionId":"L0c=", "requestId":"L0d="}',
  ),
  'messaging.apigateway-no-route': said(
    '{"message": "Forbidden", "connectionId":"L0c=", "requestId":"L0d="}',
  ),
  'messaging.actioncable-restart': said(
    '{"type":"disconnect","reason":"server_restart","reconnect":true}',
    'ws.closed',
  ),
  'messaging.pusher-limit': said(
    '{"event":"pusher:error","data":"{\\"code\\":4004,\\"message\\":\\"Over connection quota\\"}"}',
    'ws.closed',
  ),
  'messaging.socketio-no-connect': said(
    '0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
  ),
  'messaging.graphql-init-missing': at('ws.no_reply', { 'ws.messages.received': 0, ...graphql }),
}

export const conversationEvidence: Recorded = { ...auth, ...tokens, ...closes, ...messaging, ...limits }
