/** Protocols on top of WebSocket that were spoken by name: how they refuse and fail in-band. */

import { type Conditions, defineSignatures } from '../signature.ts'
import { sameKey } from './auth.ts'
import { closeCode, status } from './families.ts'

const received = 'ws.received.last'
const inBand = (protocol: string): Conditions => ({
  'fault.type': 'auth.refused',
  'ws.protocol': protocol,
  [status]: 101,
})
const spoken = (protocol: string, fault: string): Conditions => ({
  'fault.type': fault,
  'ws.protocol': protocol,
})
const something = { between: [1, 1_000_000] as const }

export const protocolSignatures = defineSignatures({
  'messaging.socketio-namespace': {
    when: {
      'fault.type': ['ws.wrong_reply', 'ws.no_reply'],
      [received]: /^44(\/[^,]*,)?\{"message":"Invalid namespace"/,
    },
    confidence: 'high',
    cause: 'The Socket.IO server has no such namespace ("Invalid namespace"): nobody called io.of() for it.',
    fix: [
      "io.of('/chat').on('connection', socket => { … })",
      '# or, in the configuration file',
      'protocol: { name: socket.io, namespace: /chat }',
    ],
    source: 'socketio/socket.io:packages/socket.io/lib/client.ts; live',
  },
  'messaging.socketio-version': {
    when: spoken('socket.io', 'ws.protocol_error'),
    confidence: 'medium',
    cause:
      'The Socket.IO server took the upgrade and wrote an HTTP answer into the WebSocket, as it does when EIO in the query names another version of the protocol than its own.',
    fix: [
      '# Leave EIO out of the path: 4 is added',
      'messaging: /socket.io/',
      '# or let the server take old clients',
      'new Server({ allowEIO3: true })',
    ],
    source: 'socketio/socket.io:packages/engine.io/lib/server.ts; live',
    // It spoke with us: the version is the same.
    adjust: [{ when: { 'ws.messages.received': { between: [1, 1e6] } }, to: 'low' }],
  },
  'messaging.http-in-frames': {
    when: {
      ...spoken('socket.io', 'ws.protocol_error'),
      'fault.code': 'WS_ERR_EXPECTED_FIN',
      'ws.messages.received': { between: [1, 1e6] },
    },
    confidence: 'medium',
    cause:
      'What came in place of a frame reads like the first byte of "HTTP/1.1": the Socket.IO server failed over what was sent to it, perhaps no packet of the protocol, and wrote an error page into the WebSocket.',
    fix: [
      '# Configuration file: an event by its name',
      'protocol: { name: socket.io, event: NAME, send: { id: "{{id}}" } }',
    ],
    source: 'live: Flask-SocketIO 5.3 on eventlet, sent a text that is no packet',
  },
  'messaging.socketio-unacknowledged': {
    when: {
      ...spoken('socket.io', 'ws.no_reply'),
      'fault.type': ['ws.no_reply', 'ws.wrong_reply'],
      [received]: /^4[02]/,
    },
    confidence: 'medium',
    cause:
      'Socket.IO let us in and did not answer the event: no handler for its name, or one that does not call its acknowledgement.',
    fix: ["socket.on('chat_message', (message, acknowledge) => acknowledge({ ok: true }))"],
    source: 'socket.io documentation (acknowledgements); live',
  },
  'auth.graphql-init-refused': {
    when: { 'fault.type': 'auth.closed', 'ws.protocol': 'graphql-ws', [closeCode]: [4400, 4500] },
    confidence: 'high',
    cause:
      'The GraphQL server refused the payload of connection_init and closed with {ws.close.code}: the token is missing there, invalid, or under another name.',
    fix: [
      'protocol: { name: graphql-ws, connection-params: { authorization: "Bearer {{token}}" } }',
      sameKey,
    ],
    source: 'enisdenjo/graphql-ws:PROTOCOL.md; hasura/graphql-engine documentation; live',
  },
  'auth.graphql-operation-refused': {
    when: inBand('graphql-ws'),
    confidence: 'high',
    cause:
      'GraphQL acknowledged the connection and refused the operation: the caller may not use this field.',
    fix: [
      'jwt-claims: |',
      '  scope: SCOPE',
      '# or a query that the caller may use',
      'protocol: { name: graphql-ws, query: "{ __typename }" }',
    ],
    source: 'the code or the words of the error; live',
  },
  'messaging.graphql-errors': {
    when: { ...spoken('graphql-ws', 'ws.wrong_reply'), [received]: /"type":\s*"error"|"errors":\s*\[/ },
    confidence: 'high',
    cause:
      'GraphQL answered the operation with errors: it is not valid for the schema, or its resolver failed.',
    fix: [
      '# The error is in the transcript. A query that fits every schema:',
      'protocol: { name: graphql-ws, query: "{ __typename }" }',
    ],
    source: 'enisdenjo/graphql-ws:PROTOCOL.md; live',
  },
  'auth.json-rpc-refused': {
    when: inBand('json-rpc'),
    confidence: 'high',
    cause: 'JSON-RPC answered with an error that refuses the caller.',
    fix: [sameKey, 'jwt-claims: |', '  scope: SCOPE'],
    source: 'the code of the error; live',
  },
  'messaging.json-rpc-error': {
    when: { ...spoken('json-rpc', 'ws.wrong_reply'), [received]: /"error":\s*\{/ },
    confidence: 'high',
    cause:
      'JSON-RPC answered with an error object: the method is not there, its parameters do not fit, or it failed.',
    fix: [
      '# -32601 is an unknown method, -32602 wrong parameters, -32603 an exception',
      'protocol: { name: json-rpc, method: METHOD, params: { … } }',
    ],
    source: 'https://www.jsonrpc.org/specification#error_object; live',
  },
  'auth.stomp-refused': {
    when: inBand('stomp'),
    confidence: 'high',
    cause:
      'The STOMP broker refused CONNECT or a destination with an ERROR frame: login, passcode or permissions.',
    fix: [
      'protocol: { name: stomp, connect-headers: { login: USER, passcode: "{{token}}" } }',
      '# RabbitMQ',
      'rabbitmqctl authenticate_user USER PASSWORD',
    ],
    source: 'STOMP 1.2 (ERROR); rabbitmq/rabbitmq-server:deps/rabbitmq_stomp; live',
  },
  'messaging.rabbitmq-stomp-died': {
    when: { 'fault.type': 'ws.closed', [closeCode]: 1000, 'ws.close.reason': /^STOMP died/ },
    confidence: 'medium',
    cause:
      'RabbitMQ gave up the STOMP session: mostly the user has no permission for the destination. The reason is in its log.',
    fix: [
      'rabbitmqctl set_permissions -p / USER ".*" ".*" ".*"',
      'rabbitmqctl set_topic_permissions -p / USER amq.topic ".*" ".*"',
    ],
    source: 'rabbitmq/rabbitmq-server:deps/rabbitmq_web_stomp; live',
  },
  'auth.mqtt-refused': {
    when: inBand('mqtt'),
    confidence: 'high',
    cause: 'The MQTT broker refused the user name and password in CONNACK, or the subscription in SUBACK.',
    fix: [
      'protocol: { name: mqtt, username: USER }',
      '# mosquitto',
      'mosquitto_passwd /etc/mosquitto/passwords USER',
    ],
    source: 'MQTT 3.1.1, section 3.2.2.3; live',
  },
  'messaging.mqtt-undelivered': {
    when: { ...spoken('mqtt', 'ws.no_reply'), 'ws.messages.received': something },
    confidence: 'medium',
    cause:
      'The MQTT broker took the subscription and delivered nothing: its access list does not let this user read or write the topic, of which MQTT 3.1.1 says nothing.',
    fix: ['# mosquitto, acl_file', 'user USER', 'topic readwrite health/#'],
    source: 'eclipse-mosquitto/mosquitto (mosquitto.conf, acl_file); live',
  },
})
