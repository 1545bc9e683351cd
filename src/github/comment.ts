/** One comment on the pull request, written anew in place: looked for while the checks run, written at their end. */

import type { Answer, Client, Trouble } from './client.ts'
import type { JobContext } from './context.ts'
import { findPullRequest } from './pull-request.ts'

/** 10,000 comments; a pull request with more gets a second one of ours. */
const mostPages = 100

interface Comment {
  readonly id: number
  readonly body?: string
  readonly user: { readonly login: string; readonly type: string } | null
}

interface Found {
  readonly pullRequest: number
  readonly commentId: number | null
}

export interface PullRequestComment {
  /** Null if all went well, `nowhere` if no pull request has the commit. */
  write(body: string): Promise<Trouble | 'nowhere' | null>
}

const done = <T>(value: T): Answer<T> => ({ ok: true, value, hasNext: false })

export function openComment(
  client: Client,
  context: JobContext,
  { sha, marker }: { readonly sha: string; readonly marker: string },
): PullRequestComment {
  const { owner, repo } = context
  const create = (issue_number: number, body: string, tries?: number) =>
    client.send(
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { owner, repo, issue_number, body },
      tries,
    )
  const edit = (comment_id: number, body: string) =>
    client.send('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id, body })
  const found = find()

  async function find(): Promise<Answer<Found | null>> {
    const pull = await findPullRequest(client, context, sha)
    if (!pull.ok || pull.value === null) return pull.ok ? done(null) : pull
    const comment = await findComment(client, context, pull.value, marker)
    return comment.ok ? done({ pullRequest: pull.value, commentId: comment.value }) : comment
  }

  /** An answer may get lost after the comment was made: before it is made again, it is looked for. */
  async function createOnce(pullRequest: number, body: string): Promise<Answer<unknown>> {
    const first = await create(pullRequest, body, 1)
    if (first.ok || (first.trouble.kind !== 'unavailable' && first.trouble.kind !== 'limited')) return first
    const made = await findComment(client, context, pullRequest, marker)
    if (!made.ok) return first
    return made.value === null ? await create(pullRequest, body) : await edit(made.value, body)
  }

  return {
    async write(text) {
      const body = `${marker}\n${text}`
      const place = await found
      if (!place.ok) return place.trouble
      if (place.value === null) return 'nowhere'
      const { pullRequest, commentId } = place.value
      let answer = commentId === null ? await createOnce(pullRequest, body) : await edit(commentId, body)
      // Somebody has deleted it in the meantime.
      if (!answer.ok && answer.trouble.kind === 'missing' && commentId !== null)
        answer = await createOnce(pullRequest, body)
      return answer.ok ? null : answer.trouble
    },
  }
}

/** With our marker at its very beginning, and by us: anybody can copy the marker. */
async function findComment(
  client: Client,
  { owner, repo }: JobContext,
  issue_number: number,
  marker: string,
): Promise<Answer<number | null>> {
  const byPeople: Comment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const parameters = { owner, repo, issue_number, per_page: 100, page }
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
    const answer = await client.send<Comment[]>(route, parameters)
    if (!answer.ok) return answer
    const marked = answer.value.filter(({ body }) => body?.startsWith(marker))
    // Nobody can write as an app: github-actions[bot], or the app whose token was given.
    const ours = marked.find(({ user }) => user?.type === 'Bot')
    if (ours) return done(ours.id)
    byPeople.push(...marked)
    if (!answer.hasNext) break
  }
  if (byPeople.length === 0) return done(null)
  // A personal access token writes as a person, and may ask who that is; the token of a job may not.
  const self = await client.send<{ readonly login: string }>('GET /user', {})
  const own = self.ok ? byPeople.find(({ user }) => user?.login === self.value.login) : undefined
  return done(own?.id ?? null)
}
