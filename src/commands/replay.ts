/** `verify-deploy replay report.json`: a saved report, diagnosed and rendered again; no network. */

import { readFile } from 'node:fs/promises'
import { complain } from '../cli.ts'
import { parseFlags } from '../config/flags.ts'
import { certainCauses, diagnose } from '../diagnosis/diagnose.ts'
import { showProblem } from '../model/problem.ts'
import type { Report } from '../model/report.ts'
import { printReport } from '../output.ts'
import { readReport } from '../report/read.ts'
import { seal } from '../report/seal.ts'
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
  const failOn = saved.failOn === 'infrastructure' ? 'infrastructure' : 'any'
  const { verdict, because, exitCode } = saved
  // Merged, or without a check: the checks are not all that decided. A part may be missing, or nothing was deployed.
  const decision =
    saved.parts || results.length === 0
      ? { verdict, because, exitCode }
      : decide(results, {
          failOn,
          ended,
          problems: saved.problems.length,
          causes: certainCauses(diagnoses),
        })
  return {
    ...seal({
      ...saved,
      ...decision,
      counts: countOutcomes(results),
      startedAt: new Date(saved.startedAt),
      results: results.map(({ diagnoses: _old, ...result }) => result),
      diagnosesOf: result => diagnoses.get(result.id) ?? [],
    }),
    tool: saved.tool,
    ...(saved.parts && keptOf(saved)),
  }
}

/** Of a merged report, what its parts decided. */
const keptOf = ({ parts, revision, rootCause, comparison }: Report) => ({
  ...{ parts, revision, rootCause, comparison },
})
