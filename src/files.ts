/** The report as files: report.json and junit.xml, for artifacts, caches and test viewers. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Surface } from './host.ts'
import { renderJson } from './report/json.ts'
import { renderJunit } from './report/junit.ts'

const renders = { 'report.json': renderJson, 'junit.xml': renderJunit } as const

export const reportPath = (folder: string): string => join(folder, 'report.json')

/** Writes into `folder`, which is made if it is not there. */
export function fileSurface(folder: string): Surface {
  return {
    name: `the report in "${folder}"`,
    async deliver(report) {
      await mkdir(folder, { recursive: true })
      await Promise.all(
        Object.entries(renders).map(([name, render]) => writeFile(join(folder, name), render(report))),
      )
    },
  }
}
