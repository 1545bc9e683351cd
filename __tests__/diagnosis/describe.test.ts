import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { diagnosesPage } from '../../scripts/diagnoses-page.ts'
import { describeCondition, explainSignature, findSimilar } from '../../src/diagnosis/describe.ts'
import type { Condition } from '../../src/diagnosis/signature.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'

const row = (id: string) => signatures.find(one => one.id === id)!

const clauses: readonly (readonly [string, Condition, string])[] = [
  ['http.response.status_code', 404, 'the status is `404`'],
  ['http.response.status_code', [502, 504], 'the status is one of `502`, `504`'],
  ['http.response.status_code', { between: [300, 399] }, 'the status is between 300 and 399'],
  ['http.response.body.excerpt', null, 'the body is absent or empty'],
  ['http.response.body.excerpt', /^no healthy/i, 'the body matches `/^no healthy/i`'],
  ['http.response.header.cf-mitigated', /./, 'the header `cf-mitigated` is there'],
  ['proxy', { not: 'Envoy' }, 'the proxy on the way is not `Envoy`'],
  ['proxy', { not: ['Envoy', 'nginx'] }, 'the proxy on the way is none of `Envoy`, `nginx`'],
  ['http.response.body.excerpt', { not: /a/ }, 'the body does not match `/a/`'],
  ['twin.random.same', true, 'a random path gets the same answer'],
  ['twin.random.same', false, 'a random path gets another answer'],
  ['twin.random.same', { not: true }, 'it was not seen that a random path gets the same answer'],
]
for (const [fact, condition, clause] of clauses)
  test(`a condition in words: ${clause}`, () => assert.equal(describeCondition(fact, condition), clause))

test('no condition of any row is told without words for its fact', () => {
  for (const { id, when, adjust = [] } of signatures)
    for (const conditions of [when, ...adjust.map(one => one.when)])
      for (const [fact, condition] of Object.entries(conditions))
        assert.doesNotMatch(describeCondition(fact, condition), /^`|\[object|undefined/, `${id}: ${fact}`)
})

test('neighbours share the fault and the status, and are told by what differs', () => {
  const similar = findSimilar(row('http.nginx-upstream-down'), signatures)
  const haproxy = similar.map(({ signature }) => signature.id)
  assert.ok(haproxy.includes('http.apache-bad-answer'), haproxy.join(', '))
  assert.ok(!haproxy.includes('http.nginx-upstream-slow'), 'that one is of another status')
  for (const { signature, differs } of similar) assert.ok(differs.length > 0, signature.id)
})

test('every row is explained without a gap', () => {
  for (const signature of signatures) {
    const { symptom, confidence, cause, fix } = explainSignature(signature, signatures)
    assert.ok(symptom.length > 0 && confidence.length > 0 && fix.length > 0)
    assert.doesNotMatch([cause, ...fix].join('\n'), /(?<!\{)\{[a-z][a-z0-9_.-]*\}(?!\})/, signature.id)
  }
})

test('every row says how it is told from its neighbours, or that it has none', () => {
  for (const signature of signatures) {
    const { neighbours, alone } = explainSignature(signature, signatures)
    assert.equal(neighbours.length === 0, alone !== null, signature.id)
    for (const { signature: other, differs, told } of neighbours) {
      assert.notEqual(other.id, signature.id)
      assert.match(
        told,
        /^there .|^the more general one; only here .|^the more general one, of further faults$/,
      )
      for (const clause of differs) assert.ok(told.includes(clause))
      assert.doesNotMatch(told, /undefined|\[object/)
    }
  }
})

test('every section of the page has a cause, a symptom, a fix, its neighbours and a source', () => {
  const sections = diagnosesPage().split('\n### ').slice(1)
  for (const section of sections)
    for (const part of ['**Cause**', '**Seen when**', '**Fix:**', '**Not to be taken for:**', '**Source:**'])
      assert.ok(section.includes(part), `${section.split('\n')[0]}: ${part}`)
})

test('the page has an anchor for every row, and every link of it leads to one', () => {
  const page = diagnosesPage()
  const anchors = new Set([...page.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id))
  for (const { docs } of signatures) assert.ok(anchors.has(docs.slice(docs.indexOf('#') + 1)), docs)
  for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.has(target), target)
  assert.equal(page.split('\n### ').length - 1, signatures.length)
})

test('the page stays below what GitHub renders, and is the one that is committed', () => {
  // Content beyond 500 KiB is cut off (docs.github.com, About the repository README file).
  assert.ok(Buffer.byteLength(diagnosesPage()) < 500 * 1024)
  const committed = readFileSync(new URL('../../docs/diagnoses.md', import.meta.url), 'utf8')
  assert.ok(committed === diagnosesPage(), 'run npm run generate')
})
