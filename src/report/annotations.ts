/** Workflow commands: annotations on the run and on the lines of the configuration file. */

import type { Place, Problem } from '../model/problem.ts'
import type { Report, ReportedCheck } from '../model/report.ts'
import { clip, escapeCommandData, escapeCommandProperty } from './escape.ts'
import { plural } from './pieces/words.ts'

/** GitHub takes ten of a type from a step (runner ExecutionContext.cs); the tenth is left to the action's last word. */
const mostOfType = 9
/** Longer messages are cut by the runner. */
const longestMessage = 4096
const longestTitle = 200

type Level = 'error' | 'warning'

interface Annotation {
  readonly level: Level
  readonly title: string
  readonly message: string
  readonly place: Place | null
}

const ofProblem = ({ subject, message, remedy, place }: Problem): Annotation => ({
  level: 'error',
  title: `Verify Deploy: ${subject}`,
  message: `${message}\n${remedy}`,
  place,
})

function ofCheck(check: ReportedCheck, level: Level): Annotation {
  const [best] = check.diagnoses
  const cause = best ? [`Cause (${best.confidence} confidence): ${best.cause}`, 'Fix:', ...best.fix] : []
  return {
    level,
    title: `Verify Deploy: ${check.name}`,
    message: [check.reason, ...cause].join('\n'),
    place: check.source,
  }
}

const ofNotes = (check: ReportedCheck): readonly Annotation[] =>
  check.notes.map(note => ({
    level: 'warning',
    title: `Verify Deploy: ${check.name}`,
    message: note,
    place: check.source,
  }))

function show({ level, title, message, place }: Annotation): string {
  const where = place
    ? [`file=${escapeCommandProperty(place.file)}`, `line=${place.line}`, `col=${place.column}`]
    : []
  const properties = [...where, `title=${escapeCommandProperty(clip(title, longestTitle))}`]
  const suffix = 20
  return `::${level} ${properties.join(',')}::${escapeCommandData(clip(message, longestMessage - suffix))}`
}

function showSome(level: Level, all: readonly Annotation[]): readonly string[] {
  const some = all.filter(annotation => annotation.level === level)
  if (some.length <= mostOfType) return some.map(show)
  const rest = some.length - (mostOfType - 1)
  const rollUp: Annotation = {
    level,
    title: 'Verify Deploy',
    message: `${plural(rest, `more ${level}`)}: see the job summary.`,
    place: null,
  }
  return [...some.slice(0, mostOfType - 1), rollUp].map(show)
}

export function renderAnnotations(report: Report): string {
  // A failure that does not make the run fail, by `fail-on`, is worth a warning only.
  const level: Level = report.exitCode === 0 ? 'warning' : 'error'
  const troubled = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  const all = [
    ...report.problems.map(ofProblem),
    ...troubled.map(check => ofCheck(check, level)),
    ...report.checks.flatMap(ofNotes),
  ]
  return [...showSome('error', all), ...showSome('warning', all)].map(line => `${line}\n`).join('')
}
