/** A row about a stream behind a proxy, and what its rows have in common. */

import type { ProxyName } from '../proxies.ts'
import { passes, type Situation, streamFails } from '../situation.ts'

/** 12 events, a second in all. */
export const paced = '/stream?events=12&pace=80'
export const unhinted = `${paced}&hint=off`
export const fastapi = '/events?count=12&pace=0.08'

const configOf = (path: string, words = ''): string =>
  `checks:\n  - health: /health\n  - stream: ${path}\n    until: "[DONE]"\n${words}`

interface Row extends Partial<Situation> {
  readonly name: string
  readonly path?: string
  /** Further words of the check, each a line with four blanks before it. */
  readonly words?: string
}

export const on =
  (proxy: ProxyName | 'none') =>
  ({ path = unhinted, words = '', ...row }: Row): Situation => ({
    proxy,
    config: configOf(path, words),
    stream: path,
    bare: /^200 \| 200 stream$/,
    expect: passes,
    ...row,
  })

export const burst = /^200 \| 200 burst$/
export const cut = /^200 \| 200 (stream|burst), cut$/
export const buffered = (diagnosis: string, path?: string) =>
  streamFails('stream.buffered', { diagnosis }, path)
export const halfway = { backEnd: 'demo stream-hangs-midway', path: paced } as const
export const unanswered = { backEnd: 'demo stream-hangs-before-headers', path: paced } as const
