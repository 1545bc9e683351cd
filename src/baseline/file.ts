/** A baseline out of the report file of a run before. */

import { readFile, stat } from 'node:fs/promises'
import type { FoundBaseline } from '../model/comparison.ts'
import { readReport } from '../report/read.ts'
import { rememberReport } from './remember.ts'

const mostBytes = 64 * 1024 * 1024

/** @param shown the path as the user wrote it */
export async function readBaselineFile(
  path: string,
  shown: string,
  environment: string | null,
): Promise<FoundBaseline> {
  const told = (why: string): FoundBaseline => ({ ok: false, why: `the baseline "${shown}" ${why}` })
  try {
    const file = await stat(path)
    // A pipe that nobody writes to would keep the run for ever, and a device has no end.
    if (!file.isFile()) return told('is no file')
    const { size } = file
    if (size > mostBytes) return told(`has ${size} bytes, and a report has at most ${mostBytes}`)
    const read = await readReport(await readFile(path, 'utf8'))
    if (!read.ok) return told(`is no report of verify-deploy: ${read.message}`)
    if (read.report.problems.length > 0 || read.report.checks.length === 0)
      return told('is of a run that tested nothing')
    const { environment: before, parts } = read.report
    // What fails over there must not excuse a failure here.
    if (before !== null && environment !== null && before !== environment && !parts)
      return told(`is of the environment ${JSON.stringify(before)}, not ${JSON.stringify(environment)}`)
    return { ok: true, baseline: rememberReport(read.report, shown, environment) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return told(
      code === 'ENOENT'
        ? 'is not there: this is the first run, or its cache was not restored'
        : `cannot be read: ${message}`,
    )
  }
}
