import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findLeaks } from './leaks.ts'
import { createMasker } from './masker.ts'

test('a value is masked raw and in each encoding that the runner registers', () => {
  const masker = createMasker()
  masker.add(`it's <a> "secret" & more/+`)
  const forms = [
    `it's <a> "secret" & more/+`,
    Buffer.from(`it's <a> "secret" & more/+`).toString('base64'),
    Buffer.from(`t's <a> "secret" & more/+`).toString('base64'),
    Buffer.from(`'s <a> "secret" & more/+`).toString('base64'),
    `it's <a> \\"secret\\" & more/+`,
    `it''s <a> "secret" & more/+`,
    'it%27s%20%3Ca%3E%20%22secret%22%20%26%20more%2F%2B',
    'it&apos;s &lt;a&gt; &quot;secret&quot; &amp; more/+',
    `it's <a> "secret" &`,
  ]
  for (const form of forms) assert.equal(masker.mask(`<${form}>`), '<***>', form)
})

test('what the runner does not cover stays readable: base64url, parts, upper case', () => {
  const masker = createMasker()
  masker.add('s3cret>>>value???')
  const base64url = Buffer.from('s3cret>>>value???').toString('base64url')
  for (const text of [base64url, 's3cret>>>', 'S3CRET>>>VALUE???']) assert.equal(masker.mask(text), text)
})

test('values that overlap or touch become one mark', () => {
  const masker = createMasker()
  for (const value of ['abcd', 'cdef', 'ghij']) masker.add(value)
  assert.equal(masker.mask('_abcdef_ghij_abcdefghij_'), '_***_***_***_')
})

test('no text keeps a value that was added', () => {
  const word = fc.string({ minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), fc.array(word), (values, texts) => {
      const masker = createMasker()
      for (const value of values) masker.add(value)
      const masked = masker.mask([...texts, ...values].join(''))
      for (const value of values)
        assert.ok(!masked.replaceAll('***', '\n').includes(value), `${value} in ${masked}`)
    }),
  )
})

test('leaks are found in every encoding a server can echo, and named without the secret', () => {
  // Its base64 and its base64url differ at every offset.
  const secret = '>>>???>>>???hunter2'
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0ZXIifQ.c2lnbmF0dXJlLW9mLWp3dA'
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(`user:${secret}!`).toString('base64'),
    Buffer.from(`{"a":"${secret}"}`).toString('base64url'),
    jwt.split('.')[1],
    jwt.split('.')[2],
  ]
  for (const form of forms) {
    const [leak, ...more] = findLeaks([secret, jwt], { 'report.json': `… ${form} …`, clean: 'nothing here' })
    assert.match(leak ?? '', /^secret [12] \(\d+ characters\) is readable in report\.json$/)
    assert.equal(more.length, 0)
  }
  assert.deepEqual(findLeaks([secret, jwt, 'short'], { log: `short ${jwt.split('.')[0]} ***` }), [])
})
