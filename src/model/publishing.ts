/** What a run is asked to publish on GitHub, and for whom. */

import type { Secret } from './secret.ts'

export interface Publishing {
  readonly checkRun: boolean
  readonly comment: boolean
  readonly deploymentStatus: boolean
  readonly token: Secret | null
  /** What tells this job from others of the same name: its matrix, or the user's own words; empty if there is nothing. */
  readonly job: string
  /** Number of the job in URLs of its log; empty where the runner does not tell. */
  readonly jobId: string
}

/** What is known before the first packet. */
export interface Announcement {
  readonly publishing: Publishing
  readonly environment: string | null
  readonly sha: string | null
  /** Environments whose state before is looked for on GitHub; null is the one without a name. */
  readonly baselines: readonly (string | null)[]
}

/** One annotation as GitHub's API takes it (docs.github.com/rest/checks/runs). */
export interface CheckRunAnnotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly annotation_level: 'warning' | 'failure'
  readonly title: string
  readonly message: string
}
