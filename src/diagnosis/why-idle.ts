/** What a silence showed, a sentence each: steps of the why-chain of a connection that did not survive it. */

import { showDuration } from '../model/duration.ts'
import type { Facts } from './signature.ts'

const manners = {
  silent: 'a silent one',
  ping: 'one that pings',
  message: 'one that sends messages',
  again: 'a second stream',
} as const

const ends: Readonly<Record<string, string>> = {
  'close frame': 'was closed (close frame)',
  'end of body': 'ended in order',
  fin: 'was ended (FIN)',
  reset: 'was reset (RST)',
  nothing: 'was dead',
}

export function saySilence(facts: Facts): string | null {
  const quiet = facts['idle.quiet_ms']
  if (typeof quiet !== 'number') return null
  if (facts['idle.over'] === 'http') {
    const [events, heartbeats] = [Number(facts['idle.events'] ?? 0), Number(facts['idle.heartbeats'] ?? 0)]
    const longest = showDuration(Number(facts['idle.longest_silence_ms'] ?? quiet))
    return `In the ${showDuration(Number(facts['idle.age_ms'] ?? quiet))} that it was open, ${events} event${events === 1 ? '' : 's'} and ${heartbeats} heartbeat${heartbeats === 1 ? '' : 's'} came, with at most ${longest} of silence at a time.`
  }
  const pings = Number(facts['idle.server_pings'] ?? 0)
  const server =
    pings > 0 ? `the server sent ${pings} pings, ${facts['idle.pongs']} answered` : 'the server sent no ping'
  return `A ping was answered before it; in the ${showDuration(Number(facts['idle.age_ms'] ?? quiet))} that it was open ${server}.`
}

export function sayProbes(facts: Facts): string | null {
  const told = Object.entries(manners).flatMap(([manner, words]) => {
    const how = facts[`idle.probe.${manner}`]
    if (typeof how !== 'string') return []
    const at = /^(.+) at (\d+) ms$/.exec(how)
    return [`${words} ${at ? `${ends[at[1]!] ?? at[1]} at ${showDuration(Number(at[2]))}` : how}`]
  })
  if (told.length > 0 && facts['idle.over'] === 'http') return `Held afterwards: ${told.join('; ')}.`
  return told.length === 0 ? null : `Of further connections at the same time: ${told.join('; ')}.`
}

export const sayLimit = (facts: Facts): string | null =>
  facts['idle.limit.of']
    ? `${facts['idle.limit.seconds']} s is the default of ${facts['idle.limit.of']}.`
    : null
