/** The only part that delivers. */

import type { Host } from './host.ts'
import type { Report } from './model/report.ts'
import type { Redactor } from './redact.ts'

/** Delivers to every surface; one that fails is told of, and changes nothing. */
export async function publish(
  report: Report,
  reportDir: string | null,
  host: Host,
  redactor: Redactor,
): Promise<number> {
  for (const surface of host.surfaces(reportDir)) {
    try {
      await surface.deliver(report)
    } catch (error) {
      host.warn(
        redactor.text(
          `${surface.name} could not be written: ${error instanceof Error ? error.message : error}`,
        ),
      )
    }
  }
  return report.exitCode
}
