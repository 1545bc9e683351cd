/** Where an answer tells its revision, and when two revisions are one. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePlace, parsePointer, readMessage, readRevision } from '../../src/checks/revision.ts'
import { parseRevisionSource } from '../../src/config/revision.ts'
import {
  isSpelledOtherwise,
  joinRevisions,
  RevisionTally,
  sameRevision,
  showMix,
} from '../../src/model/revision.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const inJson = (value: unknown, pointer: string) =>
  readRevision({ headers: {}, body: bytes(JSON.stringify(value)) }, parsePointer(pointer)!)

test('RFC 6901: its own examples, and what it forbids', () => {
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8, ' ': 7, deep: { er: 'x' } }
  const told = {
    '/foo/0': 'bar',
    '/': '0',
    '/a~1b': '1',
    '/c%25d': '2',
    '/m~0n': '8',
    '/%20': '7',
    '/deep/er': 'x',
  }
  for (const [pointer, value] of Object.entries(told)) assert.equal(inJson(document, pointer), value, pointer)
  // Arrays have no names, numbers no leading zeros, objects no inherited keys; an object is no revision.
  for (const pointer of ['/foo/length', '/foo/00', '/foo/2', '/foo/-', '/toString', '/deep', '/__proto__'])
    assert.equal(inJson(document, pointer), null, pointer)
  assert.equal(inJson('4f2c1aa', ''), '4f2c1aa')
  for (const wrong of ['revision', '/a~2b', '/a~', '/%zz']) assert.equal(parsePointer(wrong), null, wrong)
})

test('any key of any object can be pointed at', () =>
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), keys => {
      const value = keys.reduceRight<unknown>(
        (inner, key) => Object.defineProperty({}, key, { value: inner, enumerable: true }),
        'v1',
      )
      const pointer = keys.map(key => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
      assert.equal(inJson(value, encodeURIComponent(pointer)), 'v1')
    }),
  ))

test('a header is read whatever its case, a body as one line, a page not at all', () => {
  const place = parsePlace('@X-Revision')!
  assert.equal(readRevision({ headers: { 'x-revision': ' 4f2c1aa ' }, body: null }, place), '4f2c1aa')
  assert.equal(readRevision({ headers: {}, body: null }, place), null)
  const text = (body: string) => readRevision({ headers: {}, body: bytes(body) }, { in: 'text' })
  assert.equal(text('4f2c1aa\n'), '4f2c1aa')
  for (const none of ['', '<html>', 'two\nlines', 'x'.repeat(201), '\u001b[31m'])
    assert.equal(text(none), null)
})

test('a text in quotes, as frameworks and ETags write it, is what stands between them', () => {
  const text = (body: string) => readRevision({ headers: {}, body: Buffer.from(body) }, { in: 'text' })
  assert.equal(text('"4f2c1aa"\n'), '4f2c1aa')
  assert.equal(text('4f2c1aa'), '4f2c1aa')
  assert.equal(text('1.10'), '1.10')
  assert.equal(text('{4f2c1aa}'), '{4f2c1aa}')
  // Which value of a document is meant says a pointer only.
  for (const none of ['{"revision":"4f2c1aa"}', '["4f2c1aa"]', '""']) assert.equal(text(none), null, none)
  const header = (etag: string) =>
    readRevision({ headers: { etag }, body: null }, { in: 'header', name: 'etag' })
  assert.equal(header('"4f2c1aa"'), '4f2c1aa')
  assert.equal(header('W/"4f2c1aa"'), '4f2c1aa')
  assert.equal(header('4f2c1aa'), '4f2c1aa')
})

test('a message tells it by its JSONPath', () => {
  assert.equal(readMessage('{"type":"hello","revision":"v7"}', '$.revision'), 'v7')
  for (const none of ['not JSON', '{"type":"hello"}', '{"revision":{}}', '[]'])
    assert.equal(readMessage(none, '$.revision'), null)
  assert.equal(readMessage(bytes('{"revision":"v7"}'), '$.revision'), null)
})

test('commits are one where 7 characters or more of one begin the other, and nothing else is', () => {
  const commit = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
  for (const same of [commit, '4f2c1aa', '4F2C1AA0', commit.toUpperCase()]) {
    assert.ok(sameRevision(commit, same), same)
    assert.ok(sameRevision(same, commit), same)
  }
  for (const other of ['4f2c1a', '4f2c1ab', '', 'f2c1aa0', 'v4f2c1aa'])
    assert.ok(!sameRevision(commit, other) && !sameRevision(other, commit), other)
  // Versions, dates and build numbers are not abbreviated.
  assert.ok(!sameRevision('release-1', 'release-10'))
  assert.ok(!sameRevision('20261122', '202611221530'))
  assert.ok(sameRevision('v1', 'v1'))
})

test('being the same revision does not depend on the order', () =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0a1f.'), maxLength: 12 }), fc.nat(12), (text, cut) => {
      assert.ok(sameRevision(text, text))
      assert.equal(sameRevision(text, text.slice(0, cut)), sameRevision(text.slice(0, cut), text))
    }),
  ))

test('what looks like the expected revision in another spelling is told from another revision', () => {
  const commit = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
  for (const [one, other] of [
    [commit, `v${commit}`],
    [commit, `v${commit.slice(0, 8)}`],
    [commit, `sha-${commit.slice(0, 7)}`],
    [commit, `${commit}-dirty`],
    [commit, `main.${commit.slice(0, 12)}.20261122`],
    [commit, commit.slice(0, 5)],
    ['1.2.3', 'v1.2.3'],
  ] as const) {
    assert.ok(isSpelledOtherwise(one, other), `${one} ${other}`)
    assert.ok(isSpelledOtherwise(other, one), `${other} ${one}`)
  }
  for (const [one, other] of [
    [commit, commit],
    [commit, '99e0b1d0bd22c66e76c2ba9eddc1f91394e57f9f'],
    [commit, 'sha-99e0b1d'],
    ['1.2.3', '1.2.30'],
    ['1.2.3', '1.2.3-rc1'],
    ['42', '4242'],
  ] as const)
    assert.ok(!isSpelledOtherwise(one, other), `${one} ${other}`)
})

test('the mix is told as people say it, and no answer is lost in it', () => {
  const tally = new RevisionTally()
  const add = (value: string, address: string, times: number) => {
    for (let i = 0; i < times; i++) tally.note({ value, address })
  }
  add('99e0b1d0000', '10.0.0.2', 3)
  add('4f2c1aa0000', '10.0.0.1', 17)
  assert.equal(showMix(tally.counts), '17 of 20 answers from 4f2c1aa, 3 from 99e0b1d, all from 10.0.0.2')
  for (let i = 0; i < 1000; i++) tally.note({ value: `made up ${i}`, address: `10.0.${i % 99}.7` })
  assert.ok(tally.counts.length <= 21)
  assert.equal(
    tally.counts.reduce((sum, { answers }) => sum + answers, 0),
    1020,
  )
})

test('revision-from: a path, and a pointer, a header or nothing', () => {
  const read = (text: string) => {
    const parsed = parseRevisionSource(text)
    return parsed.ok ? parsed.value : parsed.message
  }
  assert.deepEqual(read('/v#/a/b~1c'), { path: '/v', place: { in: 'json', tokens: ['a', 'b/c'] } })
  assert.deepEqual(read('/v@X-Rev'), { path: '/v', place: { in: 'header', name: 'x-rev' } })
  assert.deepEqual(read('/v'), { path: '/v', place: { in: 'text' } })
  assert.deepEqual(read('/@app/version'), { path: '/@app/version', place: { in: 'text' } })
  assert.deepEqual(read('/u/@me@x-rev'), { path: '/u/@me', place: { in: 'header', name: 'x-rev' } })
  assert.deepEqual(read('https://a.example/v#/r'), {
    path: 'https://a.example/v',
    place: { in: 'json', tokens: ['r'] },
  })
  for (const [wrong, why] of [
    ['/v#revision', /"#revision" is not a JSON pointer/],
    ['health#/revision', /neither a path nor a URL/],
    ['#/revision', /neither a path nor a URL/],
  ] as const)
    assert.match(String(read(wrong)), why)
})

test('one commit, told short by some and in full by others, is one row under its full name', () => {
  const full = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
  for (const values of [
    ['4f2c1aa', full, '4F2C1AA0BD'],
    [full, '4f2c1aa', '4f2c1aa'],
  ]) {
    const tally = new RevisionTally()
    for (const value of values) tally.note({ value, address: null })
    assert.deepEqual(tally.counts, [{ value: full, answers: 3, addresses: [] }])
  }
})

test('two commits whose first digits are alike are told by as many as tell them apart', () => {
  const tally = new RevisionTally()
  for (const value of ['4f2c1aa0bd22c66e', '4f2c1aa0bd22c66e', '4f2c1aa11111c66e'])
    tally.note({ value, address: null })
  assert.equal(showMix(tally.counts), '2 of 3 answers from 4f2c1aa0bd22, 1 from 4f2c1aa11111')
  assert.equal(joinRevisions(tally.counts), '4f2c1aa0bd22c66e, 4f2c1aa11111c66e')
})

test('however revisions are spelled, no answer is lost, and no two rows are one revision', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'ab01'), minLength: 7, maxLength: 12 })
  fc.assert(
    fc.property(fc.array(fc.oneof(digits, fc.constantFrom('v1', 'v2')), { maxLength: 40 }), values => {
      const tally = new RevisionTally()
      for (const value of values) tally.note({ value, address: null })
      assert.equal(
        tally.counts.reduce((sum, { answers }) => sum + answers, 0),
        values.length,
      )
      const shown = showMix(tally.counts)
      const named = [...shown.matchAll(/from ([^\s,;]+)/g)].map(([, name]) => name)
      assert.equal(new Set(named).size, named.length, shown)
    }),
  )
})
