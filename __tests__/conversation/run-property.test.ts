import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { converse } from '../../src/conversation/run.ts'
import type { Step } from '../../src/conversation/steps.ts'
import { newScope } from '../../src/matching/template.ts'
import { type Arrival, openScripted } from './scripted-channel.ts'

const letters = ['a', 'b', 'c', 'd'] as const
const letter = fc.constantFrom(...letters)
const ms = fc.integer({ min: 0, max: 100 })

const message = fc.record({ afterMs: ms, data: letter })
const end = fc.record({
  afterMs: ms,
  close: fc.record({ code: fc.constantFrom(1000, 1001, 1006, 1008, 4000) }),
})
const abort = fc.record({ afterMs: ms, abort: fc.constant(true as const) })
const arrivals = fc
  .tuple(
    fc.array(message, { maxLength: 12 }),
    fc.array(fc.oneof({ weight: 4, arbitrary: end }, abort), { maxLength: 1 }),
  )
  .map(([messages, ends]): Arrival[] => [...messages, ...ends])

const step: fc.Arbitrary<Step> = fc.oneof(
  letter.map(receive => ({ receive, withinMs: 50 })),
  letter.map(receive => ({ receive, next: true, withinMs: 50 })),
  fc.array(letter, { minLength: 1, maxLength: 3 }).map(receiveAll => ({ receiveAll, withinMs: 50 })),
  letter.map(never => ({ never, forMs: 20 })),
  fc.constantFrom(1000, 4000).map(close => ({ close, withinMs: 50 })),
  ms.map(pauseMs => ({ pauseMs })),
  letter.map(send => ({ send })),
  letter.map(reply => ({ reply, withinMs: 50 })),
  fc.constant({ reply: undefined, withinMs: 50 }),
  fc.constant({ send: { $ping: 'x' } }),
)
const steps = fc.oneof(
  fc.array(step, { minLength: 1, maxLength: 6 }),
  fc.array(step, { minLength: 1, maxLength: 2 }).map((inner): Step[] => [{ repeat: 2, steps: inner }]),
)

const scope = () => newScope({ runId: '1', sha: 'a', connection: 1, token: null })

/** How many of each letter the steps take when every one of them succeeds, and how many further ones of any kind. */
function demand(all: readonly Step[]): { letters: string[]; any: number } {
  const flat = all.flatMap(one =>
    'repeat' in one ? Array.from({ length: one.repeat }, () => one.steps).flat() : [one],
  )
  return {
    letters: flat.flatMap(one => {
      if ('receive' in one) return [String(one.receive)]
      if ('receiveAll' in one) return one.receiveAll.map(String)
      return 'reply' in one && one.reply !== undefined ? [String(one.reply)] : []
    }),
    any: flat.filter(one => 'reply' in one && one.reply === undefined).length,
  }
}

const count = (all: readonly string[], one: string): number => all.filter(each => each === one).length

test('no script of arrivals makes a conversation succeed without every awaited message', async () => {
  await fc.assert(
    fc.asyncProperty(steps, arrivals, arrivals, async (declared, coming, answer) => {
      const channel = openScripted({ arrivals: coming, answer: () => answer })
      const talk = await converse(declared, channel, scope(), { timeoutMs: 50 })
      const last = talk.assertions.at(-1)
      if (talk.fault) return
      assert.ok(talk.assertions.every(a => a.ok))
      assert.ok(last, 'success asserts something')
      const arrived = channel.messages.map(m => String(m.data))
      const wanted = demand(declared)
      for (const one of letters) assert.ok(count(arrived, one) >= count(wanted.letters, one), one)
      assert.ok(arrived.length >= wanted.letters.length + wanted.any)
      const closes = declared.some(one => 'close' in one)
      if (closes) assert.ok(channel.closed)
    }),
    { numRuns: 2000 },
  )
})

test('what is awaited and arrives in time is always found, whatever else arrives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(letter, { minLength: 1, maxLength: 6 }),
      fc.array(message, { maxLength: 12 }),
      async (wanted, noise) => {
        const channel = openScripted({ arrivals: [...noise, ...wanted.map(data => ({ afterMs: 7, data }))] })
        const one = await converse(
          wanted.map(receive => ({ receive })),
          channel,
          scope(),
          { timeoutMs: 50 },
        )
        assert.equal(one.fault, null)
        const again = openScripted({ arrivals: [...noise, ...wanted.map(data => ({ afterMs: 7, data }))] })
        const all = await converse([{ receiveAll: wanted }], again, scope(), { timeoutMs: 50 })
        assert.equal(all.fault, null)
      },
    ),
  )
})

test('a failed conversation names exactly one failed assertion, the last', async () => {
  await fc.assert(
    fc.asyncProperty(steps, arrivals, async (declared, coming) => {
      const { fault, assertions } = await converse(declared, openScripted({ arrivals: coming }), scope(), {
        timeoutMs: 50,
      })
      if (!fault || fault.type === 'runner.no_proof' || fault.type === 'runner.cancelled') return
      assert.deepEqual(
        assertions.filter(a => !a.ok),
        assertions.slice(-1),
      )
    }),
  )
})

test('an answer counts only for what was sent before it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(letter, { minLength: 1, maxLength: 5 }),
      async (sends, early) => {
        const channel = openScripted({ arrivals: early.map(data => ({ afterMs: 0, data })) })
        const declared: Step[] = [
          ...Array.from({ length: sends }, (): Step => ({ send: 'x' })),
          ...early.map((receive): Step => ({ receive })),
          { never: 'z', forMs: 1 },
        ]
        const talk = await converse(declared, channel, scope(), { timeoutMs: 50 })
        assert.equal(talk.fault, null)
        assert.deepEqual([talk.sent, talk.roundTripsMs], [0, []])
      },
    ),
  )
})
