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

/** What a verifier of health, upgrade, messaging and concurrency names as the root of the trouble. */
export interface Expected {
  readonly check: 'ready' | 'health' | 'upgrade' | 'messaging' | 'concurrency'
  readonly type: FaultType
  readonly layer: Layer
  readonly class: FailureClass
}

export interface FaultRow {
  /** What is broken, for `--list-faults`. */
  readonly summary: string
  readonly expected: Expected
  /** Parts of the right behaviour, or what is made of it. */
  readonly breaks: Partial<Behaviour> | ((well: Behaviour) => Partial<Behaviour>)
  /** Inputs that the demo gives beside its own, so that the fault can be seen. */
  readonly inputs?: Readonly<Record<string, string>>
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

const badGateway = nginxPage(502, '502 Bad Gateway')

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

const newRevision = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const oldRevision = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'
const expectsNew = { 'expect-revision': newRevision } as const

/** Each answer of health comes from the next of these. */
const serves =
  (...revisions: readonly string[]) =>
  (well: Behaviour): Partial<Behaviour> => {
    let turn = 0
    return {
      respond: (request, response) => {
        if (pathOf(request) !== healthPath) return well.respond(request, response)
        request.resume()
        writeAnswer(
          response,
          jsonAnswer(200, { status: 'ok', revision: revisions[turn++ % revisions.length] }),
        )
      },
    }
  }

/** How long the application takes to come up after the first request. */
const startMs = 1500
function startsLate(well: Behaviour): Partial<Behaviour> {
  let first = 0
  const starting = () => {
    first ||= performance.now()
    return performance.now() - first < startMs
  }
  return {
    respond: (request, response) =>
      starting() ? writeAnswer(response, badGateway) : well.respond(request, response),
    admit: request => (starting() ? badGateway : well.admit(request)),
  }
}

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
    breaks: always(badGateway),
  },
  'starts-late': {
    summary:
      'nginx answers 502 for 1.5 s, until the application is up; the demo waits for it, unless --wait says 0s',
    expected: expect('health', 'http.gateway_error'),
    breaks: startsLate,
    inputs: { wait: '10s' },
  },
  'old-revision': {
    summary: 'the new revision was not rolled out: the old one still answers',
    expected: expect('ready', 'revision.old'),
    breaks: serves(oldRevision),
    inputs: expectsNew,
  },
  'mixed-revisions': {
    summary: 'the old revision and the new one answer in turn',
    expected: expect('ready', 'revision.mixed'),
    breaks: serves(newRevision, oldRevision),
    inputs: expectsNew,
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
} as const satisfies Record<string, FaultRow>

export type FaultName = keyof typeof faults

export const faultNames = Object.keys(faults) as readonly FaultName[]

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name)
