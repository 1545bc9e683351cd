/** Each example in the emulated runner, on its own events, against the demo's service: the verdict, and what is published where. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { suite, test } from 'node:test'
import type { FaultName } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { defaultFile } from '../config/given.ts'
import { type Folder, folderWith, noBundle, type Run, verify } from '../end-to-end/product.ts'
import type { FakeGitHub } from '../github/fake-github.ts'
import { changed, payloadOf } from '../github/payloads.ts'
import { onGitHub, startWithPull } from '../github/publishing.ts'
import { readText } from '../house/sources.ts'
import { contextsOf, sha } from './contexts.ts'
import { type Contexts, evaluate, fillInAll } from './github-language.ts'
import {
  callsOurs,
  eventsOf,
  exampleConfig,
  examples,
  findExample,
  isOurAction,
  isReusable,
  type Job,
  ours,
} from './workflow-files.ts'

interface Scenario {
  readonly example: string
  readonly event: string
  /** The commit that the run is about. */
  readonly sha: string
  readonly checkRun?: boolean
  /** Number of the pull request that gets the comment. */
  readonly comment?: number
  /** Id of the deployment that gets the status. */
  readonly status?: number
}

const scenarios: readonly Scenario[] = [
  { example: 'deploy-staging', event: 'push', sha, checkRun: true, comment: 7, status: 50 },
  {
    ...{ example: 'release-required-check', event: 'pull_request', comment: 2 },
    sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
  },
  {
    ...{ example: 'release-required-check', event: 'merge_group', comment: 104 },
    sha: '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d',
  },
  { example: 'manual', event: 'workflow_dispatch', sha, checkRun: true },
  { example: 'scheduled', event: 'schedule', sha },
  {
    ...{ example: 'after-deployment', event: 'deployment_status', checkRun: true, status: 145988746 },
    sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
  },
  {
    ...{ example: 'call-reusable', event: 'workflow_run', checkRun: true },
    sha: (payloadOf('workflow_run').workflow_run as { head_sha: string }).head_sha,
  },
]

interface World {
  readonly github: FakeGitHub
  readonly checkout: Folder
  readonly faults?: readonly FaultName[]
  readonly secretless?: boolean
}

/** The steps that are ours, of one job, for each row of its matrix. */
async function runJob(job: Job, all: readonly Contexts[], world: World): Promise<readonly Run[]> {
  const runs: Run[] = []
  for (const contexts of all) {
    assert.ok(job.if === undefined || evaluate(job.if, contexts).coerceString() === 'true', 'the job runs')
    const step = job.steps?.find(isOurAction)
    if (!step) continue
    // The runner hands over what is not given as an empty text, and so would these be.
    const given = Object.entries(fillInAll(step.with, contexts)).filter(([, value]) => value !== '')
    const inputs: Readonly<Record<string, string>> = Object.fromEntries(given)
    // The one thing that is not as it stands there: where the deployment is. An event says it in its own way.
    const url =
      inputs.merge || contexts.eventName === 'deployment_status' ? {} : { url: String(contexts.url) }
    const options = {
      ...{ event: contexts.event as object, eventName: String(contexts.eventName) },
      workspace: world.checkout.path,
      env: { GITHUB_SHA: sha, ...fillInAll(step.env, contexts) },
    }
    runs.push(await verify({ ...inputs, ...url }, onGitHub(world.github, options)))
  }
  return runs
}

/** What the called workflow sees: the inputs and secrets of the calling job. */
function enter(job: Job & { readonly secrets?: object }, contexts: Contexts): readonly [Job, Contexts] {
  const called = ours.find(isReusable)!
  const inputs = { ...fillInAll(job.with, contexts), url: contexts.url }
  return [
    called.jobs.verify!,
    { ...contexts, inputs, secrets: fillInAll(job.secrets as Record<string, unknown>, contexts) },
  ]
}

async function play({ example, event, sha: about }: Scenario, world: World): Promise<Run> {
  const workflow = findExample(example)
  // What is expected by name is what is deployed; a queue's commit is deployed nowhere.
  await using service = await startService({ revision: about, faults: world.faults ?? [] })
  const job = verifyingJob(example)
  const secrets = { STAGING_JWT_SECRET: world.secretless ? '' : service.secret.reveal() }
  const contexts = contextsOf(workflow, job, secrets)
    .filter(one => one.eventName === event)
    .map(one => {
      const payload = changed(one.event as object as Readonly<Record<string, unknown>>, ['ignored'], null)
      const told =
        event === 'deployment_status'
          ? changed(payload, ['deployment_status', 'environment_url'], service.url)
          : payload
      return { ...one, event: told, url: service.url }
    })
  const calls = callsOurs(job)
    ? contexts.map(one => enter(job, one))
    : contexts.map(one => [job, one] as const)
  const [run] = (await Promise.all(calls.map(([of, one]) => runJob(of, [one], world)))).flat()
  assert.ok(run, `${example} runs on ${event}`)
  return run
}

/** The job that sends something: a last one may only merge. */
const verifyingJob = (example: string): Job & { readonly secrets?: object } =>
  Object.values(findExample(example).jobs).find(
    job => callsOurs(job) || job.steps?.some(step => isOurAction(step) && step.with?.merge === undefined),
  )!

/** Where that job checks out, the file that belongs beside the example. */
function checkout(example: string): Folder {
  const isThere = verifyingJob(example).steps?.some(({ uses }) => uses?.startsWith('actions/checkout@'))
  return folderWith(isThere ? { [defaultFile]: readText(exampleConfig) } : {})
}

test('every example is run, on each of its events', () => {
  const run = scenarios.map(({ example, event }) => `${example} on ${event}`)
  // The regions have a test of their own, on their schedule.
  const all = examples.flatMap(workflow =>
    eventsOf(workflow).map(event => `${basename(workflow.file, '.yml')} on ${event}`),
  )
  assert.deepEqual(
    all.filter(one => !one.startsWith('matrix-regions ')),
    run.toSorted((a, b) => all.indexOf(a) - all.indexOf(b)),
  )
})

suite('examples in the emulated runner', { skip: noBundle }, () => {
  for (const scenario of scenarios) {
    const { example, event, sha: about, checkRun = false, comment, status } = scenario
    test(`${example} on ${event}: all is well, and stands where it belongs`, async () => {
      await using github = await startWithPull({}, about)
      using folder = checkout(example)
      using run = await play(scenario, { github, checkout: folder })
      assert.deepEqual(
        [run.exitCode, run.report.verdict, run.report.sha],
        [0, 'passed', about],
        run.log.join('\n'),
      )
      assert.deepEqual(github.problems, [])
      assert.deepEqual(
        github.checkRuns.map(({ head_sha, conclusion }) => [head_sha, conclusion]),
        checkRun ? [[about, 'success']] : [],
      )
      assert.deepEqual([...github.comments.keys()], comment === undefined ? [] : [comment])
      assert.deepEqual([...github.statuses.keys()], status === undefined ? [] : [status])
      assert.match(run.summary ?? '', /passed/i)
    })

    test(`${example} on ${event}: a deployment that is broken is red everywhere`, async () => {
      await using github = await startWithPull({}, about)
      using folder = checkout(example)
      using run = await play(scenario, { github, checkout: folder, faults: ['health-down'] })
      assert.deepEqual([run.exitCode, run.report.verdict], [1, 'failed'])
      assert.deepEqual(
        github.checkRuns.map(({ conclusion }) => conclusion),
        checkRun ? ['failure'] : [],
      )
      assert.deepEqual(
        [...github.statuses.values()].flat().map(({ state }) => state),
        status === undefined ? [] : ['failure'],
      )
    })
  }

  test('deploy-staging proves the chat with a credential, and that others are refused', async () => {
    await using github = await startWithPull({}, sha)
    using folder = folderWith({})
    using run = await play(scenarios[0]!, { github, checkout: folder })
    assert.deepEqual(run.outcomes, [
      ...['ready:/health passed', 'health:/health passed', 'upgrade:/ws passed', 'messaging:/ws passed'],
      ...['auth:/ws passed', 'concurrency:/ws passed'],
    ])
  })

  test('deploy-staging says what was not proven where its secret is missing', async () => {
    await using github = await startWithPull({}, sha)
    using folder = folderWith({})
    using run = await play(scenarios[0]!, { github, checkout: folder, secretless: true })
    assert.equal(run.check('messaging:/ws').outcome, 'skipped')
    assert.equal(run.report.verdict, 'passed', 'the comment in the example says so')
    assert.match(run.report.because, /credential|messag/i)
  })

  test('the required check is red where its secret is missing, as for a fork', async () => {
    const scenario = scenarios.find(({ event }) => event === 'pull_request')!
    await using github = await startWithPull({}, scenario.sha)
    using folder = checkout(scenario.example)
    using run = await play(scenario, { github, checkout: folder, secretless: true })
    assert.deepEqual([run.exitCode, run.report.verdict], [2, 'inconclusive'])
    assert.match(run.annotations.map(({ message }) => message).join(), /"STAGING_JWT_SECRET" is empty/)
  })

  test('scheduled: the second run is compared with the report that the first one left', async () => {
    const scenario = scenarios.find(({ example }) => example === 'scheduled')!
    await using github = await startWithPull({}, sha)
    using folder = checkout(scenario.example)
    using first = await play(scenario, { github, checkout: folder })
    assert.match(
      first.log.join('\n') + first.summary,
      /report\/report\.json/,
      'that there is no baseline is told',
    )
    using second = await play(scenario, { github, checkout: folder })
    assert.ok(second.report.comparison, 'there is a comparison')
    using third = await play(scenario, { github, checkout: folder, faults: ['health-down'] })
    assert.equal(third.check('health:/health').comparison?.change, 'new-failure')
  })

  test('matrix-regions: a report from each region, and one verdict of them', async () => {
    const { jobs } = findExample('matrix-regions')
    const workflow = findExample('matrix-regions')
    await using github = await startWithPull()
    await using service = await startService()
    const secrets = { STAGING_JWT_SECRET: service.secret.reveal() }
    const rows = contextsOf(workflow, jobs.region!, secrets).filter(one => one.eventName === 'schedule')
    assert.equal(rows.length, 2)
    const parts: Record<string, string> = {}
    for (const row of rows) {
      using folder = checkout('matrix-regions')
      const [run] = await runJob(jobs.region!, [{ ...row, url: service.url }], { github, checkout: folder })
      assert.equal(run?.exitCode, 0, run?.log.join('\n'))
      const upload = jobs.region!.steps!.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
      const { name, path } = fillInAll(upload?.with, row) as { name: string; path: string }
      // What download-artifact makes of a pattern: a folder for each artifact.
      parts[`reports/${name}/report.json`] = readFileSync(`${folder.path}/${path}`, 'utf8')
    }
    const merge = async (files: Readonly<Record<string, string>>) => {
      using folder = folderWith(files)
      const contexts = contextsOf(workflow, jobs.verdict!).filter(one => one.eventName === 'schedule')
      const [run] = await runJob(jobs.verdict!, contexts, { github, checkout: folder })
      return [run?.exitCode, run?.report.because] as const
    }
    const [exitCode, because] = await merge(parts)
    assert.equal(exitCode, 0)
    assert.match(because ?? '', /all 2 parts passed/)
    const [missing, why] = await merge(Object.fromEntries(Object.entries(parts).slice(1)))
    assert.equal(missing, 3)
    assert.match(why ?? '', /the part "verify-eu-west" is missing/)
    assert.deepEqual(await merge({}).then(([code]) => code), 2, 'no artifact at all')
  })
})
