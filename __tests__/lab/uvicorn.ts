/** Starts the FastAPI application on a free port of loopback. */

import { join } from 'node:path'
import { startChild } from './child.ts'
import { python } from './requirements.ts'

export interface Uvicorn extends AsyncDisposable {
  readonly port: number
  readonly secret: string
  readonly revision: string
  output(): string
}

export interface UvicornOptions {
  /** `none` is what a plain `pip install uvicorn` without `websockets` gives: upgrades are treated as requests. */
  readonly websockets?: 'websockets' | 'none'
}

export async function startUvicorn({ websockets = 'websockets' }: UvicornOptions = {}): Promise<Uvicorn> {
  const secret = crypto.randomUUID() + crypto.randomUUID()
  const revision = '4e1243bd22c66e76c2ba9eddc1f91394e57f9f83'
  const child = startChild(
    python,
    // Port 0 lets the kernel choose; uvicorn says which it got.
    ['-B', '-m', 'uvicorn', 'app:app', '--host', '127.0.0.1', '--port', '0', '--ws', websockets],
    {
      cwd: join(import.meta.dirname, 'fastapi'),
      env: { JWT_SECRET: secret, REVISION: revision, PYTHONUNBUFFERED: '1' },
    },
  )
  try {
    const [, port] = await child.says(/Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/)
    return {
      port: Number(port),
      secret,
      revision,
      output: child.output,
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    }
  } catch (trouble) {
    await child[Symbol.asyncDispose]()
    throw trouble
  }
}
