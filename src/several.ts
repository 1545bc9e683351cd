/** Several environments in one run: told apart while they run side by side, and one report at the end. */

import type { Config } from './config/config.ts'
import type { Host } from './host.ts'
import { labelledId, mergeReports } from './merge.ts'
import type { Report } from './model/report.ts'

/** Several are chosen by their names. */
const labelOf = ({ environment }: Config): string => environment ?? ''

/** The host as the run of one environment sees it: whatever is told of a check names the environment. */
export function labelHost(host: Host, config: Config): Host {
  const label = labelOf(config)
  const labelled = <Check extends { readonly id: string; readonly name: string }>(check: Check): Check => ({
    ...check,
    id: labelledId(label, check.id),
    name: `${label}: ${check.name}`,
  })
  return {
    ...host,
    log: line => host.log(`${label}: ${line}`),
    onPlan: plan => host.onPlan({ ...plan, checks: plan.checks.map(labelled) }),
    onStart: check => host.onStart(labelled(check)),
    onResult: result => host.onResult(labelled(result)),
  }
}

export function joinReports(configs: readonly Config[], reports: readonly Report[]): Report {
  const parts = configs.map((config, at) => ({ label: labelOf(config), report: reports[at]! }))
  const report = mergeReports({ parts, missing: [], now: Date.now(), noun: 'environment' })
  return { ...report, environment: parts.map(({ label }) => label).join(', ') }
}
