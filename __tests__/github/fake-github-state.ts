/** What GitHub keeps, as far as its double on loopback keeps it. */

export interface CheckRun {
  readonly id: number
  readonly name: string
  readonly head_sha: string
  readonly details_url: string
  status: string
  conclusion: string | null
  completed_at?: string | null
  readonly app: { readonly id: number; readonly slug: string }
  output: { title: string; summary: string; text?: string }
  readonly annotations: { path: string; start_line: number; title: string; message: string }[]
}
interface WorkflowRun {
  readonly id: number
  readonly run_number: number
  readonly head_sha: string
  readonly head_branch: string | null
  readonly event: string
  readonly head_repository: { readonly full_name: string }
}
export interface Comment {
  readonly id: number
  body: string
  readonly user: { readonly login: string; readonly type: string }
}
interface Deployment {
  readonly id: number
  readonly sha: string
  readonly environment: string
  readonly creator: { readonly login: string }
}
export interface DeploymentStatus {
  readonly state: string
  readonly description: string
  readonly log_url: string
  readonly environment_url?: string
  readonly auto_inactive?: boolean
}
interface Pull {
  /** `OWNER:BRANCH`. */
  readonly from?: string
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly merged_at: string | null
  readonly head: { readonly sha: string }
}

export interface State {
  readonly checkRuns: CheckRun[]
  /** Completed ones by the name of the workflow's file, the newest first. */
  readonly workflowRuns: Map<string, WorkflowRun[]>
  /** By the number of the pull request. */
  readonly comments: Map<number, Comment[]>
  readonly deployments: Deployment[]
  readonly statuses: Map<number, DeploymentStatus[]>
  /** By commit. */
  readonly pulls: Map<string, Pull[]>
}
