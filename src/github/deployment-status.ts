/** A status on the deployment that was verified: that of the event, else the environment's newest of the commit. */

import { type Answer, type Client, type Trouble, understand } from './client.ts'
import type { JobContext } from './context.ts'
import { deploymentOf } from './event.ts'

export type DeploymentState = 'success' | 'failure' | 'error'

/** Our descriptions begin with it: a workflow that our own status started must not start itself again. */
export const statusPrefix = 'Verify Deploy: '

export interface DeploymentStatus {
  /** Null if all went well; a word if there was nothing to write to. */
  write(status: {
    readonly state: DeploymentState
    /** At most 140 characters. */
    readonly description: string
    /** What was verified: shown as the address of the environment. */
    readonly url: string | null
  }): Promise<Trouble | 'nowhere' | 'ambiguous' | 'own' | null>
}

interface Deployment {
  readonly id: number
  readonly environment: string
  readonly creator: { readonly login: string } | null
}
type Found = number | 'nowhere' | 'ambiguous' | 'own'

const done = (value: Found): Answer<Found> => ({ ok: true, value, hasNext: false })

export function openDeploymentStatus(
  client: Client,
  context: JobContext,
  { environment, sha }: { readonly environment: string | null; readonly sha: string },
): DeploymentStatus {
  const { owner, repo, jobUrl, event } = context
  const named = deploymentOf(event)
  const found = named
    ? Promise.resolve(done(named.description.startsWith(statusPrefix) ? 'own' : named.id))
    : understand(() => find(client, context, environment, sha))
  return {
    async write({ state, description, url }) {
      const place = await found
      if (!place.ok) return place.trouble
      if (typeof place.value !== 'number') return place.value
      const environmentUrl = named?.environmentUrl ?? url
      const answer = await client.send('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        ...{ owner, repo, deployment_id: place.value, state, description, log_url: jobUrl },
        ...(environmentUrl ? { environment_url: environmentUrl } : {}),
        // Which deployment is the active one was for the deployer to say.
        auto_inactive: false,
      })
      return answer.ok ? null : answer.trouble
    },
  }
}

async function find(
  client: Client,
  context: JobContext,
  environment: string | null,
  sha: string,
): Promise<Answer<Found>> {
  const { owner, repo } = context
  const parameters = { owner, repo, sha, ...(environment ? { environment } : {}), per_page: 30 }
  const answer = await client.send<Deployment[]>('GET /repos/{owner}/{repo}/deployments', parameters)
  if (!answer.ok) return answer
  const environments = new Set(answer.value.map(one => one.environment))
  if (environments.size > 1) return done('ambiguous')
  for (const deployment of answer.value) {
    const own = await isOwn(client, context, deployment)
    if (!own.ok) return own
    if (!own.value) return done(deployment.id)
  }
  return done('nowhere')
}

/**
 * A job with `environment:` makes a deployment by itself, and ends it by itself: of that one we keep off. Its statuses
 * link to the job.
 */
async function isOwn(
  client: Client,
  { owner, repo, jobId }: JobContext,
  { id, creator }: Deployment,
): Promise<Answer<boolean>> {
  if (creator?.login !== 'github-actions[bot]' || jobId === '')
    return { ok: true, value: false, hasNext: false }
  const answer = await client.send<{ readonly log_url?: string; readonly target_url?: string }[]>(
    'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    { owner, repo, deployment_id: id, per_page: 30 },
  )
  if (!answer.ok) return answer
  const links = answer.value.flatMap(({ log_url, target_url }) => [log_url ?? '', target_url ?? ''])
  return { ok: true, value: links.some(link => link.endsWith(`/job/${jobId}`)), hasNext: false }
}
