/** What went over a connection, a line each: `→ 12 ms text 34 B {"type":"ping"}`. */

import { showDuration } from '../../model/duration.ts'
import type { TranscriptEntry } from '../../model/evidence.ts'
import { oneLine } from '../escape.ts'
import { plural, showBytes } from './words.ts'

/** The first and the last entries tell most: how it began, and how it ended. */
export function transcriptLines(
  transcript: readonly TranscriptEntry[],
  most: number,
  length: number,
): readonly string[] {
  const lines = transcript.map(({ atMs, direction, kind, text, bytes }) =>
    `${direction === 'sent' ? '→' : '←'} ${showDuration(atMs)} ${kind} ${showBytes(bytes)} ${oneLine(text, length)}`.trim(),
  )
  if (lines.length <= most) return lines
  const half = Math.floor(most / 2)
  const between = `  … ${plural(lines.length - 2 * half, 'more message')} …`
  return [...lines.slice(0, half), between, ...lines.slice(-half)]
}
