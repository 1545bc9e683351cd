/** A line for a log in which nothing has changed for a while: what still runs, and for how long. */

import { showDuration } from '../model/duration.ts'
import { type Progress, runningEntries } from '../model/progress.ts'
import { oneLine } from './escape.ts'

const mostNames = 5

/** Null once everything is done. */
export function renderHeartbeat(progress: Progress, now: number): string | null {
  const open = progress.entries.filter(({ result }) => result === null)
  if (open.length === 0) return null
  const running = runningEntries(progress)
  const told = running
    .slice(0, mostNames)
    .map(({ name, startedAt }) => `${oneLine(name, 80)} (${showDuration(now - startedAt)})`)
  const more = running.length > told.length ? [`${running.length - told.length} more`] : []
  const waiting = open.length > running.length ? `; waiting: ${open.length - running.length}` : ''
  const note = progress.note === null ? '' : `; ${oneLine(progress.note, 240)}`
  const what = running.length > 0 ? `: ${[...told, ...more].join(', ')}` : ''
  return `still running after ${showDuration(now - progress.startedAt)}${what}${waiting}${note}`
}
