import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { readTime } from '../../../src/checks/stream/event-time.ts'
import type { StreamEvent } from '../../../src/checks/stream/events.ts'
import { createPace, type Delivery } from '../../../src/checks/stream/pace.ts'
import type { RequestTime } from '../../../src/checks/stream/request-time.ts'

const event = (atMs: number, value: unknown): StreamEvent => ({
  data: typeof value === 'string' ? value : JSON.stringify(value),
  name: null,
  id: null,
  atMs,
})
const base = Date.parse('2026-11-22T10:00:00Z')

/** Made at `made[i]` and arrived at `at[i]`, in milliseconds after the request. */
function deliver(
  made: readonly number[],
  at: readonly number[],
  {
    show = (ms: number): unknown => ({ ts: ms }),
    pacedMs = null as number | null,
    stalledMs = 0,
    asked = null as RequestTime | null,
  } = {},
): Delivery {
  const pace = createPace({ timestamp: null, pacedMs })
  for (const [i, ms] of made.entries()) pace.add(event(at[i]!, show(base + ms)))
  return pace.delivery(stalledMs, asked)
}
const steps = (n: number, ms: number): number[] => Array.from({ length: n }, (_, i) => i * ms)
const all = (n: number, ms: number): number[] => Array.from({ length: n }, () => ms)

suite('buffered or not', () => {
  test('a stream comes as it is made', () =>
    assert.equal(
      deliver(
        steps(10, 100),
        steps(10, 100).map(ms => ms + 30),
      ).verdict,
      'as produced',
    ))
  test('a burst is buffered, unless we were too busy to read', () => {
    assert.equal(deliver(steps(10, 100), all(10, 950)).verdict, 'buffered')
    assert.equal(deliver(steps(10, 100), all(10, 950), { stalledMs: 900 }).verdict, 'unknown')
    assert.equal(deliver(steps(10, 100), all(10, 950), { stalledMs: 60 }).verdict, 'buffered')
  })
  test('what was made within 300 ms is too fast to tell', () =>
    assert.equal(deliver(steps(10, 20), all(10, 400)).verdict, 'unknown'))
  test('a clock of whole seconds tells long bursts, and makes none of a stream', () => {
    const seconds = { show: (ms: number) => ({ ts: Math.floor(ms / 1000) }) }
    assert.equal(deliver(steps(20, 200), steps(20, 200), seconds).verdict, 'as produced')
    assert.equal(deliver(steps(20, 200), all(20, 4000), seconds).verdict, 'buffered')
    assert.equal(deliver(steps(4, 200), all(4, 800), seconds).verdict, 'unknown')
    // 900 and 1100 ms: two seconds by the clock.
    assert.equal(deliver([900, 950, 1000, 1050, 1100], all(5, 1110), seconds).verdict, 'unknown')
  })
  test('events of before the request say nothing', () =>
    assert.equal(
      deliver(
        steps(10, 60_000).map(ms => ms - 600_000),
        all(10, 20),
      ).verdict,
      'unknown',
    ))
  test('a recording of before the request says nothing, however long its answer took', () => {
    const asked = { earliestMs: base, slackMs: 2000 }
    const recorded = steps(10, 100).map(ms => ms - 86_400_000)
    assert.equal(deliver(recorded, all(10, 2000), { asked }).verdict, 'unknown')
    assert.match(deliver(recorded, all(10, 2000), { asked }).actual, /older than the request/)
    assert.equal(deliver(steps(10, 100), all(10, 2000), { asked }).verdict, 'buffered')
    const slow = steps(10, 100).map(ms => ms - 1500)
    assert.equal(deliver(slow, all(10, 2000), { asked }).verdict, 'buffered', 'clocks differ a little')
  })
  test('a stream of before out of a cache is none, and records that were old when it was filled are no stream', () => {
    const asked = { earliestMs: base, slackMs: 2000, cached: true }
    assert.equal(deliver(steps(10, 100), all(10, 3), { asked }).verdict, 'buffered')
    assert.equal(
      deliver(steps(10, 100), all(10, 3), { asked: { ...asked, cached: false } }).verdict,
      'unknown',
    )
    const old = steps(10, 100).map(ms => ms - 86_400_000)
    assert.equal(deliver(old, all(10, 3), { asked }).verdict, 'unknown')
  })
  test('a time is found in the envelope of an event, and where it is all of the event', () => {
    const iso = (ms: number) => new Date(ms).toISOString()
    for (const show of [
      (ms: number) => ({ type: 'token', data: { text: 'a', timestamp: iso(ms) } }),
      (ms: number) => ({ payload: { ts: ms } }),
      (ms: number) => iso(ms),
      (ms: number) => ({ time: iso(ms).replace('T', ' ').replace('Z', '123+00:00') }),
    ]) {
      assert.equal(deliver(steps(10, 100), all(10, 950), { show }).verdict, 'buffered')
      assert.equal(deliver(steps(10, 100), steps(10, 100), { show }).verdict, 'as produced')
    }
    const order = { show: (ms: number) => ({ order: { created_at: iso(ms) } }) }
    assert.equal(deliver(steps(10, 100), all(10, 950), order).verdict, 'unknown')
  })
  test('a time without a zone may be of any zone', () => {
    const asked = { earliestMs: base, slackMs: 2000 }
    const naive = (ms: number) => ({ ts: new Date(ms).toISOString().replace('Z', '') })
    const offsetMs = base - Date.parse(new Date(base).toISOString().replace('Z', '')) + 5.5 * 3_600_000
    const abroad = { asked, show: (ms: number) => naive(ms - offsetMs) }
    assert.equal(deliver(steps(10, 100), all(10, 2000), abroad).verdict, 'buffered')
    const old = { asked, show: (ms: number) => naive(ms - offsetMs - 60_000) }
    assert.equal(deliver(steps(10, 100), all(10, 2000), old).verdict, 'unknown')
  })
  test('one hiccup of the network is no buffer', () => {
    const at = steps(20, 100).map((ms, i) => (i >= 5 && i < 9 ? 900 : ms))
    assert.equal(deliver(steps(20, 100), at).verdict, 'as produced')
  })
  test('a buffer that fills and empties is one', () => {
    const at = steps(40, 100).map((_, i) => (Math.floor(i / 10) + 1) * 1000)
    assert.equal(deliver(steps(40, 100), at).verdict, 'buffered')
  })
  test('events without times say nothing', () =>
    assert.match(deliver(steps(9, 100), all(9, 900), { show: () => 'word' }).actual, /carry no time/))
  test('a declared pace tells a burst; what comes one by one, only faster, is none', () => {
    const paced = { pacedMs: 200, show: () => 'word' }
    assert.equal(deliver(steps(9, 200), all(9, 5), paced).verdict, 'buffered')
    assert.equal(deliver(steps(9, 200), steps(9, 30), paced).verdict, 'unknown')
    assert.equal(deliver(steps(9, 200), steps(9, 200), paced).verdict, 'as produced')
  })

  test('a stream that jitters by less than its pace is never called buffered', () => {
    const jitter = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 5, maxLength: 60 })
    fc.assert(
      fc.property(jitter, fc.integer({ min: 80, max: 500 }), (delays, paceMs) => {
        const made = steps(delays.length, paceMs)
        const at = made.map((ms, i) => ms + delays[i]!)
        assert.notEqual(deliver(made, at).verdict, 'buffered')
      }),
    )
  })
  test('what arrives in one piece is never called a stream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 80 }), fc.integer({ min: 1, max: 400 }), (n, paceMs) => {
        const made = steps(n, paceMs)
        const { verdict } = deliver(made, all(n, n * paceMs))
        assert.equal(verdict, (n - 1) * paceMs >= 300 ? 'buffered' : 'unknown')
      }),
    )
  })
})

test('times are read in every usual spelling', () => {
  for (const value of [
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T11:00:00.000+01:00',
    base,
    base / 1000,
    base * 1000,
    String(base),
    '2026-11-22T10:00:00Z',
  ])
    assert.equal(readTime(value)?.ms, base, String(value))
  for (const value of [null, 0, 42, 'soon', '2026-13-45T99:00', {}, [], true])
    assert.equal(readTime(value), null)
})
