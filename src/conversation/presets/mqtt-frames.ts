/** Control packets of MQTT 3.1.1, as far as a client needs them: http://docs.oasis-open.org/mqtt/mqtt/v3.1.1/ */

import { parseJson, writeJson } from '../../matching/json.ts'
import { isRecord } from '../../matching/subject.ts'
import type { Codec } from '../dialect.ts'

/** Seconds in which the broker has to hear of us. */
export const keepAlive = 60

const prefixed = (text: unknown): Buffer => {
  const bytes = Buffer.from(String(text ?? ''), 'utf8').subarray(0, 0xffff)
  return Buffer.concat([word(bytes.length), bytes])
}
const word = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff])

/** The length of the rest, seven bits a byte (section 2.2.3). */
function packet(head: number, ...parts: readonly Buffer[]): Buffer {
  const rest = Buffer.concat(parts)
  const length: number[] = []
  for (let left = rest.length; left > 0 || length.length === 0; left >>= 7)
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
  return Buffer.concat([Buffer.from([head, ...length]), rest])
}

type Fields = Readonly<Record<string, unknown>>

const payloadOf = (value: unknown): Buffer =>
  value instanceof Uint8Array
    ? Buffer.from(value)
    : Buffer.from(typeof value === 'string' ? value : writeJson(value))

const writers: Readonly<Record<string, (fields: Fields) => Buffer>> = {
  connect({ 'client-id': clientId, username, password }) {
    const flags = 0x02 | (username === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40)
    const optional = [username, password].filter(value => value !== undefined).map(prefixed)
    return packet(
      0x10,
      ...[prefixed('MQTT'), Buffer.from([4, flags]), word(keepAlive)],
      ...[prefixed(clientId), ...optional],
    )
  },
  subscribe: ({ id = 1, topic, qos = 0 }) =>
    packet(0x82, word(Number(id)), prefixed(topic), Buffer.from([Number(qos)])),
  publish: ({ topic, payload = '', qos = 0, id = 1 }) =>
    packet(
      0x30 | (Number(qos) << 1),
      ...[prefixed(topic), ...(Number(qos) > 0 ? [word(Number(id))] : []), payloadOf(payload)],
    ),
  pingreq: () => packet(0xc0),
  disconnect: () => packet(0xe0),
}

const readers: Readonly<Record<number, (body: Buffer, flags: number) => Fields>> = {
  2: body => ({ type: 'connack', code: body[1] ?? null }),
  3: readPublish,
  4: body => ({ type: 'puback', id: body.readUInt16BE(0) }),
  9: body => ({ type: 'suback', id: body.readUInt16BE(0), codes: [...body.subarray(2)] }),
  13: () => ({ type: 'pingresp' }),
}

function readPublish(body: Buffer, flags: number): Fields {
  const qos = (flags >> 1) & 3
  const end = 2 + body.readUInt16BE(0)
  const payload = body.subarray(end + (qos > 0 ? 2 : 0))
  const retained = (flags & 1) === 1
  return {
    type: 'publish',
    topic: body.toString('utf8', 2, end),
    qos,
    retained,
    payload: readPayload(payload),
  }
}

/** JSON objects and arrays parsed, else text; bytes that are no text stay bytes. */
function readPayload(payload: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload)
    if (!/^\s*[[{]/.test(text)) return text
    try {
      return parseJson(text)
    } catch {
      return text
    }
  } catch {
    return payload
  }
}

/** One packet a frame, as servers send them; what is cut or unknown is left as bytes. */
export const mqttCodec: Codec = {
  read(data) {
    if (typeof data === 'string') return undefined
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
    let at = 1
    while (at < 5 && (bytes[at] ?? 0) > 0x7f) at++
    const reader = readers[(bytes[0] ?? 0) >> 4]
    try {
      return reader?.(bytes.subarray(at + 1), (bytes[0] ?? 0) & 0x0f)
    } catch {
      return undefined
    }
  },
  write(value) {
    if (!isRecord(value) || typeof value.type !== 'string') return undefined
    return Object.hasOwn(writers, value.type) ? writers[value.type]?.(value) : undefined
  },
}
