import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestWord } from '../../src/matching/suggest.ts'

const words = ['timeout', 'websocket', 'send', 'expect', 'jwt-secret']

test('the nearest word is suggested, whatever the case and the dashes', () => {
  assert.equal(suggestWord('timout', words), 'timeout')
  assert.equal(suggestWord('webscoket', words), 'websocket')
  assert.equal(suggestWord('jwtSecret', words), 'jwt-secret')
  assert.equal(suggestWord('sned', words), 'send')
})

test('a word that is near to none gets no suggestion', () => {
  assert.equal(suggestWord('colour', words), null)
  assert.equal(suggestWord('x', words), null)
  assert.equal(suggestWord('', words), null)
  assert.equal(suggestWord('t'.repeat(1_000_000), words), null)
})
