/** What both entries share: signals, the event's payload, the identity of the run. */

import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** Aborts on SIGINT and SIGTERM: what is known is written before leaving; GitHub kills the tree 10 s later. */
export function onCancel(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

export async function readEvent(path: string | undefined): Promise<unknown> {
  if (!path) return null
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    // Without a payload the inputs have to say it all; they are checked.
    return null
  }
}

export const runIdOf = (env: NodeJS.ProcessEnv): string => env.GITHUB_RUN_ID ?? randomUUID()
