/** The report for a terminal or a log: no cursor movement, colour only where asked for. */

import { showDuration } from '../model/duration.ts'
import type { Attempt } from '../model/evidence.ts'
import { showAttempts } from '../model/plural.ts'
import type { Report, ReportedCheck, Verdict } from '../model/report.ts'
import { cleanText, neutraliseCommands, oneLine } from './escape.ts'
import { changesLine } from './pieces/changes.ts'
import { type Colour, createPaint, outcomeColours, type Paint } from './pieces/paint.ts'
import { groupChecks } from './pieces/parts.ts'
import { pathOf, pathText } from './pieces/path.ts'
import { percentileLines, phaseBars } from './pieces/phases.ts'
import { hasStory, ownNotes } from './pieces/story.ts'
import { timelineText } from './pieces/timeline.ts'
import { transcriptLines } from './pieces/transcript.ts'
import { outcomeWords, showBytes, showCounts, verdictWords } from './pieces/words.ts'

export interface TerminalOptions {
  readonly color: boolean
  /** Columns; lines are wrapped at words, but commands and configuration lines are left whole. */
  readonly width: number
  /** False for consoles that cannot show `✓` and `█`. */
  readonly unicode?: boolean
}

const verdictColours: Readonly<Record<Verdict, Colour>> = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'yellow',
  cancelled: 'yellow',
}

const plainGlyphs: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '⊘': '#',
  '·': '-',
  '→': '->',
  '←': '<-',
  '…': '...',
  '█': '#',
  '▁': '_',
  '▂': '.',
  '▃': '.',
  '▄': ':',
  '▅': ':',
  '▆': '|',
  '▇': '|',
}

const mostAttempts = 10
const longestText = 600

/** Wraps at words; a word longer than the line stays whole. */
function wrap(text: string, width: number, indent: string, first = indent): string {
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of oneLine(text, longestText).split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].join('\n')
}

/** What the wait saw last, where no failed check tells it. */
function unready({ readiness, checks }: Report): string {
  const told = checks.some(({ outcome }) => outcome === 'failed')
  return readiness?.last && !readiness.ready && !told ? `; last: ${oneLine(readiness.last, 200)}` : ''
}

function header(report: Report, { width }: TerminalOptions, paint: Paint): readonly string[] {
  const { mark, word } = verdictWords[report.verdict]
  const where = report.environment ? ` (${oneLine(report.environment, 80)})` : ''
  const url = oneLine(report.url ?? '', 200)
  const sha = report.sha ? `commit ${oneLine(report.sha.slice(0, 12))}` : ''
  const { readiness } = report
  const asked =
    readiness && readiness.polls > 1 ? `: ${showAttempts(readiness.polls, readiness.answers)}` : ''
  const ready = readiness
    ? `${readiness.ready ? 'ready' : 'not ready'} after ${showDuration(readiness.waitedMs)}${asked}${unready(report)}`
    : ''
  const facts = [url, sha, showDuration(report.durationMs), ready].filter(Boolean).join(' · ')
  const changes = oneLine(changesLine(report), 800)
  return [
    paint(verdictColours[report.verdict], paint('bold', `${mark} ${word.toUpperCase()}${where}`)),
    wrap(report.because, width, '  '),
    paint('dim', wrap(facts, width, '  ')),
    paint('dim', wrap(showCounts(report.counts), width, '  ')),
    ...(changes ? [wrap(changes, width, '  ')] : []),
  ]
}

/** All checks; those of a merged report by the part that they came from. */
function allChecks(report: Report, options: TerminalOptions, paint: Paint): readonly string[] {
  const groups = groupChecks(report)
  if (!groups) return report.checks.length > 0 ? ['', ...checkLines(report.checks, options, paint)] : []
  return groups.flatMap(({ part, checks }) => {
    const { mark, word } = verdictWords[part.verdict]
    const url = part.url && part.url !== report.url ? ` · ${part.url}` : ''
    const title = wrap(`${mark} ${part.label}: ${word}${url}`, options.width, '  ', '')
    const untested = checks.length === 0 ? [wrap(part.because, options.width, '  ')] : []
    return [
      '',
      paint(verdictColours[part.verdict], title),
      ...untested,
      ...checkLines(checks, options, paint),
    ]
  })
}

function checkLines(
  checks: readonly ReportedCheck[],
  { width }: TerminalOptions,
  paint: Paint,
): readonly string[] {
  const names = checks.map(({ name }) => oneLine(name, 40))
  const column = Math.max(0, ...names.map(name => name.length))
  return checks.map((check, at) => {
    const time = check.attempts.length > 0 ? showDuration(check.durationMs) : ''
    const mark = outcomeWords[check.outcome].mark
    const first = `  ${mark} ${(names[at] ?? '').padEnd(column)} ${time.padStart(7)}  `
    const word = check.outcome === 'passed' ? '' : `${outcomeWords[check.outcome].word}: `
    const notes = ownNotes(check).map(note => `\n${wrap(`! ${note}`, width, ' '.repeat(first.length))}`)
    const line = wrap(`${word}${check.reason}`, width, ' '.repeat(first.length), first)
    const drawn = timelineText(check)
    const came = drawn ? `\n${wrap(drawn, width, ' '.repeat(first.length))}` : ''
    // Painted after wrapping: escape sequences have no width.
    return (
      line.replace(mark, paint(outcomeColours[check.outcome], mark)) +
      paint('dim', came) +
      paint('yellow', notes.join(''))
    )
  })
}

function attemptLine(attempt: ReportedCheck['attempts'][number], at: number): string {
  const phases = phaseBars(attempt).map(({ phase, bar, time }) => `${phase} ${bar} ${time}`)
  const bytes = `${showBytes(attempt.bytesSent)} sent, ${showBytes(attempt.bytesReceived)} received`
  const end = attempt.fault ? `: ${attempt.fault.type}` : ''
  return `${at + 1}. ${attempt.address ?? 'no address'} · ${[...phases, bytes].join(' · ')}${end}`
}

function failureLines(check: ReportedCheck, { width }: TerminalOptions, paint: Paint): readonly string[] {
  const steps = pathOf(check)
  const [best, ...others] = check.diagnoses
  const title = (words: string) => paint('bold', `  ${words}`)
  const list = (lines: readonly string[]) =>
    lines.map((line, at) => wrap(line, width, '       ', `    ${at + 1}. `))
  const wrong = check.assertions.filter(({ ok }) => !ok)
  const times = percentileLines(check)
  return [
    '',
    paint(outcomeColours[check.outcome], `${outcomeWords[check.outcome].mark} ${oneLine(check.name, 200)}`),
    paint('dim', wrap(`${check.target}${check.class ? ` (${check.class})` : ''}`, width, '  ')),
    ...(steps ? [wrap(pathText(steps), width, '  ')] : []),
    ...(best
      ? [
          title(`Cause (${best.confidence} confidence, ${best.id})`),
          wrap(best.cause, width, '    '),
          title('Why'),
          ...list(best.why),
          title('Fix'),
          ...best.fix.map(line => `    ${cleanText(line).replaceAll('\n', ' ')}`),
        ]
      : [title('What was seen'), wrap(check.reason, width, '    ')]),
    ...(others.length > 0
      ? [title('Or'), ...others.map(one => wrap(`${one.cause} (${one.id})`, width, '    '))]
      : []),
    ...(wrong.length > 0 ? [title('Not as declared')] : []),
    ...wrong
      .slice(0, 20)
      .map(({ claim, expected, actual }) =>
        wrap(`${claim}: expected ${expected}, found ${actual}`, width, '    '),
      ),
    ...(check.attempts.length > 0 ? [title('Attempts')] : []),
    ...shownAttempts(check).map(([one, at]) => wrap(attemptLine(one, at), width, '       ', '    ')),
    ...times.map(line => wrap(line, width, '    ')),
    ...(check.transcript.length > 0 ? [title('Transcript')] : []),
    ...transcriptLines(check.transcript, 12, 160).map(line => `    ${line}`),
  ]
}

/** Each with its place among all. Of too many, those in trouble come first. */
function shownAttempts({ attempts }: ReportedCheck): readonly (readonly [Attempt, number])[] {
  const all = attempts.map((one, at) => [one, at] as const)
  if (all.length <= mostAttempts) return all
  const [troubled, sound] = [true, false].map(is => all.filter(([one]) => (one.fault !== null) === is))
  return [...troubled!, ...sound!].slice(0, mostAttempts)
}

function problemLines(report: Report, { width }: TerminalOptions, paint: Paint): readonly string[] {
  return report.problems.flatMap(({ subject, message, remedy, place }) => [
    '',
    paint(
      'red',
      wrap(
        `${subject}${place ? ` (${place.file}:${place.line}:${place.column})` : ''}`,
        width,
        '    ',
        '  ✗ ',
      ),
    ),
    wrap(message, width, '    '),
    paint('dim', wrap(remedy, width, '    ')),
  ])
}

export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = createPaint(options.color)
  const room = { ...options, width: Math.max(40, options.width) }
  const troubled = report.checks.filter(hasStory)
  const notes = report.notes.map(note => wrap(note, room.width, '    ', '  - '))
  const lines = [
    ...header(report, room, paint),
    ...problemLines(report, room, paint),
    ...allChecks(report, room, paint),
    ...troubled.flatMap(check => failureLines(check, room, paint)),
    ...(notes.length > 0 ? ['', paint('bold', 'Not proven by this run'), ...notes] : []),
  ]
  const text = neutraliseCommands(`${lines.join('\n')}\n`)
  if (options.unicode !== false) return text
  return text.replace(/[✓✗⊘·→←…█▁▂▃▄▅▆▇]/g, glyph => plainGlyphs[glyph] ?? glyph).replace(/[▏▎▍▌▋▊▉]/g, '')
}
