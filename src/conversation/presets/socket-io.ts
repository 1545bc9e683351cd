/** Socket.IO 5 over Engine.IO 4, on WebSocket alone: https://socket.io/docs/v4/socket-io-protocol/ */

import { parseJson, writeJson } from '../../matching/json.ts'
import { isRecord } from '../../matching/subject.ts'
import type { Codec } from '../dialect.ts'
import type { Step } from '../steps.ts'
import { credentialPart, definePreset } from './preset.ts'
import { expected, sendable, text } from './words.ts'

interface SocketIoOptions {
  readonly namespace?: string | undefined
  readonly auth?: unknown
  readonly event?: string | undefined
  readonly send?: unknown
  readonly expect?: unknown
  readonly 'reply-event'?: string | undefined
}

const enginePackets = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop']
const packets = ['connect', 'disconnect', 'event', 'ack', 'connect_error', 'binary_event', 'binary_ack']

/** `42/chat,7["hello",1]` is { type: event, namespace: /chat, id: 7, event: hello, data: [1] }. */
const codec: Codec = {
  read(data) {
    if (typeof data !== 'string') return undefined
    const type = enginePackets[Number(data[0])]
    if (!/^\d/.test(data) || type === undefined) return undefined
    if (type !== 'message') return { type, data: readData(data.slice(1)) }
    const [, digit = '', namespace = '/', id, rest = ''] =
      /^4(\d)(?:\d+-)?(?:(\/[^,]*),)?(\d+)?(.*)$/s.exec(data) ?? []
    const kind = packets[Number(digit)]
    if (digit === '' || kind === undefined) return undefined
    const packet = { type: kind, namespace, ...(id === undefined ? {} : { id: Number(id) }) }
    const payload = readData(rest)
    if (!Array.isArray(payload) || !kind.endsWith('event')) return { ...packet, data: payload }
    const [event, ...more] = payload as unknown[]
    return { ...packet, event, data: more }
  },
  write(given) {
    // As Socket.IO's own documents write an event: its name, then its arguments.
    const value =
      Array.isArray(given) && typeof given[0] === 'string' ? { event: given[0], data: given.slice(1) } : given
    if (!isRecord(value)) return undefined
    const type = value.type ?? (value.event === undefined ? undefined : 'event')
    if (typeof type !== 'string') return undefined
    const engine = enginePackets.indexOf(type)
    if (engine >= 0) return String(engine)
    const digit = packets.indexOf(type)
    if (digit < 0) return undefined
    const namespace =
      value.namespace === undefined || value.namespace === '/' ? '' : `${String(value.namespace)},`
    const id = value.id === undefined ? '' : String(value.id)
    const args = value.data === undefined ? [] : Array.isArray(value.data) ? value.data : [value.data]
    const data = type === 'event' ? [value.event, ...args] : type === 'ack' ? args : value.data
    return `4${digit}${namespace}${id}${data === undefined ? '' : writeJson(data)}`
  },
}

function readData(json: string): unknown {
  try {
    return json === '' ? null : parseJson(json)
  } catch {
    return json
  }
}

const token = { token: '{{token}}' }
const acknowledged = 1

export const socketIoPreset = definePreset<SocketIoOptions>({
  name: 'socket.io',
  proves: 'the server opens, lets us into the namespace, and, with `event`, acknowledges an event',
  subprotocols: [],
  query: { EIO: '4', transport: 'websocket' },
  takesCredential: true,
  options: zod =>
    zod.strictObject({
      namespace: text(zod).optional().describe('Namespace to connect to, such as /chat; / without it.'),
      auth: sendable(zod)
        .optional()
        .describe('Payload of CONNECT, `auth` of the client; { token: "{{token}}" } without it.'),
      event: text(zod).optional().describe('Event to send after CONNECT, which has to be acknowledged.'),
      send: sendable(zod).optional().describe('Argument of the event, or a list of its arguments.'),
      expect: expected(zod)
        .optional()
        .describe('What the arguments of the answer have to match: the first one, or a list of all.'),
      'reply-event': text(zod).optional().describe('The event that answers, instead of an acknowledgement.'),
    }),
  dialect: {
    codec,
    number: 'id',
    answers: [{ when: { type: 'ping' }, send: { type: 'pong' } }],
    rules: [
      {
        means: 'failed',
        message: { type: 'connect_error', data: { message: 'Invalid namespace' } },
        says: 'Socket.IO does not have this namespace (CONNECT_ERROR)',
      },
      {
        means: 'refused',
        message: { type: 'connect_error' },
        says: 'Socket.IO refused the connection to the namespace (CONNECT_ERROR)',
      },
      {
        means: 'failed',
        message: { type: 'disconnect' },
        says: 'Socket.IO disconnected us from the namespace (DISCONNECT)',
      },
    ],
  },
  open({ namespace = '/', auth }, credential): Step[] {
    const data = credentialPart(auth, token, credential)
    return [
      { receive: { type: 'open', data: { sid: { $type: 'string' } } } },
      { send: { type: 'connect', namespace, ...(data === undefined ? {} : { data }) } },
      { receive: { type: 'connect', namespace, data: { sid: { $type: 'string' } } } },
    ]
  },
  talk({ namespace = '/', event, send, expect, 'reply-event': reply }): Step[] {
    if (event === undefined) return []
    const data = expect === undefined || Array.isArray(expect) ? expect : { '$[0]': expect }
    const packet = reply === undefined ? { type: 'ack', id: acknowledged } : { type: 'event', event: reply }
    const asked = { type: 'event', namespace, event, ...(send === undefined ? {} : { data: send }) }
    return [
      { send: reply === undefined ? { ...asked, id: acknowledged } : asked },
      { receive: { ...packet, namespace, ...(data === undefined ? {} : { data }) } },
    ]
  },
})
