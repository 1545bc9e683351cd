import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CheckResult, FailOn } from '../src/model/check.ts'
import { type Circumstances, countOutcomes, decide } from '../src/verdict.ts'
import { failedOf, policies, resultOf, results } from './results.ts'

const mistake = { subject: 'timeout', message: '"10" is not a duration', remedy: 'write 10s', place: null }
const plain: Circumstances = { failOn: 'any', ended: null, problems: [] }
const passed = resultOf()
const skipped = resultOf({ outcome: 'skipped', reason: 'asks for a credential' })
const errored = failedOf('runner.bug')
const blocked = resultOf({ outcome: 'blocked', blockedBy: 'x', reason: 'needs x, which failed' })
const infrastructure = failedOf('tcp.refused')
const application = failedOf('http.error')

type Row = readonly [
  name: string,
  results: readonly CheckResult[],
  circumstances: Partial<Circumstances>,
  verdict: string,
  exitCode: number,
]
const rows: readonly Row[] = [
  ['all passed', [passed, passed], {}, 'passed', 0],
  ['one passed, the rest skipped', [passed, skipped], {}, 'passed', 0],
  ['a failure beside a pass', [passed, infrastructure], {}, 'failed', 1],
  ['a failure beside an errored check', [errored, infrastructure], {}, 'failed', 1],
  ['an errored check beside a pass', [passed, errored], {}, 'inconclusive', 3],
  ['nothing planned', [], {}, 'inconclusive', 3],
  ['all skipped', [skipped], {}, 'inconclusive', 3],
  ['all blocked', [blocked], {}, 'inconclusive', 3],
  ['an input problem', [], { problems: [mistake] }, 'inconclusive', 2],
  [
    'an input problem while being cancelled',
    [],
    { problems: [mistake], ended: 'cancelled' },
    'inconclusive',
    2,
  ],
  ['cancelled, all well until then', [passed], { ended: 'cancelled' }, 'cancelled', 130],
  ['cancelled after a failure', [infrastructure], { ended: 'cancelled' }, 'cancelled', 130],
  ['the deadline came, all well until then', [passed], { ended: 'deadline' }, 'inconclusive', 3],
  ['the deadline came after a failure', [infrastructure, errored], { ended: 'deadline' }, 'failed', 1],
  ['a tolerated failure beside a pass', [passed, application], { failOn: 'infrastructure' }, 'passed', 0],
  ['only a tolerated failure', [application], { failOn: 'infrastructure' }, 'inconclusive', 3],
  ['a counted failure', [passed, infrastructure], { failOn: 'infrastructure' }, 'failed', 1],
  [
    'a check with a stricter policy of its own',
    [passed, failedOf('http.error', { failOn: 'any' })],
    { failOn: 'infrastructure' },
    'failed',
    1,
  ],
  [
    'a check with a milder policy of its own',
    [passed, failedOf('http.error', { failOn: 'infrastructure' })],
    {},
    'passed',
    0,
  ],
  [
    'a failure that counts, blocked by one that a policy of its own tolerates',
    [
      passed,
      failedOf('auth.refused', { id: 'upgrade:/ws', failOn: 'infrastructure' }),
      failedOf('auth.refused', { outcome: 'blocked', class: null, blockedBy: 'upgrade:/ws' }),
    ],
    {},
    'failed',
    1,
  ],
]
for (const [name, given, over, verdict, exitCode] of rows)
  test(`${name} is ${verdict}, exit code ${exitCode}`, () => {
    const decision = decide(given, { ...plain, ...over })
    assert.deepEqual([decision.verdict, decision.exitCode], [verdict, exitCode], decision.because)
    assert.doesNotMatch(decision.because, /\n/)
  })

test('the one line names the first failure, its reason and how many more there are', () => {
  const second = failedOf('http.error', { name: 'Health /b' })
  const { because } = decide([passed, { ...infrastructure, name: 'Health /a' }, second, second], plain)
  assert.equal(because, 'Health /a failed: saw tcp.refused (and 2 more failures)')
})

test('a pass says how much was tested, skipped and tolerated', () => {
  assert.equal(
    decide([passed, skipped, application], { ...plain, failOn: 'infrastructure' }).because,
    `1 of 3 checks passed, 1 skipped; not proven: ${skipped.name}; 1 failure not counted under fail-on: infrastructure`,
  )
})

/** Green, then worse and worse. */
const shade = { passed: 0, inconclusive: 1, failed: 2, cancelled: 3 } as const
const exitCodes: Readonly<Record<string, readonly number[]>> = {
  passed: [0],
  failed: [1],
  inconclusive: [2, 3],
  cancelled: [130],
}
const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  failOn: policies,
  ended: fc.constantFrom('cancelled', 'deadline', null, null, null),
  problems: fc.constantFrom([], [], [], [mistake], [mistake, mistake]),
})
const lists = fc.array(results, { maxLength: 8 })

const isCounted = (result: CheckResult, failOn: FailOn) =>
  result.outcome === 'failed' && ((result.failOn ?? failOn) === 'any' || result.class === 'infrastructure')

test('nothing is ever passed without a passed check, or with a counted failure, an error, a problem or an early end', () =>
  fc.assert(
    fc.property(lists, circumstances, (given, around) => {
      if (decide(given, around).verdict !== 'passed') return
      assert.ok(given.some(r => r.outcome === 'passed'))
      assert.ok(!given.some(r => isCounted(r, around.failOn)))
      assert.ok(!given.some(r => r.outcome === 'errored'))
      assert.deepEqual([around.ended, around.problems], [null, []])
    }),
    { numRuns: 2000 },
  ))

test('a counted failure always fails a run that was neither cancelled nor refused', () =>
  fc.assert(
    fc.property(lists, circumstances, (given, around) => {
      fc.pre(around.problems.length === 0 && around.ended !== 'cancelled')
      fc.pre(given.some(r => isCounted(r, around.failOn)))
      assert.equal(decide(given, around).verdict, 'failed')
    }),
    { numRuns: 2000 },
  ))

test('the exit code is that of the verdict, and 2 is for input problems only', () =>
  fc.assert(
    fc.property(lists, circumstances, (given, around) => {
      const { verdict, exitCode } = decide(given, around)
      assert.ok(exitCodes[verdict]!.includes(exitCode))
      assert.equal(exitCode === 2, around.problems.length > 0)
    }),
    { numRuns: 2000 },
  ))

const spoilers = results.filter(
  r => r.outcome === 'failed' || r.outcome === 'errored' || r.outcome === 'blocked',
)

test('a further failed, errored or blocked check never makes a verdict greener', () =>
  fc.assert(
    fc.property(lists, spoilers, fc.nat(), circumstances, (given, worse, at, around) => {
      const more = given.toSpliced(at % (given.length + 1), 0, worse)
      const [before, after] = [decide(given, around), decide(more, around)]
      assert.ok(shade[after.verdict] >= shade[before.verdict], `${before.verdict} became ${after.verdict}`)
    }),
    { numRuns: 3000 },
  ))

test('the order of the results does not change the verdict', () =>
  fc.assert(
    fc.property(lists, circumstances, (given, around) => {
      assert.equal(decide(given.toReversed(), around).verdict, decide(given, around).verdict)
    }),
  ))

test('a stricter policy never makes a verdict greener', () =>
  fc.assert(
    fc.property(lists, circumstances, (given, around) => {
      const strict = decide(given, { ...around, failOn: 'any' })
      const mild = decide(given, { ...around, failOn: 'infrastructure' })
      assert.ok(shade[strict.verdict] >= shade[mild.verdict])
    }),
    { numRuns: 2000 },
  ))

test('every outcome is counted once, and only passed and failed checks count as executed', () =>
  fc.assert(
    fc.property(lists, given => {
      const { planned, executed, passed, failed, blocked, skipped, errored } = countOutcomes(given)
      assert.equal(planned, given.length)
      assert.equal(passed + failed + blocked + skipped + errored, planned)
      assert.equal(executed, passed + failed)
    }),
  ))

test('a credential in hand is no proof, and a check that lacked one is not tolerated away', () => {
  const token = resultOf({ id: 'credential:default', kind: 'credential', name: 'Credential' })
  const alone = decide([token, skipped], plain)
  assert.deepEqual([alone.verdict, alone.exitCode], ['inconclusive', 3])
  const refused = { ...application, ...token, outcome: 'failed', class: 'authentication' } as const
  const unrun = resultOf({ outcome: 'blocked', blockedBy: token.id, name: 'Upgrade' })
  const tolerant = decide([passed, refused, unrun], { ...plain, failOn: 'infrastructure' })
  assert.deepEqual([tolerant.verdict, tolerant.exitCode], ['inconclusive', 3])
  assert.match(tolerant.because, /^Upgrade was not run: its credential could not be had/)
  assert.equal(decide([passed, refused, unrun], plain).verdict, 'failed')
})
