/** The table of all checks, and the proof of those that passed, in Markdown. */

import { manyClients, type Outcome } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Report, ReportedCheck } from '../../model/report.ts'
import { readyKind } from '../../model/revision.ts'
import { inline } from '../escape.ts'
import type { Detail } from './detail.ts'
import { percentileLines, phaseBars } from './phases.ts'
import { ownNotes } from './story.ts'
import { timelineText } from './timeline.ts'
import { outcomeWords, plural, showBytes, showCount } from './words.ts'

const reasonLength = 240
const nameLength = 100

/** Untrusted text may not widen the table: every cell is one `inline` text, joined by our own `<br>`. */
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const hardSpace = '\u00a0'
/** Our own words, as a unit that no line break parts. */
const whole = (words: string): string => words.replace(/</g, '&lt;').replaceAll(' ', hardSpace)

/** The phases of the last attempt; a unit never breaks between its name and its time. */
function phasesCell(check: ReportedCheck): string {
  const lines = percentileLines(check)
  if (lines.length > 0) return lines.join('<br>')
  const last = check.attempts.at(-1)
  if (!last || last.phases.length === 0) return ''
  const bars = phaseBars(last).map(({ phase, bar, time }) => whole(`${phase} ${bar} ${time}`))
  const line = timelineText(check)
  return `${bars.join(' · ')}${last.fault ? `${hardSpace}✗` : ''}${line ? `<br>${inline(line, reasonLength)}` : ''}`
}

export function reasonOf(check: ReportedCheck, report: Report): string {
  if (check.reason || !check.blockedBy) return check.reason
  const blocker = report.checks.find(other => other.id === check.blockedBy)
  return `${blocker?.name ?? check.blockedBy} did not pass`
}

function resultCell(check: ReportedCheck, report: Report): string {
  const retried = check.attempts.length > 1 && !manyClients(check) && check.kind !== readyKind
  const tries = retried ? ` (${plural(check.attempts.length, 'attempt')})` : ''
  const word = check.outcome === 'passed' ? '' : `**${outcomeWords[check.outcome].word}**: `
  const notes = ownNotes(check)
    .slice(0, 3)
    .map(note => `<br>⚠️ ${inline(note, reasonLength)}`)
  return `${word}${inline(reasonOf(check, report), reasonLength)}${tries}${notes.join('')}`
}

/** Order of importance, for when not all rows can be shown. */
const importance: readonly Outcome[] = ['failed', 'errored', 'blocked', 'skipped', 'passed']

function shownChecks(report: Report, most: number): readonly ReportedCheck[] {
  if (report.checks.length <= most) return report.checks
  return importance
    .flatMap(outcome => report.checks.filter(check => check.outcome === outcome))
    .slice(0, most)
}

export function checksTable(report: Report, detail: Detail): string {
  if (report.checks.length === 0) return ''
  const shown = shownChecks(report, detail.rows)
  const rows = shown.map(check =>
    row([
      outcomeWords[check.outcome].glyph,
      inline(check.name, nameLength),
      phasesCell(check),
      check.attempts.length > 0 ? whole(showDuration(check.durationMs)) : '',
      resultCell(check, report),
    ]),
  )
  const hidden = report.checks.length - shown.length
  const more = hidden > 0 ? ['', `… and ${showCount(hidden)} more, counted above.`] : []
  return [row(['', 'Check', 'Phases', 'Time', 'Result']), '|:-:|---|---|--:|---|', ...rows, ...more].join(
    '\n',
  )
}

function heldCell(check: ReportedCheck): string {
  return check.assertions
    .slice(0, 12)
    .map(({ claim, actual }) => `${inline(claim, 80)}: ${inline(actual, 80)}`)
    .join('<br>')
}

/** Passed checks, folded: address, bytes each way, what was seen, what was asserted. */
export function proofsTable(report: Report, detail: Detail): string {
  const passed = report.checks.filter(check => check.outcome === 'passed').slice(0, detail.rows)
  if (!detail.proofs || passed.length === 0) return ''
  const rows = passed.map(check => {
    const { proof } = check
    const bytes = proof ? `${showBytes(proof.bytesSent)} / ${showBytes(proof.bytesReceived)}` : ''
    return row([
      inline(check.name, nameLength),
      inline(proof?.address ?? '', nameLength),
      whole(bytes),
      inline(proof?.seen ?? '', reasonLength),
      heldCell(check),
    ])
  })
  return [
    '<details>',
    `<summary>${outcomeWords.passed.glyph} Proof of the ${plural(report.counts.passed, 'passed check')}</summary>`,
    '',
    row(['Check', 'Address', 'Sent / received', 'Seen', 'Held']),
    '|---|---|---|---|---|',
    ...rows,
    '',
    '</details>',
  ].join('\n')
}
