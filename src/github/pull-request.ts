/** The pull request that a commit belongs to. */

import type { Answer, Client } from './client.ts'
import type { JobContext } from './context.ts'
import { pullRequestOf } from './event.ts'

interface Pull {
  readonly number: number
  readonly state: string
  readonly merged_at: string | null
  readonly head: { readonly sha: string }
}

/** An open one with this head, else an open one, else the one that was merged last; null if there is none. */
function choose(pulls: readonly Pull[], sha: string): number | null {
  const open = pulls.filter(({ state }) => state === 'open')
  const merged = pulls
    .filter(pull => pull.merged_at)
    .sort((a, b) => String(b.merged_at).localeCompare(String(a.merged_at)))
  return (open.find(({ head }) => head.sha === sha) ?? open[0] ?? merged[0])?.number ?? null
}

export async function findPullRequest(
  client: Client,
  { owner, repo, event }: JobContext,
  sha: string,
): Promise<Answer<number | null>> {
  const named = pullRequestOf(event)
  if (named !== null) return { ok: true, value: named, hasNext: false }
  const parameters = { owner, repo, commit_sha: sha, per_page: 100 }
  const answer = await client.send<Pull[]>('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', parameters)
  return answer.ok ? { ...answer, value: choose(answer.value, sha) } : answer
}
