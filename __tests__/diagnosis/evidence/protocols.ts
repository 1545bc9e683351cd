/** What the servers of __tests__/conversation/presets/ were seen to say, protocol by protocol. */

import { at, closed, type Recorded, said } from './recorded.ts'

const by = (protocol: string) => ({ 'ws.protocol': protocol })

export const protocolEvidence: Recorded = {
  'messaging.socketio-namespace': said(
    '44/nope,{"message":"Invalid namespace"}',
    'ws.wrong_reply',
    by('socket.io'),
  ),
  'messaging.socketio-version': at('ws.protocol_error', by('socket.io')),
  'messaging.socketio-unacknowledged': said('40{"sid":"x"}', 'ws.no_reply', by('socket.io')),
  'auth.graphql-init-refused': {
    ...closed(4401, {
      reason: 'invalid token',
      facts: { ...by('graphql-ws'), 'ws.subprotocol': 'graphql-transport-ws', 'ws.close.code': 4500 },
    }),
  },
  'auth.graphql-operation-refused': said(
    '{"id":"1","type":"next","payload":{"errors":[{"message":"only for administrators"}]}}',
    'auth.refused',
    by('graphql-ws'),
  ),
  'messaging.graphql-errors': said(
    '{"id":"1","type":"error","payload":[{"message":"Cannot query field"}]}',
    'ws.wrong_reply',
    by('graphql-ws'),
  ),
  'auth.json-rpc-refused': said(
    '{"jsonrpc":"2.0","id":"1","error":{"code":403,"message":"only for administrators"}}',
    'auth.refused',
    by('json-rpc'),
  ),
  'messaging.json-rpc-error': said(
    '{"jsonrpc":"2.0","id":"1","error":{"code":-32601,"message":"Method not found"}}',
    'ws.wrong_reply',
    by('json-rpc'),
  ),
  'auth.stomp-refused': said('ERROR\nmessage:Bad CONNECT\n\n', 'auth.refused', by('stomp')),
  'messaging.rabbitmq-stomp-died': closed(1000, { reason: 'STOMP died', facts: by('stomp') }),
  'auth.mqtt-refused': at('auth.refused', { ...by('mqtt'), 'http.response.status_code': 101 }),
  'messaging.mqtt-undelivered': at('ws.no_reply', { ...by('mqtt'), 'ws.messages.received': 2 }),
}
