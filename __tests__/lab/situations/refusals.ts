/** Applications that let in whom they should refuse: each forgets one part of verifying a JWT. */

import type { FaultType } from '../../../src/model/fault.ts'
import type { BackEndName } from '../back-ends.ts'
import { authFails, type Client, passes, type Situation } from '../situation.ts'

const forgets = (name: string, backEnd: BackEndName, type: FaultType, diagnosis: string): Situation => ({
  name,
  proxy: 'none',
  backEnd,
  bare: /^200 \| ack$/,
  expect: authFails(type, { diagnosis }),
})

/** A protocol that refuses in-band, with nothing declared but its name; the auth check takes it from the messages. */
interface Spoken {
  readonly name: string
  readonly backEnd: BackEndName
  /** The same server, with its door open. */
  readonly open: BackEndName
  readonly path: string
  readonly protocol: string
  /** Of the environment. */
  readonly credential: string
  /** Of the WebSocket, as a client that speaks another protocol sees it. */
  readonly bare: RegExp
  readonly client: Client
}

const minted = 'jwt: { secret: $LAB_SECRET }'
const inMessage = `{ ${minted}, in: message }`
const password = '{ token: $LAB_SECRET, in: message }'

const spoken: readonly Spoken[] = [
  {
    name: 'Socket.IO',
    backEnd: 'socket.io',
    open: 'socket.io that refuses nobody',
    path: '/socket.io/',
    protocol: '{ name: socket.io, event: chat_message, send: { id: "{{id}}" }, expect: { id: "{{id}}" } }',
    credential: inMessage,
    bare: /^200 \| 0\{"sid":/,
    client: { path: '/socket.io/?EIO=4&transport=websocket' },
  },
  {
    name: 'GraphQL',
    backEnd: 'graphql-ws',
    open: 'graphql-ws that refuses nobody',
    path: '/graphql',
    protocol: 'graphql-ws',
    credential: inMessage,
    bare: /^200 \| closed 4400$/,
    client: { path: '/graphql', subprotocol: 'graphql-transport-ws' },
  },
  {
    name: 'JSON-RPC',
    backEnd: 'json-rpc',
    open: 'json-rpc that refuses nobody',
    path: '/rpc',
    protocol: 'json-rpc',
    credential: `{ ${minted} }`,
    bare: /^200 \| /,
    client: { path: '/rpc' },
  },
  {
    name: 'MQTT of mosquitto',
    backEnd: 'mosquitto',
    open: 'mosquitto that refuses nobody',
    path: '/mqtt',
    protocol: '{ name: mqtt, topic: health/check }',
    credential: password,
    bare: /\| /,
    client: { path: '/mqtt', subprotocol: 'mqtt' },
  },
  {
    name: 'STOMP of RabbitMQ',
    backEnd: 'rabbitmq',
    open: 'rabbitmq that takes who shows nothing',
    path: '/ws',
    protocol: '{ name: stomp, destination: /topic/health }',
    credential: password,
    bare: /\| /,
    client: { path: '/ws', subprotocol: 'v12.stomp' },
  },
]

const configOf = ({ path, protocol, credential }: Spoken): string => `
environments:
  lab:
    url: https://staging.lab.test
    credential: ${credential}
checks:
  - upgrade: ${path}
    protocol: ${protocol}
  - messaging: ${path}
    protocol: ${protocol}
  - auth: ${path}
`

const inBand = spoken.flatMap((one): Situation[] => {
  const { name, backEnd, open, path, bare, client } = one
  const shared = {
    proxy: 'none',
    config: configOf(one),
    bare,
    client: { ...client, declared: true },
  } as const
  return [
    { ...shared, name: `${name}: every bad credential is refused`, backEnd, expect: passes },
    {
      ...shared,
      name: `${name}: nobody has to show a credential`,
      backEnd: open,
      expect: authFails('auth.accepted.none', { diagnosis: 'security.anonymous-accepted' }, path),
    },
  ]
})

export const refusalSituations: readonly Situation[] = [
  ...inBand,
  {
    name: 'FastAPI without a credential: a refusal that every path gives is not proven, and the verdict says so',
    proxy: 'none',
    backEnd: 'fastapi',
    client: { secret: 'none' },
    inputs: { 'auth-required': 'true' },
    bare: /^200 \| 403 $/,
    expect: { ...passes, skipped: ['messaging:/ws', 'auth:/ws'] },
  },
  forgets(
    'FastAPI takes expired tokens',
    'fastapi that forgets exp',
    'auth.accepted.expired',
    'security.expired-accepted',
  ),
  forgets(
    'FastAPI takes tokens for another audience',
    'fastapi that forgets aud',
    'auth.accepted.wrong_audience',
    'security.audience-not-verified',
  ),
  forgets(
    'FastAPI decodes tokens and does not verify them',
    'fastapi that forgets the signature',
    'auth.accepted.wrong_signature',
    'security.signature-not-verified',
  ),
  forgets(
    'FastAPI stumbles over bad tokens instead of refusing them',
    'fastapi that forgets to catch',
    'auth.refusal_not_proven',
    'security.bad-credential-crashes',
  ),
  forgets(
    'Tornado takes tokens before their time',
    'tornado that forgets nbf',
    'auth.accepted.not_yet_valid',
    'security.early-accepted',
  ),
  forgets(
    'Tornado takes unsigned tokens, however they spell "none"',
    'tornado that forgets alg',
    'auth.accepted.alg_none',
    'security.unsigned-accepted',
  ),
  forgets(
    'Channels lets everybody in',
    'channels that forgets everything',
    'auth.accepted.none',
    'security.anonymous-accepted',
  ),
  {
    name: 'FastAPI accepts the upgrade of everybody, and closes 4401 for a bad JWT: that is a refusal',
    proxy: 'none',
    backEnd: 'fastapi',
    client: { path: '/ws-accepts-first' },
    bare: /^200 \| ack$/,
    expect: passes,
  },
]
