/** Small values: what is read is what was written. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePath } from '../../src/config/addresses.ts'
import { expandVariables } from '../../src/config/environment-variables.ts'
import { assignIds, checkId } from '../../src/config/ids.ts'
import { quote } from '../../src/config/parsed.ts'
import { parseLimit, parseWait } from '../../src/config/values.ts'

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]))

test('a duration of up to a day is its number times its unit', () => {
  fc.assert(
    fc.property(fc.nat({ max: 24 }), unit, (count, name) => {
      const expected = count * units[name]
      assert.deepEqual(parseWait(` ${count}${name}\n`), { ok: true, value: expected })
      assert.equal(parseLimit(`${count}${name}`).ok, count > 0)
    }),
  )
})

test('text that is no number with a unit is no duration, and is quoted in the problem', () => {
  const text = fc.string().filter(value => !/^\s*\d+(\.\d+)?(ms|s|m|h)\s*$/.test(value))
  fc.assert(
    fc.property(text, value => {
      const parsed = parseWait(value)
      assert.ok(!parsed.ok && parsed.message.startsWith('"'))
    }),
  )
})

test('a path that is taken never leaves the origin it is put on', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '//',
    'a',
    '.',
    '..',
    '@',
    ':',
    '?',
    ' ',
    '\t',
    'evil.example',
    '%2f',
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const path = `/${pieces.join('')}`
      const parsed = parsePath(path, 'http')
      if (parsed.ok) assert.equal(new URL(parsed.value, 'https://a.example').origin, 'https://a.example')
    }),
  )
})

test('text without a dollar is left alone, and every dollar can be written as two', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const expanded = expandVariables(text.replaceAll('$', '$$$$'), {})
      assert.deepEqual(expanded, { text, read: [], problems: [] })
    }),
  )
})

test('variables are filled in by both spellings, and what they hold is not looked at again', () => {
  const { text, read } = expandVariables('a-$ONE-${TWO}b$', { ONE: '$TWO', TWO: 'two' })
  assert.equal(text, 'a-$TWO-twob$')
  assert.deepEqual(
    read.map(({ name }) => name),
    ['ONE', 'TWO'],
  )
})

test('dollars of regular expressions and JSONPaths are no variables', () => {
  for (const text of ['^a$', '$.a.b', '$1', '$[0]', '${1}', '$-', '$']) {
    assert.deepEqual(expandVariables(text, {}), { text, read: [], problems: [] })
  }
})

test('ids are unique, keep what the user chose, and number the rest', () => {
  assert.equal(checkId('health', '/a?x=1'), 'health:/a')
  assert.equal(checkId('upgrade', 'wss://h.example/ws?x#y'), 'upgrade:/ws')
  const row = (path: string, id: string | null = null) => ({ kind: 'health', path, id })
  assert.deepEqual(assignIds([row('/a'), row('/a?x'), row('/b', 'health:/a#2'), row('/a')]), [
    ...['health:/a', 'health:/a#3', 'health:/a#2', 'health:/a#4'],
  ])
})

test('a quoted value is one bounded line without characters that could write over a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      const shown = quote(text)
      assert.match(shown, /^"[^\p{Cc}\p{Cf}]*"$/u)
      assert.ok(shown.length <= 80 * 12)
    }),
  )
})
