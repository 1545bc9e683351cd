/** MQTT 3.1.1 over WebSocket, in binary frames: http://docs.oasis-open.org/mqtt/mqtt/v3.1.1/ */

import { isRecord } from '../../matching/subject.ts'
import type { Step } from '../steps.ts'
import { keepAlive, mqttCodec } from './mqtt-frames.ts'
import { changingTopic, definePreset, sharedTopic } from './preset.ts'
import { expected, sendable, text } from './words.ts'

interface MqttOptions {
  readonly username?: string | undefined
  readonly 'client-id'?: string | undefined
  readonly topic?: string | undefined
  readonly send?: unknown
  readonly expect?: unknown
}

const subscribed = (sent: readonly unknown[]): string[] =>
  sent.flatMap(packet =>
    isRecord(packet) && packet.type === 'subscribe' && typeof packet.topic === 'string' ? [packet.topic] : [],
  )

export const mqttPreset = definePreset<MqttOptions>({
  name: 'mqtt',
  proves:
    'the broker accepts CONNECT and answers PINGREQ, or, with `topic`, delivers what we publish to our subscription',
  subprotocols: ['mqtt'],
  query: {},
  takesCredential: true,
  options: zod =>
    zod.strictObject({
      username: text(zod).optional().describe('User name of CONNECT; its password is the credential.'),
      'client-id': text(zod).optional().describe('Client identifier; verify-deploy-{{id}} without it.'),
      topic: text(zod).optional().describe('Topic to subscribe to and to publish on.'),
      send: sendable(zod).optional().describe('Payload to publish: text or JSON; {{id}} without it.'),
      expect: expected(zod)
        .optional()
        .describe('What the payload that arrives has to match; it has our {{id}} in it without this.'),
    }),
  dialect: {
    codec: mqttCodec,
    beat: { everyMs: keepAlive * 800, send: { type: 'pingreq' } },
    rules: [
      {
        means: 'refused',
        message: { type: 'connack', code: { '$one-of': [4, 5] } },
        says: 'MQTT refused the credential (CONNACK 4 is a bad user name or password, 5 is not authorized)',
      },
      {
        means: 'failed',
        message: { type: 'connack', code: { $above: 0 } },
        says: 'MQTT refused to connect (CONNACK 1 is the protocol version, 2 the client id, 3 unavailable)',
      },
      {
        means: 'refused',
        message: { type: 'suback', codes: { $contains: { $equals: 0x80 } } },
        says: 'MQTT refused the subscription (SUBACK 128)',
      },
    ],
  },
  once: sent => changingTopic(subscribed(sent)),
  shared: sent => sharedTopic(subscribed(sent)),
  open({ username, 'client-id': clientId = 'verify-deploy-{{id}}' }, credential): Step[] {
    const shown = credential ? { username: username ?? 'verify-deploy', password: '{{token}}' } : {}
    return [
      { send: { type: 'connect', 'client-id': clientId, ...(username && { username }), ...shown } },
      { receive: { type: 'connack', code: 0 } },
    ]
  },
  talk({ topic, send = '{{id}}', expect = { $contains: '{{id}}' } }): Step[] {
    if (topic === undefined) return [{ send: { type: 'pingreq' } }, { receive: { type: 'pingresp' } }]
    return [
      { send: { type: 'subscribe', id: 1, topic } },
      { receive: { type: 'suback', id: 1, codes: [{ $below: 0x80 }] } },
      { send: { type: 'publish', topic, payload: send } },
      { receive: { type: 'publish', topic, payload: expect } },
    ]
  },
})
