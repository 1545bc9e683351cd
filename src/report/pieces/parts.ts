/** The checks of a merged report, by the part that they came from. */

import { type Report, type ReportedCheck, type ReportPart, worstFirst } from '../../model/report.ts'

export interface Group {
  readonly part: ReportPart
  /** Without the label that tells them from those of other parts. */
  readonly checks: readonly ReportedCheck[]
}

const badness = ({ part }: Group): number => worstFirst.indexOf(part.verdict)

/** The worst parts first; null for a report that is not merged. In the report, the checks of a part follow each other. */
export function groupChecks({ parts, checks }: Report): readonly Group[] | null {
  if (!parts || parts.length === 0) return null
  let at = 0
  const groups = parts.map(part => {
    const own = checks.slice(at, at + part.counts.planned)
    at += part.counts.planned
    const label = `${part.label}: `
    const unlabel = (name: string) => (name.startsWith(label) ? name.slice(label.length) : name)
    return { part, checks: own.map(check => ({ ...check, name: unlabel(check.name) })) }
  })
  // Counts that do not add up are another program's: nothing is hidden for them.
  return at === checks.length ? groups.sort((a, b) => badness(a) - badness(b)) : null
}
