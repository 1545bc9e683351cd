import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { End } from '../../../src/checks/idle/end.ts'
import { findLimit, lifetimeLimits, silenceLimits } from '../../../src/checks/idle/limits.ts'
import { type Lived, patternWords, tellPattern } from '../../../src/checks/idle/pattern.ts'

const at = (ageMs: number, by: End['by'] = 'fin'): End => ({ by, ageMs, quietMs: ageMs, onTraffic: false })
const cut = (ageMs: number, by: End['by'] = 'fin'): Lived => ({ opened: true, end: at(ageMs, by) })
const lived: Lived = { opened: true, end: null }
const shut: Lived = { opened: false, end: null }
const unfinished: Lived = { opened: true, end: null, unfinished: true }

const first = at(60_000)
const told: readonly (readonly [string, Parameters<typeof tellPattern>[1], string])[] = [
  ['only the silent one is cut', { silent: cut(60_040), ping: lived, message: lived }, 'silence'],
  [
    'only the one with messages lives',
    { silent: cut(60_040), ping: cut(60_020), message: lived },
    'data-silence',
  ],
  ['all are cut at one age', { silent: cut(60_040), ping: cut(60_020), message: cut(59_990) }, 'age'],
  [
    'pings did not help, messages were not tried',
    { silent: cut(60_040), ping: cut(60_020) },
    'silence-or-age',
  ],
  ['the second silent one lives', { silent: lived, ping: lived, message: lived }, 'random'],
  ['the second silent one is cut much sooner', { silent: cut(9_000), ping: lived, message: lived }, 'random'],
  [
    'the second silent one ends in another way',
    { silent: cut(60_000, 'close frame'), ping: lived },
    'unclear',
  ],
  ['the one that pings is cut at another age', { silent: cut(60_040), ping: cut(20_000) }, 'unclear'],
  ['none could be opened', { silent: shut, ping: shut, message: shut }, 'unclear'],
  [
    'only the one that pings could not be opened',
    { silent: cut(60_040), ping: shut, message: lived },
    'unclear',
  ],
  ['the run was over first', { silent: unfinished, ping: lived, message: lived }, 'unfinished'],
]
for (const [what, connections, pattern] of told)
  test(`${what}: ${pattern}`, () => assert.equal(tellPattern(first, connections), pattern))

test('what ends again and again below a second has met no limit, unless pings or messages help', () => {
  const soon = at(629)
  const all = { silent: cut(640), ping: cut(611), message: cut(630) }
  assert.equal(tellPattern(soon, all), 'early')
  assert.equal(tellPattern(soon, { silent: cut(640), ping: cut(611) }), 'early')
  assert.equal(tellPattern(soon, { ...all, message: lived }), 'data-silence')
  assert.equal(tellPattern(soon, { silent: cut(640), ping: lived }), 'silence')
  assert.equal(tellPattern(at(1_000), { silent: cut(990), ping: cut(1_010), message: cut(1_000) }), 'age')
})

test('when a half-open connection died is not known, so that only that it did is compared', () => {
  const dead = { ...at(30_000, 'nothing'), onTraffic: true }
  assert.equal(tellPattern(dead, { silent: cut(33_000, 'nothing'), ping: lived }), 'silence')
  assert.equal(
    tellPattern(dead, {
      silent: cut(33_000, 'nothing'),
      ping: cut(4_000, 'nothing'),
      message: cut(5_000, 'nothing'),
    }),
    'age',
  )
})

const anyLived: fc.Arbitrary<Lived> = fc.oneof(
  fc.constantFrom(lived, shut, unfinished),
  fc
    .tuple(fc.nat(120_000), fc.constantFrom('fin', 'reset', 'close frame', 'nothing'))
    .map(([age, by]) => cut(age, by as End['by'])),
)

test('a limit is never claimed of a silent connection that lived, nor one on age of any that lived', () => {
  fc.assert(
    fc.property(anyLived, anyLived, anyLived, (silent, ping, message) => {
      const pattern = tellPattern(first, { silent, ping, message })
      assert.ok(patternWords[pattern].length > 0)
      if (pattern === 'silence' || pattern === 'data-silence' || pattern === 'age')
        assert.ok(silent.end !== null)
      if (pattern === 'silence') assert.ok(ping.opened && ping.end === null)
      if (pattern === 'age') assert.ok(ping.end !== null && message.end !== null)
    }),
  )
})

test('a cut at a known limit is matched, one beside it is not', () => {
  assert.equal(findLimit(60_041, silenceLimits)?.seconds, 60)
  assert.equal(findLimit(59_700, silenceLimits)?.seconds, 60)
  assert.equal(findLimit(55_020, silenceLimits)?.seconds, 55)
  assert.equal(findLimit(350_600, silenceLimits)?.seconds, 350)
  assert.equal(findLimit(300_020, lifetimeLimits)?.of.join(), 'Cloud Run request timeout')
  for (const ms of [1_000, 25_000, 45_000, 58_000, 63_000, 200_000])
    assert.equal(findLimit(ms, silenceLimits), null)
})

test('the nearest of the known limits is the one that is named', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_000_000 }), ms => {
      const found = findLimit(ms, silenceLimits)
      if (!found) return
      const distances = silenceLimits.map(({ seconds }) => Math.abs(ms - seconds * 1000))
      assert.equal(Math.abs(ms - found.seconds * 1000), Math.min(...distances))
    }),
  )
})
