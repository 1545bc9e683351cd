/**
 * Who answered. The texts were read in the sources of the servers named; a text that only an application's WebSocket
 * library writes outranks the `Server` header, because a proxy adds that header to what it merely passes on.
 */

import { type Conditions, type Facts, matches } from './signature.ts'
import { libraries, servers } from './speaker-tables/applications.ts'
import { carriers, own } from './speaker-tables/proxies.ts'

export interface SpeakerRow {
  readonly name: string
  readonly kind: 'proxy' | 'app'
  /** `wrote`: the answer is its own. `passed`: it carried the answer, and may have written it. */
  readonly role: 'wrote' | 'passed'
  readonly when: Conditions
  /** What the text means, where it is a WebSocket library that speaks. */
  readonly says?: 'missing-upgrade' | 'origin-refused'
}

/** In the order in which they are asked. */
export const speakers: readonly SpeakerRow[] = [...libraries, ...own, ...servers, ...carriers]

export interface Speakers {
  /** Who wrote the answer, where its words tell. */
  readonly author: SpeakerRow | null
  /** The proxy that carried it, or wrote it. */
  readonly proxy: SpeakerRow | null
}

export function recogniseSpeakers(facts: Facts): Speakers {
  const all = speakers.filter(row => matches(row.when, facts))
  return {
    author: all.find(row => row.role === 'wrote') ?? null,
    proxy: all.find(row => row.kind === 'proxy') ?? null,
  }
}

/** The header that gave a speaker away: `Server: nginx/1.22.1`. Null when its text did. */
export function headerThatTold(row: SpeakerRow, facts: Facts): string | null {
  const prefix = 'http.response.header.'
  const name = Object.keys(row.when).find(key => key.startsWith(prefix) && facts[key])
  if (!name) return null
  const title = name.slice(prefix.length).replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
  return `${title}: ${facts[name]}`
}
