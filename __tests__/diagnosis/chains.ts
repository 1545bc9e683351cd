/** What has to be true of every why-chain, wherever it comes from. */

import type { ReportedCheck } from '../../src/model/report.ts'

/** What is left in a sentence when a fact is missing or was not made for people. */
export const leftover =
  /\b(undefined|null|NaN|Infinity)\b|\[object |\$\{|(?<!\{)\{[a-z][a-z0-9_.-]*\}(?!\})|\b(a|an|the|its|some|so many) (ms|s) /
/** A chain tells what was seen; what may have been is the cause's affair. */
const speculation = /\b(perhaps|maybe|probably|possibly|might|likely|presumably|seems?)\b/i

const quoted = /"[^"]*"?/g
/** A message of the target in JSON, cut or whole. */
const json = /[{[]".*/s
const statuses = /(?:answered|answer was|HTTP|host|signed|one) ([1-5]\d\d)\b/g

/** All that the product knows, as text: facts, and what the other checks of the run came to. */
const knowledge = (check: ReportedCheck, all: readonly ReportedCheck[]): string =>
  JSON.stringify([
    check,
    ...all.map(({ name, reason, outcome, attempts }) => ({ name, reason, outcome, attempts })),
  ])

function troublesOfStep(step: string, known: string): string[] {
  // Text of the target may say anything.
  const own = step.replace(json, '').replace(quoted, '""')
  return [
    ...(leftover.test(own) ? ['has a gap'] : []),
    ...(speculation.test(own) ? ['speculates'] : []),
    ...(/[.!?…]"?$/.test(step) ? [] : ['does not end']),
    ...(/^[a-z]+ /.test(step) ? ['begins with a small letter'] : []),
    ...(step.length > 700 ? ['is too long'] : []),
    ...[...own.matchAll(statuses)].flatMap(([, status]) =>
      known.includes(status!) ? [] : [`names ${status}, which nobody saw`],
    ),
  ]
}

/** What is wrong with the chains of these checks, a line each; `secrets` must not be in any. */
export function troublesOfChains(
  checks: readonly ReportedCheck[],
  secrets: readonly string[] = [],
): readonly string[] {
  return checks.flatMap(check => {
    // The chain does not lean on itself.
    const known = knowledge(
      { ...check, diagnoses: [] },
      checks.filter(one => one !== check),
    )
    return check.diagnoses.flatMap(({ id, why }) => {
      const told = (trouble: string) => `${check.id}, ${id}: ${trouble}\n  ${why.join('\n  ')}`
      return [
        ...(why.length >= 3 && why.length <= 6 ? [] : [told(`has ${why.length} steps`)]),
        ...(new Set(why).size === why.length ? [] : [told('says a thing twice')]),
        ...(secrets.some(secret => why.join('\n').includes(secret)) ? [told('tells a secret')] : []),
        ...why.flatMap(step => troublesOfStep(step, known).map(trouble => told(`"${step}" ${trouble}`))),
      ]
    })
  })
}
