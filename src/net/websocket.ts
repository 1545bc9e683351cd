/** The opening handshake of RFC 6455 by `ws`, on a dialled connection; what answered is kept, whatever it was. */

import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { type Fault, type FaultType, fault } from '../model/fault.ts'
import { reveal, type Secret } from '../model/secret.ts'
import type { AttemptRecord } from './attempt.ts'
import { SocketChannel } from './channel.ts'
import type { AnswerHeaders } from './exchange.ts'
import { excerptLimit } from './http.ts'
import { limitOf, runOver } from './limit.ts'
import { watchEnd } from './pulse.ts'
import { ignoreError } from './tcp.ts'
import { troubleOf } from './trouble.ts'
import type { Connection, Wire } from './wire.ts'

export interface UpgradeRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string | Secret>>
  readonly subprotocols: readonly string[]
  readonly origin: string | null
  readonly timeoutMs: number
  /** False does not offer permessage-deflate: thousands of connections would keep thousands of windows of zlib. */
  readonly compress?: boolean
}

/** What answered the upgrade request: a 101 or a refusal. */
export interface UpgradeAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  /** The beginning of a refusal's body. */
  readonly body: Uint8Array
}

export type Upgraded = { readonly answer: UpgradeAnswer | null } & (
  | { readonly ok: true; readonly channel: SocketChannel; readonly subprotocol: string }
  | { readonly ok: false; readonly fault: Fault }
)

/**
 * How long a server that has sent its close frame has to close the connection as well (RFC 6455 section 7.1.1), in
 * milliseconds. The types of `ws` do not know the option yet; its default of 30 s would make a close look like a hang.
 */
const closing = { closeTimeout: 1000 }

/** The largest message that is taken; a larger one ends the connection with 1009. */
const largestMessage = 16 * 1024 * 1024

/** More than an excerpt: a secret that lies across its end must be whole when it is looked for (net/http.ts). */
const keptOfRefusal = 2 * excerptLimit

const noUpgradeHeader = 'the 101 has no `Upgrade: websocket` header'

/** What `ws` says of a 101 that breaks RFC 6455 section 4.1, in the order of its checks. */
const violations: readonly (readonly [RegExp, FaultType, string])[] = [
  [/^Invalid Upgrade header/, 'ws.upgrade_header_invalid', noUpgradeHeader],
  [
    /^Invalid Sec-WebSocket-Accept/,
    'ws.accept_invalid',
    'the 101 does not answer our key: its Sec-WebSocket-Accept is wrong or missing',
  ],
  [
    /^Server sent no subprotocol/,
    'ws.subprotocol_missing',
    'the server picked none of the subprotocols that were offered',
  ],
  [
    /^Server sent a subprotocol but none/,
    'ws.subprotocol_invalid',
    'the server picked a subprotocol, but none was offered',
  ],
  [
    /^Server sent an invalid subprotocol/,
    'ws.subprotocol_invalid',
    'the server picked a subprotocol that was not offered',
  ],
  [
    /Sec-WebSocket-Extensions|indicated an extension/,
    'ws.extension_invalid',
    'the server answered with extensions that were not offered or are malformed',
  ],
]

export function upgrade(
  connection: Connection,
  record: AttemptRecord,
  request: UpgradeRequest,
  wire: Wire,
): Promise<Upgraded> {
  if (!wire.witness) return record.time('upgrade', () => shakeHands(connection, request, wire))
  return witnessed(connection, record, request, wire)
}

/** The same, with somebody listening for revisions. */
async function witnessed(
  connection: Connection,
  record: AttemptRecord,
  request: UpgradeRequest,
  wire: Wire,
): Promise<Upgraded> {
  const peer = record.observations['network.peer.address']
  const address = typeof peer === 'string' ? peer : null
  let opened: UpgradeAnswer | null = null
  const tell = (answer: UpgradeAnswer, message: string | Uint8Array | null) =>
    wire.witness?.({
      ...{ url: request.url, address, status: answer.status, headers: answer.headers },
      ...{ body: null, message },
    })
  // A greeting may come in the same packet as the 101: it is told after it.
  let greeting: string | Uint8Array | null = null
  const onGreeting = (data: string | Uint8Array) => {
    if (opened) tell(opened, data)
    else greeting = data
  }
  const upgraded = await record.time('upgrade', () => shakeHands(connection, request, wire, onGreeting))
  opened = upgraded.answer
  if (opened) tell(opened, null)
  if (opened && greeting !== null) tell(opened, greeting)
  return upgraded
}

function shakeHands(
  { socket }: Connection,
  request: UpgradeRequest,
  wire: Wire,
  onGreeting: (data: string | Uint8Array) => void = () => {},
): Promise<Upgraded> {
  const { url, timeoutMs } = request
  const limit = limitOf(timeoutMs, wire.signal)
  let answer: UpgradeAnswer | null = null

  return new Promise<Upgraded>(resolve => {
    const client = new WebSocket(url, [...request.subprotocols], {
      createConnection: () => socket,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, reveal(value)]),
      ),
      ...(request.origin === null ? {} : { origin: request.origin }),
      maxPayload: largestMessage,
      followRedirects: false,
      // The channel answers pings, and counts them.
      autoPong: false,
      ...closing,
      perMessageDeflate: request.compress ?? true,
    })
    const settle = (result: Upgraded) => {
      limit.end('done')
      resolve(result)
    }
    const refuse = (f: Fault) => {
      settle({ ok: false, answer, fault: f })
      client.on('error', ignoreError)
      client.terminate()
    }
    const onOver = () =>
      refuse(
        limit.timedOut
          ? fault(
              'ws.upgrade_timed_out',
              `${url.href}: the upgrade request was not answered within ${timeoutMs} ms`,
            )
          : runOver(wire.signal),
      )

    const headerMissing = ({ headers }: IncomingMessage) =>
      /^websocket$/i.test(headers.upgrade ?? '')
        ? fault('ws.connection_header_invalid', `${url.href}: the 101 has no \`Connection: Upgrade\` header`)
        : fault('ws.upgrade_header_invalid', `${url.href}: ${noUpgradeHeader}`)

    client.once('upgrade', response => {
      answer = answerOf(response, new Uint8Array())
      // `ws` leaves this one of RFC 6455 section 4.1 to Node, which is lenient about it.
      const tokens = String(response.headers.connection ?? '')
        .toLowerCase()
        .split(/[\s,]+/)
      if (!tokens.includes('upgrade')) refuse(headerMissing(response))
    })
    client.once('unexpected-response', (_ask, response) => {
      const status = response.statusCode ?? 0
      // It has answered: what becomes of the connection while its body is read changes nothing about that.
      client.removeAllListeners('error')
      client.on('error', ignoreError)
      const end = (body: Uint8Array) => {
        answer = answerOf(response, body)
        // Node takes a 101 without both headers for an answer like any other.
        if (status === 101) return refuse(headerMissing(response))
        refuse(
          fault('ws.unexpected_response', `${url.href}: answered ${status} instead of 101`, String(status)),
        )
      }
      readExcerpt(response).then(end, () => end(new Uint8Array()))
    })
    client.once('error', error => {
      const broken = violations.find(([pattern]) => pattern.test(error.message))
      refuse(
        broken
          ? fault(broken[1], `${url.href}: ${broken[2]}`)
          : withBeginning(troubleOf(error, 'upgrade', url.href), error, wire),
      )
    })
    client.once('open', () => {
      // What listens from here on is the channel; the handshake's own closures would keep its answer alive.
      for (const event of ['error', 'unexpected-response'] as const) client.removeAllListeners(event)
      client.on('error', channel.onError)
      settle({ ok: true, answer, channel, subprotocol: client.protocol })
    })
    // Made before the 101 can come, so that no early frame is missed.
    const channel = new SocketChannel(client, socket, wire.signal, onGreeting)
    watchEnd(socket, channel.pulse)
    limit.onOver(onOver)
  })
}

/** Of what is no HTTP at all, the beginning says most: a refusal without a status line, a banner of another protocol. */
function withBeginning(seen: Fault, { rawPacket }: Error & { rawPacket?: unknown }, wire: Wire): Fault {
  if (seen.type !== 'ws.answer_invalid' || !Buffer.isBuffer(rawPacket)) return seen
  const text = wire.hide(rawPacket.subarray(0, keptOfRefusal).toString('latin1')).trimStart()
  const line = /^[\x20-\x7e]{4,80}/.exec(text)?.[0].trim()
  return line ? fault(seen.type, `${seen.message}; what came begins "${line}"`, seen.code) : seen
}

const answerOf = (response: IncomingMessage, body: Uint8Array): UpgradeAnswer => ({
  status: response.statusCode ?? 0,
  statusText: response.statusMessage ?? '',
  headers: response.headers,
  body,
})

/** The first bytes of a refusal; a body that stalls is left after a second. */
async function readExcerpt(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const stalled = setTimeout(() => response.destroy(), 1000)
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= keptOfRefusal) break
    }
  } catch {
    // What came is enough.
  } finally {
    clearTimeout(stalled)
  }
  return Buffer.concat(chunks).subarray(0, keptOfRefusal)
}
