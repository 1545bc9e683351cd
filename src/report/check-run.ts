/** The check run on GitHub: while the checks run, and at the end. */

import type { CheckResult } from '../model/check.ts'
import type { CheckRunAnnotation } from '../model/publishing.ts'
import type { Report, ReportedCheck, Verdict } from '../model/report.ts'
import { cleanText, clip, inline, oneLine } from './escape.ts'
import { checksTable } from './pieces/checks-table.ts'
import { fullDetail } from './pieces/detail.ts'
import { renderDocument } from './pieces/document.ts'
import { outcomeWords, plural, showCounts, verdictLine } from './pieces/words.ts'

/** Characters of the summary and of the text, each; we count bytes, which are never fewer (GitHub's OpenAPI description). */
export const checkRunLimit = 65_535
const longestTitle = 255
/** GitHub takes 64 KB; nobody reads them in the margin of a file. */
const longestMessage = 4000
/** Sent 50 at a time. */
const mostAnnotations = 150
const mostLines = 100

export interface RenderedCheckRun {
  readonly conclusion: 'success' | 'failure' | 'cancelled'
  /** Plain text; the others are Markdown. */
  readonly title: string
  readonly summary: string
  readonly text: string
  readonly annotations: readonly CheckRunAnnotation[]
}

/** What could not be tested must not satisfy a required check, as `neutral` and `skipped` would. */
const conclusions: Readonly<Record<Verdict, RenderedCheckRun['conclusion']>> = {
  passed: 'success',
  failed: 'failure',
  inconclusive: 'failure',
  cancelled: 'cancelled',
}

/** The summary comes first and tells the rest; nothing says that check runs draw Mermaid. */
const details = { heading: false, table: false, diagrams: false } as const

/** @param carried what a later run compares itself with: an unseen end of the text, of at most half its room. */
export function renderCheckRun(report: Report, { carried }: { readonly carried: string }): RenderedCheckRun {
  return {
    conclusion: conclusions[report.verdict],
    title: titleOf(verdictLine(report)),
    summary: summaryOf(report),
    text: `${renderDocument(report, checkRunLimit - Buffer.byteLength(carried), details)}${carried}`,
    annotations: annotationsOf(report),
  }
}

/** What is told of a check that has finished. */
export type Finished = Pick<CheckResult, 'outcome' | 'name' | 'reason'>

export function renderCheckRunProgress(
  results: readonly Finished[],
  planned: number,
): Pick<RenderedCheckRun, 'title' | 'summary'> {
  const lines = results
    .slice(0, mostLines)
    .map(
      ({ outcome, name, reason }) =>
        `- ${outcomeWords[outcome].glyph} ${inline(name, 100)}: ${inline(reason, 240)}`,
    )
  const title =
    planned === 0 ? 'running' : `running: ${results.length} of ${plural(planned, 'check')} finished`
  return { title, summary: [`${title}.`, '', ...lines].join('\n') }
}

/** The check run of a run that came to no verdict: the verifier broke. */
export function renderCheckRunBroken(): Pick<RenderedCheckRun, 'title' | 'summary'> {
  const title = 'verify-deploy could not finish because of a bug of its own: nothing is proven'
  // What was thrown is in the log, where GitHub masks secrets; here nobody does.
  return { title, summary: `${title}. The log of the job has more.` }
}

const titleOf = (text: string): string => oneLine(text, longestTitle - 20)

function summaryOf(report: Report): string {
  const rows = (most: number) => checksTable(report, { ...fullDetail, rows: most })
  const head = `**${inline(report.because, 600)}**\n\n${showCounts(report.counts)}`
  if (report.checks.length === 0) return head
  const whole = [50, 20, 5].map(most => `${head}\n\n${rows(most)}`)
  return whole.find(text => new TextEncoder().encode(text).byteLength <= checkRunLimit) ?? head
}

/** Only lines of files of the repository can be annotated. */
const pathOf = (file: string): string | null => {
  const path = file.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
  return /^(\/|[a-z]:|\.\.(\/|$))/i.test(path) || path === '' ? null : path
}

interface Remark {
  readonly place: { readonly file: string; readonly line: number } | null
  readonly level: CheckRunAnnotation['annotation_level']
  readonly title: string
  readonly lines: readonly string[]
}

const troubleOf = (check: ReportedCheck, level: Remark['level']): Remark => ({
  ...{ place: check.source, level, title: check.name },
  lines: [
    check.reason,
    ...check.diagnoses
      .slice(0, 1)
      .flatMap(({ cause, confidence, fix }) => [
        `Cause (${confidence} confidence): ${cause}`,
        ...(fix.length > 0 ? ['Fix:', ...fix] : []),
      ]),
  ],
})

function annotationsOf(report: Report): readonly CheckRunAnnotation[] {
  const level = report.exitCode === 0 ? 'warning' : 'failure'
  const troubled = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  const remarks: readonly Remark[] = [
    ...report.problems.map(({ place, subject, message, remedy }) => ({
      ...({ place, level, title: subject, lines: [message, remedy] } as const),
    })),
    ...troubled.map(check => troubleOf(check, level)),
    ...report.checks.flatMap(({ notes, source, name }) =>
      notes.map(note => ({ place: source, level: 'warning', title: name, lines: [note] }) as const),
    ),
  ]
  return remarks.slice(0, mostAnnotations).flatMap(({ place, level: annotation_level, title, lines }) => {
    const path = place && pathOf(place.file)
    if (!path) return []
    const where = { path, start_line: place.line, end_line: place.line, annotation_level }
    return [{ ...where, title: titleOf(title), message: clip(cleanText(lines.join('\n')), longestMessage) }]
  })
}
