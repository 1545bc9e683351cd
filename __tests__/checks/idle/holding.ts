/** Streams over HTTP that are held quiet by the check `idle`. */

import type { IdleOptions } from '../../../src/checks/idle.ts'
import type { CheckResult } from '../../../src/model/check.ts'
import { startRaw } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'
import { type Script, startStream } from '../streams.ts'

export const options = (more: Partial<IdleOptions> = {}) => ({ method: 'GET', holdMs: 1500, ...more })

export async function check(
  script: Script,
  more: Partial<IdleOptions> = {},
  { headers, retries = 0 }: { headers?: Record<string, string>; retries?: number } = {},
): Promise<CheckResult> {
  await using server = await startStream(script, headers)
  return await runOne(plan('idle', `${server.url}/events`, options(more), { retries, timeoutMs: 500 }))
}
/** Against a server that answers with just these bytes, and does what the test says. */
export async function raw(act: Parameters<typeof startRaw>[0], more: Partial<IdleOptions> = {}) {
  await using server = await startRaw(act)
  const url = `http://127.0.0.1:${server.port}/events`
  return await runOne(plan('idle', url, options(more), { retries: 0, timeoutMs: 500 }))
}
