/** What `--format markdown` prints: the document of the job summary, to be pasted into issues and pages. */

import type { Report } from '../model/report.ts'
import { renderDocument } from './pieces/document.ts'

/** Nothing that reads Markdown shows more than the job summary does. */
const limit = 1024 * 1024

export function renderMarkdown(report: Report): string {
  return renderDocument(report, limit)
}
