/** One comment on the pull request, written anew in place: looked for while the checks run, written at their end. */

import { type Answer, type Client, type Trouble, understand } from './client.ts'
import type { JobContext } from './context.ts'
import type { App } from './earlier.ts'
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

export interface CommentOptions {
  readonly sha: string
  /** First line of what is ours. */
  readonly marker: string
  /** Who we are, as far as that is known from elsewhere. */
  readonly findApp: () => Promise<App | null>
}

/** Who writes with the token of a job. */
const jobLogin = 'github-actions[bot]'

const done = <T>(value: T): Answer<T> => ({ ok: true, value, hasNext: false })

export function openComment(
  client: Client,
  context: JobContext,
  { sha, marker, findApp }: CommentOptions,
): PullRequestComment {
  const { owner, repo } = context
  const create = (issue_number: number, body: string, options?: { readonly tries: number }) =>
    client.send(
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { owner, repo, issue_number, body },
      options,
    )
  const edit = (comment_id: number, body: string) =>
    client.send('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id, body })
  const found = understand(find)

  async function find(): Promise<Answer<Found | null>> {
    const pull = await findPullRequest(client, context, sha)
    if (!pull.ok || pull.value === null) return pull.ok ? done(null) : pull
    const comment = await findOurs(pull.value)
    return comment.ok ? done({ pullRequest: pull.value, commentId: comment.value }) : comment
  }

  const findOurs = (pullRequest: number) => findComment(client, context, pullRequest, { marker, findApp })

  /** An answer may get lost after the comment was made: before it is made again, it is looked for. */
  async function createOnce(pullRequest: number, body: string): Promise<Answer<unknown>> {
    const first = await create(pullRequest, body, { tries: 1 })
    if (first.ok || (first.trouble.kind !== 'unavailable' && first.trouble.kind !== 'limited')) return first
    const made = await understand(() => findOurs(pullRequest))
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
  { marker, findApp }: Pick<CommentOptions, 'marker' | 'findApp'>,
): Promise<Answer<number | null>> {
  const byOthers: Comment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const parameters = { owner, repo, issue_number, per_page: 100, page }
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
    const answer = await client.send<Comment[]>(route, parameters)
    if (!answer.ok) return answer
    const marked = answer.value.filter(({ body }) => body?.startsWith(marker))
    const ours = marked.find(({ user }) => user?.type === 'Bot' && user.login === jobLogin)
    if (ours) return done(ours.id)
    byOthers.push(...marked)
    if (!answer.hasNext) break
  }
  if (byOthers.length === 0) return done(null)
  const login = await findLogin(client, findApp)
  return done(byOthers.find(({ user }) => login !== null && user?.login === login)?.id ?? null)
}

/** Another bot may write what begins with our marker as well: only GitHub knows who a token of one's own is. */
async function findLogin(client: Client, findApp: CommentOptions['findApp']): Promise<string | null> {
  const app = await findApp()
  if (app) return `${app.slug}[bot]`
  // A personal access token may ask who it is; that of an app has to ask in another place.
  const self = await client.send<{ readonly login: string }>('GET /user', {})
  return self.ok ? self.value.login : await client.askLogin()
}
