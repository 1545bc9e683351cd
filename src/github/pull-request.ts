/** The pull request that a commit belongs to. */

import type { Answer, Client } from './client.ts'
import type { JobContext } from './context.ts'
import { headOf, pullRequestOf } from './event.ts'

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
  const place = { owner, repo, per_page: 100 }
  const ofCommit = await client.send<Pull[]>('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
    ...place,
    commit_sha: sha,
  })
  const head = headOf(event)
  if (!ofCommit.ok || ofCommit.value.length > 0 || head === null)
    return ofCommit.ok ? { ...ofCommit, value: choose(ofCommit.value, sha) } : ofCommit
  // A commit of a fork may not be known here, but the branch that the pull request comes from is.
  const ofBranch = await client.send<Pull[]>('GET /repos/{owner}/{repo}/pulls', {
    ...place,
    head,
    state: 'open',
  })
  if (!ofBranch.ok) return ofBranch
  return {
    ...ofBranch,
    value: choose(
      ofBranch.value.filter(pull => pull.head.sha === sha),
      sha,
    ),
  }
}
