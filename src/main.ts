/** The whole of a run, readable aloud: configure, plan, execute, diagnose, decide, seal, publish. */

import { checkKinds, runKinds } from './checks/index.ts'
import { compareRun, findBaseline } from './compare-run.ts'
import type { Config } from './config/config.ts'
import { loadEnvironments } from './config/environments.ts'
import { diagnoseFailures } from './diagnosis/failures.ts'
import { createFollowUp } from './follow-up.ts'
import type { Host } from './host.ts'
import { createKeeper } from './keep.ts'
import type { Report } from './model/report.ts'
import type { Secret } from './model/secret.ts'
import { checkProxyEnvironment } from './net/proxy.ts'
import { buildPlan } from './plan.ts'
import { publish } from './publish.ts'
import { executeWhenReady } from './ready.ts'
import { createRedactor, type Redactor } from './redact.ts'
import { seal } from './report/seal.ts'
import { startRun } from './run.ts'
import { countOutcomes, decide } from './verdict.ts'

/** Runs the job for `host` and gives the exit code (docs: 0, 1, 2, 3 or 130). */
export async function main(host: Host): Promise<number> {
  const startedAt = new Date()
  const start = performance.now()
  const redactor = createRedactor()
  const keep = createKeeper(redactor, host)

  if (host.given.inputs.merge?.value.trim()) {
    const { mergeGiven } = await import('./parts.ts')
    const { report, reportDir } = await mergeGiven(host.given)
    return await publish(report, reportDir, host, redactor)
  }

  const proxyProblems = checkProxyEnvironment(host.given.env)
  const given = { ...host.given, problems: [...(host.given.problems ?? []), ...proxyProblems] }
  const loaded = await loadEnvironments(given, checkKinds)
  for (const secret of loaded.secrets) keep(secret)
  if (!loaded.ok) {
    const { problems, undeployed, environment, url, reportDir } = loaded
    const decision = decide([], { failOn: 'any', ended: null, problems: problems.length, undeployed })
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

async function verify(
  config: Config,
  host: Host,
  redactor: Redactor,
  keep: (secret: Secret) => void,
): Promise<Report> {
  const startedAt = new Date()
  const start = performance.now()
  const plan = buildPlan(config, checkKinds)
  host.onPlan(plan)
  const sha = config.sha ?? host.sha
  using run = startRun(config, {
    cancelled: host.cancelled,
    env: host.given.env,
    facts: { runId: host.runId, sha: sha ?? '', directory: host.given.directory },
    born: keep,
    hide: redactor.text,
  })
  const { onStart, onResult, log: onPoll } = host
  const searched = findBaseline(config, host.findBaseline ?? (async () => null))
  const { results: found, readiness } = await executeWhenReady(plan, {
    followUp: createFollowUp(runKinds, run),
    kinds: runKinds,
    run,
    redactor,
    onStart,
    onResult,
    onPoll,
  })

  const { results, compared, history, notes } = await compareRun(found, await searched, {
    plan,
    config,
    kinds: runKinds,
    wire: run.wire,
  })
  const { diagnoses, causes } = await diagnoseFailures(results)
  const decision = decide(results, {
    failOn: config.failOn,
    ended: run.ended,
    problems: 0,
    causes,
    compared: compared?.checks ?? null,
  })
  return seal({
    ...decision,
    ...{ environment: config.environment, url: redactor.text(config.url.href), sha, runId: host.runId },
    ...{
      startedAt,
      durationMs: performance.now() - start,
      failOn: config.failOn,
      counts: countOutcomes(results),
    },
    ...{ readiness, notes: [...plan.notes, ...notes], problems: [], results, compared, history },
    diagnosesOf: result => diagnoses.get(result.id) ?? [],
  })
}
