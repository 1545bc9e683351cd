/** What the event of a workflow says, without asking GitHub. */

interface Payload {
  readonly number?: unknown
  readonly repository?: { readonly id?: unknown; readonly full_name?: unknown }
  readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown }
  readonly pull_request?: {
    readonly number?: unknown
    readonly user?: { readonly login?: unknown }
    readonly head?: {
      readonly sha?: unknown
      readonly ref?: unknown
      readonly repo?: { readonly full_name?: unknown } | null
    }
    readonly base?: { readonly ref?: unknown }
  }
  readonly merge_group?: {
    readonly head_sha?: unknown
    readonly head_ref?: unknown
    readonly base_ref?: unknown
  }
  readonly deployment?: {
    readonly id?: unknown
    readonly sha?: unknown
    readonly environment?: unknown
  } | null
  readonly deployment_status?: {
    readonly state?: unknown
    readonly environment_url?: unknown
    readonly description?: unknown
  } | null
  readonly workflow_run?: {
    readonly head_sha?: unknown
    readonly pull_requests?: readonly {
      readonly number?: unknown
      readonly base?: { readonly repo?: { readonly id?: unknown } }
    }[]
    readonly head_branch?: unknown
    readonly head_repository?: { readonly owner?: { readonly login?: unknown } } | null
  }
}

const payloadOf = (event: unknown): Payload =>
  (typeof event === 'object' && event !== null ? event : {}) as Payload

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const firstNumber = (candidates: readonly unknown[]): number | null => {
  const found = candidates.find(one => Number.isSafeInteger(one))
  return typeof found === 'number' ? found : null
}

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

/** The pull request that the event names itself; of a workflow_run for a fork the list is empty. */
export function pullRequestOf(event: unknown): number | null {
  const { pull_request, issue, workflow_run, merge_group, repository } = payloadOf(event)
  // A fork that takes our branch over has pull requests of its own for it, with numbers of its own.
  const listed = Array.isArray(workflow_run?.pull_requests) ? workflow_run.pull_requests : []
  const here = listed.find(one => (one?.base?.repo?.id ?? repository?.id) === repository?.id)
  // refs/heads/gh-readonly-queue/main/pr-104-929f8209…
  const queued = /\/pr-(\d+)-[0-9a-f]+$/.exec(String(merge_group?.head_ref ?? ''))?.[1]
  return firstNumber([
    pull_request?.number,
    issue?.pull_request ? issue.number : null,
    here?.number,
    queued === undefined ? null : Number(queued),
  ])
}

/**
 * The branch whose runs came before: of what is to be merged the one that it goes into, for a branch that is pushed to
 * again must not make its own failure usual. Null for tags and deployments.
 */
export function branchOf(event: unknown, { branch }: { readonly branch: string | null }): string | null {
  const { pull_request, merge_group, deployment } = payloadOf(event)
  const base = textOf(pull_request?.base?.ref) ?? textOf(merge_group?.base_ref)
  if (base !== null) return base.replace(/^refs\/heads\//, '')
  return deployment ? null : branch
}

/** The branch of a pull request from the repository itself. */
export function ownBranchOf(event: unknown): string | null {
  return isFromFork(event) ? null : textOf(payloadOf(event).pull_request?.head?.ref)
}

/** `OWNER:BRANCH` of the run that a workflow_run is about: how a pull request from a fork is found. */
export function headOf(event: unknown): string | null {
  const { workflow_run: run } = payloadOf(event)
  const owner = textOf(run?.head_repository?.owner?.login)
  const branch = textOf(run?.head_branch)
  return owner && branch ? `${owner}:${branch}` : null
}

export interface EventDeployment {
  readonly id: number
  readonly environment: string | null
  readonly environmentUrl: string | null
  /** Of the status that started the workflow. */
  readonly description: string
}

export function deploymentOf(event: unknown): EventDeployment | null {
  const { deployment, deployment_status: status } = payloadOf(event)
  const id = firstNumber([deployment?.id])
  if (id === null) return null
  return {
    id,
    environment: textOf(deployment?.environment),
    environmentUrl: textOf(status?.environment_url),
    description: textOf(status?.description) ?? '',
  }
}

/** Whether the workflow runs for a pull request from a fork: its token can only read, whatever the workflow asks for. */
export function isFromFork(event: unknown): boolean {
  const { pull_request, repository } = payloadOf(event)
  if (!pull_request) return false
  // The fork itself may be gone.
  return pull_request.head?.repo?.full_name !== repository?.full_name
}
