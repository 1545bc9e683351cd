import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKeeper } from '../src/keep.ts'
import { Secret } from '../src/model/secret.ts'
import { createRedactor } from '../src/redact.ts'

function keepAll(...values: string[]) {
  const redactor = createRedactor()
  const masks: string[] = []
  const warnings: string[] = []
  const keep = createKeeper(redactor, {
    mask: secret => void masks.push(secret.reveal()),
    warn: line => void warnings.push(line),
  })
  for (const value of values) keep(new Secret(value))
  return { redactor, masks, warnings }
}

test('a secret is masked and redacted once, however often it is told', () => {
  const { redactor, masks, warnings } = keepAll('s3cret-value', 's3cret-value')
  assert.deepEqual([masks, warnings], [['s3cret-value'], []])
  assert.equal(redactor.text('a s3cret-value b'), 'a *** b')
})

test('of a secret with several lines the lines are masked, but none that would hide plain text', () => {
  const { redactor, masks, warnings } = keepAll('{\n  "d": "Zq7LmKx9Rt"\n}\n')
  assert.deepEqual([masks, warnings], [['  "d": "Zq7LmKx9Rt"'], []])
  assert.equal(redactor.text('{ "d": "Zq7LmKx9Rt" }'), '{ *** }')
})

test('a very short secret is not masked, which is told, and leaves the report all the same', () => {
  const { redactor, masks, warnings } = keepAll('q9')
  assert.deepEqual(masks, [])
  assert.match(warnings.join(), /^a secret is shorter than 4 characters/)
  assert.equal(redactor.text('a q9 b'), 'a *** b')
})

test('a blank secret is nothing to hide', () => {
  assert.deepEqual(keepAll('', ' ', '\n').warnings, [])
})
