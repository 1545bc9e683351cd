import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsePairs, summaryLimitBytes, takeSummary } from './file-command.ts'
import { createMasker } from './masker.ts'

test('pairs are NAME=VALUE or a here document, whichever mark comes first', () => {
  const text = 'a=1\n\nb<<END\nline 1\nc=2\nline 3\nEND\nd=<<x\ne<<E=F\nv\nE=F\nempty=\nnone<<X\nX'
  assert.deepEqual(parsePairs(text), {
    a: '1',
    b: 'line 1\nc=2\nline 3',
    d: '<<x',
    e: 'v',
    empty: '',
    none: '',
  })
  assert.deepEqual(parsePairs(''), {})
})

test('a malformed file is an error', () => {
  for (const text of ['nonsense\n', '=x\n', 'a<<\nx\n\n', '<<E\nx\nE\n', 'a<<E\nx\n', 'a<<E\nx\nE \n'])
    assert.throws(() => parsePairs(text), /Invalid/, text)
})

test('what @actions/core writes is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), value => {
      assert.deepEqual(parsePairs(`name<<ghadelimiter_1\n${value}\nghadelimiter_1\n`), { name: value })
    }),
  )
})

test('a summary of 1 MiB is shown, masked by line; a byte more and nothing is shown', () => {
  const masker = createMasker()
  masker.add('first\nsecond')
  masker.add('hunter2')
  assert.equal(takeSummary(Buffer.from('hunter2\nfirst\nsecond'), masker).summary, '***\nfirst\nsecond')
  const full = Buffer.alloc(summaryLimitBytes, 'x')
  assert.equal(takeSummary(full, masker).summary?.length, summaryLimitBytes)
  const { summary, error } = takeSummary(Buffer.concat([full, Buffer.from('x')]), masker)
  assert.equal(summary, null)
  assert.match(error ?? '', /supports content up to a size of 1024k/)
})
