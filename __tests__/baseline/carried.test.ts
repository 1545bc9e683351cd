import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CarriedState,
  type CarriedStates,
  chooseState,
  decodeStates,
  encodeStates,
} from '../../src/baseline/carried.ts'
import type { Remembered } from '../../src/model/comparison.ts'
import { fault } from '../../src/model/fault.ts'
import { failing, healthy, report } from '../golden/situations.ts'
import { showPage } from '../report/page.ts'

const state = (changes: Partial<CarriedState> = {}): CarriedState => ({
  ...{ at: '2026-11-22T10:00:00.000Z', sha: 'a'.repeat(40), isGood: true },
  checks: { 'health:/health': { outcome: 'passed', class: null, layer: null, samplesMs: [1, 2.5] } },
  ...changes,
})
const statesOf = (one: CarriedState, label = 'staging'): CarriedStates => new Map([[label, one]])
const checksOf = (count: number, samplesMs: readonly number[]): CarriedState['checks'] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `health:/some/path/${at}`,
      { outcome: 'passed', class: null, layer: null, samplesMs } as const,
    ]),
  )
const whyOf = (text: string | null) => {
  const decoded = decodeStates(text)
  return decoded.ok ? 'fine' : `${decoded.isNone ? 'none: ' : ''}${decoded.why}`
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '-->',
    '--!>',
    '<!-- verify-deploy/baseline/v1',
    '__proto__',
    'toString',
    '\u2028',
    '\ud800',
  ),
)
const remembered: fc.Arbitrary<Remembered> = fc.record(
  {
    outcome: fc.constantFrom('passed', 'skipped', 'errored'),
    class: fc.constant(null),
    layer: fc.constant(null),
    samplesMs: fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs), {
      maxLength: 20,
    }),
  },
  { noNullPrototype: true },
)

test('whatever the names are, what is carried comes out as it went in, ends its comment once, and is not seen', () =>
  fc.assert(
    fc.property(
      nasty,
      fc.dictionary(nasty, remembered, { maxKeys: 8, noNullPrototype: true }),
      nasty,
      (label, checks, before) => {
        const states = statesOf(state({ checks }), label)
        const carried = encodeStates(states)
        assert.equal(carried.split('--').length, 3, 'one that opens and one that closes')
        const decoded = decodeStates(`${before}\n${carried.replaceAll('\n', '\r\n').trimEnd()}`)
        // Lone halves of characters are written as escapes, and come back as they were.
        assert.ok(decoded.ok, JSON.stringify(decoded))
        assert.deepEqual(decoded.states, states)
      },
    ),
    { numRuns: 300 },
  ))

test('it does not show on a page', () => {
  const carried = encodeStates(statesOf(state({ checks: checksOf(3, [1]) }), '--><img src=x>'))
  assert.equal(showPage(`Text.\n${carried}`).text.trim(), 'Text.')
})

test('any text is read without an exception, and nothing is made of it', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        nasty,
        fc.json().map(json => `<!-- verify-deploy/baseline/v1 x\n${json}\n-->`),
      ),
      text => {
        assert.equal(decodeStates(text).ok, false)
      },
    ),
  ))

test('cut off, changed by hand, of a newer version: each is called that; none is none', () => {
  const text = `Report.\n${encodeStates(statesOf(state()))}`
  assert.equal(whyOf(text), 'fine')
  for (const cut of [
    text.slice(0, -5),
    text.slice(0, -60),
    text.replace('"passed"', '"failed"'),
    `${text}more`,
  ])
    assert.match(whyOf(cut), /^carries a baseline that was cut off or changed by hand/)
  assert.match(whyOf(text.replace('baseline/v1', 'baseline/v2')), /newer verify-deploy \(v2\)/)
  assert.equal(whyOf('Report.'), 'none: carries no baseline')
  assert.equal(whyOf(null), 'none: carries no baseline')
})

test('a text of the target that looks like ours comes before ours, and is not taken for it', () => {
  const forged = encodeStates(statesOf(state({ checks: {} })))
  const decoded = decodeStates(`${forged}\n${encodeStates(statesOf(state()))}`)
  assert.deepEqual(decoded.ok && Object.keys(decoded.states.get('staging')!.checks), ['health:/health'])
})

test('where room is short the older times give way, then all times, then the baseline, which says so', () => {
  const times = Array.from({ length: 20 }, (_, at) => 1000 + at + 0.5)
  const kept = (count: number) => {
    const text = encodeStates(statesOf(state({ checks: checksOf(count, times) })))
    assert.ok(Buffer.byteLength(text) <= 32_767, `${text.length}`)
    const decoded = decodeStates(text)
    if (!decoded.ok) return decoded.why
    const { checks } = decoded.states.get('staging')!
    assert.equal(Object.keys(checks).length, count)
    return checks['health:/some/path/0']!.samplesMs
  }
  assert.deepEqual(kept(100), times)
  assert.deepEqual(kept(300), times.slice(-5))
  assert.deepEqual(kept(700), [])
  assert.equal(kept(2000), 'carries no baseline: 2000 checks do not fit')
})

const broken = failing('health', fault('http.error', 'answered HTTP 500 instead of 2xx'), [])
const failed = report([broken, healthy], { verdict: 'failed', history: { [healthy.id]: [1, 2, 3] } })
const passed = report([healthy], { verdict: 'passed' })

test('a run that passed leaves its own state; one that failed hands on the one before, with newer times', () => {
  assert.equal(chooseState(passed, null, 'unknown')?.isGood, true)
  const before = state({ checks: { [healthy.id]: { ...state().checks['health:/health']!, samplesMs: [9] } } })
  const handed = chooseState(failed, null, before)
  assert.deepEqual([handed?.sha, handed?.isGood], [before.sha, true])
  assert.deepEqual(handed?.checks[healthy.id]?.samplesMs, [1, 2, 3])
})

test('the very first run leaves its state also if it failed; one that could not look for another does not', () => {
  assert.equal(chooseState(failed, null, 'first')?.isGood, false)
  assert.equal(chooseState(failed, null, 'unknown'), null)
  assert.equal(chooseState(report([healthy], { verdict: 'cancelled' }), null, 'first'), null)
  assert.equal(chooseState(report([healthy], { verdict: 'inconclusive' }), null, 'first'), null)
  assert.equal(chooseState(report([]), null, 'first'), null)
})
