/** The whole of a run, readable aloud: configure, verify each environment (verify.ts), publish. */

import { checkKinds } from './checks/index.ts'
import { loadEnvironments } from './config/environments.ts'
import type { Host } from './host.ts'
import { createKeeper } from './keep.ts'
import { checkProxyEnvironment } from './net/proxy.ts'
import { publish } from './publish.ts'
import { createRedactor } from './redact.ts'
import { seal } from './report/seal.ts'
import { countOutcomes, decide } from './verdict.ts'
import { verify } from './verify.ts'

/** Runs the job for `host` and gives the exit code (docs: 0, 1, 2, 3 or 130). */
export async function main(host: Host): Promise<number> {
  const startedAt = new Date()
  const start = performance.now()
  const redactor = createRedactor()
  const keep = createKeeper(redactor, host)

  if (host.given.inputs.merge?.value.trim()) {
    const { mergeGiven } = await import('./parts.ts')
    const { report, reportDir, announcement, secrets } = await mergeGiven(host.given)
    for (const secret of secrets) keep(secret)
    host.announce(announcement)
    return await publish(report, reportDir, host, redactor)
  }

  const proxyProblems = checkProxyEnvironment(host.given.env)
  const given = { ...host.given, problems: [...(host.given.problems ?? []), ...proxyProblems] }
  const loaded = await loadEnvironments(given, checkKinds)
  for (const secret of loaded.secrets) keep(secret)
  if (loaded.announcement) host.announce(loaded.announcement)
  if (!loaded.ok) {
    const { problems, undeployed, environment, url, reportDir } = loaded
    const decision = decide([], { failOn: 'any', ended: null, problems, undeployed })
    const report = seal({
      ...decision,
      ...{ environment, url: url && redactor.text(url), sha: host.sha, runId: host.runId, startedAt },
      durationMs: performance.now() - start,
      ...{ failOn: 'any', counts: countOutcomes([]), readiness: null, notes: [], problems, results: [] },
      diagnosesOf: () => [],
    })
    return await publish(report, reportDir, host, redactor)
  }

  const { configs } = loaded
  // Each environment is a run of its own; what they found is one report.
  const several = configs.length > 1 ? await import('./several.ts') : null
  const reports = await Promise.all(
    configs.map(config => verify(config, several?.labelHost(host, config) ?? host, redactor, keep)),
  )
  const report = several?.joinReports(configs, reports) ?? reports[0]!
  return await publish(report, configs[0].reportDir, host, redactor)
}
