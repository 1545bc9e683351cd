/**
 * The ways to break the service, a row each: what is broken, what the verifier has to say about it, and which parts of
 * the right behaviour it replaces. A new fault is a new row.
 */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import jwt, { type VerifyOptions } from 'jsonwebtoken'
import type { Secret } from '../model/secret.ts'
import { isAdmitted, pathOf } from './admission.ts'
import { type Answer, htmlAnswer, jsonAnswer, writeAnswer } from './answer.ts'
import { healthPath } from './application.ts'
import type { Behaviour } from './behaviour.ts'
import { expect, type FaultRow } from './fault-row.ts'
import { idleFaults } from './idle-faults.ts'
import { badGateway, nginx } from './nginx-pages.ts'
import { resetSocket } from './reset.ts'
import { revisionFaults } from './revision-faults.ts'
import { streamFaults } from './stream-faults.ts'

/** The same answer to everything, upgrades included: the application is never reached. */
const always = (answer: Answer): Partial<Behaviour> => ({
  respond: (request, response) => {
    request.resume()
    writeAnswer(response, answer)
  },
  admit: () => answer,
})

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

const admitAll = () => null
const sayNothing = () => {}

/** Verified in all but one thing; `spare` says whether a token that is refused gets in all the same. */
const sparing = (spare: (token: string, secret: Secret) => boolean): Partial<Behaviour> => ({
  isAdmitted: (token, secret) => isAdmitted(token, secret) || (token !== null && spare(token, secret)),
})

const isVerified = (token: string, secret: Secret, options: VerifyOptions): boolean => {
  try {
    jwt.verify(token, secret.reveal(), { algorithms: ['HS256'], ...options })
    return true
  } catch {
    return false
  }
}

/** The mistake of decoding where verifying was meant: expiry is looked at, the signature is not. */
function isReadable(token: string): boolean {
  const claims = jwt.decode(token, { json: true })
  const now = Date.now() / 1000
  return claims !== null && (claims.exp ?? 0) > now && (claims.nbf ?? 0) <= now
}

const algorithmOf = (token: string): string =>
  String(jwt.decode(token, { complete: true })?.header.alg).toLowerCase()

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
  ...revisionFaults,
  'catch-all': {
    summary: 'every path gives the index page of a front end',
    expected: expect('health', 'http.catch_all'),
    breaks: always(catchAll),
  },
  'health-down': {
    summary: 'the application runs, and says 503 because its database is down',
    expected: expect('health', 'http.error'),
    breaks: well => ({
      respond: (request, response) => {
        if (pathOf(request) !== healthPath) return well.respond(request, response)
        request.resume()
        return writeAnswer(response, jsonAnswer(503, { status: 'down', services: { db: 'down' } }))
      },
    }),
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
    // FastAPI itself would say 403 to an upgrade of a path that it does not have.
    breaks: {
      admit: () => ({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such endpoint' }),
    },
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
  'accepts-anonymous': {
    summary: 'a client without a token is let in',
    expected: expect('auth', 'auth.accepted.none'),
    breaks: { isAdmitted: (token, secret) => token === null || isAdmitted(token, secret) },
  },
  'accepts-anything': {
    summary: 'whatever is shown as a token is taken for one',
    expected: expect('auth', 'auth.accepted.malformed'),
    breaks: sparing(() => true),
  },
  'accepts-unverified': {
    summary: 'tokens are decoded, and their signature is not verified',
    expected: expect('auth', 'auth.accepted.wrong_signature'),
    breaks: sparing(isReadable),
  },
  'accepts-alg-none': {
    summary: 'a token that says "alg": "none" needs no signature',
    expected: expect('auth', 'auth.accepted.alg_none'),
    breaks: sparing(token => algorithmOf(token) === 'none' && isReadable(token)),
  },
  'accepts-unsigned': {
    summary: 'a token whose signature was cut off is let in',
    expected: expect('auth', 'auth.accepted.empty_signature'),
    breaks: sparing(token => token.endsWith('.') && algorithmOf(token) !== 'none' && isReadable(token)),
  },
  'accepts-expired': {
    summary: 'expired tokens are let in',
    expected: expect('auth', 'auth.accepted.expired'),
    breaks: sparing((token, secret) => isVerified(token, secret, { ignoreExpiration: true })),
  },
  'accepts-early': {
    summary: 'tokens that are not valid yet are let in',
    expected: expect('auth', 'auth.accepted.not_yet_valid'),
    breaks: sparing((token, secret) => isVerified(token, secret, { ignoreNotBefore: true })),
  },
  'bad-token-crashes': {
    summary: 'a bad token is answered with 500, because nobody catches the exception',
    expected: expect('auth', 'auth.refusal_not_proven'),
    breaks: { turnAway: () => jsonAnswer(500, { detail: 'Internal Server Error' }) },
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
  ...streamFaults,
  ...idleFaults,
} as const satisfies Record<string, FaultRow>

export type FaultName = keyof typeof faults

export const faultNames = Object.keys(faults) as readonly FaultName[]

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name)
