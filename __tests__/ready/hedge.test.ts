import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Hedged, hedge } from '../../src/ready/hedge.ts'

const hanging = new Promise<never>(() => {})

/** Questions that are answered when the test says so. */
function asking(answers: readonly (Promise<string> | null)[]) {
  const forgotten: number[] = []
  const hedgedOf = (i: number): Hedged<string> | null => {
    const answer = answers[i]
    return answer ? { answer, forget: () => forgotten.push(i) } : null
  }
  let next = 1
  return { first: hedgedOf(0)!, again: () => hedgedOf(next++), forgotten }
}

test('an answer in time needs no other question', async () => {
  const { first, again, forgotten } = asking([Promise.resolve('a'), Promise.resolve('b')])
  const { value, put, by } = await hedge(first, 50, again)
  assert.deepEqual([value, put, by === first, forgotten], ['a', 1, true, []])
})

test('the first answer to any of them counts, and the others are forgotten', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 5 }), async winner => {
      const answers = Array.from({ length: winner + 1 }, (_, i) =>
        i === winner ? Promise.resolve(`${i}`) : hanging,
      )
      const { first, again, forgotten } = asking(answers)
      const { value, put } = await hedge(first, 1, again)
      assert.deepEqual([value, put], [`${winner}`, winner + 1])
      assert.deepEqual(
        forgotten,
        Array.from({ length: winner }, (_, i) => i),
      )
    }),
    { numRuns: 20 },
  ))

test('where no more may be put, the one that hangs is waited for', async () => {
  const late = new Promise<string>(resolve => setTimeout(() => resolve('late'), 30))
  const { first, again } = asking([late, null])
  assert.deepEqual((await hedge(first, 1, again)).put, 1)
})

test('a bug in what is asked is thrown on', async () => {
  const { first, again } = asking([Promise.reject(new TypeError('bug'))])
  await assert.rejects(hedge(first, 1, again), /bug/)
})
