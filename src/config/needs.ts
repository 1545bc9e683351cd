/** Ids and `needs` of the declared checks: every need exists, and none leads back to where it came from. */

import type { Problem } from '../model/problem.ts'
import type { DeclaredCheck } from './config.ts'
import { assignIds } from './ids.ts'
import { quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

/** Where a word of a check stands in the file. */
export type Locate = (check: DeclaredCheck, word: 'id' | 'needs') => Pick<Problem, 'subject' | 'place'>

/** @param planned the checks that are not left out by `when` */
export function checkNeeds(
  all: readonly DeclaredCheck[],
  planned: readonly DeclaredCheck[],
  locate: Locate,
): Problem[] {
  const ids = assignIds(planned)
  const everywhere = assignIds(all)
  const problems: Problem[] = []
  const tell = (check: DeclaredCheck, word: 'id' | 'needs', message: string, remedy: string) =>
    problems.push({ ...locate(check, word), message, remedy })
  for (const [index, check] of planned.entries()) {
    if (check.id !== null && ids.indexOf(check.id) < index) {
      tell(check, 'id', `${quote(check.id)} is taken by another check`, 'give each check an id of its own')
    }
    for (const need of check.needs.filter(id => !ids.includes(id))) {
      if (everywhere.includes(need)) {
        const message = `${quote(need)} is left out of this environment by its \`when\``
        tell(check, 'needs', message, 'give both checks the same `when`')
      } else tell(check, 'needs', `${quote(need)} is not the id of a check`, suggestion(need, ids))
    }
  }
  const circle = findCircle(ids, planned)
  const first = circle && planned[ids.indexOf(circle[0]!)]
  if (first) {
    const message = `goes in a circle: ${[...circle, circle[0]].join(' → ')}`
    tell(first, 'needs', message, 'take one of them out')
  }
  return problems
}

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
