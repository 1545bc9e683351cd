/** The entry under GitHub's runner: inputs and event in, log, summary, annotations, outputs and files out. */

import { appendFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createAnnouncer } from './announcer.ts'
import { inputsFromEnv } from './config/flags.ts'
import { onCancel, readEvent, runIdOf } from './entry.ts'
import { fileSurface, reportPath } from './files.ts'
import { shaOf } from './github/event.ts'
import type { Host, Surface } from './host.ts'
import type { Plan } from './model/check.ts'
import type { Report } from './model/report.ts'
import { joinRevisions } from './model/revision.ts'
import { type Watcher, watchLog } from './progress.ts'
import { renderAnnotations } from './report/annotations.ts'
import { escapeCommandData, neutraliseCommands, oneLine } from './report/escape.ts'
import { renderSummary } from './report/summary.ts'
import { renderTerminal } from './report/terminal.ts'

/** Lines of a log: nothing that the target wrote may be taken for a command of the runner's. */
const say = (text: string) => process.stdout.write(`${neutraliseCommands(text)}\n`)

export async function runAction(main: (host: Host) => Promise<number>): Promise<number> {
  const { env } = process
  const event = await readEvent(env.GITHUB_EVENT_PATH)
  const directory = env.GITHUB_WORKSPACE ?? process.cwd()
  const sha = shaOf(event, env.GITHUB_SHA)
  const cancelled = onCancel()
  const entry = process.argv[1] ?? ''
  const announcer = createAnnouncer({ event, sha, cancelled, entry, log: say })
  const watcher = watchLog({ write: say })
  const host: Host = {
    given: { inputs: inputsFromEnv(env), env, directory, event, sha },
    runId: runIdOf(env),
    sha,
    cancelled,
    // The toolkit's setSecret writes the same line; loading the toolkit before the first packet would cost more than it.
    mask: secret => process.stdout.write(`::add-mask::${escapeCommandData(secret.reveal())}\n`),
    log: watcher.log,
    warn: line => process.stdout.write(`::warning title=Verify Deploy::${escapeCommandData(line)}\n`),
    announce: announcer.start,
    findBaseline: announcer.findBaseline,
    onPlan(plan) {
      sayPlan(plan)
      watcher.onPlan(plan)
      announcer.plan(plan)
    },
    onStart: watcher.onStart,
    onResult(result) {
      watcher.onResult(result)
      announcer.tell(result)
    },
    surfaces: reportDir => [
      ...surfacesOf({ env, directory, reportDir, watcher }),
      { name: 'the report on GitHub', deliver: announcer.deliver },
    ],
  }
  // A check run that is never completed would keep a pull request waiting for ever.
  process.once('uncaughtException', async error => {
    console.error(error)
    await announcer.giveUp()
    process.exit(3)
  })
  try {
    return await main(host)
  } catch (error) {
    await announcer.giveUp()
    throw error
  }
}

/** Folded, since the report has it all again. The group is closed at once: it never holds what the target wrote. */
function sayPlan({ checks }: Plan): void {
  const lines = checks.map(({ id, target }) =>
    neutraliseCommands(`${oneLine(id, 160)}  ${oneLine(target.url.host, 160)}`),
  )
  const title = `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} planned`
  process.stdout.write([`::group::${title}`, ...lines, '::endgroup::', ''].join('\n'))
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly directory: string
  readonly reportDir: string | null
  readonly watcher: Watcher
}

function surfacesOf({ env, directory, reportDir, watcher }: Surroundings): Surface[] {
  const folder = resolve(
    directory,
    reportDir ?? `${env.RUNNER_TEMP ?? '.'}/verify-deploy-${env.GITHUB_ACTION || 'report'}`,
  )
  return [
    { name: 'the progress', deliver: () => watcher.end() },
    { name: 'the job summary', deliver: async report => writeSummary(env.GITHUB_STEP_SUMMARY, report) },
    {
      name: 'the log',
      deliver: async report => void say(`\n${renderTerminal(report, { color: false, width: 120 })}`),
    },
    {
      name: 'the annotations',
      deliver: async report => void process.stdout.write(renderAnnotations(report)),
    },
    fileSurface(folder),
    { name: 'the outputs', deliver: report => setOutputs(report, reportPath(folder)) },
  ]
}

async function writeSummary(path: string | undefined, report: Report): Promise<void> {
  // Old servers have no summaries.
  if (path) await appendFile(path, renderSummary(report))
}

async function setOutputs(report: Report, path: string): Promise<void> {
  const { setOutput } = await import('@actions/core')
  setOutput('verdict', report.verdict)
  setOutput('because', report.because)
  setOutput('failed-checks', JSON.stringify(report.checks.filter(c => c.outcome === 'failed').map(c => c.id)))
  setOutput('root-cause', report.rootCause?.diagnosis ?? '')
  setOutput('revision', joinRevisions(report.revision.observed))
  setOutput('report', path)
  setOutput('duration-ms', String(Math.round(report.durationMs)))
}
