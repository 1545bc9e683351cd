/**
 * The ways to break the service, a row each: what is broken, what the verifier has to say about it, and which parts of
 * the right behaviour it replaces. A new fault is a new row.
 */

import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { type FailureClass, type FaultType, faultKinds, type Layer } from '../model/fault.ts'
import { pathOf } from './admission.ts'
import { type Answer, htmlAnswer, jsonAnswer, notFound, writeAnswer } from './answer.ts'
import { healthPath } from './application.ts'
import type { Behaviour } from './behaviour.ts'
import { afterSilence, atAge, quietMs } from './time-limits.ts'

/** What a verifier of health, upgrade, messaging and concurrency names as the root of the trouble. */
export interface Expected {
  readonly check: 'health' | 'upgrade' | 'messaging' | 'concurrency' | 'idle'
  readonly type: FaultType
  readonly layer: Layer
  readonly class: FailureClass
}

export interface FaultRow {
  /** What is broken, for `--list-faults`. */
  readonly summary: string
  readonly expected: Expected
  readonly breaks: Partial<Behaviour>
  /** Checks, as a configuration file has them, where those of the simple form do not meet the fault. */
  readonly checks?: string
}

const expect = (check: Expected['check'], type: FaultType): Expected => ({
  check,
  type,
  layer: faultKinds[type].layer,
  class: faultKinds[type].class,
})

const nginx = 'nginx/1.22.1'
const nginxPage = (status: number, title: string): Answer =>
  htmlAnswer(
    status,
    nginx,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
      `<hr><center>${nginx}</center>\r\n</body>\r\n</html>\r\n`,
  )

/** The same answer to everything, upgrades included: the application is never reached. */
const always = (answer: Answer): Partial<Behaviour> => ({
  respond: (request, response) => {
    request.resume()
    writeAnswer(response, answer)
  },
  admit: () => answer,
})

const admitAll = () => null
const resetSocket = (socket: Duplex): void => {
  // A TLS socket cannot be reset: only the TCP socket below it could.
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  else socket.destroy()
}
const writeWrongAccept = (_request: IncomingMessage, socket: Duplex): void => {
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: bm90IHRoZSBkaWdlc3Qgb2Yga2V5\r\n\r\n',
  )
}

const catchAll = htmlAnswer(
  200,
  nginx,
  '<!doctype html><html><head><title>App</title></head><body><div id="root"></div></body></html>',
)

const sayNothing = () => {}

/** A silence that is longer than the service bears. */
const idleChecks = `checks:
  - health: /health
  - idle: /ws
    hold: ${2 * quietMs}ms
    conversation:
      - send: { type: ping, id: "{{id}}" }
      - receive: { type: pong, id: "{{id}}" }
`

export const faults = {
  'refused-port': {
    summary: 'nothing listens on the port',
    expected: expect('health', 'tcp.refused'),
    breaks: { speaks: 'nothing' },
  },
  reset: {
    summary: 'every connection is reset once the request has arrived',
    expected: expect('health', 'http.response.reset'),
    breaks: {
      respond: request => resetSocket(request.socket),
      admit: admitAll,
      handshake: (_request, socket) => resetSocket(socket),
    },
  },
  'tls-missing': {
    summary: 'the port speaks plain HTTP where the URL says https',
    expected: expect('health', 'tls.not_tls'),
    breaks: { speaks: 'https' },
  },
  hang: {
    summary: 'connections are accepted, requests are never answered',
    expected: expect('health', 'http.response.timed_out'),
    breaks: { respond: sayNothing, admit: admitAll, handshake: sayNothing },
  },
  'bad-gateway': {
    summary: 'nginx answers 502 to everything, because the application is not up',
    expected: expect('health', 'http.gateway_error'),
    breaks: always(nginxPage(502, '502 Bad Gateway')),
  },
  'catch-all': {
    summary: 'every path gives the index page of a front end',
    expected: expect('health', 'http.catch_all'),
    breaks: always(catchAll),
  },
  'health-down': {
    summary: 'the application runs, and says 503 because its database is down',
    expected: expect('health', 'http.error'),
    breaks: {
      respond: (request, response) => {
        request.resume()
        const down = jsonAnswer(503, { status: 'down', services: { db: 'down' } })
        writeAnswer(response, pathOf(request) === healthPath ? down : notFound)
      },
    },
  },
  'upgrade-dropped': {
    summary: 'a proxy drops the Upgrade header, so the upgrade is answered 426',
    expected: expect('upgrade', 'ws.unexpected_response'),
    breaks: {
      admit: () => ({
        status: 426,
        headers: { server: nginx, 'content-type': 'text/plain' },
        body: 'Upgrade Required',
      }),
    },
  },
  'endpoint-missing': {
    summary: 'the WebSocket endpoint was not deployed: 404',
    expected: expect('upgrade', 'ws.unexpected_response'),
    breaks: { admit: () => notFound },
  },
  'upgrade-redirected': {
    summary: 'the upgrade is redirected to a login page',
    expected: expect('upgrade', 'ws.redirected'),
    breaks: { admit: () => ({ status: 302, headers: { server: nginx, location: '/login' }, body: '' }) },
  },
  'upgrade-hangs': {
    summary: 'HTTP is fine, the upgrade is never answered',
    expected: expect('upgrade', 'ws.upgrade_timed_out'),
    breaks: { admit: admitAll, handshake: sayNothing },
  },
  'accept-wrong': {
    summary: 'the 101 carries a Sec-WebSocket-Accept that does not belong to the request',
    expected: expect('upgrade', 'ws.accept_invalid'),
    breaks: { handshake: writeWrongAccept },
  },
  'token-refused': {
    summary: 'every token is refused with 403, as after a key rotation that missed one side',
    expected: expect('upgrade', 'auth.refused'),
    breaks: { admit: () => jsonAnswer(403, { detail: 'Invalid token' }) },
  },
  'policy-close': {
    summary: 'the upgrade succeeds, then the connection is closed with 1008 (policy violation)',
    expected: expect('messaging', 'auth.closed'),
    breaks: { greet: connection => connection.close(1008, 'policy violation') },
  },
  'closes-after-open': {
    summary: 'the upgrade succeeds, then the connection is closed with 1011 (internal error)',
    expected: expect('messaging', 'ws.closed'),
    breaks: { greet: connection => connection.close(1011, 'internal error') },
  },
  // RFC 6455 pings are still answered, by the WebSocket library: only the application is silent.
  silent: {
    summary: 'messages are accepted and never answered',
    expected: expect('messaging', 'ws.no_reply'),
    breaks: { reply: () => [] },
  },
  'wrong-reply': {
    summary: 'every message is answered by an error that names no message',
    expected: expect('messaging', 'ws.wrong_reply'),
    breaks: {
      reply: () => [JSON.stringify({ type: 'error', detail: 'agent runtime not configured' })],
    },
  },
  'cross-talk': {
    summary: 'every reply goes to every open connection',
    expected: expect('concurrency', 'ws.cross_talk'),
    breaks: {
      deliver: (connection, text) => {
        for (const other of connection.everyone()) other.send(text)
      },
    },
  },
  'idle-cut': {
    summary: 'a proxy cuts WebSockets on which nothing was sent for a second',
    expected: expect('idle', 'idle.closed'),
    breaks: { guard: afterSilence((_websocket, socket) => socket.end()) },
    checks: idleChecks,
  },
  'idle-reset': {
    summary: 'a WebSocket on which nothing was sent for a second is reset',
    expected: expect('idle', 'idle.reset'),
    breaks: { guard: afterSilence((_websocket, socket) => resetSocket(socket)) },
    checks: idleChecks,
  },
  'idle-close-1001': {
    summary: 'the application closes WebSockets with 1001 after a second of silence',
    expected: expect('idle', 'idle.ended'),
    breaks: { guard: afterSilence(websocket => websocket.close(1001, 'idle for too long')) },
    checks: idleChecks,
  },
  'absolute-cut': {
    summary: 'a proxy cuts every WebSocket a second after it was opened, busy or not',
    expected: expect('idle', 'idle.closed'),
    breaks: { guard: atAge((_websocket, socket) => socket.end()) },
    checks: idleChecks,
  },
  'dead-after-idle': {
    summary: 'after a second of silence nothing gets through any more, and nobody is told',
    expected: expect('idle', 'idle.unanswered'),
    breaks: {
      guard: afterSilence((_websocket, socket) => {
        socket.removeAllListeners('data')
        socket.on('data', sayNothing)
      }),
    },
    checks: idleChecks,
  },
} as const satisfies Record<string, FaultRow>

export type FaultName = keyof typeof faults

export const faultNames = Object.keys(faults) as readonly FaultName[]

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name)
