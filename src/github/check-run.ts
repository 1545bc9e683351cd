/** One check run: begun at once, kept up to date while the checks run, completed in every case. */

import type { CheckRunAnnotation } from '../model/publishing.ts'
import { type Answer, type Client, type SendOptions, type Trouble, understand } from './client.ts'
import type { JobContext } from './context.ts'
import type { App } from './earlier.ts'

/** https://docs.github.com/rest/checks/runs: annotations of one request; further requests add to them. */
const annotationsPerRequest = 50

/** The first update comes late enough that a short run makes none; the longer a run takes, the rarer they get. */
const firstUpdateMs = 3000
const longestPauseMs = 60_000
/** An update that is on its way when all is over is waited for so long: a cancelled run has a second for all. */
const graceMs = 300

export type Conclusion = 'success' | 'failure' | 'cancelled'

export interface CheckRunOutput {
  readonly title: string
  readonly summary: string
  readonly text?: string
  readonly annotations?: readonly CheckRunAnnotation[]
}

export interface CheckRun {
  /** Shown soon, unless a later one takes its place. */
  update(output: CheckRunOutput): void
  /** Null if all went well. */
  complete(conclusion: Conclusion, output: CheckRunOutput): Promise<Trouble | null>
  /** Who we are, as GitHub says; null if it could not be made. */
  findApp(): Promise<App | null>
}

export interface CheckRunStart {
  readonly name: string
  readonly sha: string
  readonly output: CheckRunOutput
}

/** Trouble that may be over when the run is. */
const passing: ReadonlySet<Trouble['kind']> = new Set(['unavailable', 'limited', 'foreign'])

interface Created {
  readonly id: number
  readonly app?: App | null
}

/** Begins without being waited for; trouble is told by `complete`. */
export function openCheckRun(
  client: Client,
  { owner, repo, jobUrl }: JobContext,
  start: CheckRunStart,
): CheckRun {
  const place = { owner, repo }
  const create = (more: object) =>
    understand(async () => {
      const answer = await client.send<Created>('POST /repos/{owner}/{repo}/check-runs', {
        ...place,
        ...{ name: start.name, head_sha: start.sha, details_url: jobUrl, started_at: startedAt },
        ...more,
      })
      if (answer.ok && !Number.isSafeInteger(answer.value.id)) throw new TypeError('it has no id')
      return answer
    })
  const patch = (id: number, more: object, options?: SendOptions) =>
    client.send<Created>(
      'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
      { ...place, ...{ check_run_id: id }, ...more },
      options,
    )
  const startedAt = new Date().toISOString()
  const created = create({ status: 'in_progress', output: start.output })
  let last: Promise<unknown> = created
  let next: CheckRunOutput | null = null
  let pauseMs = firstUpdateMs
  let timer: NodeJS.Timeout | null = null
  let isOver = false
  const over = new AbortController()

  async function show() {
    const made = await created
    const output = next
    next = null
    timer = null
    if (isOver || !output || !made.ok) return
    // No status: should it arrive after the end, it must not open the check run again.
    last = patch(made.value.id, { output }, { signal: over.signal })
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    await last
  }

  return {
    async findApp() {
      const made = await created
      return (made.ok && made.value.app) || null
    },
    update(output) {
      next = output
      if (!isOver) timer ??= setTimeout(show, pauseMs)
    },
    async complete(conclusion, { annotations = [], ...output }) {
      isOver = true
      if (timer) clearTimeout(timer)
      setTimeout(() => over.abort(), graceMs).unref()
      await last
      const made = await created
      const completed = { status: 'completed', conclusion, completed_at: new Date().toISOString() }
      // GitHub may have been in trouble only when it was to begin.
      if (!made.ok && !passing.has(made.trouble.kind)) return made.trouble
      const finish = (more: object): Promise<Answer<Created>> =>
        made.ok ? patch(made.value.id, { ...completed, ...more }) : create({ ...completed, ...more })
      const { title, summary } = output
      const first = annotations.slice(0, annotationsPerRequest)
      const answer = await finish({ output: { ...output, annotations: first } })
      if (!answer.ok) {
        // What is said must not keep it from being completed: with less, and with nothing.
        for (const less of [{ output: { title, summary } }, {}])
          if (answer.trouble.kind === 'refused' && (await finish(less)).ok) break
        return answer.trouble
      }
      const id = made.ok ? made.value.id : answer.value.id
      for (let at = annotationsPerRequest; at < annotations.length; at += annotationsPerRequest) {
        const batch = annotations.slice(at, at + annotationsPerRequest)
        const added = await patch(id, { output: { title, summary, annotations: batch } })
        if (!added.ok) return added.trouble
      }
      return null
    },
  }
}
