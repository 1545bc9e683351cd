/** For every event: the right commit, the right pull request, the right deployment; through the bundle. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { noBundle, verifyFile } from '../end-to-end/product.ts'
import { startFakeGitHub } from './fake-github.ts'
import { changed, type Payload, payloadOf } from './payloads.ts'
import { everything, noticesOf, onGitHub, runnerSha, startWithPull, verifyOn } from './publishing.ts'

const head = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821'
const run = payloadOf('workflow_run')
const runSha = (run.workflow_run as { head_sha: string }).head_sha
const push = payloadOf('push', ({ deleted }) => deleted === false)

interface Case {
  readonly event: string
  readonly payload: Payload
  readonly inputs?: Readonly<Record<string, string>>
  readonly sha: string
  readonly pull: number
  readonly env?: Readonly<Record<string, string>>
  readonly deployment?: number
}

const cases: readonly Case[] = [
  { event: 'pull_request', payload: payloadOf('pull_request'), sha: head, pull: 2 },
  { event: 'push', payload: push, sha: String(push.after), pull: 7, env: { GITHUB_SHA: String(push.after) } },
  {
    event: 'deployment_status',
    payload: payloadOf('deployment_status'),
    sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
    pull: 7,
    deployment: 145988746,
  },
  {
    event: 'pull_request_target',
    payload: payloadOf('pull_request'),
    sha: head,
    pull: 2,
    // The tip of the branch that it goes into.
    env: { GITHUB_SHA: runnerSha },
  },
  {
    event: 'deployment',
    payload: payloadOf('deployment'),
    sha: (payloadOf('deployment').deployment as { sha: string }).sha,
    pull: 7,
    deployment: (payloadOf('deployment').deployment as { id: number }).id,
  },
  { event: 'schedule', payload: { schedule: '17 * * * *' }, sha: runnerSha, pull: 7 },
  { event: 'release', payload: payloadOf('release'), sha: runnerSha, pull: 7 },
  { event: 'workflow_dispatch', payload: payloadOf('workflow_dispatch'), sha: runnerSha, pull: 7 },
  {
    event: 'workflow_dispatch',
    payload: payloadOf('workflow_dispatch'),
    inputs: { sha: head },
    sha: head,
    pull: 7,
  },
  {
    event: 'merge_group',
    payload: payloadOf('merge_group'),
    sha: '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d',
    pull: 104,
  },
  {
    event: 'workflow_run',
    payload: changed(run, ['workflow_run', 'pull_requests'], []),
    sha: runSha,
    pull: 7,
  },
]

suite('events', { skip: noBundle }, () => {
  for (const { event, payload, inputs = {}, sha, pull, env = {}, deployment = 50 } of cases) {
    const how = inputs.sha ? ' with `sha`' : ''
    test(`${event}${how}: check run, comment and deployment status stand where they belong`, async () => {
      await using github = await startWithPull({}, sha)
      const asked = { ...everything, environment: 'staging', ...inputs }
      using ran = await verifyOn(github, asked, { event: payload, eventName: event, env })
      assert.deepEqual([ran.exitCode, ran.report.sha, noticesOf(ran)], [0, sha, []])
      const [checkRun, ...others] = github.checkRuns
      assert.deepEqual(others, [])
      assert.equal(checkRun?.head_sha, sha)
      assert.deepEqual([checkRun?.status, checkRun?.conclusion], ['completed', 'success'])
      assert.match(
        checkRun?.details_url ?? '',
        /\/octo-org\/octo-repo\/actions\/runs\/9876543210\/job\/1234567890$/,
      )
      assert.deepEqual([...github.comments.keys()], [pull])
      assert.deepEqual([...github.statuses.keys()], [deployment])
      const [status] = github.statuses.get(deployment) ?? []
      assert.deepEqual([status?.state, status?.auto_inactive], ['success', false])
    })
  }

  test('a pull request needs at most six requests for all three, and four without the deployment status', async () => {
    const event = { event: payloadOf('pull_request'), eventName: 'pull_request' }
    await using all = await startWithPull({}, head)
    const alone = { ...everything, baseline: 'off' }
    using first = await verifyOn(all, { ...alone, environment: 'staging' }, event)
    assert.equal(first.exitCode, 0)
    assert.ok(all.requests.length <= 6, all.operations().join(' '))
    await using two = await startFakeGitHub()
    using second = await verifyOn(two, { 'check-run': 'true', comment: 'true', baseline: 'off' }, event)
    assert.equal(second.exitCode, 0)
    assert.deepEqual([...two.operations()].sort(), [
      'checks/create',
      'checks/update',
      'issues/create-comment',
      'issues/list-comments',
    ])
  })

  test('a run that is asked for nothing asks GitHub for nothing', async () => {
    await using github = await startWithPull()
    using ran = await verifyOn(github, { environment: 'staging' })
    assert.deepEqual([ran.exitCode, github.requests.length], [0, 0])
  })

  test('of several pull requests the open one with this head is taken, else an open one, else the last merged', async () => {
    const pull = (number: number, state: 'open' | 'closed', merged_at: string | null, sha = 'other') =>
      ({ number, state, merged_at, head: { sha } }) as const
    const closed = [pull(1, 'closed', null), pull(2, 'closed', '2026-01-01'), pull(3, 'closed', '2026-02-01')]
    for (const [pulls, expected] of [
      [[...closed, pull(4, 'open', null), pull(5, 'open', null, runnerSha)], 5],
      [[...closed, pull(4, 'open', null)], 4],
      [closed, 3],
    ] as const) {
      await using github = await startFakeGitHub()
      github.pulls.set(runnerSha, [...pulls])
      using ran = await verifyOn(github, { comment: 'true' })
      assert.deepEqual([ran.exitCode, [...github.comments.keys()]], [0, [expected]])
    }
  })

  test('workflow_run for a fork whose commit is not known here: its pull request is found by its branch', async () => {
    await using github = await startFakeGitHub()
    const { head_branch: branch, head_repository: repository } = run.workflow_run as {
      head_branch: string
      head_repository: { owner: { login: string } }
    }
    const from = `${repository.owner.login}:${branch}`
    const pull = { state: 'open', merged_at: null, from } as const
    github.pulls.set('elsewhere', [
      { ...pull, number: 20, head: { sha: 'newer' } },
      { ...pull, number: 21, head: { sha: runSha } },
    ])
    const payload = changed(run, ['workflow_run', 'pull_requests'], [])
    using ran = await verifyOn(github, { comment: 'true' }, { event: payload, eventName: 'workflow_run' })
    assert.deepEqual([ran.exitCode, [...github.comments.keys()]], [0, [21]])
  })

  test('where there is nothing to write to, the log says so, and nothing is wrong', async () => {
    await using github = await startFakeGitHub()
    using ran = await verifyOn(github, { comment: 'true', 'deployment-status': 'true' })
    assert.deepEqual([ran.exitCode, noticesOf(ran)], [0, []])
    const log = ran.log.join('\n')
    assert.match(log, /comment: there is none to write to for the commit 0123456789ab/)
    assert.match(log, /deployment status: there is none/)
  })

  test('the deployment that this very job has made is passed over for the one of the deploying job', async () => {
    await using github = await startWithPull()
    const creator = { login: 'github-actions[bot]' }
    const status = { state: 'in_progress', description: '' }
    const job = (id: number) => `https://github.com/octo-org/octo-repo/actions/runs/9876543210/job/${id}`
    github.deployments.splice(
      0,
      1,
      ...[
        { id: 52, sha: runnerSha, environment: 'staging', creator },
        { id: 51, sha: runnerSha, environment: 'staging', creator },
      ],
    )
    github.statuses.set(52, [{ ...status, log_url: job(1234567890) }])
    github.statuses.set(51, [{ ...status, state: 'success', log_url: job(77) }])
    using ran = await verifyOn(github, { 'deployment-status': 'true', environment: 'staging' })
    assert.equal(ran.exitCode, 0)
    assert.deepEqual([github.statuses.get(52)?.length, github.statuses.get(51)?.length], [1, 2])
  })

  test('without an environment, a commit that went to several gets no status', async () => {
    await using github = await startWithPull()
    github.deployments.push({ id: 60, sha: runnerSha, environment: 'production', creator: { login: 'v' } })
    using ran = await verifyOn(github, { 'deployment-status': 'true' })
    assert.deepEqual([ran.exitCode, github.statuses.size], [0, 0])
    assert.match(ran.log.join('\n'), /name one with `environment`/)
  })

  test('a workflow that our own status has started adds none, so that nothing goes round in circles', async () => {
    await using github = await startFakeGitHub()
    const ours = changed(
      payloadOf('deployment_status'),
      ['deployment_status', 'description'],
      'Verify Deploy: passed: 1 of 1',
    )
    using ran = await verifyOn(
      github,
      { 'deployment-status': 'true' },
      { event: ours, eventName: 'deployment_status' },
    )
    assert.deepEqual([ran.exitCode, github.statuses.size], [0, 0])
  })

  test('a deployment that is still on its way gets nothing published: there was nothing to test', async () => {
    await using github = await startFakeGitHub()
    const pending = changed(payloadOf('deployment_status'), ['deployment_status', 'state'], 'in_progress')
    using ran = await verifyOn(github, everything, { event: pending, eventName: 'deployment_status' })
    assert.deepEqual([ran.report.verdict, github.requests.length], ['inconclusive', 0])
  })

  test('several environments in one run have one check run and one comment', async () => {
    await using github = await startWithPull()
    await using one = await startService()
    await using other = await startService()
    const config = `environments:\n  eu: { url: "${one.url}" }\n  us: { url: "${other.url}" }\n`
    const asked = { environment: 'eu, us', 'check-run': 'true', comment: 'true' }
    using ran = await verifyFile(config, asked, onGitHub(github))
    assert.deepEqual([ran.exitCode, noticesOf(ran), github.problems], [0, [], []])
    const names = github.checkRuns.map(({ name, conclusion }) => `${name}: ${conclusion}`)
    assert.deepEqual(names, ['Verify Deploy (eu, us, verify): success'])
    assert.equal(github.comments.get(7)?.length, 1)
  })
})
