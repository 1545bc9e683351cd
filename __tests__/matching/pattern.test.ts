import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePattern, runPattern } from '../../src/matching/pattern.ts'

function patternOf(text: string) {
  const pattern = parsePattern(text)
  assert.notEqual(typeof pattern, 'string')
  return pattern as Exclude<typeof pattern, string>
}

test('both spellings of a regular expression are read', () => {
  assert.deepEqual(patternOf('a.c').regex, /a.c/)
  assert.deepEqual(patternOf('/a.c/is').regex, /a.c/is)
  assert.deepEqual(patternOf('/a').regex, /\/a/)
  assert.deepEqual(patternOf('/').regex, /\//)
  assert.deepEqual(patternOf('/a/B').regex, /\/a\/B/)
})

test('what backtracks without end is given up', () => {
  for (const source of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', 'a*a*a*a*a*a*a*b', '(a*)*\\1b']) {
    assert.equal(runPattern(patternOf(source), `${'a'.repeat(2000)}!`), 'out of time', source)
  }
})

test('a pattern that has wasted its second is not tried again', () => {
  const pattern = patternOf('^(x+)+$')
  assert.ok(runPattern(pattern, 'xx'))
  pattern.wastedMs = 1000
  assert.equal(runPattern(pattern, 'xx'), 'out of time')
})

test('a match keeps its groups', () => {
  const found = runPattern(patternOf('run (\\d+) of (\\d+)'), 'run 5 of 7')
  assert.deepEqual(found && found !== 'out of time' ? [...found] : null, ['run 5 of 7', '5', '7'])
})
