/** Protocols on top of WebSocket: Socket.IO and GraphQL, alone and behind proxies that are right or wrong. */

import type { Edit } from '../guides.ts'
import { messagingFails, passes, type Situation, upgradeFails } from '../situation.ts'

interface Declared {
  readonly upgrade?: string
  readonly messaging?: string
}

/** The checks of a front end that speaks the protocol; further lines for each check. */
const checks = (path: string, { upgrade = '', messaging = '' }: Declared): string => `
environments:
  lab:
    url: https://staging.lab.test
    credential:
      jwt: { secret: $LAB_SECRET }
checks:
  - health: /health
  - upgrade: ${path}
    ${upgrade}
  - messaging: ${path}
    ${messaging}
  - concurrency: ${path}
    connections: 3
    ${upgrade}
`

const speaking = (path: string, protocol: string): string =>
  checks(path, { upgrade: `protocol: ${protocol}`, messaging: `protocol: ${protocol}` })

const ioPath = '/socket.io/'
const io = { backEnd: 'socket.io', client: { path: `${ioPath}?EIO=4&transport=websocket` } } as const
const ioChecks = speaking(
  ioPath,
  '{ name: socket.io, event: chat_message, send: { id: "{{id}}" }, expect: { id: "{{id}}" } }',
)
const ioOpens = /^200 \| 0\{"sid":/

const graphql = {
  backEnd: 'graphql-ws',
  client: { path: '/graphql', subprotocol: 'graphql-transport-ws' },
} as const
const graphqlChecks = speaking('/graphql', 'graphql-ws')
/** The bare client says what is no message of the protocol. */
const graphqlObjects = /^200 \| closed 4400$/

const withoutUpgrade: readonly Edit[] = [
  ['  proxy_set_header Upgrade           $http_upgrade;\n', ''],
  ['  proxy_set_header Connection        $connection_upgrade;\n', ''],
]

const proxied = ['none', 'nginx', 'haproxy'] as const

const tried: readonly Situation[] = [
  ...proxied.map(
    (proxy): Situation => ({
      ...io,
      name: `Socket.IO ${proxy === 'none' ? 'alone' : `behind ${proxy}`}: all is well`,
      proxy,
      config: ioChecks,
      bare: ioOpens,
      expect: passes,
    }),
  ),
  ...proxied.map(
    (proxy): Situation => ({
      ...graphql,
      name: `GraphQL ${proxy === 'none' ? 'alone' : `behind ${proxy}`}: all is well`,
      proxy,
      inputs: {},
      config: graphqlChecks,
      bare: graphqlObjects,
      expect: passes,
    }),
  ),

  {
    ...io,
    name: 'Socket.IO: the token in CONNECT is signed with another secret',
    proxy: 'nginx',
    client: { ...io.client, secret: 'wrong' },
    config: ioChecks,
    bare: ioOpens,
    expect: messagingFails('auth.refused', { diagnosis: 'auth.socketio-refused' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO: the token stands under another name in CONNECT',
    proxy: 'none',
    config: speaking(ioPath, '{ name: socket.io, auth: { jwt: "{{token}}" } }'),
    bare: ioOpens,
    expect: messagingFails('auth.refused', { diagnosis: 'auth.socketio-refused' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO has no such namespace',
    proxy: 'haproxy',
    config: speaking(ioPath, '{ name: socket.io, namespace: /billing }'),
    bare: ioOpens,
    expect: messagingFails('ws.wrong_reply', { diagnosis: 'messaging.socketio-namespace' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO: nobody acknowledges the event',
    proxy: 'none',
    config: speaking(ioPath, '{ name: socket.io, event: chat_massage, send: hello }'),
    bare: ioOpens,
    expect: messagingFails('ws.wrong_reply', { diagnosis: 'messaging.socketio-unacknowledged' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO is spoken to as if it were a plain WebSocket',
    proxy: 'none',
    config: checks(io.client.path, {
      messaging: 'conversation: [{ send: hello }, { receive: { type: ack } }]',
    }),
    bare: ioOpens,
    expect: messagingFails('ws.closed', { diagnosis: 'messaging.socketio-no-connect' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO is asked for version 3 of its protocol',
    proxy: 'none',
    client: { path: `${ioPath}?EIO=3&transport=websocket` },
    config: speaking(`${ioPath}?EIO=3`, 'socket.io'),
    bare: /^200 \| closed 1006$/,
    expect: messagingFails('ws.protocol_error', { diagnosis: 'messaging.socketio-version' }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO does not know the session: another instance has it',
    proxy: 'nginx',
    client: { path: `${ioPath}?EIO=4&transport=websocket&sid=abc` },
    config: speaking(`${ioPath}?sid=abc`, 'socket.io'),
    bare: /^200 \| 400 .*Session ID unknown/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.engineio-session' }, ioPath),
  },
  {
    ...io,
    name: 'nginx drops the upgrade headers before Socket.IO',
    proxy: 'nginx',
    edits: withoutUpgrade,
    config: ioChecks,
    bare: /^200 \| 400 .*Bad request/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: ['upgrade.header-dropped'] }, ioPath),
  },
  {
    ...io,
    name: 'Socket.IO is at another path than /ws',
    proxy: 'none',
    client: { path: '/ws' },
    config: speaking('/ws', 'socket.io'),
    bare: /^200 \| (ECONNRESET|socket hang up)/,
    expect: upgradeFails('ws.closed_before_answer', { diagnosis: 'upgrade.engineio-path' }),
  },

  {
    ...graphql,
    name: 'GraphQL: onConnect does not accept the token (4403)',
    proxy: 'nginx',
    client: { ...graphql.client, secret: 'wrong' },
    config: graphqlChecks,
    bare: graphqlObjects,
    expect: messagingFails('auth.closed', { diagnosis: 'auth.graphql-refused' }, '/graphql'),
  },
  {
    ...graphql,
    backEnd: 'graphql-ws that throws',
    name: 'GraphQL: onConnect throws (4500)',
    proxy: 'haproxy',
    client: { ...graphql.client, secret: 'wrong' },
    config: graphqlChecks,
    bare: graphqlObjects,
    expect: messagingFails('auth.closed', { diagnosis: 'auth.graphql-init-refused' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL: the query does not fit the schema',
    proxy: 'none',
    config: speaking('/graphql', '{ name: graphql-ws, query: "{ nothing }" }'),
    bare: graphqlObjects,
    expect: messagingFails('ws.wrong_reply', { diagnosis: 'messaging.graphql-errors' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL: the caller may not use the field',
    proxy: 'none',
    config: speaking('/graphql', '{ name: graphql-ws, query: "{ secret }" }'),
    bare: graphqlObjects,
    expect: messagingFails('auth.refused', { diagnosis: 'auth.graphql-operation-refused' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL gets no subprotocol (4406)',
    proxy: 'none',
    client: { path: '/graphql' },
    config: checks('/graphql', { messaging: 'conversation: [{ receive: { type: connection_ack } }]' }),
    bare: /^200 \| closed 4406$/,
    expect: messagingFails('ws.closed', { diagnosis: 'messaging.graphql-subprotocol' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL waits for connection_init (4408)',
    proxy: 'none',
    config: checks('/graphql', {
      upgrade: 'subprotocol: graphql-transport-ws',
      messaging:
        'subprotocol: graphql-transport-ws\n    conversation: [{ receive: { type: connection_ack } }]',
    }),
    bare: graphqlObjects,
    expect: messagingFails('ws.closed', { diagnosis: 'messaging.graphql-init-timeout' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL gets a message that is none of its own (4400)',
    proxy: 'none',
    config: checks('/graphql', {
      upgrade: 'subprotocol: graphql-transport-ws',
      messaging:
        'subprotocol: graphql-transport-ws\n    conversation: [{ send: { type: hello } }, { receive: { type: ack } }]',
    }),
    bare: graphqlObjects,
    expect: messagingFails('ws.closed', { diagnosis: 'messaging.graphql-bad-message' }, '/graphql'),
  },
  {
    ...graphql,
    name: 'GraphQL does not speak the legacy subprotocol',
    proxy: 'none',
    client: { path: '/graphql', subprotocol: 'graphql-ws' },
    config: checks('/graphql', {
      upgrade: 'subprotocol: graphql-ws',
      messaging: 'subprotocol: graphql-ws\n    protocol: graphql-ws',
    }),
    bare: /^200 \| Server sent no subprotocol$/,
    expect: upgradeFails(
      'ws.subprotocol_missing',
      { diagnosis: 'upgrade.subprotocol-not-selected' },
      '/graphql',
    ),
  },
  {
    ...graphql,
    name: 'GraphQL is at another path than /ws',
    proxy: 'none',
    client: { path: '/ws' },
    config: speaking('/ws', 'graphql-ws'),
    bare: /^200 \| 400 Bad Request$/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: 'upgrade.ws-path' }),
  },
  {
    ...graphql,
    name: 'nginx drops the upgrade headers before GraphQL',
    proxy: 'nginx',
    edits: withoutUpgrade,
    config: graphqlChecks,
    bare: /^200 \| 400 .*Must provide query string/,
    expect: upgradeFails('ws.unexpected_response', { diagnosis: ['upgrade.header-dropped'] }, '/graphql'),
  },
]

/** Their files list the checks, and the refusals are not among them: nothing of theirs can be blocked. */
export const protocolSituations: readonly Situation[] = tried.map(row => ({
  ...row,
  expect: { ...row.expect, blocked: row.expect.blocked.filter(id => !id.startsWith('auth:')) },
}))
