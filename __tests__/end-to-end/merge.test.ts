/** CONTRACT section 9, `merge`: one report out of those of a matrix of jobs, by the command and by the action. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import type { Report } from '../../src/model/report.ts'
import { command, folderWith, noBundle, verify } from './product.ts'

/** The report.json of one region. */
async function regionReport(faults: readonly ('upgrade-dropped' | 'health-down')[] = []): Promise<string> {
  await using service = await startService({ faults })
  using run = await verify({ url: service.url, websocket: '/ws' })
  return JSON.stringify(run.report)
}

suite('merge', { skip: noBundle }, () => {
  test('a folder of artifacts becomes one report, labelled by their names', async () => {
    const [good, bad] = [await regionReport(), await regionReport(['upgrade-dropped'])]
    using folder = folderWith({
      'parts/eu-west/report.json': good,
      'parts/us-east/report.json': bad,
      'parts/us-east/junit.xml': '<testsuites/>',
    })
    const ran = await command(['merge', 'parts', '--format', 'json'], { cwd: folder.path })
    assert.equal(ran.exitCode, 1, ran.stdout + ran.stderr)
    const report = JSON.parse(ran.stdout) as Report
    assert.match(report.because, /^1 of 2 parts \(us-east\) failed\. us-east: WebSocket upgrade \/ws failed/)
    assert.equal(report.rootCause?.check, 'us-east/upgrade:/ws')
    const ids = report.checks.map(({ id, outcome }) => `${id} ${outcome}`)
    assert.ok(
      ids.includes('eu-west/upgrade:/ws passed') && ids.includes('us-east/upgrade:/ws failed'),
      ids.join(),
    )
    const printed = await command(['merge', 'parts'], { cwd: folder.path })
    assert.match(printed.stdout, /FAILED[\s\S]*us-east: WebSocket upgrade/)
  })

  test('the action writes summary, outputs and annotations of the whole', async () => {
    const [eu, us] = [await regionReport(), await regionReport()]
    using folder = folderWith({ 'parts/eu.json': eu, 'parts/us.json': us })
    using run = await verify({ merge: 'parts', 'merge-expect': 'eu, us' }, { workspace: folder.path })
    assert.equal(run.exitCode, 0, String(run.summary))
    assert.equal(run.outputs.verdict, 'passed')
    assert.match(String(run.summary), /all 2 parts passed/)
    assert.match(String(run.summary), /eu: Health/)
  })

  const incomplete: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a part that is missing by name', ['--merge-expect', 'eu,us'], /the part "us" is missing/],
    ['fewer parts than expected', ['--merge-expect', '3'], /1 of 3 expected parts are there/],
  ]
  for (const [what, words, because] of incomplete)
    test(`${what} is inconclusive`, async () => {
      using folder = folderWith({ 'parts/eu.json': await regionReport() })
      const ran = await command(['merge', 'parts', ...words, '--format', 'json'], { cwd: folder.path })
      assert.equal(ran.exitCode, 3, ran.stdout)
      assert.match((JSON.parse(ran.stdout) as Report).because, because)
    })

  for (const [what, text] of [
    ['no JSON', '{"schema":'],
    ['no report', '{"a":1}'],
    ['of another version', '{"schema":"verify-deploy/report/v9"}'],
  ] as const)
    test(`a part that is ${what} is inconclusive, and said`, async () => {
      using folder = folderWith({ 'eu.json': await regionReport(), 'us.json': text })
      const ran = await command(['merge', 'eu.json', 'us.json', '--format', 'json'], { cwd: folder.path })
      assert.equal(ran.exitCode, 3, ran.stdout)
      assert.match((JSON.parse(ran.stdout) as Report).because, /the part "us" cannot be read/)
    })

  test('a report given twice stands for one part, however many are expected', async () => {
    const eu = await regionReport()
    const pretty = JSON.stringify(JSON.parse(eu), null, 2)
    using folder = folderWith({ 'parts/eu/report.json': eu, 'parts/us/report.json': pretty })
    const ran = await command(['merge', 'parts', '--merge-expect', '2', '--format', 'json'], {
      cwd: folder.path,
    })
    assert.equal(ran.exitCode, 3, ran.stdout)
    assert.match((JSON.parse(ran.stdout) as Report).because, /"us" is the report of "eu" once more/)
  })

  test('an artifact left from another commit makes no pass', async () => {
    const [eu, us] = [await regionReport(), await regionReport()].map(text => JSON.parse(text) as Report)
    using folder = folderWith({
      'eu.json': JSON.stringify({ ...eu, sha: 'a'.repeat(40) }),
      'us.json': JSON.stringify({ ...us, sha: 'b'.repeat(40) }),
    })
    const ran = await command(['merge', 'eu.json', 'us.json', '--format', 'json'], { cwd: folder.path })
    assert.equal(ran.exitCode, 3, ran.stdout)
    assert.match((JSON.parse(ran.stdout) as Report).because, /different commits.*aaaaaaaaaaaa, bbbbbbbbbbbb/)
  })

  test('parts of one name are told apart, and one that is inconclusive is not lost among them', async () => {
    const [first, second] = [await regionReport(), JSON.parse(await regionReport()) as Report]
    const unsure = {
      ...second,
      verdict: 'inconclusive',
      exitCode: 3,
      because: 'the deadline cut the run off',
    }
    using folder = folderWith({ 'a/eu.json': first, 'b/eu.json': JSON.stringify(unsure) })
    const ran = await command(['merge', 'a/eu.json', 'b/eu.json', '--format', 'json'], { cwd: folder.path })
    const report = JSON.parse(ran.stdout) as Report
    assert.equal(ran.exitCode, 3, ran.stdout)
    assert.deepEqual(
      report.parts?.map(({ label }) => label),
      ['eu', 'eu#2'],
    )
    assert.equal(new Set(report.checks.map(({ id }) => id)).size, report.checks.length)
  })

  test('a folder too large to be looked through is not judged by what was found first', async () => {
    const good = await regionReport()
    const files = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`parts/trace-${i}`, '']))
    using folder = folderWith({ 'parts/eu/report.json': good, ...files })
    const ran = await command(['merge', 'parts', '--format', 'json'], { cwd: folder.path })
    assert.equal(ran.exitCode, 3, ran.stdout.slice(0, 2000))
    assert.match((JSON.parse(ran.stdout) as Report).notes.join(), /"parts" has more than 20000 entries/)
  })

  test('folders deeper than are looked into are told of', async () => {
    const good = await regionReport()
    using folder = folderWith({ 'parts/eu/report.json': good, 'parts/1/2/3/4/5/6/7/8/report.json': good })
    const ran = await command(['merge', 'parts', '--format', 'json'], { cwd: folder.path })
    assert.equal(ran.exitCode, 3, ran.stdout)
    assert.match((JSON.parse(ran.stdout) as Report).because, /has folders more than 6 deep/)
  })

  test('replayed, a merged report is no greener than it was: a missing part has no checks', async () => {
    using folder = folderWith({ 'parts/eu.json': await regionReport() })
    const words = ['merge', 'parts', '--merge-expect', 'eu,us', '--format', 'json']
    const merged = await command(words, { cwd: folder.path })
    using saved = folderWith({ 'report.json': merged.stdout })
    const again = await command(['replay', 'report.json', '--format', 'json'], { cwd: saved.path })
    assert.equal(again.exitCode, 3, again.stdout)
    assert.deepEqual(
      (JSON.parse(again.stdout) as Report).because,
      (JSON.parse(merged.stdout) as Report).because,
    )
  })

  test('a path that is not there is an input problem', async () => {
    using folder = folderWith({})
    const ran = await command(['merge', 'nowhere', '--format', 'json'], { cwd: folder.path })
    assert.equal(ran.exitCode, 2)
    assert.match((JSON.parse(ran.stdout) as Report).problems[0]!.message, /"nowhere" is not there/)
  })

  test('an empty folder is inconclusive: nothing was tested', async () => {
    using folder = folderWith({ 'parts/read.me': '' })
    const ran = await command(['merge', 'parts'], { cwd: folder.path })
    assert.equal(ran.exitCode, 3)
    assert.match(ran.stdout, /there are no reports to merge/)
  })
})
