/** What the entries hand to main: the user's words, and ways to speak. main knows neither GitHub nor a terminal. */

import type { Given } from './config/config.ts'
import type { CheckResult, Plan, PlannedCheck } from './model/check.ts'
import type { FindBaseline } from './model/comparison.ts'
import type { Announcement } from './model/publishing.ts'
import type { Report } from './model/report.ts'
import type { Secret } from './model/secret.ts'

/** Something that a finished report is delivered to. */
export interface Surface {
  readonly name: string
  deliver(report: Report): Promise<void>
}

export interface Host {
  readonly given: Given
  /** Identifies this run in templates and in the report. */
  readonly runId: string
  readonly sha: string | null
  /** Aborted by SIGINT or SIGTERM. */
  readonly cancelled: AbortSignal
  /** Called with every secret before it is used. */
  mask(secret: Secret): void
  /** One line of progress; untrusted text in it is neutralised by the host. */
  log(line: string): void
  /** What every question says while the deployment is waited for, where each of them can be shown. */
  readonly onAttempt?: ((line: string) => void) | undefined
  /** Called before the first packet, also when the input has problems; must not wait for anything. */
  announce(announcement: Announcement): void
  /** Of several environments each has a plan, one after the other; ids are unique among them. */
  onPlan(plan: Plan): void
  /** Anew after a wait for readiness, which forgets what was begun before. */
  onStart(check: PlannedCheck): void
  onResult(result: CheckResult): void
  /** Looks for what is known of the deployment before, where no path names it. */
  readonly findBaseline?: FindBaseline
  /** Where the report goes, in this order. */
  surfaces(reportDir: string | null): readonly Surface[]
  /** A surface could not be written; the verdict does not change. */
  warn(line: string): void
}
