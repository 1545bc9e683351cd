import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  examine,
  jsonSubject,
  match,
  messageSubject,
  type Subject,
  textSubject,
} from '../../src/matching/match.ts'

const text = (data: string): Subject => messageSubject(data)
const bytes = (...data: number[]): Subject => messageSubject(Uint8Array.from(data))
const json = jsonSubject

/** What is declared, what is there, and whether it is as declared. */
const rows: [string, unknown, Subject, boolean][] = [
  ['a text message equals its raw text', 'hello', text('hello'), true],
  ['a text message is not trimmed', 'hello', text('hello\n'), false],
  ['a JSON string is not the text in its quotes', 'hello', text('"hello"'), false],
  ['a number is held against the parsed message', 42, text(' 42 '), true],
  ['a number is not its own text', 42, json('42'), false],
  ['null is held against the parsed message', null, text('null'), true],
  ['an object in a message is parsed', { type: 'ack' }, text('{"type":"ack","id":1}'), true],
  ['text that is never parsed is no object', { a: 1 }, textSubject('{"a":1}'), false],
  ['text that is never parsed is a literal', '{"a":1}', textSubject('{"a":1}'), true],
  ['an object is a subset at every depth', { a: { b: 1 } }, json({ a: { b: 1, c: 2 }, d: 3 }), true],
  ['an object does not match an array', {}, json([]), false],
  ['the empty object matches any object', {}, json({ a: 1 }), true],
  ['an array matches element by element', [1, { a: 2 }], json([1, { a: 2, b: 3 }]), true],
  ['an array has to have the same length', [1], json([1, 2]), false],
  ['null is not an absent key', { a: null }, json({}), false],
  ['an inherited key is absent', { constructor: { $present: true } }, json({}), false],
  [
    'an own key named __proto__ is data',
    JSON.parse('{"__proto__":{"a":1}}'),
    json(JSON.parse('{"__proto__":{"a":1}}')),
    true,
  ],
  ['an inherited __proto__ is no data', JSON.parse('{"__proto__":{}}'), json({}), false],

  ['$equals is no subset', { $equals: { a: 1 } }, json({ a: 1, b: 2 }), false],
  ['$equals ignores the order of keys', { $equals: { a: 1, b: [2] } }, json({ b: [2], a: 1 }), true],
  ['$equals takes its operand as data', { $equals: { $present: true } }, json({ $present: true }), true],
  ['$equals with text is held against the raw text', { $equals: '{"a":1}' }, text('{"a":1}'), true],
  ['$equals with a value is held against the parsed message', { $equals: { a: 1 } }, text('{"a":1}'), true],
  ['$matches searches the raw text', { $matches: 'ack|ok' }, text('{"type":"ack"}'), true],
  ['$matches takes flags between slashes', { $matches: '/^HELLO$/i' }, text('hello'), true],
  [
    'a path between slashes with no flags is a regular expression as well',
    { $matches: '/ws/' },
    text('aws'),
    true,
  ],
  ['$matches wants text', { n: { $matches: '\\d' } }, json({ n: 5 }), false],
  ['$contains finds text in the raw message', { $contains: '"b"' }, text('["a","b"]'), true],
  [
    '$contains finds an element that matches',
    { $contains: { id: 2 } },
    json([{ id: 1 }, { id: 2, x: 0 }]),
    true,
  ],
  [
    '$contains with text finds an element of an array',
    { tags: { $contains: 'b' } },
    json({ tags: ['a', 'b'] }),
    true,
  ],
  [
    '$contains with text does not look inside elements',
    { tags: { $contains: 'b' } },
    json({ tags: ['abc'] }),
    false,
  ],
  ['$starts-with looks at the start of the raw text', { '$starts-with': '{"t' }, text('{"t":1}'), true],
  ['$starts-with looks at the start only', { '$starts-with': 't' }, text('{"t":1}'), false],
  ['$one-of takes nested matches', { $one_of: 1, '$one-of': ['x', { $above: 3 }] }, json(4), false],
  ['$one-of holds if one holds', { '$one-of': ['x', { $above: 3 }] }, json(4), true],
  ['$one-of fails if none holds', { '$one-of': ['x', { $above: 3 }] }, json(3), false],
  ['$above is strict', { $above: 3 }, json(3), false],
  ['$below is strict', { $below: 3 }, json(2.5), true],
  ['$above and $below together are a range', { $above: 1, $below: 3 }, json(3), false],
  ['$above does not read numbers out of strings', { $above: 1 }, json('5'), false],
  ['$present is true of a key whose value is null', { a: { $present: true } }, json({ a: null }), true],
  ['$present false wants no such key', { a: { $present: false } }, json({ b: 1 }), true],
  ['$present false fails on a key whose value is null', { a: { $present: false } }, json({ a: null }), false],
  ['$present is true of any message', { $present: true }, bytes(1), true],
  ['several of which none is absence want a value', { a: { '$one-of': ['x', 'y'] } }, json({}), false],
  ['absence can be one of several', { a: { '$one-of': [{ $present: false }, 'x'] } }, json({}), true],
  [
    'absence as one of several does not excuse another value',
    { a: { '$one-of': [{ $present: false }, 'x'] } },
    json({ a: 'y' }),
    false,
  ],
  ['$not speaks of a value that is there', { status: { $not: 'error' } }, json({}), false],
  ['$not of present is absence', { a: { $not: { $present: true } } }, json({}), true],
  ['$not turns a match round', { $not: { type: 'error' } }, text('{"type":"ack"}'), true],
  ['$length counts elements', { $length: 2 }, json([1, 2]), true],
  ['$length counts characters, not UTF-16 units', { $length: 1 }, json('👍'), true],
  ['$length takes a nested match', { $length: { $above: 0 } }, json([]), false],
  ['$length counts bytes of a binary message', { $length: 3 }, bytes(1, 2, 3), true],
  ['$length counts the text of a message that is no JSON container', { $length: 2 }, text('42'), true],
  ['$length wants something that has one', { $length: 0 }, json(null), false],
  ['$type number holds for an integer', { $type: 'number' }, json(1), true],
  ['$type integer fails for a fraction', { $type: 'integer' }, json(1.5), false],
  ['$type knows null from object', { $type: 'object' }, json(null), false],
  ['$type knows array from object', { $type: 'array' }, json([]), true],
  ['$type of text that is no JSON is string', { $type: 'string' }, text('hello'), true],
  ['$type of a binary message', { $type: 'binary' }, bytes(), true],
  ['$hex compares a binary message', { $hex: '00 FF' }, bytes(0, 255), true],
  ['$hex does not match text', { $hex: '41' }, text('A'), false],
  ['$base64 compares a binary message', { $base64: 'AP8=' }, bytes(0, 255), true],
  ['$base64 takes the URL alphabet', { $base64: '-_8' }, bytes(0xfb, 0xff), true],
  ['JSON in a binary message is matched', { a: 1 }, messageSubject(Buffer.from('{"a":1}')), true],
  ['a JSONPath reaches into it', { '$.a': 2 }, messageSubject(Buffer.from('{"a":1}')), false],
  ['an array in a binary message', [1, { b: 2 }], messageSubject(Buffer.from('[1,{"b":2}]')), true],
  ['a binary message that holds JSON is still bytes', { $type: 'binary', $length: 2 }, bytes(123, 125), true],
  ['bytes that are no UTF-8 are no JSON', { a: 1 }, bytes(123, 255, 125), false],
  ['$starts-with takes bytes', { '$starts-with': { $hex: '20 02' } }, bytes(0x20, 2, 0, 0), true],
  ['$starts-with takes other bytes', { '$starts-with': { $hex: '20 03' } }, bytes(0x20, 2, 0, 0), false],
  ['$starts-with takes text of a binary message', { '$starts-with': 'AB' }, bytes(65, 66, 67), true],
  ['$contains takes bytes', { $contains: { $base64: 'QkM=' } }, bytes(65, 66, 67), true],
  ['$contains takes text of a binary message', { $contains: 'BC' }, bytes(65, 66, 67), true],
  ['$contains with bytes that are not there', { $contains: { $hex: '43 42' } }, bytes(65, 66, 67), false],
  ['an integer beyond 2^53', { id: 9007199254740993n }, text('{"id":9007199254740993}'), true],
  ['its neighbour, which rounds to it', { id: 9007199254740993n }, text('{"id":9007199254740992}'), false],
  ['$equals of its neighbour', { $equals: { id: 2n ** 64n } }, text('{"id":18446744073709551617}'), false],
  ['$above counts exactly', { id: { $above: 2n ** 64n } }, text('{"id":18446744073709551617}'), true],
  ['$type of a long integer', { id: { $type: 'integer' } }, text('{"id":18446744073709551617}'), true],

  ['a JSONPath reaches into the value', { '$.a.b': 1 }, json({ a: { b: 1 } }), true],
  ['a JSONPath stands beside plain keys', { c: 2, '$.a.b': 1 }, json({ a: { b: 1 }, c: 2 }), true],
  ['a JSONPath stands beside words', { $type: 'array', '$[0]': 7 }, json([7]), true],
  ['a JSONPath starts at the place where it stands', { a: { '$.b': 1 } }, json({ a: { b: 1 } }), true],
  [
    'every node that a JSONPath selects has to match',
    { '$.a[*]': { $above: 1 } },
    json({ a: [2, 1] }),
    false,
  ],
  ['a JSONPath has to select something', { '$.a[*]': { $above: 1 } }, json({ a: [] }), false],
  ['a JSONPath to nothing can be declared', { '$.a[*]': { $present: false } }, json({ a: [] }), true],
  [
    'a JSONPath that selects something is present',
    { '$.a[*]': { $present: false } },
    json({ a: [1] }),
    false,
  ],
  [
    'a JSONPath with a filter',
    { "$.a[?@.id == 'x'].n": 5 },
    json({
      a: [
        { id: 'y', n: 1 },
        { id: 'x', n: 5 },
      ],
    }),
    true,
  ],
  ['a JSONPath into text that is no JSON', { '$.a': { $present: false } }, text('oops'), false],
]

for (const [name, spec, subject, holds] of rows) {
  test(`${name}: ${holds ? 'match' : 'mismatch'}`, () => {
    const mismatch = match(spec, subject)
    assert.equal(mismatch === null, holds, mismatch?.expected)
  })
}

test('a mismatch tells the path, what was expected and what was found', () => {
  assert.deepEqual(match({ run: { steps: [{ id: 1 }] } }, text('{"run":{"steps":[{"id":2}]}}')), {
    path: '$.run.steps[0].id',
    expected: '1',
    actual: '2',
  })
  assert.deepEqual(match({ 'a key': { $present: true } }, json({})), {
    path: '$["a key"]',
    expected: '{"$present":true}',
    actual: 'nothing',
  })
  assert.deepEqual(match({ a: { '$.b[*].c': { $above: 1 } } }, json({ a: { b: [{ c: 0 }] } })), {
    path: '$.a.b[*].c',
    expected: 'a number above 1',
    actual: '0',
  })
  assert.deepEqual(match({ $length: { $above: 2 } }, json([1])), {
    path: '$',
    expected: 'length a number above 2',
    actual: 'length 1',
  })
})

test('a message that is no JSON says so', () => {
  assert.equal(match({ a: 1 }, text('<html>'))?.actual, 'text that is not JSON: "<html>"')
})

test('the texts of a mismatch are bounded and never cut a character in half', () => {
  const found = match({ a: '😀'.repeat(300) }, json({ a: '👍'.repeat(100_000) }))
  assert.ok(found)
  assert.ok(found.expected.length <= 200 && found.actual.length <= 200)
  assert.ok(found.expected.isWellFormed() && found.actual.isWellFormed())
})

test('a regular expression that backtracks without end is a mismatch that says so', () => {
  const found = match({ $matches: '^(a+)+$' }, text(`${'a'.repeat(60)}!`))
  assert.match(found?.actual ?? '', /ran out of time/)
})

test('a JSONPath filter that backtracks without end is a mismatch that says so', () => {
  const found = match({ '$[?match(@, "(a+)+")]': { $present: true } }, json([`${'a'.repeat(60)}!`]))
  assert.match(found?.actual ?? '', /ran out of time/)
})

test('a value of hostile depth does no harm', () => {
  const depth = 100_000
  const deep = text(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  assert.ok(match({ a: 1 }, deep))
  assert.ok(match([1], deep))
  assert.ok(match({ $equals: [[[1]]] }, deep))
})

test('a declaration deeper than the limit is a mismatch, not a stack overflow', () => {
  const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)])
  assert.equal(match(nest(60), json(nest(60))), null)
  assert.match(match(nest(5000), json(nest(5000)))?.expected ?? '', /at most 64 levels/)
})

test('a bad operand that a template brought in is a mismatch', () => {
  assert.ok(match({ $matches: '(' }, text('(')))
  assert.ok(match({ $hex: 'xyz' }, bytes(1)))
  assert.ok(match({ '$.[': 1 }, json({})))
})

test('secrets are hidden before a text is cut', () => {
  const secret = 's'.repeat(400)
  const hide = (shown: string) => shown.replaceAll(secret, '***')
  assert.equal(match({ token: 'x' }, json({ token: `>${secret}<` }), hide)?.actual, '">***<"')
})

test('the nearest of two messages is the one in which more held', () => {
  const spec = { type: 'ack', id: 7 }
  assert.ok(examine(spec, text('{"type":"ack","id":8}')).held > examine(spec, text('{"type":"x"}')).held)
})

/** JSON without keys that would be read as words or paths. */
const plainJson = fc.jsonValue({ maxDepth: 6 }).filter(value => !JSON.stringify(value).includes('"$'))
const plainRecord = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
  .filter(value => !JSON.stringify(value).includes('"$'))

test('every JSON value matches itself, as a value and as a message', () => {
  fc.assert(
    fc.property(plainJson, value => {
      assert.equal(match(value, json(structuredClone(value))), null)
      if (typeof value !== 'string') assert.equal(match(value, text(JSON.stringify(value))), null)
      assert.equal(match({ $equals: value }, json(structuredClone(value))), null)
    }),
  )
})

test('every text matches itself as a message', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), data => assert.equal(match(data, text(data)), null)))
})

test('a subset always matches its superset, and never the other way round', () => {
  fc.assert(
    fc.property(plainRecord, plainRecord, (some, more) => {
      const superset = Object.fromEntries([...Object.entries(more), ...Object.entries(some)])
      assert.equal(match(some, json(superset)), null)
      const extra = Object.keys(superset).length > Object.keys(some).length
      if (extra) assert.notEqual(match(superset, json(some)), null)
    }),
  )
})

test('nothing that is declared or received makes the matcher throw', () => {
  const key = fc.oneof(
    fc.constantFrom(
      '$equals',
      '$matches',
      '$contains',
      '$one-of',
      '$above',
      '$length',
      '$type',
      '$not',
      '$hex',
    ),
    fc.constantFrom('$.a', '$[0]', '$..b', '$.[', 'a', 'b', '__proto__'),
  )
  const { spec } = fc.letrec(tie => ({
    spec: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.dictionary(key, tie('spec'), { maxKeys: 3 })),
  }))
  fc.assert(
    fc.property(spec, fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (declared, data) => {
      const found = match(declared, messageSubject(data))
      if (found)
        assert.ok(found.path.length <= 200 && found.expected.length <= 200 && found.actual.length <= 200)
    }),
  )
})
