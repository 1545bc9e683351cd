/** What a WebSocket check speaks: the protocol's preset, the user's conversation, and how refusals look. */

import { simpleConversation } from '../conversation/declare.ts'
import type { Dialect, Rule } from '../conversation/dialect.ts'
import { type Preset, presetOf } from '../conversation/presets/index.ts'
import type { Step } from '../conversation/steps.ts'
import type { RefusedWords, SessionOptions } from './session.ts'

export interface Spoken {
  /** The whole conversation. */
  readonly steps: readonly Step[]
  /** Its two parts: the protocol's own up to the point where the server has let us in, and what follows. */
  readonly opening: readonly Step[]
  readonly rest: readonly Step[]
  readonly dialect: Dialect
}

export const spokenPreset = ({ protocol }: SessionOptions): Preset<unknown> | null =>
  protocol ? presetOf(protocol) : null

/** Rules of the user come first: whoever wrote them knows the server. */
export function dialectOf(options: SessionOptions): Dialect {
  const preset = spokenPreset(options)
  const own = options.refused ? [ruleOf(options.refused)] : []
  const rules = [...own, ...(preset?.dialect.rules ?? [])]
  return { ...preset?.dialect, ...(rules.length > 0 && { rules }) }
}

const ruleOf = ({ message, close }: RefusedWords): Rule => ({
  means: 'refused',
  says: 'the server refused the credential, in the way that `refused` declares',
  ...(message === undefined ? {} : { message }),
  ...(close && { close }),
})

/**
 * The whole conversation: the protocol's opening, with the credential in its place if one is shown, and what follows it.
 *
 * @param conversation the user's; null takes the protocol's own round trip, or without a protocol a ping
 */
export function speak(
  options: SessionOptions,
  conversation: readonly Step[] | null,
  credentialShown: boolean,
): Spoken {
  const made = `${credentialShown} ${conversation === null}`
  const known = kept.get(options) ?? new Map<string, Spoken>()
  kept.set(options, known)
  const spoken = known.get(made) ?? compose(options, conversation, credentialShown)
  known.set(made, spoken)
  return spoken
}

/** Thousands of connections speak the same; a check has one conversation. */
const kept = new WeakMap<SessionOptions, Map<string, Spoken>>()

function compose(
  options: SessionOptions,
  conversation: readonly Step[] | null,
  credentialShown: boolean,
): Spoken {
  const preset = spokenPreset(options)
  const chosen = options.protocol?.options
  const opening = preset ? preset.open(chosen, credentialShown) : []
  const rest = conversation ?? (preset ? preset.talk(chosen) : simpleConversation(null, null))
  // The user's own steps stay the array that they are: it is known by it (unroll.ts).
  const steps = opening.length > 0 ? [...opening, ...rest] : rest
  return { steps, opening, rest, dialect: dialectOf(options) }
}
