/** The status of a deployment: a state, and one line. */

import type { Report, Verdict } from '../model/report.ts'
import { oneLine } from './escape.ts'
import { verdictLine } from './pieces/words.ts'

/** https://docs.github.com/rest/deployments/statuses */
const longestDescription = 140

export interface RenderedDeploymentStatus {
  readonly state: 'success' | 'failure' | 'error'
  /** Plain text. */
  readonly description: string
  readonly url: string | null
}

const states: Readonly<Record<Verdict, RenderedDeploymentStatus['state']>> = {
  passed: 'success',
  failed: 'failure',
  inconclusive: 'error',
  cancelled: 'error',
}

export function renderDeploymentStatus(report: Report): RenderedDeploymentStatus {
  const text = `Verify Deploy: ${verdictLine(report)}`
  const line = oneLine(text)
  const cut = longestDescription - 1
  // A surrogate pair is not cut in half.
  const shown =
    line.length > longestDescription ? `${line.slice(0, cut).replace(/[\ud800-\udbff]$/, '')}…` : line
  // With a secret taken out of it, it is no address any more.
  const url = report.url && !report.url.includes('***') && URL.canParse(report.url) ? report.url : null
  return { state: states[report.verdict], description: shown, url }
}
