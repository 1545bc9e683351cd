/** Several environments in one run, and the environment that the event of a deployment names. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { type Service, startService } from '../../src/demo/service.ts'
import { command, folderWith, noBundle, verifyFile } from './product.ts'

const secrets = { STAGING_SECRET: 'the secret of staging', PRODUCTION_SECRET: 'the secret of production' }

async function startBoth(faults: readonly 'upgrade-dropped'[] = []) {
  const staging = await startService({ secret: secrets.STAGING_SECRET })
  const production = await startService({ secret: secrets.PRODUCTION_SECRET, faults })
  return {
    staging,
    production,
    async [Symbol.asyncDispose]() {
      await Promise.all([staging, production].map(service => service[Symbol.asyncDispose]()))
    },
  }
}

const fileOf = ({ staging, production }: { staging: Service; production: Service }): string => `
environments:
  staging:
    url: ${staging.url}
    websocket: /ws
    credential: { jwt: { secret: $STAGING_SECRET } }
  production:
    url: ${production.url}
    websocket: /ws
    credential: { jwt: { secret: $PRODUCTION_SECRET } }
`
const mask = Object.values(secrets)
const both = { environment: 'staging, production' }

suite('environments', { skip: noBundle }, () => {
  test('two are verified with their own URLs and credentials, and are one report', async () => {
    await using services = await startBoth()
    using run = await verifyFile(fileOf(services), both, { env: secrets, mask })
    assert.equal(run.exitCode, 0, run.log.join('\n'))
    const { report } = run
    assert.deepEqual([report.environment, report.url], ['staging, production', null])
    assert.equal(report.because, 'all 2 environments passed, with 10 passed checks')
    assert.deepEqual(
      report.parts?.map(({ label, url, verdict, counts }) => [label, url, verdict, counts.passed]),
      [
        ['staging', `${services.staging.url}/`, 'passed', 5],
        ['production', `${services.production.url}/`, 'passed', 5],
      ],
    )
    assert.equal(run.check('production/auth:/ws').outcome, 'passed')
    assert.match(run.summary ?? '', /### ✅ staging: passed[\s\S]*### ✅ production: passed/)
    assert.ok(services.staging.stats().upgrades > 0 && services.production.stats().upgrades > 0)
    assert.ok(run.log.some(line => /passed {3}production: Health \/health/.test(line)))
  })

  test('the failure of one neither blocks nor hides behind the other', async () => {
    await using services = await startBoth(['upgrade-dropped'])
    using run = await verifyFile(fileOf(services), both, { env: secrets, mask })
    assert.equal(run.exitCode, 1)
    assert.match(run.report.because, /^1 of 2 environments \(production\) failed\. production: WebSocket/)
    assert.equal(run.report.rootCause?.check, 'production/upgrade:/ws')
    const of = (label: string) => run.outcomes.filter(row => row.startsWith(`${label}/`))
    assert.equal(of('staging').filter(row => / passed$/.test(row)).length, 5)
    assert.match(of('production').join(), /upgrade:\/ws failed.*messaging:\/ws blocked/)
    assert.equal(run.check('production/messaging:/ws').blockedBy, 'production/upgrade:/ws')

    using folder = folderWith({ 'report.json': JSON.stringify(run.report) })
    const again = await command(['replay', 'report.json'], { cwd: folder.path })
    assert.equal(again.exitCode, 1)
    assert.match(again.stdout, /✗ production: failed[\s\S]*✓ staging: passed/)
  })

  test('the report of several is the baseline of each of them', async () => {
    await using services = await startBoth(['upgrade-dropped'])
    using before = await verifyFile(fileOf(services), both, { env: secrets, mask })
    using folder = folderWith({ 'before.json': JSON.stringify(before.report) })
    const inputs = { ...both, baseline: join(folder.path, 'before.json'), 'fail-on': 'regression' }
    using run = await verifyFile(fileOf(services), inputs, { env: secrets, mask })
    assert.equal(run.exitCode, 0, run.report.because)
    assert.deepEqual(run.report.comparison?.stillFailing, ['production/upgrade:/ws'])
    assert.deepEqual([run.report.comparison?.newChecks, run.report.comparison?.goneChecks], [[], []])
    assert.equal(run.report.history['staging/health:/health']?.length, 2)
  })

  test('a problem of one keeps all from being tested', async () => {
    await using services = await startBoth()
    using run = await verifyFile(fileOf(services), both, { env: { ...secrets, PRODUCTION_SECRET: '' }, mask })
    assert.equal(run.exitCode, 2)
    assert.match(run.report.problems.map(({ message }) => message).join(), /"PRODUCTION_SECRET" is empty/)
    assert.deepEqual([services.staging.stats().connections, services.production.stats().connections], [0, 0])
  })

  test('plan shows the checks of each, and sends nothing', async () => {
    await using services = await startBoth()
    using folder = folderWith({ '.github/verify-deploy.yml': fileOf(services) })
    const words = ['plan', '--environment', 'staging', '--environment', 'production']
    const ran = await command(words, { cwd: folder.path, env: secrets })
    assert.equal(ran.exitCode, 0, ran.stderr)
    assert.match(ran.stdout, /^staging: 5 checks would run[\s\S]*^production: 5 checks would run/m)
    assert.equal(services.staging.stats().connections, 0)
  })

  test('the deployment of the event picks environment and commit', async () => {
    await using services = await startBoth()
    const sha = 'abcdef0123456789abcdef0123456789abcdef01'
    const deployment = { environment: 'production', sha }
    const event = { deployment, deployment_status: { state: 'success', environment_url: '' } }
    const options = { env: secrets, mask, event, eventName: 'deployment_status' }
    using run = await verifyFile(fileOf(services), {}, options)
    assert.deepEqual(
      [run.exitCode, run.report.environment, run.report.sha, run.report.url],
      [0, 'production', sha, `${services.production.url}/`],
    )
    assert.equal(services.staging.stats().connections, 0)
  })

  for (const state of ['in_progress', 'failure', 'inactive'])
    test(`a deployment that is ${state} is inconclusive: nothing is sent, and what to write is said`, async () => {
      await using services = await startBoth()
      const deployment = { environment: 'production', sha: 'a'.repeat(40) }
      const event = { deployment, deployment_status: { state, environment_url: services.production.url } }
      const options = { env: secrets, mask, event, eventName: 'deployment_status' }
      using run = await verifyFile(fileOf(services), {}, options)
      assert.deepEqual([run.exitCode, run.report.verdict, run.report.problems], [3, 'inconclusive', []])
      assert.match(run.summary ?? '', /github\.event\.deployment.*success/)
      assert.equal(services.production.stats().connections, 0)
      using folder = folderWith({ 'report.json': JSON.stringify(run.report) })
      const again = await command(['replay', 'report.json'], { cwd: folder.path })
      assert.equal(again.exitCode, 3)
      assert.match(again.stdout, /nothing was tested: the event says/)
    })
})
