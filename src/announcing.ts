/** Publishing on GitHub: the thread that does it. What to say is made by report/, how to say it by github/. */

import { parentPort } from 'node:worker_threads'
import { chooseState, encodeStates } from './baseline/carried.ts'
import { createSearch, type Found } from './baseline-search.ts'
import { openCheckRun } from './github/check-run.ts'
import { createClient, misunderstood, type Trouble } from './github/client.ts'
import { openComment } from './github/comment.ts'
import { checkNameOf, markerOf, readContext } from './github/context.ts'
import { openDeploymentStatus } from './github/deployment-status.ts'
import { type Asked, noticeOf, type Unpublished } from './github/notice.ts'
import type { FoundBaseline } from './model/comparison.ts'
import { plural } from './model/plural.ts'
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
  /** Environments whose baseline is looked for. */
  readonly baselines: readonly (string | null)[]
}

/** From the main thread. */
export type Told =
  | { readonly type: 'plan'; readonly planned: number }
  | { readonly type: 'result'; readonly result: Finished }
  | { readonly type: 'report'; readonly report: Report; readonly limitMs: number }
  | { readonly type: 'broken'; readonly limitMs: number }

/** To the main thread: each baseline as soon as it is known, and what was said at the end. */
export type Heard =
  | { readonly type: 'baseline'; readonly environment: string | null; readonly found: FoundBaseline }
  | ({ readonly type: 'said' } & Said)

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
  const hear = (heard: Heard) => port.postMessage(heard)
  const announcing = begin(start, (environment, found) => hear({ type: 'baseline', environment, found }))
  // A bug of ours here must not keep a check run in progress for ever: it is told when all is said.
  const bugs: string[] = []
  process.on('uncaughtException', error => bugs.push(String(error)))
  port.on('message', async (told: Told) => {
    if (told.type === 'plan') return announcing.plan(told.planned)
    if (told.type === 'result') return announcing.tell(told.result)
    const limitMs = told.limitMs - reserveMs
    const said = await endWith(announcing, told.type === 'report' ? told.report : null, limitMs)
    const notices = [...(said.notice === null ? [] : [said.notice]), ...bugs]
    hear({ type: 'said', ...said, notice: notices.length > 0 ? notices.join('; ') : null })
    port.close()
  })
}

async function endWith(announcing: Announcing, report: Report | null, limitMs: number): Promise<Said> {
  try {
    return await announcing.end(report, limitMs)
  } catch (error) {
    return { notice: String(error), remarks: [] }
  }
}

interface Announcing {
  plan(planned: number): void
  tell(result: Finished): void
  end(report: Report | null, limitMs: number): Promise<Said>
}

type TellBaseline = (environment: string | null, found: FoundBaseline) => void

function begin(start: Start, tellBaseline: TellBaseline): Announcing {
  const { environment, sha, token, baselines } = start
  const idle = (notice: string): Announcing => {
    for (const one of baselines) tellBaseline(one, { ok: false, why: `no baseline was found: ${notice}` })
    const isAsked = start.checkRun || start.comment || start.deploymentStatus
    return { plan() {}, tell() {}, end: async () => ({ notice: isAsked ? notice : null, remarks: [] }) }
  }
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
  const findApp = async () => (await checkRun?.findApp()) ?? null
  const comment = start.comment ? openComment(client, context, { sha, marker, findApp }) : null
  const status = start.deploymentStatus ? openDeploymentStatus(client, context, { environment, sha }) : null
  const search = createSearch(client, context, { name, sha, findApp })
  const before = new Map<string | null, Found['state']>()
  const started = performance.now()
  let searchMs = 0
  for (const one of baselines)
    search(one)
      .catch((error): Found => {
        // An answer that is none of GitHub's, from something in between: not "there is none".
        const where = one === null ? '' : ` of ${JSON.stringify(one)}`
        const why = `no baseline${where} was found: an answer could not be understood (${error})`
        return { state: 'unknown', baseline: { ok: false, why } }
      })
      .then(({ baseline, state }) => {
        before.set(one, state)
        searchMs = performance.now() - started
        tellBaseline(one, baseline)
      })

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
        ...(checkRun ? [endOf('check run', () => completeWith(report))] : []),
        ...(comment ? [endOf('comment', () => comment.write(renderComment(report, context)))] : []),
        ...(status ? [endOf('deployment status', () => status.write(renderDeploymentStatus(report)))] : []),
      ])
      const took = searchMs > 0 ? `; the baseline was known after ${Math.round(searchMs)} ms` : ''
      const count = `GitHub was sent ${plural(client.countRequests(), 'request')}${took}`
      const told = ended.flatMap(([asked, end]) =>
        typeof end === 'string' ? [`${asked}: ${nothingToDo[end](sha)}`] : [],
      )
      const unpublished: Unpublished[] = ended.flatMap(([asked, end]) =>
        end !== null && typeof end === 'object' ? [{ asked, trouble: end }] : [],
      )
      return {
        notice: unpublished.length > 0 ? noticeOf(unpublished, context) : null,
        remarks: [...told, count],
      }
    },
  }

  function completeWith(report: Report): Promise<Trouble | null> {
    const labels = report.parts ? report.parts.map(({ label }) => label) : [report.environment]
    const states = labels.flatMap(label => {
      const state = chooseState(report, label, before.get(label) ?? 'unknown')
      return state ? [[label ?? '', state] as const] : []
    })
    const { conclusion, ...rest } = renderCheckRun(report, { carried: encodeStates(new Map(states)) })
    return checkRun!.complete(conclusion, rest)
  }
}

/** What becomes of one must not touch the others. */
async function endOf(asked: Asked, write: () => Promise<Ended>): Promise<readonly [Asked, Ended]> {
  try {
    return [asked, await write()]
  } catch (error) {
    return [asked, misunderstood(error)]
  }
}

type Ended = Trouble | keyof typeof nothingToDo | null

/** Told in the log: nothing is wrong with it. */
const nothingToDo = {
  nowhere: (sha: string) => `there is none to write to for the commit ${sha.slice(0, 12)}`,
  ambiguous: () => 'the commit is deployed to several environments: name one with `environment`',
  own: () => 'the status that started this workflow is one of ours: none is added to it',
} as const satisfies Record<string, (sha: string) => string>
