/** `baseline: auto` where the state before cannot be read: it is told, and no regression is ruled out. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { noBundle, verify } from '../end-to-end/product.ts'
import { assertTold, dropped, notesOf, onRegression, surfacesOf } from './comparing.ts'
import { deployAndVerify, shaOf, startDeployed, verifyCommit } from './deploying.ts'
import { type FakeGitHub, type FakeOptions, forbidden, startFakeGitHub } from './fake-github.ts'
import { noticesOf, onGitHub } from './publishing.ts'

suite('baseline: auto', { skip: noBundle }, () => {
  suite('a baseline that cannot be had is told, and is never "no regression"', () => {
    const edit = (github: FakeGitHub, change: (text: string) => string) => {
      const { output } = github.checkRuns.at(-1)!
      output.text = change(output.text ?? '')
    }
    const lost = async (change: (github: FakeGitHub) => void, options: FakeOptions = {}) => {
      let isAfter = false
      await using github = await startDeployed({
        ...options,
        trouble: (name, before) => (isAfter ? (options.trouble?.(name, before) ?? null) : null),
      })
      isAfter = true
      change(github)
      using run = await deployAndVerify(github, 'b', { faults: dropped, inputs: onRegression })
      assert.deepEqual([run.exitCode, run.report.verdict, run.report.comparison], [1, 'failed', null])
      assert.match(run.report.because, /there is no baseline, so every failure counts/)
      assertTold(github, run, /no baseline of "staging" was found: .*: what is new or slower is not known/)
      return notesOf(run)
    }

    test('cut off, changed by hand, or of a newer version', async () => {
      const cut = await lost(github => edit(github, text => text.slice(0, -40)))
      assert.match(
        cut,
        /of the deployment of aaaaaaa to staging carries a baseline that was cut off or changed/,
      )
      const changedText = await lost(github => edit(github, text => text.replace('["passed"', '["failed"')))
      assert.match(changedText, /changed by hand/)
      const newer = await lost(github => edit(github, text => text.replace('baseline/v1', 'baseline/v9')))
      assert.match(newer, /a newer verify-deploy \(v9\): use the same version here/)
    })

    test('made by another app under our name', async () => {
      const foreign = await lost(github => {
        const [run] = github.checkRuns
        github.checkRuns.splice(0, 1, { ...run!, app: { id: 7, slug: 'somebody-else' } })
      })
      assert.match(foreign, /was made by another app, "somebody-else", and is not believed/)
    })

    test('a token that may not read is told the lines that are missing', async () => {
      const reads = /list-deployments|list-for-ref|list-workflow-runs/
      const trouble = (name: string) => (reads.test(name) ? forbidden : null)
      const all = await lost(() => {}, { trouble })
      assert.match(all, /add `deployments: read`, `actions: read` under `permissions:` of the job/)
      const checks = (name: string) => (name === 'checks/list-for-ref' ? forbidden : null)
      assert.match(await lost(() => {}, { trouble: checks }), /add `checks: read` under `permissions:`/)
    })

    test('a server in trouble, a limit that lasts, an answer that is none', async () => {
      const reading = (answer: { status: number; message: string; headers?: Record<string, string> }) => ({
        trouble: (name: string) => (name === 'checks/list-for-ref' ? answer : null),
      })
      assert.match(await lost(() => {}, reading({ status: 502, message: 'Bad' })), /HTTP 502: Bad/)
      const limit = { status: 429, message: 'Too many', headers: { 'retry-after': '3600' } }
      assert.match(await lost(() => {}, reading(limit)), /HTTP 429/)
      const page = (name: string) =>
        name === 'repos/list-deployments' ? { status: 200, message: 'Log in first' } : null
      assert.match(await lost(() => {}, { trouble: page }), /an answer could not be understood/)
    })

    test('a commit that is gone is passed over, and that is said', async () => {
      await using github = await startDeployed({
        trouble: (name, before) =>
          name === 'checks/list-for-ref' && before === 1
            ? { status: 422, message: `No commit found for SHA: ${shaOf('b')}` }
            : null,
      })
      using second = await deployAndVerify(github, 'b')
      using run = await deployAndVerify(github, 'c')
      assert.deepEqual([second.exitCode, run.report.comparison?.sha], [0, shaOf('a')])
      assert.match(notesOf(run), /HTTP 422: No commit found.*; compared with the deployment of aaaaaaa/)
    })

    test('an older good state is taken where the newest cannot be read, and that is said', async () => {
      await using github = await startDeployed()
      using second = await deployAndVerify(github, 'b')
      edit(github, text => text.slice(0, -40))
      using run = await deployAndVerify(github, 'c')
      assert.deepEqual([second.exitCode, run.exitCode, run.report.comparison?.sha], [0, 0, shaOf('a')])
      assertTold(
        github,
        run,
        /bbbbbbb to staging carries a baseline that was cut off.*aaaaaaa to staging instead/,
      )
    })

    test('a GitHub that hangs holds the run up for three seconds', async () => {
      await using github = await startFakeGitHub({
        trouble: name => (name === 'repos/list-deployments' ? 'hang' : null),
      })
      using run = await deployAndVerify(github, 'a')
      assert.equal(run.exitCode, 0)
      assertTold(github, run, /no baseline was found within 3 s after the checks/)
    })

    test('a run that is cancelled while it looks is over within two seconds, and its check run is cancelled', async () => {
      await using github = await startFakeGitHub({
        trouble: name => (name === 'repos/list-deployments' ? 'hang' : null),
      })
      await using service = await startService()
      using run = await verify(
        { url: service.url, environment: 'staging', 'check-run': 'true', ...onRegression },
        onGitHub(github, { cancel: { after: 2000, graceMs: { SIGINT: 2000, SIGTERM: 2000 } } }),
      )
      assert.deepEqual([run.signals, run.report.notes.length], [['SIGINT'], 1])
      assert.match(notesOf(run), /the run was cancelled before its baseline was found/)
      assert.deepEqual([run.exitCode, github.checkRuns[0]?.conclusion], [130, 'cancelled'])
    })

    test("GitHub's words about the token do not show the token", async () => {
      const word = 'ghs_Zq7LmWw2Kx9RtBb4'
      await using github = await startFakeGitHub({
        trouble: name => (/list-/.test(name) ? { ...forbidden, message: `No: ${word}` } : null),
      })
      using run = await deployAndVerify(github, 'a', { inputs: { 'github-token': word } })
      assertTold(github, run, /GitHub could not be asked for the deployments before \(HTTP 403: No: \*\*\*/)
      const sent = github.requests.map(({ body }) => body)
      assert.deepEqual(
        [...Object.values(surfacesOf(github, run)), ...sent].filter(t => t.includes(word)),
        [],
      )
    })

    test('trouble while it looked leaves no state of a failed run behind: the next finds the good one', async () => {
      let isDown = false
      await using github = await startDeployed({
        trouble: name => (isDown && name === 'checks/list-for-ref' ? { ...forbidden, status: 502 } : null),
      })
      isDown = true
      using blind = await deployAndVerify(github, 'b', { faults: dropped, inputs: onRegression })
      isDown = false
      using run = await deployAndVerify(github, 'c', { faults: dropped, inputs: onRegression })
      assert.deepEqual([blind.exitCode, run.exitCode, run.report.comparison?.sha], [1, 1, shaOf('a')])
    })

    test('without a check run nothing is asked; a word is enough to ask', async () => {
      await using github = await startDeployed()
      const { length } = github.requests
      using plain = await verifyCommit(github, 'b', { inputs: { 'check-run': 'false' } })
      assert.deepEqual([plain.report.comparison, github.requests.length], [null, length])
      using asked = await verifyCommit(github, 'b', { inputs: { 'check-run': 'false', baseline: 'auto' } })
      assert.equal(asked.report.comparison?.sha, shaOf('a'))
      assert.deepEqual(github.operations().slice(length), ['repos/list-deployments', 'checks/list-for-ref'])
      using noToken = await verifyCommit(github, 'b', {
        inputs: { 'check-run': 'false', baseline: 'auto', 'github-token': '' },
      })
      assert.deepEqual([noToken.exitCode, noticesOf(noToken)], [0, []])
      assert.match(notesOf(noToken), /no baseline was found: `github-token` is empty/)
    })
  })
})
