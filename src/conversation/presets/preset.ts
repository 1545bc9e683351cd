/** What a protocol preset is: a small table over the conversation engine. A new one is one file and one line in index.ts. */

import type { ZodObject, ZodType, z } from 'zod'
import { templateNames } from '../../matching/template.ts'
import type { Dialect } from '../dialect.ts'
import type { Step } from '../steps.ts'

/** zod itself, handed in: it is loaded only with a configuration file. */
export type Zod = typeof z

export interface Preset<Options> {
  readonly name: string
  /** For the README: what is proven, in one sentence. */
  readonly proves: string
  /** What the upgrade request has to carry. */
  readonly subprotocols: readonly string[]
  readonly query: Readonly<Record<string, string>>
  /** The words beside `name`. All may be missing. */
  options(zod: Zod): ZodObject<Record<string, ZodType>> & ZodType<Options>
  readonly dialect: Dialect
  /** Whether the protocol has a place of its own for a credential. */
  readonly takesCredential: boolean
  /** Up to the point where the server has let us in; `credential` is whether one is shown as `{{token}}`. */
  open(options: Options, credential: boolean): Step[]
  /** The round trip of a check that has no conversation. */
  talk(options: Options): Step[]
  /** Why a conversation that sends this cannot send its last message again with another id; null where it can. */
  once?(sent: readonly unknown[]): string | null
  /** The place where what one client sends reaches all of them, because that is what the protocol is for; else null. */
  shared?(sent: readonly unknown[]): string | null
}

/**
 * What carries the credential: the user's own, or the protocol's. Without a credential, what speaks of `{{token}}` is left
 * out: an empty token is another client than one without.
 */
export function credentialPart<Part>(
  given: Part | undefined,
  own: Part,
  credential: boolean,
): Part | undefined {
  if (given === undefined) return credential ? own : undefined
  return credential || !templateNames(given).has('token') ? given : undefined
}

/** A topic of that name: each client has its own if the name carries what differs between them. */
export const sharedTopic = (topics: readonly string[]): string | null =>
  topics.find(topic => !['id', 'connection'].some(name => templateNames(topic).has(name))) ?? null

/** Only the first of these topics would be subscribed. */
export function changingTopic(topics: readonly string[]): string | null {
  const topic = topics.find(one => templateNames(one).has('id'))
  return topic === undefined
    ? null
    : `"${topic}" is another place for each message, and only the first is subscribed; {{connection}} in its name gives each connection one`
}

export function definePreset<Options>(preset: Preset<Options>): Preset<Options> {
  return preset
}
