/** `baseline: auto` through the bundle: the last good state of the environment, found in our own check runs. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { startHttp } from '../checks/probing.ts'
import { noBundle, verifyFile } from '../end-to-end/product.ts'
import { assertTold, dropped, onRegression, upgrade } from './comparing.ts'
import { deploy, deployAndVerify, shaOf, startDeployed, verifyCommit } from './deploying.ts'
import { actionsApp, startFakeGitHub } from './fake-github.ts'
import { changed, payloadOf } from './payloads.ts'
import { onGitHub } from './publishing.ts'

suite('baseline: auto', { skip: noBundle }, () => {
  test('of deployments A (good), B (failed to deploy) and C (now), C is compared with A', async () => {
    await using github = await startDeployed()
    deploy(github, 'b', ['in_progress', 'failure'])
    using run = await deployAndVerify(github, 'c', { faults: dropped })
    assert.deepEqual(
      [run.report.comparison?.sha, run.report.comparison?.newFailures],
      [shaOf('a'), [upgrade]],
    )
    assertTold(github, run, /Against the deployment of aaaaaaa to staging: 1 new failure \(WebSocket upgrade/)
  })

  test('a deployment that was succeeded by another is inactive, and was good all the same', async () => {
    await using github = await startDeployed()
    const [first] = github.deployments
    github.statuses.get(first!.id)!.unshift({ state: 'inactive', description: '', log_url: '' })
    using run = await deployAndVerify(github, 'b')
    assert.equal(run.report.comparison?.sha, shaOf('a'))
  })

  test('what B broke stays new at C: repeating a failure does not make it usual', async () => {
    await using github = await startDeployed()
    using bad = await deployAndVerify(github, 'b', { faults: dropped, inputs: onRegression })
    using still = await deployAndVerify(github, 'c', { faults: dropped, inputs: onRegression })
    using again = await deployAndVerify(github, 'd', { faults: dropped, inputs: onRegression })
    assert.deepEqual([bad.exitCode, still.exitCode, again.exitCode], [1, 1, 1])
    const { comparison } = again.report
    assert.deepEqual([comparison?.sha, comparison?.newFailures], [shaOf('a'), [upgrade]])
    assert.equal(
      comparison?.baseline,
      'aaaaaaa, the last good state before the deployment of ccccccc to staging',
    )
    using mended = await deployAndVerify(github, 'e', { inputs: onRegression })
    assert.equal(mended.exitCode, 0)
    using next = await deployAndVerify(github, 'f')
    assert.equal(next.report.comparison?.sha, shaOf('e'))
  })

  test('the first run ever is told; what is broken there fails it once, and is known from then on', async () => {
    await using github = await startFakeGitHub()
    using first = await deployAndVerify(github, 'a', { faults: dropped, inputs: onRegression })
    assert.equal(first.exitCode, 1)
    assert.match(first.report.because, /there is no baseline, so every failure counts/)
    assertTold(github, first, /no state before of "staging" is known.*what is new or slower is not known/)
    // Repeated at the same commit it is as red as before.
    using repeated = await verifyCommit(github, 'a', { faults: dropped, inputs: onRegression })
    assert.equal(repeated.exitCode, 1)
    using second = await deployAndVerify(github, 'b', { faults: dropped, inputs: onRegression })
    assert.equal(second.exitCode, 0, second.report.because)
    assert.deepEqual(second.report.comparison?.stillFailing, [upgrade])
    assert.match(second.report.because, /1 failure not counted under fail-on: regression \(failing before/)
    assertTold(github, second, /the first state that is known, which was not good: 1 failing as before/)
    assert.equal(github.checkRuns.at(-1)?.conclusion, 'success')
    using third = await deployAndVerify(github, 'c', { inputs: onRegression })
    assert.deepEqual([third.exitCode, third.report.comparison?.fixed], [0, [upgrade]])
  })

  test('a first run of a deployment that failed says nothing of the next one', async () => {
    await using github = await startFakeGitHub()
    using first = await deployAndVerify(github, 'a', { faults: dropped }, ['failure'])
    using second = await deployAndVerify(github, 'b', { faults: dropped, inputs: onRegression })
    assert.deepEqual([first.exitCode, second.exitCode, second.report.comparison], [1, 1, null])
  })

  test('a rollback is compared with what it takes the place of', async () => {
    await using github = await startDeployed()
    using other = await deployAndVerify(github, 'b')
    using back = await deployAndVerify(github, 'a')
    assert.deepEqual([other.exitCode, back.report.comparison?.sha], [0, shaOf('b')])
  })

  test('what was deployed after the commit is not before it', async () => {
    await using github = await startDeployed()
    deploy(github, 'b')
    using newer = await deployAndVerify(github, 'c')
    using late = await verifyCommit(github, 'b')
    assert.deepEqual([newer.exitCode, late.report.comparison?.sha], [0, shaOf('a')])
  })

  test('new and gone checks are told', async () => {
    await using github = await startDeployed()
    await using service = await startService()
    using run = await deployAndVerify(github, 'b', {
      url: service.url,
      inputs: { health: '/health\n/version' },
    })
    const { newChecks, goneChecks } = run.report.comparison!
    assert.deepEqual([newChecks, goneChecks.includes(upgrade)], [['health:/version'], true])
    assertTold(github, run, /1 new check \(Health \/version\); 2 checks gone/)
  })

  test('a comment shows what changed as well', async () => {
    await using github = await startDeployed()
    const sha = shaOf('b')
    github.pulls.set(sha, [{ number: 7, state: 'open', merged_at: null, head: { sha } }])
    using run = await deployAndVerify(github, 'b', { faults: dropped, inputs: { comment: 'true' } })
    assert.equal(run.exitCode, 1)
    assert.match(
      github.comments.get(7)?.[0]?.body ?? '',
      /Against the deployment of aaaaaaa to staging: 1 new/,
    )
  })

  test('slower is told after five runs, never after one', async () => {
    await using github = await startFakeGitHub()
    let delayMs = 0
    await using server = await startHttp((_, response) => void setTimeout(() => response.end('ok'), delayMs))
    const run = async (letter: string) => {
      using ran = await deployAndVerify(github, letter, { url: server.url })
      return ran.report.comparison?.slower ?? null
    }
    assert.equal(await run('a'), null)
    delayMs = 1200
    assert.deepEqual(await run('b'), [])
    delayMs = 0
    for (const letter of 'cdef') assert.deepEqual(await run(letter), [])
    delayMs = 1200
    assert.deepEqual(await run('9'), ['health:/health'])
  })

  test('several environments in one run each find their own', async () => {
    await using github = await startFakeGitHub()
    await using eu = await startService()
    await using us = await startService()
    await using broken = await startService({ faults: [...dropped] })
    const config = (second: string) =>
      `environments:\n  eu: { url: "${eu.url}" }\n  us: { url: "${second}" }\nchecks: [{ health: /health }, { upgrade: /ws }]\n`
    const run = (letter: string, second: string) =>
      verifyFile(
        config(second),
        { environment: 'eu, us', 'check-run': 'true' },
        onGitHub(github, { env: { GITHUB_SHA: shaOf(letter), GITHUB_RUN_ID: `7${letter.charCodeAt(0)}` } }),
      )
    deploy(github, 'a', ['success'], 'eu')
    deploy(github, 'a', ['success'], 'us')
    using first = await run('a', us.url)
    // Only one of them has got this one.
    deploy(github, 'b', ['success'], 'us')
    using second = await run('b', us.url)
    deploy(github, 'c', ['success'], 'eu')
    deploy(github, 'c', ['success'], 'us')
    using third = await run('c', broken.url)
    assert.deepEqual([first.exitCode, second.exitCode, third.exitCode, github.problems], [0, 0, 1, []])
    assert.equal(
      third.report.comparison?.baseline,
      'the deployment of aaaaaaa to eu, the deployment of bbbbbbb to us',
    )
    assert.deepEqual(third.report.comparison?.newFailures, ['us/upgrade:/ws'])
  })

  test('a check run of an app of our own is ours', async () => {
    await using github = await startDeployed({ app: { id: 99, slug: 'our-deployer' } })
    using run = await deployAndVerify(github, 'b')
    assert.equal(run.report.comparison?.sha, shaOf('a'))
    assert.notEqual(actionsApp.id, 99)
  })

  test('on a server of the enterprise kind it is found under its own path', async () => {
    await using github = await startDeployed()
    using run = await deployAndVerify(github, 'b', { env: { GITHUB_API_URL: `${github.url}/api/v3` } })
    assert.equal(run.report.comparison?.sha, shaOf('a'))
  })

  test('a pull request with check run, comment and baseline is six requests, and the log counts them', async () => {
    await using github = await startDeployed()
    const { length } = github.requests
    const event = changed(payloadOf('pull_request'), ['pull_request', 'head', 'sha'], shaOf('b'))
    const more = { event, eventName: 'pull_request', inputs: { comment: 'true' } }
    using run = await verifyCommit(github, 'b', more)
    assert.equal(run.report.comparison?.sha, shaOf('a'))
    assert.deepEqual(github.operations().slice(length).toSorted(), [
      'checks/create',
      'checks/list-for-ref',
      'checks/update',
      'issues/create-comment',
      'issues/list-comments',
      'repos/list-deployments',
    ])
    assert.match(run.log.join('\n'), /GitHub was sent 6 requests; the baseline was known after \d+ ms/)
  })
})
