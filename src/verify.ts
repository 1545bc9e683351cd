/** One environment: plan, execute, compare, diagnose, decide, seal. */

import { checkKinds, runKinds } from './checks/index.ts'
import { awaitBaseline, compareRun, findBaseline } from './compare-run.ts'
import type { Config } from './config/config.ts'
import { diagnoseFailures } from './diagnosis/failures.ts'
import { createFollowUp } from './follow-up.ts'
import type { Host } from './host.ts'
import type { Report } from './model/report.ts'
import type { Secret } from './model/secret.ts'
import { buildPlan } from './plan.ts'
import { watchRevisions } from './ready/revision-watch.ts'
import { executeWhenReady } from './ready.ts'
import type { Redactor } from './redact.ts'
import { seal } from './report/seal.ts'
import { startRun } from './run.ts'
import { countOutcomes, decide } from './verdict.ts'

/** @returns the report, whatever was found. */
export async function verify(
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
  const watch = watchRevisions(plan.checks, redactor.text)
  using run = startRun(config, {
    witness: watch?.witness,
    cancelled: host.cancelled,
    env: host.given.env,
    facts: { runId: host.runId, sha: sha ?? '', directory: host.given.directory },
    born: keep,
    hide: redactor.text,
  })
  const { onStart, onResult, log: onPoll, onAttempt } = host
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
    onStart,
    onResult,
    onPoll,
    onAttempt,
  })

  const baseline = await awaitBaseline(searched, config, host.cancelled)
  const { results, compared, history, notes } = await compareRun(found, baseline, {
    plan,
    config,
    kinds: runKinds,
    wire: run.wire,
  })
  const { diagnoses, causes } = await diagnoseFailures(results)
  const decision = decide(results, {
    failOn: config.failOn,
    ended: run.ended,
    problems: [],
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
    revision: { expected: config.ready?.revision?.expected ?? null, observed: revisions },
    ...{
      readiness,
      notes: [...plan.notes, ...notes.map(redactor.text)],
      problems: [],
      results,
      compared,
      history,
    },
    diagnosesOf: result => diagnoses.get(result.id) ?? [],
  })
}
