/** report.json: the document itself, for machines and for `replay`. */

import type { Report } from '../model/report.ts'

export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
