/** The applications behind the proxies: real servers, started once and shared by all situations. */

import { join } from 'node:path'
import { startService } from '../../src/demo/service.ts'
import type { Pair } from '../net/certificates.ts'
import { answering, startRaw } from '../net/servers.ts'
import { startMosquitto } from './brokers/mosquitto.ts'
import { startRabbitmq } from './brokers/rabbitmq.ts'
import { startChild } from './child.ts'
import { startGraphql } from './node/graphql.ts'
import { startJsonRpc } from './node/json-rpc.ts'
import { startSocketIo } from './node/socket-io.ts'
import { python } from './requirements.ts'

export interface BackEnd extends AsyncDisposable {
  readonly port: number
  output(): string
}

const revision = '4e1243bd22c66e76c2ba9eddc1f91394e57f9f83'

/** Port 0 lets the kernel choose; each server says which it got. */
async function startPython(
  args: readonly string[],
  says: RegExp,
  secret: string,
  {
    forgets = '',
    descriptors = 0,
    more = {},
  }: { forgets?: string; descriptors?: number; more?: Readonly<Record<string, string>> } = {},
): Promise<BackEnd> {
  const limited = ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, python]
  const [file, before] = descriptors > 0 ? ['sh', limited] : [python, []]
  const child = startChild(file, [...before, '-B', ...args], {
    cwd: join(import.meta.dirname, 'python'),
    env: { JWT_SECRET: secret, REVISION: revision, PYTHONUNBUFFERED: '1', FORGETS: forgets, ...more },
  })
  try {
    const [, port] = await child.says(says)
    return {
      port: Number(port),
      output: child.output,
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    }
  } catch (trouble) {
    await child[Symbol.asyncDispose]()
    throw trouble
  }
}

const startUvicorn = (
  secret: string,
  ws: 'websockets' | 'none',
  {
    args = [],
    app = 'fastapi_app:app',
    ...odd
  }: { args?: readonly string[]; app?: string; forgets?: string; descriptors?: number } = {},
): Promise<BackEnd> =>
  startPython(
    ['-m', 'uvicorn', app, '--host', '127.0.0.1', '--port', '0', '--ws', ws, ...args],
    /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/,
    secret,
    odd,
  )

/** FastAPI on uvicorn, telling that revision; with `flipsTo`, another one after so many answers. */
export const startRevision = (
  told: string,
  {
    port = 0,
    flipsTo = '',
    after = 0,
    secret = 'not used here',
  }: { port?: number; flipsTo?: string; after?: number; secret?: string } = {},
): Promise<BackEnd> =>
  startPython(
    ['-m', 'uvicorn', 'fastapi_app:app', '--host', '127.0.0.1', '--port', String(port)],
    /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/,
    secret,
    { more: { REVISION: told, ...(flipsTo ? { FLIPS_TO: flipsTo, FLIPS_AFTER: String(after) } : {}) } },
  )

const startTornado = (secret: string, forgets = ''): Promise<BackEnd> =>
  startPython(['tornado_app.py'], /listening on (\d+)/, secret, { forgets })

const startDaphne = (secret: string, forgets = ''): Promise<BackEnd> =>
  startPython(
    ['-m', 'daphne', '-b', '127.0.0.1', '-p', '0', 'channels_app:application'],
    /Listening on TCP address 127\.0\.0\.1:(\d+)/,
    secret,
    { forgets },
  )

const startEmbedded = async (secret: string, tls?: Pair): Promise<BackEnd> => {
  const service = await startService({ secret, revision, audience: 'chat', ...(tls && { tls }) })
  return {
    port: Number(new URL(service.url).port),
    output: () => '',
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}

const startSilent = async (): Promise<BackEnd> => {
  const server = await startRaw(() => {})
  return { port: server.port, output: () => '', [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const startGarbage = async (): Promise<BackEnd> => {
  const server = await startRaw(answering('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n'))
  return { port: server.port, output: () => '', [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

export const backEnds = {
  /** src/demo: Node and `ws`. */
  embedded: secret => startEmbedded(secret),
  'embedded with TLS': (secret, tls) => startEmbedded(secret, tls),
  fastapi: secret => startUvicorn(secret, 'websockets'),
  /** What a plain `pip install uvicorn` gives: upgrades are treated as requests. */
  'fastapi without websockets': secret => startUvicorn(secret, 'none'),
  'fastapi that forgets exp': secret => startUvicorn(secret, 'websockets', { forgets: 'exp' }),
  'fastapi that forgets aud': secret => startUvicorn(secret, 'websockets', { forgets: 'aud' }),
  'fastapi that forgets the signature': secret =>
    startUvicorn(secret, 'websockets', { forgets: 'signature' }),
  'fastapi that forgets to catch': secret => startUvicorn(secret, 'websockets', { forgets: 'catch' }),
  'fastapi with forty descriptors': secret => startUvicorn(secret, 'websockets', { descriptors: 40 }),
  'fastapi with --limit-concurrency 20': secret =>
    startUvicorn(secret, 'websockets', { args: ['--limit-concurrency', '20'] }),
  tornado: secret => startTornado(secret),
  'tornado that forgets nbf': secret => startTornado(secret, 'nbf'),
  'tornado that forgets alg': secret => startTornado(secret, 'alg'),
  channels: secret => startDaphne(secret),
  'channels that forgets everything': secret => startDaphne(secret, 'everything'),
  'socket.io': secret => startSocketIo(secret),
  'graphql-ws': secret => startGraphql(secret),
  'graphql-ws that throws': secret => startGraphql(secret, { refuses: 'throw' }),
  'json-rpc': secret => startJsonRpc(secret),
  'socket.io that refuses nobody': secret => startSocketIo(secret, { admit: () => true }),
  'graphql-ws that refuses nobody': secret => startGraphql(secret, { refuses: 'nobody' }),
  'json-rpc that refuses nobody': secret => startJsonRpc(secret, { refuses: false }),
  mosquitto: secret => startMosquitto(secret),
  'mosquitto that refuses nobody': secret => startMosquitto(secret, { refuses: false }),
  rabbitmq: secret => startRabbitmq(secret),
  'rabbitmq that takes who shows nothing': secret => startRabbitmq(secret, { refuses: false }),
  /** Compresses every answer, without a flush. */
  'fastapi with gzip': secret => startUvicorn(secret, 'websockets', { app: 'fastapi_gzip_app:app' }),
  /** Ends a connection that leaves a ping unanswered, with 1011. */
  'fastapi with pings': secret =>
    startUvicorn(secret, 'websockets', { args: ['--ws-ping-interval', '0.4', '--ws-ping-timeout', '0.6'] }),
  /** Takes connections and says nothing. */
  silent: startSilent,
  /** Speaks another protocol. */
  'not HTTP': startGarbage,
} as const satisfies Record<string, (secret: string, tls: Pair) => Promise<BackEnd>>

export type BackEndName = keyof typeof backEnds
