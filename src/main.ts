/** The whole of a run, readable aloud: configure, plan, execute, diagnose, decide, seal, publish. */

import { checkKinds, runKinds } from './checks/index.ts'
import { compareRun, findBaseline } from './compare-run.ts'
import { loadConfig } from './config/load.ts'
import { diagnoseFailures } from './diagnosis/failures.ts'
import { createFollowUp } from './follow-up.ts'
import type { Host } from './host.ts'
import { createKeeper } from './keep.ts'
import { checkProxyEnvironment } from './net/proxy.ts'
import { buildPlan } from './plan.ts'
import { publish } from './publish.ts'
import { executeWhenReady } from './ready.ts'
import { createRedactor } from './redact.ts'
import { seal } from './report/seal.ts'
import { watchRevisions } from './revision-watch.ts'
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
    const { report, reportDir, announcement, secrets } = await mergeGiven(host.given)
    for (const secret of secrets) keep(secret)
    host.announce(announcement)
    return await publish(report, reportDir, host, redactor)
  }

  const proxyProblems = checkProxyEnvironment(host.given.env)
  const given = { ...host.given, problems: [...(host.given.problems ?? []), ...proxyProblems] }
  const loaded = await loadConfig(given, checkKinds)
  for (const secret of loaded.ok ? loaded.config.secrets : loaded.secrets) keep(secret)
  host.announce(loaded.announcement)
  if (!loaded.ok) {
    const { problems, environment, url, reportDir } = loaded
    const decision = decide([], { failOn: 'any', ended: null, problems: problems.length })
    const report = seal({
      ...decision,
      ...{
        environment,
        url: url && redactor.text(url),
        sha: host.sha,
        runId: host.runId,
        startedAt,
        durationMs: performance.now() - start,
      },
      ...{ failOn: 'any', counts: countOutcomes([]), readiness: null, notes: [], problems, results: [] },
      diagnosesOf: () => [],
    })
    return await publish(report, reportDir, host, redactor)
  }

  const { config } = loaded
  const plan = buildPlan(config, checkKinds)
  host.onPlan(plan)
  const sha = config.sha ?? host.sha
  const watch = watchRevisions(plan.checks, redactor.text)
  using run = startRun(config, {
    witness: watch?.witness,
    cancelled: host.cancelled,
    env: host.given.env,
    facts: { runId: host.runId, sha: sha ?? '', directory: host.given.directory },
    born: keep,
    hide: redactor.text,
  })
  const { onResult, log: onPoll } = host
  const searched = findBaseline(config, host.findBaseline ?? (async () => null))
  const {
    results: found,
    readiness,
    revisions,
  } = await executeWhenReady(plan, {
    followUp: createFollowUp(runKinds, run),
    kinds: runKinds,
    run,
    watch,
    redactor,
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
  const report = seal({
    ...decision,
    ...{ environment: config.environment, url: redactor.text(config.url.href), sha, runId: host.runId },
    ...{
      startedAt,
      durationMs: performance.now() - start,
      failOn: config.failOn,
      counts: countOutcomes(results),
    },
    revision: { expected: config.ready?.revision?.expected ?? null, observed: revisions },
    ...{ readiness, notes: [...plan.notes, ...notes], problems: [], results, compared, history },
    diagnosesOf: result => diagnoses.get(result.id) ?? [],
  })
  return await publish(report, config.reportDir, host, redactor)
}
