/** The whole report as one Markdown document, within a number of bytes. */

import { showDuration } from '../../model/duration.ts'
import { showAttempts } from '../../model/plural.ts'
import type { Problem } from '../../model/problem.ts'
import type { Report, ReportedCheck } from '../../model/report.ts'
import { readyKind, sameRevision } from '../../model/revision.ts'
import { codeSpan, inline } from '../escape.ts'
import { changesLine } from './changes.ts'
import { checksTable, proofsTable } from './checks-table.ts'
import { type Detail, fit } from './detail.ts'
import { failureSection } from './failure.ts'
import { type Group, groupChecks } from './parts.ts'
import { hasStory } from './story.ts'
import { plural, showCounts, verdictWords } from './words.ts'

export function headingOf(report: Report): string {
  const { glyph, word } = verdictWords[report.verdict]
  const where = report.environment ? ` · ${inline(report.environment, 80)}` : ''
  return `## ${glyph} Verify Deploy: ${word}${where}`
}

function factsLine(report: Report): string {
  const { revision, readiness } = report
  const observed = revision.observed.map(({ value }) => codeSpan(value.slice(0, 12))).join(', ')
  return [
    report.url ? codeSpan(report.url, 300) : '',
    revision.expected ? `revision ${codeSpan(revision.expected.slice(0, 12))}` : '',
    observed ? `observed ${observed}` : '',
    report.sha && report.sha !== revision.expected ? `commit ${codeSpan(report.sha.slice(0, 12))}` : '',
    showDuration(report.durationMs),
    showCounts(report.counts),
    readiness?.ready ? `ready after ${showDuration(readiness.waitedMs)}` : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Nothing where the check `ready` says it. */
function readinessLine({ readiness }: Pick<Report, 'readiness'>, checks: readonly ReportedCheck[]): string {
  if (!readiness || readiness.ready) return ''
  if (checks.some(({ kind, outcome }) => kind === readyKind && outcome === 'failed')) return ''
  const asked = `${showAttempts(readiness.polls, readiness.answers)} in ${showDuration(readiness.waitedMs)}`
  const last = readiness.last ? `; last: ${inline(readiness.last)}` : ''
  return `⚠️ The deployment did not become ready: ${asked}${last}`
}

function placeCell({ place }: Problem): string {
  return place ? inline(`${place.file}:${place.line}:${place.column}`, 200) : 'input'
}

function problemsTable({ problems }: Report, detail: Detail): string {
  if (problems.length === 0) return ''
  const rows = problems
    .slice(0, detail.rows)
    .map(
      one =>
        `| ${placeCell(one)} | ${inline(one.subject, 120)} | ${inline(one.message)} | ${inline(one.remedy)} |`,
    )
  return [
    `Nothing was sent: mend ${problems.length === 1 ? 'this' : `these ${problems.length}`} first.`,
    '',
    '| Where | Input | Problem | Remedy |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** The root cause first, then in the order of the plan. */
function troubledChecks({ checks, rootCause }: Report): readonly ReportedCheck[] {
  const troubled = checks.filter(hasStory)
  const first = troubled.filter(({ id }) => id === rootCause?.check)
  return [...first, ...troubled.filter(check => !first.includes(check))]
}

/** A table for each part, and the rows divided among them. */
function checksSection(report: Report, detail: Detail): string {
  const groups = groupChecks(report)
  if (!groups) return checksTable(report, detail)
  const shown = groups.slice(0, detail.rows)
  const each = { ...detail, rows: Math.max(1, Math.floor(detail.rows / shown.length)) }
  const hidden = groups.length - shown.length
  return [
    ...shown.map(group => partSection(report, group, each)),
    hidden > 0 ? `… and ${plural(hidden, 'more part')}, counted above.` : '',
  ]
    .filter(Boolean)
    .join('\n\n')
}

function partSection(report: Report, { part, checks }: Group, detail: Detail): string {
  const { glyph, word } = verdictWords[part.verdict]
  const isUntested = part.counts.planned === 0
  const isOwnCommit = part.sha !== null && !(report.sha !== null && sameRevision(part.sha, report.sha))
  const facts = [
    part.url && part.url !== report.url ? codeSpan(part.url, 300) : '',
    part.sha && isOwnCommit ? `commit ${codeSpan(part.sha.slice(0, 12))}` : '',
    ...(isUntested ? [] : [showDuration(part.durationMs), showCounts(part.counts)]),
    part.readiness?.ready ? `ready after ${showDuration(part.readiness.waitedMs)}` : '',
  ]
  return [
    `### ${glyph} ${inline(part.label, 80)}: ${word}`,
    part.verdict === 'passed' || (!isUntested && report.because.includes(part.because))
      ? ''
      : inline(part.because, 600),
    facts.filter(Boolean).join(' · '),
    readinessLine(part, checks),
    checksTable({ ...report, checks }, detail),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function notesSection({ notes }: Report, detail: Detail): string {
  if (notes.length === 0) return ''
  const lines = notes.slice(0, detail.rows).map(note => `- ${inline(note)}`)
  return ['**Not proven by this run:**', '', ...lines].join('\n')
}

function leftOut(left: readonly string[]): string {
  if (left.length === 0) return ''
  return `⚠️ Left out to stay below the size limit: ${left.join(', ')}. The whole is in report.json.`
}

export interface DocumentOptions {
  /** False where something before it tells the verdict and the reason. */
  readonly heading?: boolean
  /** False where something before it shows the table of checks. */
  readonly table?: boolean
  /** False where Mermaid is shown as its source. */
  readonly diagrams?: boolean
}

function render(
  report: Report,
  detail: Detail,
  left: readonly string[],
  { heading = true, table = true }: DocumentOptions,
): string {
  const troubled = troubledChecks(report)
  const told = troubled.slice(0, detail.failures)
  const untold = troubled.length - told.length
  return `${[
    ...(heading ? [headingOf(report), `**${inline(report.because, 600)}**`] : []),
    factsLine(report),
    leftOut(left),
    readinessLine(report, report.checks),
    inline(changesLine(report), 800),
    problemsTable(report, detail),
    table ? checksSection(report, detail) : '',
    ...told.map(check => failureSection(check, detail)),
    untold > 0 ? `… and ${plural(untold, 'more failure')}, in report.json.` : '',
    notesSection(report, detail),
    proofsTable(report, detail),
    `<sub>verify-deploy ${inline(report.tool.version, 40)} · started ${inline(report.startedAt, 40)}</sub>`,
  ]
    .filter(Boolean)
    .join('\n\n')}\n`
}

export function renderDocument(report: Report, byteLimit: number, options: DocumentOptions = {}): string {
  const { diagrams = true } = options
  return fit(byteLimit, (detail, left) => render(report, { ...detail, diagrams }, left, options))
}
