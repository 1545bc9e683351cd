/** The machine that decides when a deployment is asked again: with a clock of its own. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  decideNext,
  noteSeen,
  type ReadinessRules,
  type Seen,
  startReadiness,
} from '../../src/ready/machine.ts'

const bad: Seen = { good: false, lasting: false, refused: false, answered: true }
const good: Seen = { ...bad, good: true }
const refused: Seen = { ...bad, refused: true, answered: false }
const lasting: Seen = { ...bad, lasting: true }

interface Asked {
  readonly atMs: number
  readonly seen: Seen
}

/** Answers take `answerMs`; `answer` knows the time since the start. The first question comes at once. */
function simulate(
  rules: ReadinessRules,
  answer: (atMs: number, asked: number) => Seen,
  {
    answerMs = 0,
    chance = () => 0.5,
    startMs = 1000,
  }: { answerMs?: number; chance?: () => number; startMs?: number } = {},
) {
  let nowMs = startMs
  const asked: Asked[] = []
  let state = startReadiness(rules, nowMs)
  for (;;) {
    const atMs = nowMs - startMs
    const seen = answer(atMs, asked.length)
    asked.push({ atMs, seen })
    nowMs += answerMs
    state = noteSeen(state, seen)
    const next = decideNext(state, nowMs, chance())
    if (next.step === 'stop') return { asked, why: next.why, state, endMs: nowMs - startMs }
    nowMs += next.inMs
  }
}

const kinds = fc.constantFrom(bad, good, refused)
const rulesOf = fc.record({
  withinMs: fc.integer({ min: 0, max: 20_000 }),
  consecutive: fc.integer({ min: 1, max: 8 }),
})
const worlds = fc.record({
  rules: rulesOf,
  answers: fc.array(
    fc.oneof({ weight: 8, arbitrary: kinds }, { weight: 1, arbitrary: fc.constant(lasting) }),
    {
      minLength: 1,
      maxLength: 300,
    },
  ),
  answerMs: fc.integer({ min: 0, max: 400 }),
  chances: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
})
const play = ({
  rules,
  answers,
  answerMs,
  chances,
}: typeof worlds extends fc.Arbitrary<infer T> ? T : never) => {
  let turn = 0
  return simulate(rules, (_, i) => answers[i % answers.length]!, {
    answerMs,
    chance: () => chances[turn++ % chances.length]!,
  })
}

test('ready means that many good answers in a row, the last ones, and none of them is from before a bad one', () =>
  fc.assert(
    fc.property(worlds, world => {
      const { asked, why } = play(world)
      const { consecutive } = world.rules
      const tail = asked.slice(-consecutive)
      const streak = tail.length === consecutive && tail.every(({ seen }) => seen.good)
      assert.equal(why === 'ready', streak)
      // And it stops at the first such streak.
      for (let i = consecutive; i < asked.length; i++)
        assert.ok(asked.slice(i - consecutive, i).some(({ seen }) => !seen.good))
    }),
    { numRuns: 1000 },
  ))

test('what waiting does not heal ends the wait at once, and nothing else gives up', () =>
  fc.assert(
    fc.property(worlds, world => {
      const { asked, why } = play(world)
      const first = asked.findIndex(({ seen }) => seen.lasting)
      assert.equal(why === 'gave up', first >= 0)
      if (first >= 0) assert.equal(first, asked.length - 1)
    }),
    { numRuns: 1000 },
  ))

test('nothing is asked once the time is over, and the wait ends in time', () =>
  fc.assert(
    fc.property(worlds, world => {
      const { asked, endMs } = play(world)
      for (const { atMs } of asked.slice(1)) assert.ok(atMs < world.rules.withinMs)
      assert.ok(endMs <= Math.max(world.rules.withinMs, 0) + world.answerMs)
    }),
    { numRuns: 1000 },
  ))

test('after the first second at most 4 requests a second reach the deployment, and 8 in the first', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (chance, flaps) => {
      const { asked } = simulate(
        { withinMs: 15_000, consecutive: 3 },
        (_, i) => (flaps && i % 2 === 1 ? good : bad),
        { chance: () => chance },
      )
      const first = asked.filter(({ atMs }) => atMs < 1000)
      assert.ok(first.length <= 9, String(first.length))
      const later = asked.filter(({ atMs }) => atMs >= 1000).map(({ atMs }) => atMs)
      for (const atMs of later)
        assert.ok(later.filter(other => other >= atMs && other < atMs + 999).length <= 4, `${atMs}`)
    }),
  ))

test('at first, and for a port on which nobody listens always, the next question is never further than 100 ms', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), chance => {
      const gaps = (seen: Seen, untilMs: number) => {
        const { asked } = simulate({ withinMs: 20_000, consecutive: 1 }, () => seen, { chance: () => chance })
        return asked
          .slice(1)
          .flatMap(({ atMs }, i) => (asked[i]!.atMs < untilMs ? [atMs - asked[i]!.atMs] : []))
      }
      for (const gap of gaps(bad, 150)) assert.ok(gap <= 100, `${gap}`)
      for (const gap of gaps(refused, 20_000)) assert.ok(gap <= 100, `${gap}`)
    }),
  ))

test('who waits long asks less often, but at least once a second, and never later than by 3 % of the time waited', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), chance => {
      const { asked } = simulate({ withinMs: 120_000, consecutive: 1 }, () => bad, { chance: () => chance })
      for (const [i, { atMs }] of asked.slice(1).entries()) {
        const gap = atMs - asked[i]!.atMs
        assert.ok(gap <= Math.max(260, Math.min(1040, atMs * 0.03)) + 0.01, `${gap} at ${atMs}`)
      }
      // A question every 250 ms would be 480.
      assert.ok(asked.length <= 200, String(asked.length))
    }),
  ))

test('a healthy deployment is not paused for: the good answers are asked for one after the other', () => {
  const { asked, why } = simulate({ withinMs: 0, consecutive: 1 }, () => good)
  assert.deepEqual([why, asked.length], ['ready', 1])
  const five = simulate({ withinMs: 1000, consecutive: 5 }, () => good)
  assert.deepEqual([five.why, five.asked.map(({ atMs }) => atMs)], ['ready', [0, 0, 0, 0, 0]])
})

test('a flip back restarts the count, and from then on the answers are spread out', () => {
  const answers = [good, good, bad]
  const { asked, why, state } = simulate({ withinMs: 60_000, consecutive: 3 }, (_, i) => answers[i] ?? good)
  assert.deepEqual([why, asked.length, state.flips], ['ready', 6, 1])
  const [, , flip, fourth, fifth, sixth] = asked.map(({ atMs }) => atMs)
  for (const gap of [fourth! - flip!, fifth! - fourth!, sixth! - fifth!]) assert.ok(gap >= 250)
})

test('a time of nothing asks once and stops', () => {
  const { asked, why } = simulate({ withinMs: 0, consecutive: 1 }, () => bad)
  assert.deepEqual([why, asked.length], ['time is over', 1])
})
