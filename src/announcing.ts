/** Publishing on GitHub: the thread that does it. What to say is made by report/, how to say it by github/. */

import { parentPort } from 'node:worker_threads'
import { rememberReport } from './baseline/remember.ts'
import { openCheckRun } from './github/check-run.ts'
import { createClient, type Trouble } from './github/client.ts'
import { openComment } from './github/comment.ts'
import { checkNameOf, markerOf, readContext } from './github/context.ts'
import { openDeploymentStatus } from './github/deployment-status.ts'
import { type Asked, noticeOf, type Unpublished } from './github/notice.ts'
import type { Report } from './model/report.ts'
import {
  type Finished,
  renderCheckRun,
  renderCheckRunBroken,
  renderCheckRunProgress,
} from './report/check-run.ts'
import { renderComment } from './report/comment.ts'
import { renderDeploymentStatus } from './report/deployment-status.ts'

export interface Start {
  readonly checkRun: boolean
  readonly comment: boolean
  readonly deploymentStatus: boolean
  readonly token: string | null
  readonly job: string
  readonly jobId: string
  readonly environment: string | null
  readonly sha: string | null
  readonly event: unknown
}

/** From the main thread. */
export type Told =
  | { readonly type: 'plan'; readonly planned: number }
  | { readonly type: 'result'; readonly result: Finished }
  | { readonly type: 'report'; readonly report: Report; readonly limitMs: number }
  | { readonly type: 'broken'; readonly limitMs: number }

/** To the main thread, once. */
export interface Said {
  /** What could not be published and why; null if nothing is missing. */
  readonly notice: string | null
  /** For the log. */
  readonly remarks: readonly string[]
}

/** So much of the limit is left for the way back. */
const reserveMs = 150

export function runAnnouncing(start: Start): void {
  const port = parentPort!
  const announcing = begin(start)
  port.on('message', async (told: Told) => {
    if (told.type === 'plan') return announcing.plan(told.planned)
    if (told.type === 'result') return announcing.tell(told.result)
    const limitMs = told.limitMs - reserveMs
    port.postMessage(await announcing.end(told.type === 'report' ? told.report : null, limitMs))
    port.close()
  })
}

interface Announcing {
  plan(planned: number): void
  tell(result: Finished): void
  end(report: Report | null, limitMs: number): Promise<Said>
}

const idle = (notice: string): Announcing => ({
  plan() {},
  tell() {},
  end: async () => ({ notice, remarks: [] }),
})

function begin(start: Start): Announcing {
  const { environment, sha, token } = start
  const context = readContext(process.env, start)
  if (!context) return idle('GITHUB_REPOSITORY is not set: this is no job of a workflow')
  if (token === null) return idle('`github-token` is empty: give one, or leave the input out')
  if (sha === null) return idle('which commit this run is about is not known: give `sha`')

  const client = createClient({ token, apiUrl: context.apiUrl })
  let planned = 0
  const finished: Finished[] = []
  const name = checkNameOf(context, environment)
  const output = renderCheckRunProgress([], 0)
  const checkRun = start.checkRun ? openCheckRun(client, context, { name, sha, output }) : null
  const marker = markerOf(context, environment)
  const comment = start.comment ? openComment(client, context, { sha, marker }) : null
  const status = start.deploymentStatus ? openDeploymentStatus(client, context, { environment, sha }) : null

  return {
    plan(count) {
      // Of several environments each has a plan.
      planned += count
    },
    tell(result) {
      finished.push(result)
      checkRun?.update(renderCheckRunProgress(finished, planned))
    },
    async end(report, limitMs) {
      client.endIn(limitMs)
      if (!report) {
        await checkRun?.complete('failure', renderCheckRunBroken())
        return { notice: null, remarks: [] }
      }
      // In the order in which they are told, whichever is first.
      const ended: readonly (readonly [Asked, Ended])[] = await Promise.all([
        ...(checkRun ? [completeWith(report).then(end => ['check run', end] as const)] : []),
        ...(comment
          ? [comment.write(renderComment(report, context)).then(end => ['comment', end] as const)]
          : []),
        ...(status
          ? [status.write(renderDeploymentStatus(report)).then(end => ['deployment status', end] as const)]
          : []),
      ])
      const remarks = ended.flatMap(([asked, end]) =>
        typeof end === 'string' ? [`${asked}: ${nothingToDo[end](sha)}`] : [],
      )
      const unpublished: Unpublished[] = ended.flatMap(([asked, end]) =>
        end !== null && typeof end === 'object' ? [{ asked, trouble: end }] : [],
      )
      return { notice: unpublished.length > 0 ? noticeOf(unpublished, context) : null, remarks }
    },
  }

  function completeWith(report: Report): Promise<Trouble | null> {
    // For a later run to compare itself with; where it was found is for that run to say. Nothing tested is nothing to remember.
    const baseline = report.checks.length > 0 ? JSON.stringify(rememberReport(report, '')) : null
    const { conclusion, ...rest } = renderCheckRun(report, { baseline })
    return checkRun!.complete(conclusion, rest)
  }
}

type Ended = Trouble | keyof typeof nothingToDo | null

/** Told in the log: nothing is wrong with it. */
const nothingToDo = {
  nowhere: (sha: string) => `there is none to write to for the commit ${sha.slice(0, 12)}`,
  ambiguous: () => 'the commit is deployed to several environments: name one with `environment`',
  own: () => 'the status that started this workflow is one of ours: none is added to it',
} as const satisfies Record<string, (sha: string) => string>
