/** The comment on a pull request: one that is kept up to date, open when something is wrong, folded when all is well. */

import type { Report } from '../model/report.ts'
import { inline } from './escape.ts'
import { headingOf, renderDocument } from './pieces/document.ts'
import { plural } from './pieces/words.ts'

/** GitHub takes 65,536 characters; the marker and what is around the document need some. We count bytes. */
const documentLimit = 60_000

/** @param jobUrl of the log, from the runner. */
export function renderComment(report: Report, { jobUrl }: { readonly jobUrl: string }): string {
  const job = `[The log of this run](${jobUrl})`
  if (report.verdict !== 'passed') return `${renderDocument(report, documentLimit)}\n${job}\n`
  const { passed, planned } = report.counts
  const summary =
    passed === planned
      ? `${plural(passed, 'check')} passed`
      : `${passed} of ${plural(planned, 'check')} passed`
  return [
    headingOf(report),
    inline(report.because, 600),
    `<details>\n<summary>${summary}: what was seen</summary>\n`,
    renderDocument(report, documentLimit, { heading: false }),
    `</details>\n\n${job}\n`,
  ].join('\n\n')
}
