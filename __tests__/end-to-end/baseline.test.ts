/** `baseline: PATH`, `fail-on: regression` and `slower-than-baseline` through the bundle. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import type { Report } from '../../src/model/report.ts'
import { startHttp } from '../checks/probing.ts'
import { command, folderWith, noBundle, verify } from './product.ts'

type Faults = readonly 'upgrade-dropped'[]

async function reportOf(faults: Faults, over: Partial<Report> = {}): Promise<string> {
  await using service = await startService({ faults })
  using run = await verify({ url: service.url, websocket: '/ws' })
  return JSON.stringify({ ...run.report, ...over })
}

const against = async (file: string | null, faults: Faults, inputs: Record<string, string> = {}) => {
  await using service = await startService({ faults })
  using folder = folderWith(file === null ? {} : { 'before.json': file })
  using run = await verify(
    { url: service.url, websocket: '/ws', baseline: 'before.json', 'fail-on': 'regression', ...inputs },
    { workspace: folder.path },
  )
  return { exitCode: run.exitCode, report: run.report, summary: String(run.summary), log: run.log.join('\n') }
}

suite('against the run before', { skip: noBundle }, () => {
  test('what failed before is told, and does not fail the run', async () => {
    const { exitCode, report, summary } = await against(await reportOf(['upgrade-dropped']), [
      'upgrade-dropped',
    ])
    assert.equal(exitCode, 0, report.because)
    assert.deepEqual(report.comparison?.stillFailing, ['upgrade:/ws'])
    assert.match(summary, /Against before\.json: 1 failing as before \(WebSocket upgrade \/ws\)/)
  })

  test('what is new fails the run', async () => {
    const { exitCode, report } = await against(await reportOf([]), ['upgrade-dropped'])
    assert.equal(exitCode, 1)
    assert.deepEqual(report.comparison?.newFailures, ['upgrade:/ws'])
    assert.equal(report.checks.find(({ id }) => id === 'upgrade:/ws')?.comparison?.before, 'passed')
  })

  test('what is mended is told', async () => {
    const { exitCode, report } = await against(await reportOf(['upgrade-dropped']), [])
    assert.equal(exitCode, 0)
    assert.deepEqual(report.comparison?.fixed, ['upgrade:/ws'])
  })

  for (const [what, file, why] of [
    ['is missing', null, /the baseline "before\.json" is not there/],
    ['is no report', '{"a":1}', /the baseline "before\.json" is no report of verify-deploy/],
  ] as const)
    test(`a baseline that ${what} is told, and every failure counts`, async () => {
      const { exitCode, report, summary } = await against(file, ['upgrade-dropped'])
      assert.equal(exitCode, 1)
      assert.match(report.notes.join('\n'), why)
      assert.match(summary, /what is new or slower is not known/)
      assert.equal((await against(file, [])).exitCode, 0)
    })

  test('what fails in another environment is no excuse here', async () => {
    const broken = { environment: 'production' }
    const file = await reportOf(['upgrade-dropped'], broken)
    const { exitCode, report } = await against(file, ['upgrade-dropped'], { environment: 'staging' })
    assert.equal(exitCode, 1)
    assert.match(report.notes.join(), /"before\.json" is of the environment "production", not "staging"/)
    const own = await against(file, ['upgrade-dropped'], broken)
    assert.deepEqual([own.exitCode, own.report.comparison?.stillFailing], [0, ['upgrade:/ws']])
  })

  test('a folder, a device or a pipe is told at once', { skip: process.platform === 'win32' }, async () => {
    for (const baseline of ['.', '/dev/zero']) {
      const { exitCode, report } = await against(null, [], { baseline })
      assert.equal(exitCode, 0)
      assert.match(report.notes.join(), /is no file/)
    }
  })

  for (const [what, before, now, exitCode] of [
    ['a failure that was there before', ['upgrade-dropped'], ['upgrade-dropped'], 0],
    ['a new failure', [], ['upgrade-dropped'], 1],
  ] as const)
    test(`replayed, ${what} is judged as it was under fail-on: regression`, async () => {
      const ran = await against(await reportOf(before), now)
      assert.equal(ran.report.failOn, 'regression')
      using saved = folderWith({ 'report.json': JSON.stringify(ran.report) })
      const again = await command(['replay', 'report.json', '--format', 'json'], { cwd: saved.path })
      const { verdict, because, comparison } = JSON.parse(again.stdout) as Report
      assert.deepEqual(
        [again.exitCode, verdict, because, comparison],
        [ran.exitCode, ran.report.verdict, ran.report.because, ran.report.comparison],
      )
      assert.equal(verdict === 'failed', exitCode === 1, because)
    })

  test('the report carries the times of the runs before on', async () => {
    const first = await reportOf([])
    const { report } = await against(first, [])
    assert.equal(report.history['health:/health']?.length, 2)
  })

  test('slower than before is told; with slower-than-baseline it fails the run, after timing it again', async () => {
    const before = JSON.parse(await reportOf([])) as Report
    const history = { 'health:/health': [0.1, 0.1, 0.1, 0.1, 0.1] }
    const file = JSON.stringify({ ...before, history })
    await using service = await startHttp((_, response) => void setTimeout(() => response.end('ok'), 120))
    const config = (policy: string) => `
environments: { staging: { url: "${service.url}" } }
checks: [{ health: /health }]
${policy}
`
    const run = async (policy: string) => {
      using folder = folderWith({ 'before.json': file, '.github/verify-deploy.yml': config(policy) })
      using ran = await verify(
        { environment: 'staging', baseline: 'before.json' },
        { workspace: folder.path },
      )
      return { exitCode: ran.exitCode, report: ran.report }
    }
    const told = await run('')
    assert.equal(told.exitCode, 0)
    assert.deepEqual(told.report.comparison?.slower, ['health:/health'])
    const failed = await run('policy: { slower-than-baseline: 3x }')
    assert.equal(failed.exitCode, 1)
    assert.match(failed.report.because, /became slower: \d+ ms, usually <?\d/)
  })
})
