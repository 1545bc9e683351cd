/** What the event of a workflow says, without asking GitHub. */

interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown } }
  readonly deployment?: { readonly sha?: unknown }
  readonly workflow_run?: { readonly head_sha?: unknown }
}

/**
 * The commit a run is about. For pull requests the head: GITHUB_SHA is a merge commit that nobody deployed
 * (https://docs.github.com/actions/reference/events-that-trigger-workflows).
 */
export function shaOf(event: unknown, fallback: string | undefined): string | null {
  const payload = (typeof event === 'object' && event !== null ? event : {}) as Payload
  const candidates = [
    payload.pull_request?.head?.sha,
    payload.deployment?.sha,
    payload.workflow_run?.head_sha,
    fallback,
  ]
  const found = candidates.find(sha => typeof sha === 'string' && sha !== '')
  return typeof found === 'string' ? found : null
}
