/** The applications behind the proxies: real servers, started once and shared by all situations. */

import { join } from 'node:path'
import { startService } from '../../src/demo/service.ts'
import { answering, startRaw } from '../net/servers.ts'
import { startChild } from './child.ts'
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
  more: Readonly<Record<string, string>> = {},
): Promise<BackEnd> {
  const child = startChild(python, ['-B', ...args], {
    cwd: join(import.meta.dirname, 'python'),
    env: { JWT_SECRET: secret, REVISION: revision, PYTHONUNBUFFERED: '1', ...more },
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

const startUvicorn = (secret: string, ws: 'websockets' | 'none'): Promise<BackEnd> =>
  startPython(
    ['-m', 'uvicorn', 'fastapi_app:app', '--host', '127.0.0.1', '--port', '0', '--ws', ws],
    /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/,
    secret,
  )

/** FastAPI on uvicorn, telling that revision; with `flipsTo`, another one after so many answers. */
export const startRevision = (
  told: string,
  { port = 0, flipsTo = '', after = 0 }: { port?: number; flipsTo?: string; after?: number } = {},
): Promise<BackEnd> =>
  startPython(
    ['-m', 'uvicorn', 'fastapi_app:app', '--host', '127.0.0.1', '--port', String(port)],
    /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/,
    'not used here',
    { REVISION: told, ...(flipsTo ? { FLIPS_TO: flipsTo, FLIPS_AFTER: String(after) } : {}) },
  )

const startEmbedded = async (secret: string): Promise<BackEnd> => {
  const service = await startService({ secret, revision })
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
  embedded: startEmbedded,
  fastapi: secret => startUvicorn(secret, 'websockets'),
  /** What a plain `pip install uvicorn` gives: upgrades are treated as requests. */
  'fastapi without websockets': secret => startUvicorn(secret, 'none'),
  tornado: secret => startPython(['tornado_app.py'], /listening on (\d+)/, secret),
  channels: secret =>
    startPython(
      ['-m', 'daphne', '-b', '127.0.0.1', '-p', '0', 'channels_app:application'],
      /Listening on TCP address 127\.0\.0\.1:(\d+)/,
      secret,
    ),
  /** Takes connections and says nothing. */
  silent: startSilent,
  /** Speaks another protocol. */
  'not HTTP': startGarbage,
} as const satisfies Record<string, (secret: string) => Promise<BackEnd>>

export type BackEndName = keyof typeof backEnds
