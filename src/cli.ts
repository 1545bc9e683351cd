/** The entry for people: `verify-deploy URL …` and its commands. */

import { type CommandLine, parseFlags } from './config/flags.ts'
import { onCancel, runIdOf } from './entry.ts'
import { fileSurface } from './files.ts'
import type { Host } from './host.ts'
import { watchScreen } from './live-view.ts'
import { suggestWord } from './matching/suggest.ts'
import { version } from './model/version.ts'
import { printReport } from './output.ts'
import { type Watcher, watchLog } from './progress.ts'
import { cleanText, neutraliseCommands } from './report/escape.ts'

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
  // A host with a dot, a port or a path is none.
  const meant = /^[a-z]+$/.test(first) ? suggestWord(first, Object.keys(commands)) : null
  if (meant) return complain(`"${first}" is no command; did you mean "${meant}"?`)
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
  const sha = env.GITHUB_SHA || null
  const watcher = watcherOf(line)
  const { onPlan, onStart, onResult, log, onAttempt } = watcher
  return {
    given: { inputs: line.inputs, problems: line.problems, env, directory: process.cwd(), event: null, sha },
    runId: runIdOf(env),
    sha,
    cancelled: onCancel(),
    mask: () => {},
    announce: ({ publishing: { checkRun, comment, deploymentStatus } }) => {
      if (checkRun || comment || deploymentStatus) watcher.say(`verify-deploy: ${onlyAsAction}`)
    },
    ...{ onPlan, onStart, onResult, log, onAttempt },
    warn: text => watcher.say(cleanText(`verify-deploy: ${text}`)),
    surfaces: reportDir => [
      { name: 'the progress', deliver: () => watcher.end() },
      { name: 'the report', deliver: async report => printReport(report, line.options) },
      ...(reportDir === null ? [] : [fileSurface(reportDir)]),
    ],
  }
}

/** A pipe gets the report alone of a run that is over sooner. */
const quietMs = 2000

/** Progress is for whoever watches, on stderr: in place on a terminal that can, in lines elsewhere. */
function watcherOf({ options }: CommandLine): Watcher {
  const { env, platform, stderr, stdout } = process
  const write = (text: string) => void stderr.write(`${neutraliseCommands(cleanText(text))}\n`)
  if (stderr.isTTY !== true) return watchLog({ write, quietMs })
  // Without TERM nothing is known of a terminal, but on Windows, where it is never set.
  const canMove = env.TERM === undefined ? platform === 'win32' : env.TERM !== 'dumb'
  if (!canMove || env.CI) return watchLog({ write })
  return watchScreen({
    screen: stderr,
    color: options.color && !env.NO_COLOR,
    unicode:
      platform === 'win32'
        ? env.WT_SESSION !== undefined
        : /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || ''),
    // The report takes the place of the live lines where it goes to the same terminal.
    keep: stdout.isTTY !== true,
  })
}
