/** What the numbers of many connections mean. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Evidence, Observations } from '../../model/evidence.ts'
import { type Fault, type FaultType, fault } from '../../model/fault.ts'
import type { ConcurrencyDetails, ConcurrencyOptions } from '../concurrency.ts'
import { skippedForCredential } from '../refusal.ts'
import { percentileNames } from './crowd-words.ts'
import type { Tally } from './delivery.ts'

export function judgeConcurrency(
  { options }: PlannedCheck<ConcurrencyOptions>,
  evidence: Evidence,
): Judgement {
  const { planned, opened, answered, crossTalk, delivery, lostInHold, notes, credentialShown } =
    evidence.details as ConcurrencyDetails
  const facts = evidence.observations
  const counted: Counted[] = [
    ...(crossTalk
      ? [{ claim: "nobody else's replies", type: 'ws.cross_talk', tally: crossTalk } as const]
      : []),
    ...(delivery
      ? ([
          { claim: 'no reply lost', type: 'ws.reply_lost', tally: delivery.lost },
          { claim: 'no reply twice', type: 'ws.reply_duplicated', tally: delivery.duplicated },
          ...(options.ordered
            ? [{ claim: 'replies in order', type: 'ws.reply_reordered', tally: delivery.reordered } as const]
            : []),
        ] as const)
      : []),
  ]
  const limits = limitsOf(options, facts)
  const assertions: Assertion[] = [
    { claim: 'connections open', expected: String(planned), actual: String(opened), ok: opened === planned },
    {
      claim: 'conversations complete',
      expected: String(planned),
      actual: String(answered),
      ok: answered === planned,
    },
    ...counted.map(({ claim, tally }) => ({
      claim,
      expected: 'none',
      actual: tally.count === 0 ? 'none' : String(tally.count),
      ok: tally.count === 0,
    })),
    ...(lostInHold === null
      ? []
      : [
          {
            claim: 'none lost in the hold',
            expected: 'none',
            actual: lostInHold === 0 ? 'none' : String(lostInHold),
            ok: lostInHold === 0,
          },
        ]),
    ...limits,
  ]
  const troubles = counted.map(told).filter(seen => seen !== null)
  const crossed = troubles.find(({ type }) => type === 'ws.cross_talk')
  // Somebody else's data is worse than any other trouble; numbers of connections that failed mean nothing.
  const trouble = crossed ?? evidence.fault ?? troubles[0] ?? tooSlow(limits)
  const judged = { assertions, notes }
  if (!trouble) return { outcome: 'passed', fault: null, reason: summaryOf(evidence), ...judged }
  if (!credentialShown && trouble.type.startsWith('auth.')) {
    const reason = skippedForCredential(trouble)
    return { outcome: 'skipped', fault: null, reason, ...judged }
  }
  return { outcome: 'failed', fault: trouble, reason: trouble.message, ...judged }
}

interface Counted {
  readonly claim: string
  readonly type: FaultType
  readonly tally: Tally
}

const words: Partial<Record<FaultType, string>> = {
  'ws.cross_talk': 'messages of other connections',
  'ws.reply_lost': 'replies lost',
  'ws.reply_duplicated': 'replies twice',
  'ws.reply_reordered': 'replies out of order',
}

/** The first example, and how many there are where it is not the only one. */
function told({ type, tally: { count, example } }: Counted): Fault | null {
  if (count === 0 || example === null) return null
  return fault(type, count === 1 ? example : `${example} (${count} ${words[type]} in all)`)
}

function limitsOf({ within }: ConcurrencyOptions, facts: Observations): Assertion[] {
  return (['connect', 'roundTrip'] as const).flatMap(what =>
    percentileNames.flatMap(name => {
      const limitMs = within[what][name]
      if (limitMs === undefined) return []
      const fact = facts[`concurrency.${what === 'connect' ? 'connect' : 'round_trip'}.${name}_ms`]
      const actualMs = typeof fact === 'number' ? fact : null
      return [
        {
          claim: `${what === 'connect' ? 'connect' : 'round trip'} ${name}`,
          expected: `at most ${showDuration(limitMs)}`,
          actual: actualMs === null ? 'not measured' : showDuration(actualMs),
          ok: actualMs !== null && actualMs <= limitMs,
        },
      ]
    }),
  )
}

function tooSlow(limits: readonly Assertion[]): Fault | null {
  const [first] = limits.filter(({ ok }) => !ok)
  if (!first) return null
  return fault('ws.slow', `${first.claim} was ${first.actual}; expected ${first.expected}`)
}

function summaryOf({ observations: facts, details }: Evidence): string {
  const { planned, answered, delivery } = details as ConcurrencyDetails
  const p95 = (name: string) => showDuration(Number(facts[`concurrency.${name}.p95_ms`] ?? 0))
  const each = delivery ? `, ${facts['concurrency.messages']} messages each` : ''
  const held =
    typeof facts['concurrency.hold_ms'] === 'number'
      ? `, held ${showDuration(facts['concurrency.hold_ms'])}`
      : ''
  return `${answered} of ${planned} at once${each}${held}; connect p95 ${p95('connect')}, round trip p95 ${p95('round_trip')}`
}
