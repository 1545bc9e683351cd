/** The job summary: what GitHub shows on the page of the run. */

import type { Report } from '../model/report.ts'
import { renderDocument } from './pieces/document.ts'

/** A summary file above 1 MiB is not shown at all (runner FileCommandManager.cs); one of exactly 1 MiB is. */
export const summaryLimit = 1024 * 1024

export function renderSummary(report: Report): string {
  return renderDocument(report, summaryLimit)
}
