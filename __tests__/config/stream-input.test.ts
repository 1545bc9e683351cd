import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseStreams } from '../../src/config/stream-input.ts'
import { load, loadBad, showRow } from './given.ts'

const rows: readonly (readonly [string, object])[] = [
  ['/s', { method: 'GET', path: '/s', until: undefined }],
  ['POST /api/chat?x=1', { method: 'POST', path: '/api/chat?x=1', until: undefined }],
  ['POST   /s   until [DONE]', { method: 'POST', path: '/s', until: '[DONE]' }],
  ['/s until {"event":"done"}', { method: 'GET', path: '/s', until: { event: 'done' } }],
  ['https://b.example/s', { method: 'GET', path: 'https://b.example/s', until: undefined }],
]
for (const [line, expected] of rows)
  test(`reads "${line}"`, () => assert.deepEqual(parseStreams(line), { ok: true, value: [expected] }))

for (const line of ['s', 'POST', 'POST /s and more', '/s until {"$like":1}', '/a#b', 'POST /s until'])
  test(`refuses "${line}"`, () => assert.equal(parseStreams(line).ok, false))

test('streams come after the other checks of the simple form, and use the credential', async () => {
  const loaded = await load({
    inputs: { url: 'https://a.example', stream: '/a\nPOST /b until [DONE]', token: 'a-token-of-a-test' },
  })
  assert.ok(loaded.ok)
  assert.deepEqual(
    loaded.config.checks.map(({ kind, path }) => `${kind} ${path}`),
    ['health /health', 'stream /a', 'stream /b'],
  )
  assert.doesNotMatch(loaded.config.notes.join(), /was not used/)
})

for (const place of ['subprotocol:bearer.', 'message'])
  test(`a credential in a ${place.split(':')[0]} never reaches a stream over HTTP, and is refused`, async () => {
    const inputs = {
      url: 'https://a.example',
      stream: '/a',
      token: 'a-token-of-a-test',
      'credential-in': place,
    }
    const rows = (await loadBad({ inputs })).map(showRow)
    assert.match(
      rows.join('\n'),
      /credential-in \| a credential that goes into a (message|subprotocol) cannot be shown/,
    )
    const beside = await loadBad({ inputs: { ...inputs, websocket: '/ws' } })
    assert.match(beside.map(showRow).join('\n'), /cannot be shown to a stream over HTTP/)
  })

test('a credential in a header, a query or a cookie is taken for a stream', async () => {
  for (const place of ['header', 'query:token', 'cookie:session']) {
    const inputs = {
      url: 'https://a.example',
      stream: '/a',
      token: 'a-token-of-a-test',
      'credential-in': place,
    }
    assert.equal((await load({ inputs })).ok, true, place)
  }
})
