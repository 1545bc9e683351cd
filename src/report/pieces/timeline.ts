/** When things came on one connection, as a line: `headers 12 ms · first 40 ms ▂▁▁▃▁▁▂ 25 events · end 5.0 s`. */

import type { CheckResult } from '../../model/check.ts'
import { showDuration } from '../../model/duration.ts'
import type { Timeline } from '../../model/evidence.ts'
import { plural } from './words.ts'

const mostCells = 24
/** The first is for nothing. */
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** From the first mark of all to the last, each cell a part of the time: how many came in it. */
function spark({ slots, slotMs, fromMs, marks }: Timeline): string {
  const endMs = Math.max(marks.at(-1)?.atMs ?? 0, fromMs + slotMs * slots.length)
  const startMs = marks[0]?.atMs ?? 0
  const widthMs = Math.max((endMs - startMs) / mostCells, slotMs)
  const cells = Array.from({ length: Math.max(1, Math.ceil((endMs - startMs) / widthMs)) }, () => 0)
  for (const [i, n] of slots.entries()) {
    const at = Math.floor((fromMs + i * slotMs - startMs) / widthMs)
    const cell = Math.min(Math.max(at, 0), cells.length - 1)
    cells[cell] = (cells[cell] ?? 0) + n
  }
  const highest = Math.max(...cells, 1)
  return cells.map(n => levels[n === 0 ? 0 : Math.max(1, Math.round((n / highest) * 7))]).join('')
}

/** Null for a check that has none. */
export function timelineText({ timeline }: CheckResult): string | null {
  if (!timeline || timeline.marks.length === 0) return null
  const told = timeline.marks.map(({ label, atMs }) => `${label} ${showDuration(atMs)}`)
  const last = told.length > 1 ? told.slice(-1) : []
  const before = told.slice(0, told.length - last.length).join(' · ')
  return [`${before} ${spark(timeline)} ${plural(timeline.count, timeline.noun)}`, ...last].join(' · ')
}
