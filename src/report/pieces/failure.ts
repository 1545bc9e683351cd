/** One failed check, told in Markdown: where the path broke, the cause, why, the fix, and the evidence. */

import { showDuration } from '../../model/duration.ts'
import type { Diagnosis, ReportedCheck } from '../../model/report.ts'
import { codeBlock, codeSpan, inline, prose } from '../escape.ts'
import type { Detail } from './detail.ts'
import { pathDiagram, pathOf, pathText } from './path.ts'
import { phaseBars } from './phases.ts'
import { transcriptLines } from './transcript.ts'
import { outcomeWords, plural, showBytes } from './words.ts'

const fold = (summary: string, body: readonly string[]): string =>
  ['<details>', `<summary>${summary}</summary>`, '', body.join('\n\n'), '', '</details>'].join('\n')

function pathLine(check: ReportedCheck): readonly string[] {
  const steps = pathOf(check)
  return steps ? [pathText(steps)] : []
}

/** Below cause and fix: it says what the line of the path says, and would push them off the screen. */
function pathPicture(check: ReportedCheck, { diagrams }: Detail): readonly string[] {
  const steps = diagrams ? pathOf(check) : null
  return steps ? [codeBlock(pathDiagram(steps), 'mermaid')] : []
}

const fixBlock = (diagnosis: Diagnosis): string => codeBlock(diagnosis.fix.join('\n'), '', 4000)

function causeSection({ diagnoses, reason }: ReportedCheck): readonly string[] {
  const [best] = diagnoses
  if (!best) return [`**What was seen:** ${inline(reason)}`]
  const why = best.why.map((step, at) => `${at + 1}. ${inline(step)}`).join('\n')
  return [
    `**Cause** (${best.confidence} confidence, ${codeSpan(best.id)}): ${prose(best.cause)}`,
    ...(why ? [`**Why:**\n\n${why}`] : []),
    ...(best.fix.length > 0 ? [`**Fix:**\n\n${fixBlock(best)}`] : []),
  ]
}

function otherCauses({ diagnoses }: ReportedCheck): readonly string[] {
  const others = diagnoses.slice(1)
  if (others.length === 0) return []
  const told = others.flatMap(one => [
    `**${one.confidence} confidence**, ${codeSpan(one.id)}: ${prose(one.cause)}`,
    fixBlock(one),
  ])
  return [fold(plural(others.length, 'other possible cause'), told)]
}

/** Bounded, so that two failures fit into a summary at their longest (detail.ts). */
const mostAssertions = 10

function assertionsSection({ assertions }: ReportedCheck): readonly string[] {
  const wrong = assertions.filter(({ ok }) => !ok)
  if (wrong.length === 0) return []
  const rows = wrong
    .slice(0, mostAssertions)
    .map(
      ({ claim, expected, actual }) =>
        `| ${inline(claim, 120)} | ${inline(expected, 200)} | ${inline(actual, 200)} |`,
    )
  const more =
    wrong.length > mostAssertions
      ? ['', `… and ${plural(wrong.length - mostAssertions, 'more assertion')}.`]
      : []
  return [['| Asserted | Expected | Found |', '|---|---|---|', ...rows, ...more].join('\n')]
}

function attemptsTable({ attempts }: ReportedCheck): string {
  const rows = attempts.slice(0, 20).map((attempt, at) => {
    const phases = phaseBars(attempt).map(({ phase, time }) => `${phase} ${time}`)
    const bytes = `${showBytes(attempt.bytesSent)} / ${showBytes(attempt.bytesReceived)}`
    const end = attempt.fault ? `${attempt.fault.type}: ${attempt.fault.message}` : 'ended well'
    return `| ${at + 1} | ${inline(attempt.address ?? 'none', 80)} | ${phases.join(', ').replaceAll('<', '&lt;')} | ${bytes} | ${inline(end, 240)} |`
  })
  const more = attempts.length > 20 ? ['', `… and ${plural(attempts.length - 20, 'more attempt')}.`] : []
  return [
    '| Attempt | Address | Phases | Sent / received | End |',
    '|--:|---|---|---|---|',
    ...rows,
    ...more,
  ].join('\n')
}

function factsTable({ observations }: ReportedCheck): string {
  const rows = Object.entries(observations)
    .filter(([, value]) => value !== null && value !== '')
    .slice(0, 60)
    .map(([name, value]) => `| ${inline(name, 80)} | ${inline(String(value), 400)} |`)
  return rows.length > 0 ? ['| Observed | Value |', '|---|---|', ...rows].join('\n') : ''
}

function evidenceSection(check: ReportedCheck, detail: Detail): readonly string[] {
  const attempts = detail.attempts && check.attempts.length > 0
  const transcript = detail.transcripts && check.transcript.length > 0
  const facts = detail.facts ? factsTable(check) : ''
  const named = [
    attempts ? plural(check.attempts.length, 'attempt') : '',
    transcript ? 'transcript' : '',
    facts ? 'observed facts' : '',
  ].filter(Boolean)
  if (named.length === 0) return []
  return [
    fold(`Evidence: ${named.join(', ')}`, [
      ...(attempts ? [attemptsTable(check)] : []),
      ...(transcript
        ? [codeBlock(transcriptLines(check.transcript, 30, 300).join('\n'), 'text', 12_000)]
        : []),
      ...(facts ? [facts] : []),
    ]),
  ]
}

export function failureSection(check: ReportedCheck, detail: Detail): string {
  const kind = check.class ? `${check.class}, ` : ''
  return [
    `### ${outcomeWords[check.outcome].glyph} ${inline(check.name, 120)}`,
    `${codeSpan(check.target, 300)} (${kind}${showDuration(check.durationMs)})`,
    ...pathLine(check),
    ...causeSection(check),
    ...assertionsSection(check),
    ...pathPicture(check, detail),
    ...otherCauses(check),
    ...evidenceSection(check, detail),
  ].join('\n\n')
}
