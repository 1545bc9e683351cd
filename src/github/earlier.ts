/** Commits that were deployed, or that a workflow ran for, before this run; and what our check run on one of them says. */

import type { Answer, Client } from './client.ts'
import type { JobContext } from './context.ts'
import { deploymentOf } from './event.ts'

/** Deployments are small; runs of a workflow name their repository twice, with all its links. */
const deploymentsPerPage = 30
const runsPerPage = 10
const statusesPerPage = 100
const checkRunsPerPage = 5

export interface EarlierCommit {
  readonly sha: string
  /** For a reader. */
  readonly what: string
  /** Null where nobody has to confirm that it was deployed. */
  readonly deploymentId: number | null
}

interface Deployment {
  readonly id: number
  readonly sha: string
}

/** Those of other commits, the newest first; what was deployed after us is not before us. */
export async function listDeployed(
  client: Client,
  { owner, repo, event }: JobContext,
  { environment, sha }: { readonly environment: string; readonly sha: string },
): Promise<Answer<readonly EarlierCommit[]>> {
  const place = { owner, repo, environment, per_page: deploymentsPerPage }
  const answer = await client.send<Deployment[]>('GET /repos/{owner}/{repo}/deployments', place)
  if (!answer.ok) return answer
  const ours = deploymentOf(event)?.id
  const own = answer.value.findIndex(({ id }) => id === ours)
  const at = own < 0 ? answer.value.findIndex(one => one.sha === sha) : own
  const commits = answer.value
    .slice(at + 1)
    .filter(one => one.sha !== sha)
    .map(one => ({
      sha: one.sha,
      what: `the deployment of ${one.sha.slice(0, 7)} to ${environment}`,
      deploymentId: one.id,
    }))
  return { ...answer, value: commits }
}

/** Whether a deployment was ever successful: the next one makes it `inactive` (https://docs.github.com/rest/deployments). */
export async function wasDeployed(
  client: Client,
  { owner, repo }: JobContext,
  deployment_id: number,
): Promise<Answer<boolean>> {
  const answer = await client.send<{ readonly state: string }[]>(
    'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    { owner, repo, deployment_id, per_page: statusesPerPage },
  )
  return answer.ok ? { ...answer, value: answer.value.some(({ state }) => state === 'success') } : answer
}

interface WorkflowRun {
  readonly id: number
  readonly run_number: number
  readonly head_sha: string
  readonly head_repository: { readonly full_name: string } | null
}

/** Of the workflow that this run is one of; null if the runner does not say which that is, or if it is elsewhere. */
export async function listRuns(
  client: Client,
  { owner, repo, workflowFile, runId, eventName }: JobContext,
  branch: string | null,
): Promise<Answer<readonly EarlierCommit[]> | null> {
  if (workflowFile === null) return null
  // Deployments, tags and releases have no branch: what the same event has started is alike.
  const alike = branch === null ? { event: eventName } : { branch }
  const answer = await client.send<{ readonly workflow_runs: WorkflowRun[] }>(
    'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    {
      ...{ owner, repo, workflow_id: workflowFile, status: 'completed', ...alike },
      ...{ exclude_pull_requests: true, per_page: runsPerPage },
    },
  )
  if (!answer.ok) return answer
  const where = branch === null ? '' : ` on ${branch}`
  // A fork has branches of the same names.
  const runs = answer.value.workflow_runs.filter(
    run => String(run.id) !== runId && run.head_repository?.full_name === `${owner}/${repo}`,
  )
  const commits = runs.map(({ head_sha: sha, run_number }) => ({
    ...{ sha, what: `run ${run_number} of ${workflowFile}${where} (${sha.slice(0, 7)})`, deploymentId: null },
  }))
  return { ...answer, value: commits }
}

interface FoundRun {
  readonly id: number
  readonly details_url: string | null
  readonly completed_at: string | null
  readonly app: { readonly id: number; readonly slug?: string } | null
  readonly output: { readonly text: string | null } | null
}

export interface App {
  readonly id: number | null
  readonly slug: string
}

/** Whose check runs a job's own token makes. */
export const actionsApp: App = { id: null, slug: 'github-actions' }

export type OurCheckRun =
  | { readonly type: 'ours'; readonly text: string | null }
  /** Anybody who may write checks can use our name. */
  | { readonly type: 'foreign'; readonly slug: string }
  | { readonly type: 'none' }

/** The last one of that name that another run of ours has completed on a commit. */
export async function findCheckRun(
  client: Client,
  { owner, repo, runId }: JobContext,
  {
    name,
    sha,
    app,
    isOwnCommit,
  }: { readonly name: string; readonly sha: string; readonly app: App; readonly isOwnCommit: boolean },
): Promise<Answer<OurCheckRun>> {
  const answer = await client.send<{ readonly check_runs: FoundRun[] }>(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    {
      ...{ owner, repo, ref: sha, check_name: name, status: 'completed' },
      // On our own commit the latest is the one that we have just begun.
      filter: isOwnCommit ? 'all' : 'latest',
      per_page: checkRunsPerPage,
    },
  )
  if (!answer.ok) return answer
  const isOfThisRun = (one: FoundRun) => new RegExp(`/actions/runs/${runId}(/|$)`).test(one.details_url ?? '')
  // An earlier attempt of this run is no state before it: whoever repeats a failed run would make it usual.
  const others = answer.value.check_runs
    .filter(one => runId === '' || !isOfThisRun(one))
    .sort((a, b) => String(b.completed_at).localeCompare(String(a.completed_at)) || b.id - a.id)
  const isOurs = (one: FoundRun) => (app.id === null ? one.app?.slug === app.slug : one.app?.id === app.id)
  const ours = others.find(isOurs)
  const [foreign] = others
  const found: OurCheckRun = ours
    ? { type: 'ours', text: ours.output?.text ?? null }
    : foreign
      ? { type: 'foreign', slug: foreign.app?.slug ?? 'an unknown app' }
      : { type: 'none' }
  return { ...answer, value: found }
}
