/** What holds of every match. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { match, messageSubject } from '../../src/matching/match.ts'
import { json, text } from './subjects.ts'

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
