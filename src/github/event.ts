/** What the event of a workflow says, without asking GitHub. */

interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown } } | null
  readonly deployment?: { readonly sha?: unknown; readonly environment?: unknown } | null
  readonly deployment_status?: { readonly state?: unknown; readonly environment_url?: unknown } | null
  readonly workflow_run?: { readonly head_sha?: unknown } | null
  readonly merge_group?: { readonly head_sha?: unknown } | null
}

const payloadOf = (event: unknown): Payload =>
  (typeof event === 'object' && event !== null ? event : {}) as Payload

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/**
 * The commit a run is about. For pull requests the head: GITHUB_SHA is a merge commit that nobody deployed
 * (https://docs.github.com/actions/reference/events-that-trigger-workflows). Events caused by a workflow carry its
 * `workflow_run` beside their own commit, which comes first.
 */
export function shaOf(event: unknown, fallback: string | undefined): string | null {
  const { pull_request, deployment, workflow_run, merge_group } = payloadOf(event)
  return (
    textOf(pull_request?.head?.sha) ??
    textOf(deployment?.sha) ??
    textOf(workflow_run?.head_sha) ??
    textOf(merge_group?.head_sha) ??
    textOf(fallback)
  )
}

/** Of the events `deployment` and `deployment_status`. */
export interface DeploymentEvent {
  /** GitHub keeps the case that it was created with: `Production` and `production` are two. */
  readonly environment: string | null
  /** `deployment_status.environment_url`; who deploys may leave it out, or empty. */
  readonly url: string | null
  /** `success` and others of https://docs.github.com/rest/deployments/statuses; null before the first status. */
  readonly state: string | null
}

/** Null for an event that is about no deployment. */
export function readDeployment(event: unknown): DeploymentEvent | null {
  const { deployment, deployment_status: status } = payloadOf(event)
  if (!deployment && !status) return null
  return {
    environment: textOf(deployment?.environment),
    url: textOf(status?.environment_url),
    state: textOf(status?.state),
  }
}

/** Each status of a deployment starts a run, also those before and after anything is there to be tested. */
export function sayUndeployed(event: unknown): string | null {
  const deployed = readDeployment(event)
  if (!deployed || deployed.state === null || deployed.state === 'success') return null
  const where = deployed.environment === null ? '' : ` to ${JSON.stringify(deployed.environment)}`
  return `nothing was tested: the event says that the deployment${where} is ${JSON.stringify(deployed.state)}, not "success"; write \`if: github.event.deployment_status.state == 'success'\` at the job`
}
