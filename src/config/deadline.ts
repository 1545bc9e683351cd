/** What a check is declared to last has to fit into the time of the whole run: waiting for what cannot end is no test. */

import { showDuration } from '../model/duration.ts'
import type { Problem } from '../model/problem.ts'
import type { DeclaredCheck } from './config.ts'
import type { Kind } from './file-schema.ts'
import { problemOf } from './parsed.ts'

export interface Time {
  readonly deadlineMs: number
  readonly environment: string | null
}

/** Checks that are longer than the run, by what they declare. */
export function checkDeadline(
  checks: readonly DeclaredCheck[],
  kinds: readonly Kind[],
  { deadlineMs, environment }: Time,
): Problem[] {
  return checks
    .filter(({ when }) => !when || when.includes(environment ?? ''))
    .flatMap(({ kind: name, path, options, source }) => {
      const lasting = kinds.find(({ kind }) => kind === name)?.lasts?.(options)
      if (!lasting || lasting.ms < deadlineMs) return []
      const { word, ms } = lasting
      // After a cut, three connections are watched for as long again.
      const enough = `${Math.ceil((2 * ms + 60_000) / 60_000)}m`
      return problemOf(
        `${name}: ${path}`,
        `a ${word} of ${showDuration(ms)} cannot end within the deadline of the whole run, ${showDuration(deadlineMs)}`,
        `write a shorter ${word}, or give the input deadline as ${enough}`,
        source,
      )
    })
}
