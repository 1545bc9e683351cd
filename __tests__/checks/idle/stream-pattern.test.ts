import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { End } from '../../../src/checks/idle/end.ts'
import { findLimit, lifetimesOfStreams, silencesOfStreams } from '../../../src/checks/idle/limits.ts'
import {
  type Ended,
  type Repeated,
  streamPatternWords,
  tellStreamPattern,
} from '../../../src/checks/idle/stream-pattern.ts'

const ended = (ageMs: number, quietMs: number, outlivedMs = 0, by: End['by'] = 'fin'): Ended => ({
  end: { by, ageMs, quietMs, onTraffic: false },
  outlivedMs,
})
const again = (one: Ended): Repeated => ({
  ...{ opened: true, ended: one, watchedMs: one.end.ageMs, unfinished: false },
  longestMs: Math.max(one.outlivedMs, one.end.quietMs),
})
const lived = (watchedMs: number, longestMs: number): Repeated => ({
  ...{ opened: true, ended: null, watchedMs, longestMs, unfinished: false },
})
const forgotten = {
  end: { by: 'reset', ageMs: 65_000, quietMs: 65_000, onTraffic: true },
  outlivedMs: 0,
} as const

const told: readonly (readonly [string, Ended, Repeated, string])[] = [
  [
    'nothing ever came, both are cut alike',
    ended(60_000, 60_000),
    again(ended(60_050, 60_040)),
    'silence-or-age',
  ],
  [
    'a limit of 4 s of Traffic Server, which looks once a second',
    ended(4_900, 4_900),
    again(ended(4_130, 4_130)),
    'silence-or-age',
  ],
  [
    'words first, then the same silence',
    ended(65_000, 60_000, 5_000),
    again(ended(65_050, 60_000, 5_000)),
    'silence-or-age',
  ],
  ['one silence at two ages', ended(65_000, 60_000, 5_000), again(ended(90_000, 60_020, 15_000)), 'silence'],
  ['one age after two silences', ended(60_000, 60_000), again(ended(60_000, 30_000)), 'age'],
  [
    'a longer silence had been outlived',
    ended(60_000, 7_500, 15_000),
    again(ended(60_000, 7_500, 15_000)),
    'age',
  ],
  ['another age and another silence', ended(60_000, 60_000), again(ended(20_000, 20_000)), 'random'],
  ['the second one lives in the same silence', ended(60_000, 60_000), lived(66_000, 66_000), 'random'],
  ['the second one lives, and is fed', ended(60_000, 60_000), lived(90_000, 15_000), 'unclear'],
  [
    'the second one ends in another way',
    ended(60_000, 60_000),
    again(ended(60_000, 60_000, 0, 'reset')),
    'unclear',
  ],
  ['both end below a second', ended(629, 629), again(ended(611, 611)), 'early'],
  ['both end at a second', ended(1_000, 1_000), again(ended(1_010, 1_010)), 'silence-or-age'],
  ['the second one does not open', ended(60_000, 60_000), { ...lived(0, 0), opened: false }, 'unclear'],
  ['the run is over first', ended(60_000, 60_000), { ...lived(100, 100), unfinished: true }, 'unfinished'],
  ['both were forgotten', forgotten, again(forgotten), 'silence-or-age'],
  ['only the first was forgotten', forgotten, lived(65_000, 65_000), 'random'],
]
for (const [name, first, second, pattern] of told)
  test(`${name}: ${pattern}`, () => assert.equal(tellStreamPattern(first, second), pattern))

const limit = fc.integer({ min: 2_000, max: 600_000 })
/** When bytes came, each with a limit on the age of the whole. */
const bytes = fc.array(fc.integer({ min: 1, max: 700_000 }), { maxLength: 20 })

/** What a limit makes of a stream on which bytes come at these times. */
function cutBy({ silenceMs = Infinity, ageMs = Infinity }, times: readonly number[]): Ended {
  let [last, outlived] = [0, 0]
  for (const at of times.toSorted((a, b) => a - b)) {
    if (at >= Math.min(last + silenceMs, ageMs)) break
    outlived = Math.max(outlived, at - last)
    last = at
  }
  const at = Math.min(last + silenceMs, ageMs)
  return ended(at, at - last, outlived)
}

test('a limit on silence is never told as one on age, nor the other way round', () => {
  fc.assert(
    fc.property(limit, bytes, bytes, (ms, first, second) => {
      const silence = tellStreamPattern(
        cutBy({ silenceMs: ms }, first),
        again(cutBy({ silenceMs: ms }, second)),
      )
      assert.ok(silence === 'silence' || silence === 'silence-or-age', silence)
      const age = tellStreamPattern(cutBy({ ageMs: ms }, first), again(cutBy({ ageMs: ms }, second)))
      assert.ok(age === 'age' || age === 'silence-or-age', age)
    }),
  )
})

test('the known limits of streams are in order, and each is found by its own time', () => {
  for (const limits of [silencesOfStreams, lifetimesOfStreams])
    for (const [i, one] of limits.entries()) {
      assert.equal(findLimit(one.seconds * 1000 + 120, limits), one)
      assert.ok(one.seconds > (limits[i - 1]?.seconds ?? 0))
    }
  assert.equal(findLimit(42_000, silencesOfStreams), null)
})

test('every pattern has words of its own', () => {
  const words = Object.values(streamPatternWords)
  assert.equal(new Set(words).size, words.length)
})
