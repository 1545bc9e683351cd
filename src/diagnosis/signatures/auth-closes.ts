/** The connection was accepted, and closed for the credential: by close code, or by a message that says so. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { sameKey } from './auth.ts'
import { closeCode, ended } from './families.ts'

const received = 'ws.received.last'
const graphqlWs = 'enisdenjo/graphql-ws:PROTOCOL.md'
const centrifugo = 'centrifugal/centrifuge: disconnect codes'
const at = (code: number | readonly number[]): Conditions => ({ ...ended, [closeCode]: code })
const spoke: Conditions = {
  'fault.type': ['ws.closed', 'ws.cut', 'auth.closed', 'auth.refused', 'ws.no_reply', 'ws.wrong_reply'],
}
const elsewhere = ['# Where the server looks for it:', 'credential-in: query:token']

export const authCloseSignatures = defineSignatures({
  'auth.closed-by-policy': {
    when: { 'fault.type': 'auth.closed' },
    confidence: 'high',
    cause:
      'The server accepted the connection and closed it for the credential (close code {ws.close.code}).',
    fix: [sameKey, ...elsewhere],
    source: 'RFC 6455 section 7.4.1; IANA registry of close codes',
  },
  'auth.closed-policy-violation': {
    when: at(1008),
    confidence: 'high',
    cause:
      'The server closed with 1008 (policy violation): it misses or refuses a credential or a parameter; FastAPI does so when the parameters of the route do not validate.',
    fix: [sameKey, ...elsewhere],
    source: 'RFC 6455 section 7.4.1; FastAPI documentation (WebSockets)',
  },
  'auth.closed-unauthorized': {
    when: at([3000, 4401]),
    confidence: 'high',
    cause:
      'The server closed with {ws.close.code} (unauthorized): it misses the credential, or cannot verify it.',
    fix: [sameKey, ...elsewhere],
    source: 'IANA registry of close codes (3000); RFC 6455 section 7.4.2',
  },
  'messaging.sockjs-heartbeat': {
    when: { ...at(3000), 'ws.close.reason': /No response from heartbeat/i },
    confidence: 'high',
    cause:
      'SockJS closed the connection because its heartbeat went unanswered: frames do not pass, or the event loop hangs.',
    fix: [
      '# Does the proxy in between pass frames both ways? nginx:',
      'proxy_buffering off;',
      'proxy_read_timeout 3600s;',
    ],
    source: 'sockjs/sockjs-node (3000, "No response from heartbeat")',
  },
  'auth.closed-forbidden': {
    when: at([3003, 4403]),
    confidence: 'high',
    cause: 'The server closed with {ws.close.code} (forbidden): it knows the caller and does not let it in.',
    fix: ['jwt-claims: |', '  scope: SCOPE'],
    source: 'IANA registry of close codes (3003); RFC 6455 section 7.4.2',
  },
  'auth.graphql-not-initialised': {
    when: { ...at(4401), 'ws.subprotocol': 'graphql-transport-ws' },
    confidence: 'high',
    cause: 'graphql-ws got a subscription before the connection was acknowledged (4401).',
    fix: [
      '# Configuration file: first of all',
      '- send: { type: connection_init, payload: { authorization: "Bearer {{token}}" } }',
      '- receive: { type: connection_ack }',
    ],
    source: graphqlWs,
  },
  'auth.graphql-refused': {
    when: { ...at(4403), 'ws.subprotocol': 'graphql-transport-ws' },
    confidence: 'high',
    cause:
      'graphql-ws refused the connection (4403): `onConnect` does not accept the payload of connection_init.',
    fix: ['- send: { type: connection_init, payload: { authorization: "Bearer {{token}}" } }'],
    source: graphqlWs,
  },
  'messaging.graphql-init-timeout': {
    when: at(4408),
    confidence: 'high',
    cause: 'graphql-ws waited for connection_init and got none (4408).',
    fix: ['- send: { type: connection_init }', '- receive: { type: connection_ack }'],
    source: graphqlWs,
  },
  'messaging.graphql-subprotocol': {
    when: at(4406),
    confidence: 'high',
    cause: 'graphql-ws does not speak the subprotocol that was offered (4406).',
    fix: ['subprotocol: graphql-transport-ws'],
    source: graphqlWs,
  },
  'messaging.graphql-bad-message': {
    when: at([4400, 4409, 4429]),
    confidence: 'high',
    cause:
      'graphql-ws did not accept a message: malformed, a second connection_init, or a subscription id in use (code {ws.close.code}).',
    fix: ['- send: { type: subscribe, id: "{{id}}", payload: { query: "subscription { … }" } }'],
    source: graphqlWs,
  },
  'messaging.graphql-legacy': {
    when: { ...ended, [closeCode]: 1002, 'ws.close.reason': /subprotocol|protocol/i },
    confidence: 'medium',
    cause:
      'The server speaks another subprotocol than the one that was offered: the legacy `graphql-ws` (subscriptions-transport-ws), for example.',
    fix: ['subprotocol: graphql-ws'],
    source: 'apollographql/subscriptions-transport-ws:src/server.ts',
  },
  'auth.centrifugo-token': {
    when: at([3500, 3501, 3005]),
    confidence: 'medium',
    cause:
      'Centrifugo refused the token ({ws.close.code}): its secret or JWKS is another one, or the token expired.',
    fix: ['# Centrifugo', 'CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY=…', sameKey],
    source: centrifugo,
  },
  'auth.centrifugo-permission': {
    when: at(3507),
    confidence: 'medium',
    cause: 'Centrifugo refused the permission (3507): the token does not allow the channel.',
    fix: ['jwt-claims: |', '  channels: [CHANNEL]'],
    source: centrifugo,
  },
  'auth.actioncable-unauthorized': {
    when: { ...spoke, [received]: /"type":\s*"disconnect".*"reason":\s*"unauthorized"/s },
    confidence: 'high',
    cause:
      'ActionCable rejected the connection (`reject_unauthorized_connection`): the cookie or token did not come or is not valid.',
    fix: [
      'credential-in: cookie:_session',
      '# app/channels/application_cable/connection.rb',
      'identified_by :current_user',
    ],
    source: 'rails/rails:actioncable',
  },
  'auth.actioncable-origin': {
    when: { ...spoke, [received]: /"type":\s*"disconnect".*"reason":\s*"invalid_request"/s },
    confidence: 'high',
    cause: 'ActionCable refuses the Origin or the headers of the request.',
    fix: [
      "config.action_cable.allowed_request_origins = ['https://app.example.com']",
      'origin: https://app.example.com',
    ],
    source: 'rails/rails:actioncable',
  },
  'auth.socketio-refused': {
    when: { ...spoke, [received]: /^44(\/[^,]*,)?\{"message":"(?!Invalid namespace)/ },
    confidence: 'high',
    cause:
      'Socket.IO refused the connection to the namespace (CONNECT_ERROR): a middleware refused the credential in CONNECT.',
    fix: [
      '# Configuration file: the credential in the CONNECT packet, by the name that the middleware reads',
      'protocol: { name: socket.io, auth: { token: "{{token}}" } }',
    ],
    source: 'socket.io documentation (CONNECT_ERROR)',
  },
  'auth.pusher-application': {
    when: { ...spoke, [received]: /"pusher:error".*(4001|Application does not exist)/s },
    confidence: 'high',
    cause: 'The Pusher server (Reverb, soketi) has no application with this key.',
    fix: ['websocket: /app/KEY', 'REVERB_APP_KEY=KEY'],
    source: 'laravel/reverb:src/Protocols/Pusher/Http/Controllers/PusherController.php; soketi:src',
  },
  'auth.pusher-origin': {
    when: { ...spoke, [received]: /"pusher:error".*(4009|Origin not allowed|Connection is unauthorized)/s },
    confidence: 'high',
    cause: 'The Pusher server refuses the Origin, or the subscription is not authorised.',
    fix: [
      '# config/reverb.php',
      "'allowed_origins' => ['app.example.com'],",
      'origin: https://app.example.com',
    ],
    source: 'laravel/reverb:src/Protocols/Pusher; soketi:src',
  },
})
