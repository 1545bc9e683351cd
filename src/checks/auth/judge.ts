/** What the refusals mean: pure. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import { type BadCredential, flaws } from '../../model/credential.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type Fault, fault } from '../../model/fault.ts'
import type { Admission } from './admission.ts'

export interface Tried extends BadCredential {
  readonly admission: Admission
}

export interface AuthDetails {
  /** The good client; null where there is no good credential. */
  readonly good: Admission | null
  readonly tried: readonly Tried[]
  /** A path that cannot exist is refused in just the same way; null if it was not asked. */
  readonly refusesAnyPath: boolean | null
  readonly notes: readonly string[]
}

/** Those with that fate, the worst first. */
const sorted = ({ tried }: AuthDetails, how: Admission['how']): Tried[] =>
  tried
    .filter(({ admission }) => admission.how === how)
    .sort((a, b) => flaws.indexOf(a.flaw) - flaws.indexOf(b.flaw))

const isGoodIn = ({ good }: AuthDetails): boolean => good === null || good.how === 'accepted'

/** Whose fate decides: null if all is well. */
export function offenderOf(details: AuthDetails): Admission | null {
  if (!isGoodIn(details)) return details.good
  const worst = cutShort(details) ?? sorted(details, 'accepted')[0] ?? sorted(details, 'unproven')[0]
  return worst?.admission ?? null
}

/** Trouble of our own surroundings: the run was over, a proxy failed. It says nothing of the server. */
const cutShort = ({ tried }: AuthDetails): Tried | undefined =>
  tried.find(({ admission }) => admission.how === 'unproven' && admission.fault?.layer === 'runner')

export function troubleOf(details: AuthDetails): Fault | null {
  const { good } = details
  if (good && !isGoodIn(details)) return good.fault ?? fault('ws.closed', good.seen)
  const over = cutShort(details)?.admission.fault
  if (over) return over
  const [letIn, ...alsoIn] = sorted(details, 'accepted')
  if (letIn)
    return fault(
      `auth.accepted.${letIn.flaw}`,
      `a bad credential gets in: ${letIn.claim} (${letIn.admission.seen})${others(alsoIn)}`,
    )
  const [unclear, ...alsoUnclear] = sorted(details, 'unproven')
  if (!unclear) return null
  const { claim, admission } = unclear
  return fault(
    'auth.refusal_not_proven',
    `a bad credential is neither let in nor refused: ${claim} (${admission.seen})${others(alsoUnclear)}`,
    admission.fault?.code ?? null,
  )
}

const mostNamed = 3

function others(more: readonly Tried[]): string {
  if (more.length === 0) return ''
  const named = more.slice(0, mostNamed).map(({ claim }) => claim)
  const rest = more.length - named.length
  return `; also: ${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`
}

const words = { accepted: 'let in', refused: 'refused', unproven: 'not proven' } as const

export function judgeAuth(_check: PlannedCheck, { details: seen }: Evidence): Judgement {
  const details = seen as AuthDetails
  const { good, tried, refusesAnyPath } = details
  const trouble = troubleOf(details)
  const assertions: Assertion[] = []
  if (good) {
    const ok = good.how === 'accepted'
    assertions.push({
      claim: 'good credential',
      expected: 'let in',
      actual: ok ? 'let in' : `${good.how === 'refused' ? 'refused' : 'not let in'} (${good.seen})`,
      ok,
    })
  }
  // Beside a good client that does not get in, nothing that happened to the others counts.
  if (isGoodIn(details))
    for (const { claim, admission } of tried)
      assertions.push({
        claim,
        expected: 'refused',
        actual: `${words[admission.how]} (${admission.seen})`,
        ok: admission.how === 'refused',
      })
  const notes = [...new Set([...details.notes, ...(good?.notes ?? [])])]
  if (trouble) return { outcome: 'failed', fault: trouble, reason: trouble.message, assertions, notes }
  if (refusesAnyPath)
    return {
      outcome: 'skipped',
      fault: null,
      reason: `not proven: bad clients are refused (${tried[0]!.admission.seen}), but so is a path that cannot exist, and no credential was given to show that a good client gets in`,
      assertions,
      notes,
    }
  const told = good ? ', the good one was let in' : ''
  return {
    outcome: 'passed',
    fault: null,
    reason: `${tried.length} of ${tried.length} bad credentials were refused${told}`,
    assertions,
    notes: good ? notes : [...notes, 'no credential was given: that a good client gets in was not tested'],
  }
}
