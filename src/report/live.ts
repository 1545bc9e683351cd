/** The live view of a terminal: progress → lines, one a check. Pure; moving the cursor is the driver's business. */

import type { Outcome } from '../model/check.ts'
import { showDuration } from '../model/duration.ts'
import { isRunning, type Progress, type ProgressEntry } from '../model/progress.ts'
import { oneLine } from './escape.ts'
import { createPaint, outcomeColours, type Paint } from './pieces/paint.ts'
import { outcomeWords } from './pieces/words.ts'

export interface LiveOptions {
  readonly now: number
  /** Columns and rows of the terminal. */
  readonly width: number
  readonly height: number
  readonly color: boolean
  readonly unicode: boolean
}

const spinners = { unicode: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], plain: [...'|/-\\'] } as const
const spinnerMs = 100
const plainMarks: Readonly<Record<Outcome, string>> = {
  passed: '+',
  failed: 'x',
  errored: '!',
  blocked: '#',
  skipped: '-',
}
const longestName = 48

/**
 * At most `height - 1` lines of at most `width - 1` columns: a line that fills the last column would wrap in some
 * terminals, and one row more than the screen would scroll out of reach.
 */
export function renderLive(progress: Progress, options: LiveOptions): readonly string[] {
  const paint = createPaint(options.color)
  const room = Math.max(1, options.height - 1)
  const note = progress.note === null ? [] : [clipLine(`  ${oneLine(progress.note, 400)}`, options)]
  const { shown, hidden } = choose(progress.entries, room - note.length)
  const names = shown.map(({ name }) => fitText(oneLine(name, 200), longestName, options.unicode))
  const column = Math.max(0, ...names.map(columnsOf))
  const lines = shown.map((entry, at) => {
    const name = names[at]! + ' '.repeat(column - columnsOf(names[at]!))
    return entryLine(entry, name, options, paint)
  })
  const more = hidden.length > 0 ? [clipLine(`  ${sayHidden(hidden)}`, options)] : []
  return [...lines, ...[...more, ...note].map(line => paint('dim', line))].slice(0, room)
}

function entryLine(entry: ProgressEntry, name: string, options: LiveOptions, paint: Paint): string {
  const { result, startedAt } = entry
  if (result) {
    const { outcome } = result
    const mark = options.unicode ? outcomeWords[outcome].mark : plainMarks[outcome]
    const took = result.attempts.length > 0 ? showDuration(result.durationMs) : ''
    const word = outcome === 'passed' ? '' : `${outcomeWords[outcome].word}: `
    const line = clipLine(
      `  ${mark} ${name} ${took.padStart(7)}  ${word}${oneLine(result.reason, 240)}`,
      options,
    )
    // Painted after it was cut: escape sequences have no width.
    return line.startsWith(`  ${mark}`)
      ? `  ${paint(outcomeColours[outcome], mark)}${line.slice(2 + mark.length)}`
      : line
  }
  if (startedAt === null) return paint('dim', clipLine(`    ${name}`, options))
  const frames = options.unicode ? spinners.unicode : spinners.plain
  const frame = frames[Math.floor(Math.max(0, options.now) / spinnerMs) % frames.length]!
  return clipLine(`  ${frame} ${name} ${showDuration(options.now - startedAt).padStart(7)}`, options)
}

/** Of too many, those in trouble and those that run come first; the order of the plan is kept. */
function choose(entries: readonly ProgressEntry[], most: number) {
  if (entries.length <= most) return { shown: entries, hidden: [] }
  const rank = (entry: ProgressEntry): number => {
    const { result } = entry
    if (result) return result.outcome === 'failed' || result.outcome === 'errored' ? 0 : 3
    return isRunning(entry) ? 1 : 2
  }
  const kept = new Set(entries.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, most - 1)))
  return {
    shown: entries.filter(entry => kept.has(entry)),
    hidden: entries.filter(entry => !kept.has(entry)),
  }
}

function sayHidden(hidden: readonly ProgressEntry[]): string {
  const counts = Map.groupBy(
    hidden,
    entry => entry.result?.outcome ?? (isRunning(entry) ? 'running' : 'waiting'),
  )
  const told = [...counts].map(([state, entries]) => `${entries.length} ${state}`)
  return `and ${hidden.length} more: ${told.join(', ')}`
}

const clipLine = (line: string, { width, unicode }: LiveOptions): string =>
  fitText(line, Math.max(1, width - 1), unicode)

/** Cut to so many columns; that it was cut is shown. */
function fitText(text: string, columns: number, unicode: boolean): string {
  if (columnsOf(text) <= columns) return text
  const end = unicode ? '…' : '...'.slice(0, columns)
  let cut = ''
  let left = columns - end.length
  for (const character of text) {
    left -= columnsOf(character)
    if (left < 0) break
    cut += character
  }
  return cut + end
}

/** Marks of ours, and punctuation, arrows and lines that take one column in every font. */
const narrow = /[ -\u10ff\u2010-\u205f\u2190-\u22ff\u2713\u2717\u2800-\u28ff]/
/** At most: whether a character beyond the common ones takes one column or two is for the terminal to know. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (narrow.test(character) ? 1 : 2), 0)
