/**
 * Publishing on GitHub while the run goes on: the side of the main thread. The other one (announcing.ts) is a thread of its
 * own: loading @actions/github takes some 100 ms, in which no socket would be read and every phase would seem longer.
 */

import { Worker } from 'node:worker_threads'
import type { Heard, Said, Start, Told } from './announcing.ts'
import type { CheckResult, Plan } from './model/check.ts'
import type { FindBaseline, FoundBaseline } from './model/comparison.ts'
import type { Announcement } from './model/publishing.ts'
import type { Report } from './model/report.ts'

/** How long the end of a run may take to tell GitHub; a cancelled job has to be gone in 7.5 s. */
const deliveryMs = 15_000
const cancelledMs = 1200
const brokenMs = 5000

export interface Announcer {
  /** Starts nothing unless something is asked for. */
  start(announcement: Announcement): void
  plan(plan: Plan): void
  tell(result: CheckResult): void
  /** Null where it is not looked for. */
  readonly findBaseline: FindBaseline
  /** Throws with one line if something could not be published. */
  deliver(report: Report): Promise<void>
  /** Completes the check run of a run that ends without a report. */
  giveUp(): Promise<void>
}

export interface AnnouncerOptions {
  readonly event: unknown
  readonly sha: string | null
  readonly cancelled: AbortSignal
  /** The file that a new thread starts with: the one that we were started with ourselves. */
  readonly entry: string
  readonly log: (line: string) => void
}

export function createAnnouncer({ event, sha, cancelled, entry, log }: AnnouncerOptions): Announcer {
  let thread: Worker | null = null
  let ended: Promise<Said> | null = null
  const early: Told[] = []
  const searched = new Map<string | null, PromiseWithResolvers<FoundBaseline>>()
  const send = (told: Told) => {
    if (thread) thread.postMessage(told)
    else if (ended) early.push(told)
  }

  async function end(told: Told, limitMs: number): Promise<Said | null> {
    if (!ended) return null
    send(told)
    const late = startLimit(limitMs)
    const hurry = () => late.set(cancelledMs)
    cancelled.addEventListener('abort', hurry, { once: true })
    const said = await Promise.race([ended, late.over])
    cancelled.removeEventListener('abort', hurry)
    late.stop()
    await thread?.terminate()
    thread = null
    ended = null
    return said
  }

  return {
    start({ publishing, environment, sha: given, baselines }) {
      const { checkRun, comment, deploymentStatus, token, job, jobId } = publishing
      if (!checkRun && !comment && !deploymentStatus && baselines.length === 0) return
      for (const one of baselines) searched.set(one, Promise.withResolvers())
      const start: Start = {
        ...{ checkRun, comment, deploymentStatus, token: token?.reveal() ?? null, job, jobId },
        ...{ environment, sha: given ?? sha, event, baselines },
      }
      ended = new Promise(resolve => setImmediate(open, resolve))

      // In the next turn: in this one the first packets are sent.
      function open(resolve: (said: Said) => void) {
        const fail = (notice: string) => {
          for (const { resolve: tell } of searched.values())
            tell({ ok: false, why: `no baseline was found: ${notice}` })
          resolve({ notice, remarks: [] })
        }
        try {
          thread = new Worker(entry, { workerData: { announcing: start }, env: environmentOf(process.env) })
          thread.on('message', (heard: Heard) => {
            if (heard.type === 'said') resolve(heard)
            else searched.get(heard.environment)?.resolve(heard.found)
          })
          thread.once('error', error => fail(String(error)))
          thread.once('exit', code => fail(`its thread ended with ${code}`))
          // Whatever becomes of it, the run does not wait for it but at its end.
          thread.unref()
          for (const told of early) thread.postMessage(told)
        } catch (error) {
          fail(error instanceof Error ? error.message : String(error))
        }
      }
    },
    findBaseline: async environment => (await searched.get(environment)?.promise) ?? null,
    plan: ({ checks }) => send({ type: 'plan', planned: checks.length }),
    tell: ({ outcome, name, reason }) => send({ type: 'result', result: { outcome, name, reason } }),
    async deliver(report) {
      const limitMs = cancelled.aborted ? cancelledMs : deliveryMs
      const said = await end({ type: 'report', report, limitMs }, limitMs)
      for (const remark of said?.remarks ?? []) log(remark)
      if (said?.notice) throw new Error(said.notice)
    },
    async giveUp() {
      await end({ type: 'broken', limitMs: brokenMs }, brokenMs)
    },
  }
}

/**
 * The toolkit reads the event and the address of GitHub as soon as it is loaded, and throws where it cannot. The event is
 * ours to read, and was.
 */
function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GITHUB_API_URL: api } = env
  if (api && !URL.canParse(api)) throw new TypeError(`GITHUB_API_URL is no URL: ${JSON.stringify(api)}`)
  return { ...env, GITHUB_EVENT_PATH: '' }
}

/** A wait for GitHub that can be made shorter while it lasts. */
function startLimit(limitMs: number) {
  let timer: NodeJS.Timeout | undefined
  let end: (said: Said) => void = () => {}
  const over = new Promise<Said>(resolve => {
    end = resolve
  })
  const stop = () => clearTimeout(timer)
  const set = (ms: number) => {
    stop()
    timer = setTimeout(() => end({ notice: `GitHub did not answer within ${ms / 1000} s`, remarks: [] }), ms)
  }
  set(limitMs)
  return { over, set, stop }
}
