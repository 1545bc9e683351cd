/** What follow-up probes saw, a sentence each: steps of the why-chain that were asked for, and not met by chance. */

import type { Facts } from './signature.ts'

export interface FollowUpStep {
  /** Which go first when there are too many (why.ts). */
  readonly weight: number
  /** Facts without which there is nothing to say; the sentence names no other. */
  readonly of: readonly string[]
  /** Null where the facts tell nothing. */
  readonly say: (facts: Facts) => string | null
}

const longest = 120
const clip = (value: unknown): string => {
  const words = [...String(value)]
  return words.length > longest ? `${words.slice(0, longest).join('')}…` : words.join('')
}
export const isKnown = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

const whenTrue = (fact: string, words: (facts: Facts) => string) => (facts: Facts) =>
  facts[fact] === true ? words(facts) : null

/** Strongest evidence first: what was asked to decide between two causes outweighs what merely describes. */
const rows: readonly FollowUpStep[] = [
  {
    weight: 8,
    of: ['control.reachable', 'control.host'],
    say: facts =>
      facts['control.reachable'] === false
        ? `A host that is known to be up (${clip(facts['control.host'])}) cannot be reached from here either.`
        : null,
  },
  {
    weight: 6,
    of: ['resolver.direct'],
    say: facts => `Asked past hosts files, DNS answered for IPv4 / IPv6: ${clip(facts['resolver.direct'])}.`,
  },
  {
    weight: 8,
    of: ['addresses.working', 'addresses.failing'],
    say: facts =>
      `Of its addresses, ${clip(facts['addresses.working'])} took a connection and ${clip(facts['addresses.failing'])} did not.`,
  },
  {
    weight: 8,
    of: ['tls.unverified.defects'],
    say: facts =>
      `Read all the same, the certificate has these defects: ${clip(facts['tls.unverified.defects'])}.`,
  },
  {
    weight: 8,
    of: ['swap.plain_answers'],
    say: whenTrue('swap.plain_answers', () => 'The same port answered a request in plain HTTP.'),
  },
  {
    weight: 8,
    of: ['swap.tls_answers'],
    say: whenTrue('swap.tls_answers', () => 'The same port answered a TLS handshake.'),
  },
  {
    weight: 8,
    of: ['alpn.h2_only'],
    say: whenTrue('alpn.h2_only', () => 'A handshake that offered only HTTP/2 was taken by the same port.'),
  },
  {
    weight: 8,
    of: ['repeat.flaky', 'repeat.total', 'repeat.failed'],
    say: whenTrue(
      'repeat.flaky',
      facts =>
        `The same request was made ${facts['repeat.total']} times; ${facts['repeat.failed']} of them failed.`,
    ),
  },
  {
    weight: 7,
    of: ['twin.get.same_as_upgrade'],
    say: whenTrue('twin.get.same_as_upgrade', () => 'A plain GET of the same path got the same answer.'),
  },
  {
    weight: 7,
    of: ['twin.get.status_code'],
    say: facts =>
      facts['twin.get.same_as_upgrade'] === true
        ? null
        : `A plain GET of the same path was answered ${facts['twin.get.status_code']}.`,
  },
  {
    weight: 6,
    of: ['twin.random.same'],
    say: whenTrue('twin.random.same', () => 'An upgrade of a random path got the same answer.'),
  },
  {
    weight: 6,
    of: ['twin.random.status_code'],
    say: facts =>
      facts['twin.random.same'] === true
        ? null
        : `An upgrade of a random path was answered ${facts['twin.random.status_code']}.`,
  },
  {
    weight: 7,
    of: ['fingerprint.upgrade_survives', 'fingerprint.version_99.status_code'],
    say(facts) {
      const asked = 'An upgrade with a version that does not exist was refused for'
      const status = facts['fingerprint.version_99.status_code']
      return facts['fingerprint.upgrade_survives'] === true
        ? `${asked} its version (${status}): the Upgrade header arrives.`
        : `${asked} a missing header (${status}): the Upgrade header does not arrive.`
    },
  },
  {
    weight: 8,
    of: ['origin.decides', 'origin.none', 'origin.same', 'origin.foreign'],
    say: whenTrue(
      'origin.decides',
      facts =>
        `Without an Origin the answer was ${facts['origin.none']}, with that of the host ${facts['origin.same']}, with a foreign one ${facts['origin.foreign']}.`,
    ),
  },
  {
    weight: 6,
    of: ['token.none', 'token.garbage'],
    say: facts =>
      `Without a credential the answer was ${facts['token.none']}, with one that nobody signed ${facts['token.garbage']}.`,
  },
  {
    weight: 5,
    of: ['subprotocol.with', 'subprotocol.without'],
    say: facts =>
      facts['subprotocol.with'] === facts['subprotocol.without']
        ? null
        : `With a subprotocol the upgrade was answered ${facts['subprotocol.with']}, without one ${facts['subprotocol.without']}.`,
  },
  {
    weight: 8,
    of: ['framework.name'],
    say: facts => `The handshake of ${clip(facts['framework.name'])} was answered on this host.`,
  },
]

export const followUpSteps: readonly FollowUpStep[] = rows.map(row => ({
  ...row,
  say: facts => (row.of.every(name => isKnown(facts[name])) ? row.say(facts) : null),
}))
