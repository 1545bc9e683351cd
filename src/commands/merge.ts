/** `verify-deploy merge A.json B.json …`: one report out of those of a matrix of jobs. */

import { complain, hostOf, type Main } from '../cli.ts'
import { parseFlags } from '../config/flags.ts'
import { showProblem } from '../model/problem.ts'

/** Flags of the main form that say something here. */
const own: ReadonlySet<string> = new Set(['merge', 'merge-expect', 'report-dir'])

export async function runMerge(given: readonly string[], main: Main): Promise<number> {
  const line = parseFlags(given, process.env, { words: 'arguments' })
  const idle = Object.entries(line.inputs).find(([name]) => !own.has(name))
  if (line.problems.length > 0) return complain(line.problems.map(showProblem).join('\n'))
  if (idle) return complain(`${idle[1].subject} has no effect: saved reports are not verified again`)
  const paths = [...line.words, ...(line.inputs.merge ? [line.inputs.merge.value] : [])]
  if (paths.length === 0) return complain('say which: verify-deploy merge A.json B.json, or a folder')
  const merge = { value: paths.join('\n'), subject: 'merge' }
  return await main(hostOf({ ...line, inputs: { ...line.inputs, merge } }))
}
