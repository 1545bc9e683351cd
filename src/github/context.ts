/** Which repository, run and job this is, from the variables of the runner. */

export interface JobContext {
  readonly owner: string
  readonly repo: string
  /** Base URL of the REST API; on GitHub Enterprise Server the server's own. */
  readonly apiUrl: string
  readonly actor: string
  /** Page with the log of this job, or of its run. */
  readonly jobUrl: string
  readonly workflow: string
  /** Id of the job, and what tells it from its siblings in a matrix. */
  readonly job: string
  readonly jobId: string
  readonly runId: string
  /** Name of the workflow's file; null where it stands in another repository. */
  readonly workflowFile: string | null
  readonly eventName: string
  /** Short name of the branch that the runner names; null for a tag, and where there is none. */
  readonly branch: string | null
  readonly event: unknown
}

type Variables = Readonly<Record<string, string | undefined>>

/** Null outside of a workflow. */
export function readContext(
  env: Variables,
  { event, job, jobId }: { event: unknown; job: string; jobId: string },
): JobContext | null {
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/')
  if (!owner || !repo) return null
  const server = env.GITHUB_SERVER_URL || 'https://github.com'
  const run = `${server}/${owner}/${repo}/actions/runs/${env.GITHUB_RUN_ID}`
  return {
    owner,
    repo,
    apiUrl: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''),
    actor: env.GITHUB_ACTOR ?? '',
    jobUrl: /^\d+$/.test(jobId) ? `${run}/job/${jobId}` : run,
    workflow: env.GITHUB_WORKFLOW ?? '',
    job: [env.GITHUB_JOB, job].filter(Boolean).join(', '),
    jobId,
    runId: env.GITHUB_RUN_ID ?? '',
    workflowFile: fileOf(env.GITHUB_WORKFLOW_REF ?? '', `${owner}/${repo}`),
    eventName: env.GITHUB_EVENT_NAME ?? '',
    branch: env.GITHUB_REF_TYPE === 'branch' ? env.GITHUB_REF_NAME || null : null,
    event,
  }
}

/** `OWNER/REPO/.github/workflows/FILE@REF`; a ruleset may demand a workflow of another repository. */
function fileOf(workflowRef: string, repository: string): string | null {
  const start = `${repository}/.github/workflows/`
  const [path = ''] = workflowRef.split('@')
  return path.startsWith(start) ? path.slice(start.length) || null : null
}

/**
 * Name of the check run. The job has a check of its own, named after itself: another of that name would make both required
 * where one is (https://docs.github.com/pull-requests/collaborating-with-pull-requests, troubleshooting required status checks).
 */
export function checkNameOf({ job }: JobContext, environment: string | null): string {
  const parts = [environment, job].filter(Boolean).join(', ')
  return parts === '' ? 'Verify Deploy' : `Verify Deploy (${parts})`
}

const word = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D')

/** First line of our comment: one for each environment and job. Nobody sees it; `--` would end it (HTML 13.6). */
export function markerOf({ workflow, job }: JobContext, environment: string | null): string {
  return `<!-- verify-deploy/comment/v1 ${[workflow, job, environment ?? ''].map(word).join('/')} -->`
}
