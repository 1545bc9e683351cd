/** A report on standard output, in the format that was asked for. */

import type { Format } from './config/flags.ts'
import type { Report } from './model/report.ts'

export interface OutputOptions {
  /** Null is the terminal's. */
  readonly format: Format | null
  /** False where the user said so; else colour is for terminals. */
  readonly color: boolean
}

/** Each format is loaded when it is asked for. */
const renders: Readonly<Record<Format, (options: OutputOptions) => Promise<(report: Report) => string>>> = {
  async terminal({ color }) {
    const { renderTerminal } = await import('./report/terminal.ts')
    const { isTTY, columns } = process.stdout
    const colored = color && isTTY === true && !process.env.NO_COLOR
    return report => renderTerminal(report, { color: colored, width: columns ?? 100 })
  },
  json: async () => (await import('./report/json.ts')).renderJson,
  markdown: async () => (await import('./report/markdown.ts')).renderMarkdown,
  junit: async () => (await import('./report/junit.ts')).renderJunit,
  github: async () => (await import('./report/annotations.ts')).renderAnnotations,
}

export async function printReport(report: Report, options: OutputOptions): Promise<void> {
  const render = await renders[options.format ?? 'terminal'](options)
  const text = render(report)
  // A pipe takes what it can; the rest must be waited for before the process ends.
  await new Promise<void>(resolve =>
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve()),
  )
}
