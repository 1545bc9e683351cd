/** The life of a check run, through the bundle: begun at once, kept up to date, completed in every case. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { decodeStates } from '../../src/baseline/carried.ts'
import { startService } from '../../src/demo/service.ts'
import { startChat } from '../end-to-end/chat-server.ts'
import { bundle, command, noBundle, verify, verifyFile } from '../end-to-end/product.ts'
import { noSignals } from '../platform.ts'
import { runAction } from '../runner/runner.ts'
import { type FakeGitHub, startFakeGitHub } from './fake-github.ts'
import { noticesOf, onGitHub, verifyOn } from './publishing.ts'

const asked = { 'check-run': 'true', environment: 'staging' } as const

/** Answers `/health` at once; what else there is, never. */
const startHanging = () =>
  startChat({
    respond: (request, response) => {
      if (request.url === '/health') response.end('ok')
    },
  })

function onlyRun(github: FakeGitHub) {
  const [run, ...others] = github.checkRuns
  assert.deepEqual([others.length, github.problems], [0, []])
  return run!
}

const preload = import.meta.resolve('./break.ts')
const broken = (kind: string) => ({ NODE_OPTIONS: `--import=${preload}`, BREAK: kind })

suite('check run', { skip: noBundle }, () => {
  test('it is in progress before the target has answered, told as checks finish, and completed at the end', async () => {
    await using github = await startFakeGitHub()
    let begun: unknown = null
    await using server = await startChat({
      respond: (request, response) => {
        if (request.url === '/health') return void response.end('ok')
        setTimeout(() => {
          begun = github.checkRuns.map(({ status, output }) => [status, output.title])
          response.end('ok')
        }, 5000)
      },
    })
    using run = await verify(
      { url: server.url, health: '/health\n/slow', timeout: '20s', ...asked },
      onGitHub(github),
    )
    assert.equal(run.exitCode, 0)
    assert.deepEqual(begun, [['in_progress', 'running: 1 of 2 checks finished']])
    const writing = github.operations().filter(name => /create|update/.test(name))
    assert.deepEqual(writing, ['checks/create', 'checks/update', 'checks/update'])
    const { conclusion, output, name } = onlyRun(github)
    assert.deepEqual([name, conclusion], ['Verify Deploy (staging, verify)', 'success'])
    assert.equal(output.title, 'passed: 2 of 2 checks passed')
    const left = decodeStates(output.text)
    assert.ok(left.ok)
    assert.deepEqual(Object.keys(left.states.get('staging')!.checks), ['health:/health', 'health:/slow'])
  })

  test('jobs of a matrix, and two steps of a job that say so, have check runs of their own', async () => {
    await using github = await startFakeGitHub()
    using one = await verifyOn(github, { ...asked, job: '{\n  "region": "eu",\n  "n": 2\n}' })
    using two = await verifyOn(github, { ...asked, job: 'canary' })
    assert.deepEqual([one.exitCode, two.exitCode], [0, 0])
    assert.deepEqual(
      github.checkRuns.map(({ name }) => name),
      ['Verify Deploy (staging, verify, eu, 2)', 'Verify Deploy (staging, verify, canary)'],
    )
  })

  test('a failure stands on the line that declared the check; more than fifty come in several requests', async () => {
    await using github = await startFakeGitHub()
    await using service = await startService()
    const checks = Array.from({ length: 120 }, (_, at) => `  - health: /missing-${at}`).join('\n')
    const config = `environments: { staging: { url: "${service.url}" } }\nchecks:\n${checks}\n`
    using run = await verifyFile(config, asked, onGitHub(github))
    assert.equal(run.exitCode, 1)
    const { conclusion, annotations, output } = onlyRun(github)
    assert.equal(conclusion, 'failure')
    assert.deepEqual(
      annotations.map(({ path, start_line }) => `${path}:${start_line}`),
      Array.from({ length: 120 }, (_, at) => `.github/verify-deploy.yml:${at + 3}`),
    )
    assert.match(output.title, /^failed: /)
    assert.match(output.text ?? '', /missing-0/)
  })

  test('input problems complete it as failed, with the line of each: nothing was tested', async () => {
    await using github = await startFakeGitHub()
    const config =
      'environments: { staging: { url: "https://a.example" } }\nchecks:\n  - health: /\n    withn: 3s\n'
    using run = await verifyFile(config, asked, onGitHub(github))
    assert.equal(run.exitCode, 2)
    const { conclusion, annotations, output } = onlyRun(github)
    assert.deepEqual([conclusion, annotations.map(one => one.start_line)], ['failure', [4]])
    assert.match(output.title, /^inconclusive: /)
  })

  test('what could not be tested does not satisfy a required check', async () => {
    await using github = await startFakeGitHub()
    await using server = await startHanging()
    using run = await verify(
      { url: server.url, health: '/never', timeout: '20s', deadline: '500ms', ...asked },
      onGitHub(github),
    )
    assert.deepEqual([run.exitCode, onlyRun(github).conclusion], [3, 'failure'])
  })

  test('SIGINT while probing: it is cancelled, the summary is written, and the run is over within two seconds', {
    skip: noSignals,
  }, async () => {
    await using github = await startFakeGitHub()
    await using server = await startHanging()
    using run = await verify(
      { url: server.url, health: '/health\n/never', timeout: '30s', ...asked },
      onGitHub(github, { cancel: { after: /^passed /, graceMs: { SIGINT: 2000, SIGTERM: 2000 } } }),
    )
    assert.deepEqual([run.signals, run.exitCode], [['SIGINT'], 130])
    const { status, conclusion, output } = onlyRun(github)
    assert.deepEqual([status, conclusion], ['completed', 'cancelled'])
    assert.match(output.title, /^cancelled; until then 1 of 2/)
    assert.match(run.summary ?? '', /cancelled/)
  })

  test('a GitHub that hangs does not keep a cancelled run', { skip: noSignals }, async () => {
    await using github = await startFakeGitHub({ trouble: () => 'hang' })
    await using server = await startHanging()
    using run = await verify(
      { url: server.url, health: '/health\n/never', timeout: '30s', ...asked },
      onGitHub(github, { cancel: { after: /^passed /, graceMs: { SIGINT: 3000, SIGTERM: 2000 } } }),
    )
    assert.deepEqual([run.signals, run.exitCode], [['SIGINT'], 130])
    assert.equal(noticesOf(run).length, 1)
  })

  test('an update that hangs keeps no cancelled run from being completed', { skip: noSignals }, async () => {
    await using github = await startFakeGitHub({
      trouble: (operation, before) => (operation === 'checks/update' && before === 0 ? 'hang' : null),
    })
    await using server = await startHanging()
    using run = await verify(
      { url: server.url, health: '/health\n/never', timeout: '30s', ...asked },
      onGitHub(github, { cancel: { after: 5000, graceMs: { SIGINT: 3000, SIGTERM: 2000 } } }),
    )
    assert.deepEqual([run.signals, run.exitCode, noticesOf(run)], [['SIGINT'], 130, []])
    assert.equal(github.operations().filter(name => name === 'checks/update').length, 2)
    assert.equal(onlyRun(github).conclusion, 'cancelled')
  })

  test('what is said in it, if GitHub refuses that, does not keep it from being completed', async () => {
    const refused = { status: 422, message: 'Invalid request.' }
    for (const times of [1, 2]) {
      await using github = await startFakeGitHub({
        trouble: (operation, before) => (operation === 'checks/update' && before < times ? refused : null),
      })
      using run = await verifyOn(github, asked)
      assert.equal(run.exitCode, 0)
      assert.match(noticesOf(run).join(), /the check run: GitHub refuses it \(HTTP 422/)
      const { status, conclusion } = onlyRun(github)
      assert.deepEqual([status, conclusion], ['completed', 'success'])
    }
  })

  test('nor does it keep a run that is cancelled when all is said but to GitHub; its verdict stands', {
    skip: noSignals,
  }, async () => {
    await using github = await startFakeGitHub({ trouble: () => 'hang' })
    await using service = await startService()
    using run = await verify(
      { url: service.url, ...asked },
      // By then everything else is over.
      onGitHub(github, { cancel: { after: 4000, graceMs: { SIGINT: 3000, SIGTERM: 2000 } } }),
    )
    assert.deepEqual([run.signals, run.exitCode, noticesOf(run).length], [['SIGINT'], 0, 1])
  })

  for (const [kind, how] of [
    ['seal', 'an exception of our own'],
    ['timer', 'one that nobody could catch'],
  ] as const)
    test(`${how} completes it as failed, and nothing is proven`, async () => {
      await using github = await startFakeGitHub()
      await using server = await startHanging()
      using run = await runAction({
        action: bundle,
        inputs: {
          ...{ url: server.url, health: kind === 'seal' ? '/health' : '/health\n/never' },
          ...{ wait: '0s', timeout: '30s', ...asked },
        },
        env: { GITHUB_API_URL: github.url, ...broken(kind) },
      })
      assert.equal(run.exitCode, 3)
      assert.match(run.rawStderr, /broken on purpose/)
      const { status, conclusion, output } = onlyRun(github)
      assert.deepEqual([status, conclusion], ['completed', 'failure'])
      assert.match(output.title, /bug of its own: nothing is proven/)
    })

  test('a bug in the publishing itself changes no verdict, and is told', async () => {
    await using github = await startFakeGitHub({ delayMs: 600 })
    using run = await verifyOn(github, asked, { env: broken('thread') })
    assert.equal(run.exitCode, 0)
    assert.match(noticesOf(run).join(), /broken on purpose/)
    assert.deepEqual([onlyRun(github).status, onlyRun(github).conclusion], ['completed', 'success'])
  })

  test('the command publishes nothing, and says so', async () => {
    await using github = await startFakeGitHub()
    await using service = await startService()
    const words = [service.url, '--wait', '0s', '--check-run']
    const ran = await command(words, { env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'o/r' } })
    assert.deepEqual([ran.exitCode, github.requests.length], [0, 0])
    assert.match(ran.stderr, /--check-run, --comment and --deployment-status publish nothing here/)
  })

  test('the reports of a matrix, merged, get one check run', async () => {
    await using github = await startFakeGitHub()
    await using service = await startService()
    using part = await verify({ url: service.url })
    using merged = await verify({ merge: part.outputs.report!, ...asked }, onGitHub(github))
    assert.deepEqual([merged.exitCode, onlyRun(github).conclusion], [0, 'success'])
  })
})
