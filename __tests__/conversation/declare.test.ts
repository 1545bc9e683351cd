import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSimple, readText, simpleConversation } from '../../src/conversation/declare.ts'

test('what parses as a JSON object or array is JSON, all else is text', () => {
  assert.deepEqual(readText('{"a":1}'), { a: 1 })
  assert.deepEqual(readText('\n [1]'), [1])
  for (const text of ['hello', '5', '"quoted"', 'null', '{{id}}', '{"a":', ' x '])
    assert.equal(readText(text), text)
})

test('send and expect become a send and its reply', () => {
  assert.deepEqual(simpleConversation('{"a":1}', '{"b":2}'), [{ send: { a: 1 } }, { reply: { b: 2 } }])
  assert.deepEqual(simpleConversation('hi', null), [{ send: 'hi' }, { reply: undefined }])
})

test('without send a ping is sent, whose payload differs from connection to connection', () => {
  assert.deepEqual(simpleConversation(null, null), [{ send: { $ping: '{{uuid}}' } }])
})

test('problems of the two inputs are told with the name of the input', () => {
  assert.deepEqual(checkSimple(null, null), [])
  assert.deepEqual(checkSimple('{"id":"{{id}}"}', '{"id":"{{id}}"}'), [])
  const problems = checkSimple('{"id":"{{idd}}"}', '{"id":{"$abov":1},"n":"{{nope}}"}')
  assert.deepEqual(
    problems.map(p => p.input),
    ['send', 'expect', 'expect'],
  )
  assert.match(checkSimple('{"$hex":"0"}', null)[0]?.message ?? '', /not hex/)
})

test('expect without send is a problem', () => {
  const [problem] = checkSimple(null, 'pong')
  assert.equal(problem?.input, 'expect')
  assert.match(problem?.remedy ?? '', /"send"/)
})
