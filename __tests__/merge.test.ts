import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeReports, type Part } from '../src/merge.ts'
import type { Report, Verdict } from '../src/model/report.ts'
import { reportSchema } from '../src/report/schema.ts'
import { seal } from '../src/report/seal.ts'
import { countOutcomes, decide } from '../src/verdict.ts'
import { failedOf, resultOf } from './results.ts'

const exitCodes: Record<Verdict, number> = { passed: 0, failed: 1, inconclusive: 3, cancelled: 130 }

function reportOf(verdict: Verdict, over: Partial<Report> = {}): Report {
  const results = verdict === 'failed' ? [failedOf('tcp.refused')] : verdict === 'passed' ? [resultOf()] : []
  const ended = verdict === 'cancelled' ? 'cancelled' : null
  const decision = decide(results, { failOn: 'any', ended, problems: [] })
  const report = seal({
    ...decision,
    ...{ environment: 'staging', url: 'https://a.example/', sha: 'abc1234', runId: '7' },
    ...{ startedAt: new Date(1_000), durationMs: 500, failOn: 'any', counts: countOutcomes(results) },
    ...{ readiness: null, notes: [], problems: [], results },
    diagnosesOf: () => [],
  })
  assert.equal(report.verdict, verdict)
  return { ...report, ...over }
}

const merge = (parts: readonly Part[], missing: readonly string[] = []) =>
  mergeReports({ parts, missing: missing.map(message => ({ label: null, message })), now: 0 })
const part = (label: string, verdict: Verdict, over: Partial<Report> = {}): Part => ({
  label,
  report: reportOf(verdict, over),
})

test('parts that all passed are one passed report, with the checks of each under its label', () => {
  const { verdict, exitCode, because, checks, counts, environment } = merge([
    part('eu', 'passed'),
    part('us', 'passed'),
  ])
  assert.deepEqual([verdict, exitCode, environment], ['passed', 0, 'staging'])
  assert.equal(because, 'all 2 parts passed, with 2 passed checks')
  assert.deepEqual(
    checks.map(({ id, name }) => [id, name]),
    [
      ['eu/health:/health', 'eu: Health /health'],
      ['us/health:/health', 'us: Health /health'],
    ],
  )
  assert.equal(counts.passed, 2)
})

test('a part that failed decides, and is named', () => {
  const { verdict, exitCode, because, rootCause } = merge([
    part('eu', 'passed'),
    part('us', 'failed'),
    part('ap', 'inconclusive'),
  ])
  assert.deepEqual([verdict, exitCode], ['failed', 1])
  assert.match(because, /^1 of 3 parts \(us\) failed\. us: Health \/health failed/)
  assert.equal(rootCause?.check, 'us/health:/health')
})

test('parts that fail alike are told once', () => {
  const rootCause = { check: 'health:/health', diagnosis: 'tcp.refused-here' }
  const failed = (label: string) => part(label, 'failed', { rootCause })
  const { because } = merge([failed('eu'), failed('us'), part('ap', 'passed')])
  assert.match(because, /^2 of 3 parts \(eu, us\) failed, all alike: Health \/health failed/)
})

test('a missing part is inconclusive, and said', () => {
  const { verdict, exitCode, because, notes } = merge([part('eu', 'passed')], ['the part "us" is missing'])
  assert.deepEqual([verdict, exitCode], ['inconclusive', 3])
  assert.equal(because, '1 of 2 parts could not be judged: the part "us" is missing')
  assert.deepEqual(notes, ['the part "us" is missing'])
})

test('a missing part does not hide a failure', () => {
  assert.equal(merge([part('eu', 'failed')], ['the part "us" is missing']).verdict, 'failed')
})

test('no parts at all are inconclusive', () => {
  const { verdict, exitCode, because } = merge([])
  assert.deepEqual([verdict, exitCode], ['inconclusive', 3])
  assert.equal(because, 'there are no reports to merge: nothing was tested')
})

test('input problems alone keep their exit code', () => {
  const problems = [{ subject: 'url', message: 'is missing', remedy: 'give one', place: null }]
  const broken = part('eu', 'inconclusive', { problems, exitCode: 2, because: 'nothing was tested' })
  const merged = merge([broken, part('us', 'passed')])
  assert.deepEqual([merged.verdict, merged.exitCode], ['inconclusive', 2])
  assert.equal(merged.problems[0]?.subject, 'eu/url')
})

test('what parts do not share is not claimed of the whole', () => {
  const { environment, url, sha } = merge([
    part('eu', 'passed'),
    part('us', 'passed', { environment: 'canary', url: null, sha: 'def5678' }),
  ])
  assert.deepEqual([environment, url, sha], [null, null, null])
})

test('each part keeps its own verdict, target and counts beside the whole', () => {
  const { parts } = merge([part('eu', 'passed'), part('us', 'failed', { url: 'https://b.example/' })])
  assert.deepEqual(
    parts?.map(({ label, verdict, url, counts }) => [label, verdict, url, counts.planned]),
    [
      ['eu', 'passed', 'https://a.example/', 1],
      ['us', 'failed', 'https://b.example/', 1],
    ],
  )
})

test('a part that is known to be missing stands among the parts, and decides nothing more for it', () => {
  const missing = [
    { label: 'us', message: 'the part "us" is missing' },
    { label: null, message: '"x" cannot be read' },
  ]
  const { parts, counts, verdict, because } = mergeReports({ parts: [part('eu', 'passed')], missing, now: 0 })
  assert.deepEqual(
    parts?.map(one => [one.label, one.verdict, one.because, one.counts.planned]),
    [
      ['eu', 'passed', '1 of 1 check passed', 1],
      ['us', 'inconclusive', 'the part "us" is missing', 0],
    ],
  )
  assert.deepEqual([verdict, counts.planned], ['inconclusive', 1])
  assert.equal(because, '2 of 3 parts could not be judged: the part "us" is missing')
})

test('environments are called environments', () => {
  const parts = [part('staging', 'passed'), part('production', 'failed')]
  const { because } = mergeReports({ parts, missing: [], now: 0, noun: 'environment' })
  assert.match(because, /^1 of 2 environments \(production\) failed/)
})

test('parts about different commits are no pass: which one was deployed is not known', () => {
  const { notes, verdict, exitCode, because } = merge([
    part('eu', 'passed'),
    part('us', 'passed', { sha: 'def5678' }),
  ])
  const said = 'the parts are about different commits, of which one was deployed: abc1234, def5678'
  assert.deepEqual([notes, verdict, exitCode, because], [[said], 'inconclusive', 3, said])
  assert.equal(merge([part('eu', 'failed'), part('us', 'passed', { sha: 'def5678' })]).verdict, 'failed')
})

test('a commit in short and in full is one commit, told in full', () => {
  const full = '4f2c1aa0bd22d0ce24c6a05a2b94e5c1f1b0a111'
  const expecting = (sha: string) => ({ sha, revision: { expected: sha, observed: [] } })
  const { verdict, sha, revision, notes } = merge([
    part('eu', 'passed', expecting('4f2c1aa')),
    part('us', 'passed', expecting(full)),
    part('ap', 'passed', expecting(full.slice(0, 12).toUpperCase())),
  ])
  assert.deepEqual([verdict, sha, revision.expected, notes], ['passed', full, full, []])
  const { because } = merge(['4f2c1aa', '4f2c1aa1', '4f2c1aa2'].map(one => part(one, 'passed', { sha: one })))
  assert.match(because, /different commits, of which one was deployed: 4f2c1aa1, 4f2c1aa2$/)
})

test('parts that tell different revisions are no pass unless each says which it expects, or is an environment of its own', () => {
  const told = (value: string, expected: string | null, environment = 'staging') => ({
    environment,
    revision: { expected, observed: [{ value, answers: 5, addresses: [] }] },
  })
  const both = (eu: Partial<Report>, us: Partial<Report>) =>
    merge([part('eu', 'passed', eu), part('us', 'passed', us)])
  for (const expected of [null, '4f2c1aa']) {
    const { verdict, because } = both(told('4f2c1aa', expected), told('99e0b1d', null))
    assert.equal(verdict, 'inconclusive')
    assert.match(because, /the parts tell different revisions, .*: eu 4f2c1aa, us 99e0b1d$/)
  }
  assert.equal(both(told('4f2c1aa', null), told('99e0b1d', null, 'production')).verdict, 'passed')
  assert.equal(both(told('4f2c1aa', null), told('4f2c1aa0bd22', null)).verdict, 'passed')
  const declared = both(told('4f2c1aa', '4f2c1aa'), told('99e0b1d', '99e0b1d'))
  assert.equal(declared.verdict, 'passed')
  assert.deepEqual(declared.notes, ['the parts expect different revisions: 4f2c1aa, 99e0b1d'])
})

test('revisions are counted together', () => {
  const seen = (value: string, answers: number, address = `192.0.2.${answers}`) => ({
    expected: 'b',
    observed: [{ value, answers, addresses: [address] }],
  })
  const { revision } = merge([
    part('eu', 'passed', { revision: seen('a', 3) }),
    part('us', 'passed', { revision: seen('b', 17) }),
    part('ap', 'passed', { revision: seen('a', 1) }),
  ])
  assert.deepEqual(revision, {
    expected: 'b',
    observed: [
      { value: 'b', answers: 17, addresses: ['192.0.2.17'] },
      { value: 'a', answers: 4, addresses: ['192.0.2.3', '192.0.2.1'] },
    ],
  })
})

const verdicts = fc.constantFrom<Verdict>('passed', 'failed', 'inconclusive', 'cancelled')
const someParts = fc.array(verdicts, { maxLength: 6 })
const severity: readonly Verdict[] = ['passed', 'inconclusive', 'cancelled', 'failed']
const label = (verdict: Verdict, i: number): Part => part(`p${i}`, verdict)

test('the verdict does not depend on the order, and is never greener than the worst part', () =>
  fc.assert(
    fc.property(someParts, fc.nat(2), (some, gone) => {
      const missing = Array.from({ length: gone }, (_, i) => `part ${i} is missing`)
      const one = merge(some.map(label), missing)
      const other = merge(some.toReversed().map(label), missing)
      assert.deepEqual([one.verdict, one.exitCode], [other.verdict, other.exitCode])
      const worst = Math.max(
        some.length === 0 || gone > 0 ? 1 : 0,
        ...some.map(verdict => severity.indexOf(verdict)),
      )
      assert.equal(one.verdict, severity[worst])
    }),
  ))

test('one part merged with itself alone keeps verdict and exit code', () =>
  fc.assert(
    fc.property(verdicts, verdict => {
      const merged = merge([part('only', verdict)])
      assert.deepEqual([merged.verdict, merged.exitCode], [verdict, exitCodes[verdict]])
    }),
  ))

test('what is merged is a report by the schema', async () => {
  const { z } = await import('zod')
  const missing = [{ label: 'ap', message: 'the part "ap" is missing' }]
  const merged = mergeReports({ parts: [part('eu', 'failed'), part('us', 'passed')], missing, now: 0 })
  assert.deepEqual(reportSchema(z).safeParse(JSON.parse(JSON.stringify(merged))).error, undefined)
})
