/** `expect-revision` and `ready` as a workflow says them. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { noBundle, verify, verifyFile } from './product.ts'

const fresh = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const stale = '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'

suite('revisions', { skip: noBundle }, () => {
  test('the right one passes, and is an output', async () => {
    await using service = await startService({ revision: fresh })
    using run = await verify({ url: service.url, 'expect-revision': fresh.slice(0, 7), wait: '10s' })
    assert.deepEqual(run.outcomes, ['ready:/health passed', 'health:/health passed'])
    assert.deepEqual([run.exitCode, run.outputs.revision], [0, fresh])
    assert.equal(run.report.revision.observed[0]?.value, fresh)
    assert.match(run.summary ?? '', /4f2c1aa/)
  })

  test('an old one fails the run, the checks of the application are blocked, and the cause is named', async () => {
    await using service = await startService({ revision: stale })
    const inputs = { url: service.url, websocket: '/ws', 'expect-revision': fresh, wait: '1s' }
    using run = await verify(inputs)
    assert.deepEqual(run.outcomes, [
      'ready:/health failed infrastructure revision.old',
      'health:/health blocked',
      'upgrade:/ws blocked',
      'messaging:/ws blocked',
    ])
    assert.deepEqual([run.exitCode, run.outputs.revision], [1, stale])
    assert.equal(run.outputs['root-cause'], 'http.revision-old')
    assert.match(run.report.because, /99e0b1d.*is served instead of "4f2c1aa/)
    assert.ok(run.log.some(line => /^not ready: revision "99e0b1d/.test(line)))
  })

  test('`ready` of the file: the annotation of its failure sits on the line that declared it', async () => {
    await using service = await startService({ revision: stale })
    const file = `environments: { staging: { url: "${service.url}" } }
ready:
  revision: { from: /health#/revision, equals: $SHA }
  within: 300ms
checks:
  - health: /health
  - addresses: /health
`
    using run = await verifyFile(file, { wait: '' }, { env: { SHA: fresh } })
    assert.deepEqual(run.outcomes.slice(0, 2), [
      'ready:/health failed infrastructure revision.old',
      'health:/health blocked',
    ])
    assert.deepEqual(run.check('ready:/health').source, {
      file: '.github/verify-deploy.yml',
      line: 2,
      column: 1,
    })
    assert.equal(run.check('addresses:/health').outcome, 'passed')
  })

  test('fail-on: infrastructure fails on an old revision as well', async () => {
    await using service = await startService({ revision: stale })
    using run = await verify({
      url: service.url,
      'expect-revision': fresh,
      wait: '0s',
      'fail-on': 'infrastructure',
    })
    assert.deepEqual([run.exitCode, run.report.verdict], [1, 'failed'])
  })
})
