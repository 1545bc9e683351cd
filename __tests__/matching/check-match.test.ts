import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkMatch } from '../../src/matching/match.ts'

/** A bad match, where the problem is, and what its message and remedy tell. */
const rows: [string, unknown, (string | number)[], RegExp, RegExp][] = [
  [
    'a misspelt word',
    { a: { $contain: 'x' } },
    ['a', '$contain'],
    /no matcher word/,
    /did you mean "\$contains"/,
  ],
  ['a word in another case', { $startsWith: 'x' }, ['$startsWith'], /no matcher word/, /"\$starts-with"/],
  ['a word of another tool', { $gt: 1 }, ['$gt'], /no matcher word/, /"\$above"/],
  ['a data key that starts with $', { $schema: 1 }, ['$schema'], /no matcher word/, /"\$\['\$schema'\]"/],
  ['words beside data', { $type: 'object', a: 1 }, ['a'], /cannot hold both/, /"\$\['a'\]"/],
  ['a bad regular expression', { $matches: '(' }, ['$matches'], /\(/, /regular expression/],
  ['a regular expression that is no text', { $matches: 5 }, ['$matches'], /5/, /regular expression/],
  ['flags that keep state', { $matches: '/a/g' }, ['$matches'], /flags "g"/, /regular expression/],
  ['a bad JSONPath', { '$.a[': 1 }, ['$.a['], /no JSONPath/, /RFC 9535/],
  [
    'an unknown function in a JSONPath',
    { '$[?size(@) > 1]': 1 },
    ['$[?size(@) > 1]'],
    /function "size"/,
    /RFC 9535/,
  ],
  ['$above with text', { $above: '5' }, ['$above'], /"5"/, /a number/],
  ['$present with text', { $present: 'yes' }, ['$present'], /"yes"/, /true or false/],
  ['$one-of without a list', { '$one-of': 'a' }, ['$one-of'], /"a"/, /list/],
  ['$one-of with an empty list', { '$one-of': [] }, ['$one-of'], /\[\]/, /list/],
  ['a bad match inside $one-of', { '$one-of': [1, { $x: 1 }] }, ['$one-of', 1, '$x'], /no matcher word/, /./],
  ['a bad match inside $not', { $not: { $above: null } }, ['$not', '$above'], /null/, /a number/],
  ['a bad match inside $contains', { $contains: { $hex: 'x' } }, ['$contains', '$hex'], /not hex/, /hex/],
  ['a negative length', { $length: -1 }, ['$length'], /-1/, /whole number/],
  ['a bad match inside $length', { $length: { $above: 'x' } }, ['$length', '$above'], /"x"/, /a number/],
  ['an unknown type', { $type: 'text' }, ['$type'], /"text"/, /string, number/],
  ['half a byte', { $hex: 'abc' }, ['$hex'], /not hex/, /hex/],
  ['base64 with a stray character', { $base64: 'a*b' }, ['$base64'], /not base64/, /base64/],
  ['a value that is no JSON', { a: [Number.NaN] }, ['a', 0], /NaN/, /text, a number/],
]

for (const [name, spec, path, message, remedy] of rows) {
  test(`${name} is a problem at its key, with a remedy`, () => {
    const [problem, ...more] = checkMatch(spec)
    assert.ok(problem)
    assert.deepEqual(more, [])
    assert.deepEqual(problem.path, path)
    assert.match(problem.message, message)
    assert.match(problem.remedy, remedy)
  })
}

test('all problems are told, not only the first', () => {
  assert.equal(checkMatch({ a: { $x: 1 }, b: [{ $above: 'x' }, { $matches: '(' }] }).length, 3)
})

test('templates may stand where their value is known only later', () => {
  assert.deepEqual(checkMatch({ n: { $above: '{{captured.n}}' }, h: { $hex: '{{captured.h}}ff' } }), [])
  assert.deepEqual(checkMatch({ $matches: '^run {{id}} (done|failed)$' }), [])
  assert.equal(checkMatch({ $matches: '^run ({{id}}$' }).length, 1)
})

test('a match nested too deep is a problem, not a stack overflow', () => {
  let spec: unknown = 1
  for (let i = 0; i < 5000; i++) spec = { a: spec }
  assert.match(checkMatch(spec)[0]?.message ?? '', /more than 64 levels/)
})

test('JSON without keys that start with $ is never a problem', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6 }).filter(value => !JSON.stringify(value).includes('"$')),
      value => assert.deepEqual(checkMatch(value), []),
    ),
  )
})
