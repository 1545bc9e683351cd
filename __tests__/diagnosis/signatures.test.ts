import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, isFallback } from '../../src/diagnosis/signature.ts'
import { signatures } from '../../src/diagnosis/signatures/index.ts'
import { type FaultType, faultKinds } from '../../src/model/fault.ts'

const faultTypesOf = (when: (typeof signatures)[number]['when']): readonly string[] => {
  const condition = when['fault.type']
  assert.ok(typeof condition === 'string' || Array.isArray(condition))
  return typeof condition === 'string' ? [condition] : condition
}

test('every fault has a signature that needs to know nothing else', () => {
  const covered = new Set(signatures.filter(isFallback).flatMap(({ when }) => faultTypesOf(when)))
  assert.deepEqual(
    Object.keys(faultKinds).filter(type => !covered.has(type)),
    [],
  )
})

test('every signature names faults that exist, and a layer in its id', () => {
  const layers = new Set(Object.values(faultKinds).map(({ layer }) => layer))
  for (const { id, when } of signatures) {
    assert.match(id, /^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.ok(layers.has(id.split('.')[0] as never), id)
    for (const type of faultTypesOf(when))
      assert.ok(type in faultKinds, `${id}: ${type satisfies string as FaultType}`)
  }
})

test('ids are unique, and lead to the page of diagnoses', () => {
  assert.equal(new Set(signatures.map(({ id }) => id)).size, signatures.length)
  for (const { id, docs } of signatures) assert.equal(docs, `docs/diagnoses.md#${id.replace('.', '-')}`)
})

test('every signature says a cause in one line and a fix in lines', () => {
  for (const { id, cause, fix } of signatures) {
    assert.ok(cause.length > 10 && cause.length < 260 && !cause.includes('\n'), `${id}: ${cause.length}`)
    assert.ok(fix.length > 0, id)
    for (const line of fix) assert.ok(line.trim() !== '' && !line.includes('\n'), id)
  }
})

test('a fact that a sentence names has a word that stands for it when it is not known', () => {
  for (const { id, cause, fix } of signatures)
    for (const [placeholder] of [cause, ...fix].join('\n').matchAll(/(?<!\{)\{[a-z][a-z0-9_.-]*\}(?!\})/g))
      assert.notEqual(fill(placeholder, {}), 'unknown', `${id} names ${placeholder}`)
})

test('no expression of a signature is stateful', () => {
  for (const { id, when } of signatures)
    for (const condition of Object.values(when))
      if (condition instanceof RegExp) assert.doesNotMatch(condition.flags, /[gy]/, id)
})
