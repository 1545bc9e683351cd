/** What follow-up probes saw, a sentence each: steps of the why-chain that were asked for, and not met by chance. */

import type { Facts } from './signature.ts'

export interface FollowUpStep {
  /** Which go first when there are too many (why.ts). */
  readonly weight: number
  readonly say: (facts: Facts) => string | null
}

const longest = 120
const clip = (value: unknown): string => {
  const words = [...String(value)]
  return words.length > longest ? `${words.slice(0, longest).join('')}…` : words.join('')
}
const known = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** Strongest evidence first: what was asked to decide between two causes outweighs what merely describes. */
export const followUpSteps: readonly FollowUpStep[] = [
  {
    weight: 8,
    say: facts =>
      facts['control.reachable'] === false
        ? `A host that is known to be up (${known(facts['control.host']) ? clip(facts['control.host']) : 'the control target'}) cannot be reached from here either.`
        : null,
  },
  {
    weight: 6,
    say: facts =>
      known(facts['resolver.direct'])
        ? `Asked past hosts files, DNS answered for IPv4 / IPv6: ${clip(facts['resolver.direct'])}.`
        : null,
  },
  {
    weight: 8,
    say: facts =>
      known(facts['addresses.working']) && known(facts['addresses.failing'])
        ? `Of its addresses, ${clip(facts['addresses.working'])} took a connection and ${clip(facts['addresses.failing'])} did not.`
        : null,
  },
  {
    weight: 8,
    say: facts =>
      known(facts['tls.unverified.defects'])
        ? `Read without trusting it, the certificate shows: ${clip(facts['tls.unverified.defects'])}.`
        : null,
  },
  {
    weight: 8,
    say: facts => {
      if (facts['swap.plain_answers'] === true) return 'The same port answered a request in plain HTTP.'
      return facts['swap.tls_answers'] === true ? 'The same port answered a TLS handshake.' : null
    },
  },
  {
    weight: 8,
    say: facts =>
      facts['alpn.h2_only'] === true
        ? 'A handshake that offered only HTTP/2 was taken by the same port.'
        : null,
  },
  {
    weight: 8,
    say: facts =>
      facts['repeat.flaky'] === true
        ? `The same request was made ${facts['repeat.total']} times; ${facts['repeat.failed']} of them failed.`
        : null,
  },
  {
    weight: 7,
    say: facts => {
      if (facts['twin.get.same_as_upgrade'] === true)
        return 'A plain GET of the same path got the same answer.'
      return known(facts['twin.get.status_code'])
        ? `A plain GET of the same path was answered ${facts['twin.get.status_code']}.`
        : null
    },
  },
  {
    weight: 6,
    say: facts => {
      if (facts['twin.random.same'] === true) return 'An upgrade of a random path got the same answer.'
      return known(facts['twin.random.status_code'])
        ? `An upgrade of a random path was answered ${facts['twin.random.status_code']}.`
        : null
    },
  },
  {
    weight: 7,
    say: facts => {
      const status = facts['fingerprint.version_99.status_code']
      if (facts['fingerprint.upgrade_survives'] === true)
        return `An upgrade with a version that does not exist was refused for its version (${status}): the Upgrade header arrives.`
      return facts['fingerprint.upgrade_survives'] === false
        ? `An upgrade with a version that does not exist was refused for a missing header (${status}): the Upgrade header does not arrive.`
        : null
    },
  },
  {
    weight: 8,
    say: facts =>
      facts['origin.decides'] === true
        ? `Without an Origin the answer was ${facts['origin.none']}, with that of the host ${facts['origin.same']}, with a foreign one ${facts['origin.foreign']}.`
        : null,
  },
  {
    weight: 6,
    say: facts =>
      known(facts['token.none']) && known(facts['token.garbage'])
        ? `Without a credential the answer was ${facts['token.none']}, with one that nobody signed ${facts['token.garbage']}.`
        : null,
  },
  {
    weight: 5,
    say: facts =>
      known(facts['subprotocol.with']) && facts['subprotocol.with'] !== facts['subprotocol.without']
        ? `With a subprotocol the upgrade was answered ${facts['subprotocol.with']}, without one ${facts['subprotocol.without'] ?? 'not at all'}.`
        : null,
  },
  {
    weight: 8,
    say: facts =>
      known(facts['framework.name'])
        ? `The handshake of ${clip(facts['framework.name'])} was answered on this host.`
        : null,
  },
]
