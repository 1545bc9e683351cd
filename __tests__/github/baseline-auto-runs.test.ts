/** `baseline: auto` without deployments: the last good run of the workflow is the state before. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { noBundle } from '../end-to-end/product.ts'
import { assertTold, dropped, onRegression } from './comparing.ts'
import { shaOf, type Verified, verifyCommit } from './deploying.ts'
import { type FakeGitHub, startFakeGitHub } from './fake-github.ts'
import { changed, payloadOf } from './payloads.ts'

suite('baseline: auto', { skip: noBundle }, () => {
  suite('where nothing is known of deployments', () => {
    const ranOn = (github: FakeGitHub, letter: string, over: object = {}) => {
      const all = github.workflowRuns.get('deploy.yml') ?? []
      const repository = { full_name: 'octo-org/octo-repo' }
      const one = { id: 100 + all.length, run_number: all.length + 1, head_branch: 'main', event: 'push' }
      github.workflowRuns.set('deploy.yml', [
        { ...one, head_sha: shaOf(letter), head_repository: repository, ...over },
        ...all,
      ])
    }

    test('the last run of the workflow on the same branch is the one before', async () => {
      await using github = await startFakeGitHub()
      using first = await verifyCommit(github, 'a')
      ranOn(github, 'a')
      using elsewhere = await verifyCommit(github, 'b')
      ranOn(github, 'b', { head_branch: 'topic' })
      using run = await verifyCommit(github, 'c', { faults: dropped })
      assert.deepEqual([first.exitCode, elsewhere.exitCode, run.report.comparison?.sha], [0, 0, shaOf('a')])
      assertTold(github, run, /Against run 1 of deploy.yml on main \(aaaaaaa\): 1 new failure/)
    })

    test('a branch of the same name in a fork is another branch', async () => {
      await using github = await startFakeGitHub()
      using first = await verifyCommit(github, 'a')
      ranOn(github, 'a', { head_repository: { full_name: 'somebody/octo-repo' } })
      using run = await verifyCommit(github, 'b')
      assert.deepEqual([first.exitCode, run.report.comparison], [0, null])
    })

    test('a schedule is compared with its last run, on the same commit; a second attempt not with its first', async () => {
      await using github = await startFakeGitHub()
      using first = await verifyCommit(github, 'a', { env: { GITHUB_RUN_ID: '100' } })
      ranOn(github, 'a')
      // Another run for the same commit, which has left nothing.
      ranOn(github, 'a')
      using again = await verifyCommit(github, 'a', { env: { GITHUB_RUN_ID: '100' } })
      using next = await verifyCommit(github, 'a', { env: { GITHUB_RUN_ID: '102' } })
      assert.deepEqual([first.exitCode, again.report.comparison], [0, null])
      assert.equal(next.report.comparison?.sha, shaOf('a'))
    })

    for (const eventName of ['pull_request', 'pull_request_target'] as const)
      test(`${eventName}: what it goes into is before it, not its own pushes`, async () => {
        await using github = await startFakeGitHub()
        using main = await verifyCommit(github, 'a')
        ranOn(github, 'a')
        const head = (letter: string) =>
          changed(payloadOf('pull_request'), ['pull_request', 'head', 'sha'], shaOf(letter))
        const event = (letter: string) => changed(head(letter), ['pull_request', 'base', 'ref'], 'main')
        using bad = await verifyCommit(github, 'f', { event: event('b'), eventName, faults: dropped })
        ranOn(github, 'b', { head_branch: 'changes', event: eventName })
        const more = { event: event('c'), eventName, faults: dropped, inputs: onRegression }
        using run = await verifyCommit(github, 'f', more)
        assert.deepEqual([main.exitCode, bad.exitCode, run.exitCode], [0, 1, 1])
        assert.deepEqual([run.report.sha, run.report.comparison?.sha], [shaOf('c'), shaOf('a')])
      })

    test('a workflow of pull requests alone has the good pushes before, and never the bad ones', async () => {
      const push = async (github: FakeGitHub, letter: string, more: Verified = {}) => {
        const event = changed(payloadOf('pull_request'), ['pull_request', 'head', 'sha'], shaOf(letter))
        const run = await verifyCommit(github, 'f', { eventName: 'pull_request', event, ...more })
        ranOn(github, letter, { head_branch: 'changes', event: 'pull_request' })
        return run
      }
      const bad = { faults: dropped, inputs: onRegression }
      await using github = await startFakeGitHub()
      using good = await push(github, 'a')
      using broke = await push(github, 'b', bad)
      using still = await push(github, 'c', bad)
      assert.deepEqual([good.exitCode, broke.exitCode, still.exitCode], [0, 1, 1])
      assert.deepEqual(still.report.comparison?.sha, shaOf('a'))
      assertTold(github, still, /aaaaaaa, the last good state before run 2 of deploy.yml on changes/)

      await using other = await startFakeGitHub()
      using first = await push(other, 'a', bad)
      using second = await push(other, 'b', bad)
      assert.deepEqual([first.exitCode, second.exitCode, second.report.comparison], [1, 1, null])
    })

    test('merge_group: the branch of the queue', async () => {
      await using github = await startFakeGitHub()
      using main = await verifyCommit(github, 'a')
      ranOn(github, 'a')
      const event = changed(payloadOf('merge_group'), ['merge_group', 'base_ref'], 'refs/heads/main')
      using run = await verifyCommit(github, 'f', { event, eventName: 'merge_group' })
      assert.deepEqual([main.exitCode, run.report.comparison?.sha], [0, shaOf('a')])
    })

    test('a release has a tag and no branch: what was released before is before it', async () => {
      await using github = await startFakeGitHub()
      const env = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v2', GITHUB_EVENT_NAME: 'release' }
      using first = await verifyCommit(github, 'a', { env, eventName: 'release' })
      ranOn(github, 'a', { event: 'release', head_branch: 'v1' })
      ranOn(github, 'd')
      using run = await verifyCommit(github, 'b', { env, eventName: 'release' })
      assert.deepEqual([first.exitCode, run.report.comparison?.sha], [0, shaOf('a')])
    })
  })
})
