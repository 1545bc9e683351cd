/** The entry for people: `verify-deploy URL …` and its commands. */

import { type CommandLine, parseFlags } from './config/flags.ts'
import { onCancel, runIdOf } from './entry.ts'
import { fileSurface } from './files.ts'
import type { Host } from './host.ts'
import { version } from './model/version.ts'
import { printReport } from './output.ts'
import { renderResultLine } from './report/result-line.ts'

export type Main = (host: Host) => Promise<number>

/** Commands by their first word, each loaded when it is asked for. */
const commands: Readonly<
  Record<string, () => Promise<(words: readonly string[], main: Main) => Promise<number>>>
> = {
  plan: async () => (await import('./commands/plan.ts')).runPlan,
  demo: async () => (await import('./commands/demo.ts')).runDemo,
  replay: async () => (await import('./commands/replay.ts')).runReplay,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  merge: async () => (await import('./commands/merge.ts')).runMerge,
  schema: async () => (await import('./commands/schema.ts')).runSchema,
}

export async function runCommand(words: readonly string[], main: Main): Promise<number> {
  // A reader that hangs up early, such as `head`, changes nothing about the verdict.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const [first = '--help', ...rest] = words
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined
  if (command) return await (await command())(rest, main)
  const line = parseFlags(words, process.env)
  if (line.options.help || words.length === 0) {
    const { helpText } = await import('./commands/help.ts')
    process.stdout.write(helpText())
    return words.length === 0 ? 2 : 0
  }
  if (line.options.version) {
    process.stdout.write(`${version}\n`)
    return 0
  }
  return await main(hostOf(line))
}

export function complain(message: string): number {
  process.stderr.write(`verify-deploy: ${message}\nSee verify-deploy --help.\n`)
  return 2
}

const onlyAsAction =
  '--check-run, --comment and --deployment-status publish nothing here: only the action, as a step of a workflow, does'

/** A host for a terminal or a pipe: progress to stderr if somebody watches, the report to stdout. */
export function hostOf(line: CommandLine): Host {
  const { env } = process
  const watched = process.stderr.isTTY === true
  const progress = (text: string) => {
    if (watched) process.stderr.write(`${text}\n`)
  }
  return {
    given: { inputs: line.inputs, problems: line.problems, env, directory: process.cwd(), event: null },
    runId: runIdOf(env),
    sha: env.GITHUB_SHA ?? null,
    cancelled: onCancel(),
    mask: () => {},
    log: progress,
    warn: text => process.stderr.write(`verify-deploy: ${text}\n`),
    announce: ({ publishing: { checkRun, comment, deploymentStatus } }) => {
      if (checkRun || comment || deploymentStatus) process.stderr.write(`verify-deploy: ${onlyAsAction}\n`)
    },
    onPlan: () => {},
    onResult: result => progress(renderResultLine(result)),
    surfaces: reportDir => [
      { name: 'the report', deliver: async report => printReport(report, line.options) },
      ...(reportDir === null ? [] : [fileSurface(reportDir)]),
    ],
  }
}
