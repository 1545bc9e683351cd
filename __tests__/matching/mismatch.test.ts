/** What a mismatch says, and that nothing hostile makes it long, late or loud. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examine, match } from '../../src/matching/match.ts'
import { bytes, json, text } from './subjects.ts'

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
