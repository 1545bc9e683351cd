import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createStrayFinder, judgeDelivery, judgeOrder } from '../../../src/checks/concurrency/delivery.ts'

const inOrder = (count: number) => Array.from({ length: count }, (_, i) => i)
const sizes = fc.integer({ min: 1, max: 60 })
/** A count, and some of the numbers below it, each once. */
const sample = sizes.chain(count =>
  fc.tuple(fc.constant(count), fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: count })),
)
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

test('all replies in order are no trouble', () => {
  fc.assert(
    fc.property(sizes, count => {
      assert.deepEqual(judgeOrder(count, inOrder(count)), { lost: [], duplicated: [], reordered: [] })
    }),
  )
})

test('whatever is taken out is lost, and nothing else is said', () => {
  fc.assert(
    fc.property(sample, ([count, gone]) => {
      const arrivals = inOrder(count).filter(number => !gone.includes(number))
      assert.deepEqual(judgeOrder(count, arrivals), { lost: sorted(gone), duplicated: [], reordered: [] })
    }),
  )
})

test('whatever comes again, anywhere after the first time, is a duplicate, and nothing else is said', () => {
  fc.assert(
    fc.property(sample, fc.nat(), ([count, again], seed) => {
      const arrivals = inOrder(count)
      for (const [turn, number] of again.entries()) {
        const first = arrivals.indexOf(number)
        const at = first + 1 + ((seed + turn) % (arrivals.length - first))
        arrivals.splice(at, 0, number)
      }
      const order = judgeOrder(count, arrivals)
      assert.deepEqual(sorted(order.duplicated), sorted(again))
      assert.deepEqual([order.lost, order.reordered], [[], []])
    }),
  )
})

test('out of order is said exactly where a later reply came before, whatever the permutation', () => {
  const permutation = sizes.chain(count =>
    fc.shuffledSubarray(inOrder(count), { minLength: count, maxLength: count }),
  )
  fc.assert(
    fc.property(permutation, arrivals => {
      const { reordered, lost, duplicated } = judgeOrder(arrivals.length, arrivals)
      const late = arrivals.filter((number, i) => arrivals.slice(0, i).some(before => before > number))
      assert.deepEqual(reordered, late)
      assert.equal(
        reordered.length === 0,
        arrivals.every((number, i) => number === i),
      )
      assert.deepEqual([lost, duplicated], [[], []])
    }),
  )
})

test('what was sent is what arrived once, or is lost, whatever arrives', () => {
  fc.assert(
    fc.property(sizes, fc.array(fc.nat({ max: 59 }), { maxLength: 100 }), (count, numbers) => {
      const arrivals = numbers.filter(number => number < count)
      const { lost, duplicated } = judgeOrder(count, arrivals)
      assert.equal(count - lost.length + duplicated.length, arrivals.length)
    }),
  )
})

test('each kind is counted over all connections, with its first example in words', () => {
  const { lost, duplicated, reordered } = judgeDelivery([
    { connection: 1, sent: 3, arrivals: [0, 1, 2] },
    { connection: 2, sent: 3, arrivals: [0, 2, 1] },
    { connection: 3, sent: 3, arrivals: [0, 0] },
  ])
  assert.deepEqual(lost, { count: 2, example: 'message 2 of 3 on connection 3 was never answered' })
  assert.deepEqual(duplicated, {
    count: 1,
    example: 'the reply to message 1 of 3 on connection 3 came twice',
  })
  assert.deepEqual(reordered, {
    count: 1,
    example: 'the reply to message 2 of 3 on connection 2 came after that to message 3',
  })
})

const uuid = fc.uuid({ version: 4 })

test('a foreign id is found wherever it stands and however it is spelt; own and unknown ones are none', () => {
  fc.assert(
    fc.property(
      uuid,
      uuid,
      uuid,
      fc.string(),
      fc.string(),
      fc.boolean(),
      (own, foreign, other, a, b, loud) => {
        fc.pre(new Set([own, foreign, other]).size === 3)
        const owners = new Map([
          [own, 1],
          [foreign, 2],
        ])
        const look = (text: string) => {
          const finder = createStrayFinder(owners)
          finder.look(1, text, own)
          return finder.found()
        }
        assert.equal(look(`${a}${own}${b}${other}`).count, 0)
        const { count, example } = look(`${other}${a} ${own} ${loud ? foreign.toUpperCase() : foreign} ${b}`)
        assert.deepEqual([count, example?.owner, example?.connection], [1, 2, 1])
      },
    ),
  )
})
