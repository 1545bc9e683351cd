/** Ids and `needs` of the declared checks: every need exists, and none leads back to where it came from. */

import type { Problem } from '../model/problem.ts'
import type { DeclaredCheck } from './config.ts'
import { assignIds } from './ids.ts'
import { problemOf, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

/** @param planned the checks that are not left out by `when` */
export function checkNeeds(all: readonly DeclaredCheck[], planned: readonly DeclaredCheck[]): Problem[] {
  const ids = assignIds(planned)
  const leftOut = assignIds(all)
  const problems = duplicatesOf(all)
  for (const check of planned) {
    for (const need of check.needs) {
      if (ids.includes(need)) continue
      const [message, remedy] = leftOut.includes(need)
        ? [`${quote(need)} is left out of this environment by its \`when\``, 'give both checks the same `when`']
        : [`${quote(need)} is not the id of a check`, suggestion(need, ids)]
      problems.push(problemOf('needs', message, remedy, check.source))
    }
  }
  const circle = findCircle(ids, planned)
  if (circle) {
    const [first] = circle
    const place = planned[ids.indexOf(first!)]?.source ?? null
    problems.push(problemOf('needs', `goes in a circle: ${[...circle, first].join(' → ')}`, 'take one of them out', place))
  }
  return problems
}

const duplicatesOf = (checks: readonly DeclaredCheck[]): Problem[] =>
  checks
    .filter(({ id }, index) => id !== null && checks.findIndex(other => other.id === id) < index)
    .map(({ id, source }) => problemOf('id', `${quote(id)} is taken by another check`, 'give each check an id of its own', source))

/** The ids of one circle, in the order of their needs. */
function findCircle(ids: readonly string[], checks: readonly DeclaredCheck[]): readonly string[] | null {
  const needsOf = new Map(ids.map((id, index) => [id, checks[index]!.needs]))
  const cleared = new Set<string>()
  const follow = (id: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(id)) return trail.slice(trail.indexOf(id))
    if (cleared.has(id)) return null
    for (const need of needsOf.get(id) ?? []) {
      const circle = follow(need, [...trail, id])
      if (circle) return circle
    }
    cleared.add(id)
    return null
  }
  for (const id of ids) {
    const circle = follow(id, [])
    if (circle) return circle
  }
  return null
}
