/** Which addresses are the odd ones, and in what. Pure. */

import type { Assertion, Judgement, PlannedCheck } from '../../model/check.ts'
import type { Evidence } from '../../model/evidence.ts'
import { type Fault, fault } from '../../model/fault.ts'
import { sameRevision } from '../../model/revision.ts'
import type { AddressesDetails, AddressesOptions, Answered, Aspect } from '../addresses.ts'
import { showPlace } from '../revision.ts'
import { statusTrouble } from '../status-trouble.ts'

/** Slower than the median by this factor and by this many milliseconds is worth a note; one sample is no verdict. */
const slowFactor = 5
const slowMs = 500

export function judgeAddresses(
  { options, target }: PlannedCheck<AddressesOptions>,
  { fault: trouble, details }: Evidence,
): Judgement {
  const base = { assertions: [] as Assertion[], notes: [] as string[] }
  if (trouble) return { ...base, outcome: 'failed', fault: trouble, reason: trouble.message }
  const seen = details as AddressesDetails
  if (!seen.resolved) {
    const reason = 'a proxy stands in between, and resolves the name by itself: addresses cannot be chosen'
    return { ...base, outcome: 'skipped', fault: null, reason }
  }
  const outside = seen.answered.filter(one => isOutside(one, seen.answered))
  const twins = seen.answered.filter(one => isLetGo(one, seen))
  const tested = seen.answered.filter(one => !outside.includes(one) && !twins.includes(one))
  const notes = [...notesOf(seen, { outside, twins, tested }), ...untold(options, tested)]
  const first = outside[0]
  if (tested.length === 0 && first)
    return {
      ...base,
      notes,
      outcome: 'failed',
      class: 'runner',
      fault: first.fault,
      reason: `"${target.url.hostname}" has IPv6 addresses only, and this machine has no public IPv6`,
    }

  const troubles = tested.map(one => troubleOf(one))
  const assertions: Assertion[] = tested.map((one, i) => ({
    claim: `address ${one.address}`,
    expected: 'answers 2xx',
    actual: troubles[i]?.message ?? show(one),
    ok: troubles[i] === null,
  }))
  const broken = tested.flatMap((one, i) => (troubles[i] ? [{ one, trouble: troubles[i] }] : []))
  const odd = options.alike.flatMap(aspect => oddIn(aspect, tested) ?? [])
  assertions.push(...odd)
  const worst = broken[0]
  if (worst) {
    const count = `${tested.length - broken.length} of ${tested.length} addresses answer as they should`
    const which = broken.map(({ one, trouble }) => `${one.address}: ${trouble.message}`).join('; ')
    const found = fault(worst.trouble.type, `${count}; ${which}`, worst.trouble.code)
    return { outcome: 'failed', fault: found, reason: found.message, assertions, notes }
  }
  if (odd.length > 0) {
    const found = fault(
      'http.addresses_differ',
      odd.map(({ claim, actual }) => `${claim}: ${actual}`).join('; '),
    )
    return { outcome: 'failed', fault: found, reason: found.message, assertions, notes }
  }
  const how = tested.length === 1 ? 'the only address answers' : `all ${tested.length} addresses answer alike`
  return { outcome: 'passed', fault: null, reason: `${how}: ${show(tested[0]!)}`, assertions, notes }
}

/** No answer tells of the target where none could come back to this machine. Where any did, IPv6 works here. */
export function isOutside({ route, fault: trouble }: Answered, answered: readonly Answered[]): boolean {
  if (route === null || route === 'public' || !trouble) return false
  if (answered.some(other => other.route !== null && !isSilent(other.fault))) return false
  return isSilent(trouble)
}

/** Not even a refusal came back. */
const isSilent = (trouble: Fault | null): boolean =>
  trouble?.type === 'tcp.address_unreachable' || trouble?.type === 'tcp.timed_out'

/** `localhost` is one machine, and no client is turned away where one of its two addresses refuses. */
const isLetGo = (one: Answered, { localhost, answered }: AddressesDetails): boolean =>
  localhost &&
  one.fault?.type === 'tcp.refused' &&
  answered.some(other => other.family !== one.family && other.fault === null)

const show = ({ status, revision }: Answered): string =>
  `HTTP ${status}${revision === null ? '' : `, revision ${revision}`}`

/** Its own trouble, or what its status means. */
function troubleOf(one: Answered): Fault | null {
  return one.fault ?? statusTrouble(isGood(one), one.observations, '2xx')
}

const isGood = ({ status }: Answered): boolean => status !== null && status >= 200 && status < 300

const words: Readonly<Record<Aspect, string>> = {
  status: 'the same status',
  certificate: 'the same certificate',
  revision: 'the same revision',
}

/** A commit is written short or in full: the longest way in which any address writes it. Null where none is told. */
function revisionOf({ revision }: Answered, tested: readonly Answered[]): string | null {
  if (revision === null) return null
  const told = tested.flatMap(one => one.revision ?? []).sort((a, b) => b.length - a.length)
  return told.find(one => sameRevision(one, revision)) ?? revision
}

/** A good answer without a revision says something where others tell one; an error page without one does not. */
const isTold = (aspect: Aspect, one: Answered): boolean =>
  one[aspect] !== null || (aspect === 'revision' && isGood(one))

/** Null if all tell the same; one that tells no revision is odd where others do. The odd ones are those that are not with the most. */
function oddIn(aspect: Aspect, tested: readonly Answered[]): Assertion | null {
  const groups = Map.groupBy(
    tested.filter(one => one.fault === null && isTold(aspect, one)),
    one => (aspect === 'revision' ? revisionOf(one, tested) : String(one[aspect])),
  )
  if (groups.size < 2) return null
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length)
  const shown = (group: readonly Answered[]): string => {
    const one = group[0]!
    const value =
      aspect === 'certificate'
        ? `certificate ${one.certificate!.slice(0, 11)}…, valid until ${one.expires}`
        : aspect === 'status'
          ? `HTTP ${one.status}`
          : one.revision === null
            ? 'no revision'
            : `revision ${one.revision}`
    return `${group.map(({ address }) => address).join(', ')} ${group.length === 1 ? 'shows' : 'show'} ${value}`
  }
  return {
    claim: words[aspect],
    expected: 'from every address',
    actual: sorted.map(shown).join('; '),
    ok: false,
  }
}

/** Where a revision is declared, silence about it is no agreement. */
function untold({ alike, revision }: AddressesOptions, tested: readonly Answered[]): string[] {
  const silent = tested.some(isGood) && tested.every(one => one.revision === null)
  return alike.includes('revision') && revision !== null && silent
    ? [`no address told its revision in ${showPlace(revision)}: in that they were not compared`]
    : []
}

function notesOf(
  { left }: AddressesDetails,
  { outside, twins, tested }: Readonly<Record<'outside' | 'twins' | 'tested', readonly Answered[]>>,
): string[] {
  const notes: string[] = []
  if (outside.length > 0)
    notes.push(
      `this machine has no public IPv6: ${outside.map(({ address }) => address).join(', ')} could not be tested`,
    )
  for (const { address } of twins) notes.push(`nothing listens on ${address}, which is "localhost" as well`)
  if (left > 0) notes.push(`${left} more addresses were not dialled`)
  const sorted = tested.map(({ ms }) => ms).sort((a, b) => a - b)
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  for (const { address, ms } of tested)
    if (ms > median * slowFactor && ms > median + slowMs)
      notes.push(`${address} took ${Math.round(ms)} ms; the others took ${Math.round(median)} ms`)
  return notes
}
