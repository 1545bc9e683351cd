/** Payloads of webhooks as GitHub sends them (@octokit/webhooks-examples). */

import { createRequire } from 'node:module'

interface Examples {
  readonly name: string
  readonly examples: readonly Payload[]
}
export type Payload = Readonly<Record<string, unknown>>

const all = createRequire(import.meta.url)(
  '@octokit/webhooks-examples/api.github.com/index.json',
) as readonly Examples[]

/** The first example of an event that fits. */
export function payloadOf(event: string, fits: (payload: Payload) => boolean = () => true): Payload {
  const found = all.find(({ name }) => name === event)?.examples.find(fits)
  if (!found) throw new Error(`no example of ${event}`)
  return found
}

/** A copy with the value at a path of keys replaced. */
export function changed(payload: Payload, path: readonly string[], value: unknown): Payload {
  const [key, ...rest] = path as [string, ...string[]]
  const inner = rest.length === 0 ? value : changed((payload[key] ?? {}) as Payload, rest, value)
  return { ...payload, [key]: inner }
}
