/** Runs that are compared with a baseline, and where their readers are told of it. */

import assert from 'node:assert/strict'
import type { Run } from '../end-to-end/product.ts'
import type { FakeGitHub } from './fake-github.ts'

export const dropped = ['upgrade-dropped'] as const
export const onRegression = { 'fail-on': 'regression' } as const
export const upgrade = 'upgrade:/ws'

export const notesOf = (run: Run): string => run.report.notes.join('\n')
/** Where the reader of a pull request, a check or a job looks. */
export const surfacesOf = (github: FakeGitHub, run: Run): Readonly<Record<string, string>> => ({
  summary: String(run.summary),
  'check run': github.checkRuns.at(-1)?.output.text ?? '',
  log: run.log.join('\n'),
  JUnit: run.junit.replaceAll('&quot;', '"'),
})

export function assertTold(github: FakeGitHub, run: Run, what: RegExp): void {
  // A log is broken into lines, Markdown is escaped.
  for (const [name, text] of Object.entries(surfacesOf(github, run)))
    assert.match(
      text
        .replace(/\s+/g, ' ')
        .replaceAll(/\\|&#8203;/g, '')
        .replaceAll('&#42;', '*'),
      what,
      name,
    )
}
