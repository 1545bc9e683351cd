/** `baseline: auto` through the bundle: the last good state of the environment, found in our own check runs. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { startHttp } from '../checks/probing.ts'
import { noBundle, type Run, verify, verifyFile } from '../end-to-end/product.ts'
import { deploy, deployAndVerify, shaOf, startDeployed, type Verified, verifyCommit } from './deploying.ts'
import { actionsApp, type FakeGitHub, type FakeOptions, forbidden, startFakeGitHub } from './fake-github.ts'
import { changed, payloadOf } from './payloads.ts'
import { noticesOf, onGitHub } from './publishing.ts'

const dropped = ['upgrade-dropped'] as const
const onRegression = { 'fail-on': 'regression' } as const
const upgrade = 'upgrade:/ws'

const notesOf = (run: Run): string => run.report.notes.join('\n')
/** Where the reader of a pull request, a check or a job looks. */
const surfacesOf = (github: FakeGitHub, run: Run): Readonly<Record<string, string>> => ({
  summary: String(run.summary),
  'check run': github.checkRuns.at(-1)?.output.text ?? '',
  log: run.log.join('\n'),
  JUnit: run.junit.replaceAll('&quot;', '"'),
})

function assertTold(github: FakeGitHub, run: Run, what: RegExp): void {
  // A log is broken into lines, Markdown is escaped.
  for (const [name, text] of Object.entries(surfacesOf(github, run)))
    assert.match(
      text
        .replace(/\s+/g, ' ')
        .replaceAll(/\\|&#8203;/g, '')
        .replaceAll('&#42;', '*'),
      what,
      name,
    )
}

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
