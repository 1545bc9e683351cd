/** What changed against the run before, in one line. */

import type { Report } from '../../model/report.ts'
import { plural } from './words.ts'

const shown = 5

/** Empty if there was nothing to compare with; else in plain text, not yet escaped. */
export function changesLine({ comparison, checks }: Report): string {
  if (!comparison) return ''
  const nameOf = (id: string) => checks.find(check => check.id === id)?.name ?? id
  const list = (ids: readonly string[]) =>
    ids.slice(0, shown).map(nameOf).join(', ') + (ids.length > shown ? ', …' : '')
  const groups: readonly (readonly [readonly string[], string])[] = [
    [comparison.newFailures, plural(comparison.newFailures.length, 'new failure')],
    [comparison.stillFailing, `${comparison.stillFailing.length} failing as before`],
    [comparison.fixed, `${comparison.fixed.length} fixed`],
    [comparison.slower, `${comparison.slower.length} slower`],
    [comparison.newChecks, plural(comparison.newChecks.length, 'new check')],
    [comparison.goneChecks, plural(comparison.goneChecks.length, 'check')],
  ]
  const told = groups
    .filter(([ids]) => ids.length > 0)
    .map(([ids, words]) => `${words}${ids === comparison.goneChecks ? ' gone' : ''} (${list(ids)})`)
  return `Against ${comparison.baseline}: ${told.length > 0 ? told.join('; ') : 'nothing changed'}`
}
