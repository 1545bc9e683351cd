/** `verify-deploy replay report.json`: a saved report, diagnosed and rendered again; no network. */

import { readFile } from 'node:fs/promises'
import { complain } from '../cli.ts'
import { parseFlags } from '../config/flags.ts'
import { diagnose, knownCauses } from '../diagnosis/diagnose.ts'
import type { FailOn } from '../model/check.ts'
import { showProblem } from '../model/problem.ts'
import type { Report } from '../model/report.ts'
import { printReport } from '../output.ts'
import { readReport } from '../report/read.ts'
import { type Compared, seal } from '../report/seal.ts'
import { countOutcomes, decide } from '../verdict.ts'

export async function runReplay(given: readonly string[]): Promise<number> {
  const { words, inputs, problems, options } = parseFlags(given, process.env, { words: 'arguments' })
  const [path, ...more] = words
  const [idle] = Object.values(inputs)
  if (problems.length > 0) return complain(problems.map(showProblem).join('\n'))
  if (idle) return complain(`${idle.subject} has no effect: a saved report is not verified again`)
  if (!path || more.length > 0) return complain('say which: verify-deploy replay report.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    return complain(`"${path}" cannot be read: ${(error as Error).message}`)
  }
  const read = await readReport(text)
  if (!read.ok) return complain(`"${path}" is no report of verify-deploy: ${read.message}`)
  const report = judgeAgain(read.report)
  await printReport(report, options)
  return report.exitCode
}

/** The verdict and the diagnoses out of the saved results, by the rules of this version. */
function judgeAgain(saved: Report): Report {
  const results = saved.checks
  const diagnoses = diagnose(results)
  const ended = saved.verdict === 'cancelled' ? 'cancelled' : null
  const failOn = policies.find(known => known === saved.failOn) ?? 'any'
  const compared = comparedOf(saved)
  const recorded = { verdict: saved.verdict, because: saved.because, exitCode: saved.exitCode }
  // Merged, or without a check: the checks are not all that decided. A part may be missing, or nothing was deployed.
  const decision =
    saved.parts || results.length === 0
      ? recorded
      : noGreener(
          recorded,
          decide(results, {
            failOn,
            ended,
            problems: saved.problems,
            causes: knownCauses(diagnoses),
            compared: compared?.checks ?? null,
          }),
        )
  return {
    ...seal({
      ...saved,
      ...decision,
      counts: countOutcomes(results),
      startedAt: new Date(saved.startedAt),
      results: results.map(({ diagnoses: _old, ...result }) => result),
      diagnosesOf: result => diagnoses.get(result.id) ?? [],
      compared,
    }),
    tool: saved.tool,
    ...(saved.parts && keptOf(saved)),
  }
}

const policies: readonly FailOn[] = ['any', 'infrastructure', 'regression']

/** What the run found against its baseline: what counts as a regression depends on it. */
function comparedOf({ comparison, checks }: Report): Compared | null {
  if (!comparison) return null
  const known = checks.flatMap(check => (check.comparison ? [[check.id, check.comparison] as const] : []))
  return { comparison, checks: new Map(known) }
}

/** That a deadline cut the run off is known to its verdict alone: what was left untested then is no pass now. */
const noGreener = (recorded: Judged, again: Judged): Judged =>
  again.verdict === 'passed' && recorded.verdict === 'inconclusive' ? recorded : again
type Judged = Pick<Report, 'verdict' | 'because' | 'exitCode'>

/** Of a merged report, what its parts decided. */
const keptOf = ({ parts, revision, rootCause, comparison }: Report) => ({
  ...{ parts, revision, rootCause, comparison },
})
