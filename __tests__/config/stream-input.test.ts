import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseStreams } from '../../src/config/stream-input.ts'
import { load, loadBad, showRow } from './given.ts'

const rows: readonly (readonly [string, object])[] = [
  ['/s', { method: 'GET', path: '/s', until: undefined }],
  ['POST /api/chat?x=1', { method: 'POST', path: '/api/chat?x=1', until: undefined }],
  ['POST   /s   until [DONE]', { method: 'POST', path: '/s', until: '[DONE]' }],
  ['/s until {"event":"done"}', { method: 'GET', path: '/s', until: { event: 'done' } }],
  ['post /s until "[DONE]"', { method: 'POST', path: '/s', until: '[DONE]' }],
  ['/s until {{id}} is done', { method: 'GET', path: '/s', until: '{{id}} is done' }],
  ['https://b.example/s', { method: 'GET', path: 'https://b.example/s', until: undefined }],
]
for (const [line, expected] of rows)
  test(`reads "${line}"`, () => assert.deepEqual(parseStreams(line), { ok: true, value: [expected] }))

const wrong: readonly (readonly [line: string, says: RegExp, remedy: RegExp])[] = [
  ['s', /neither a path nor a URL/, /write \/s/],
  ['POST', /has a method and no path/, /write the path after POST/],
  ['POST /s and more', /is not a stream/, /write \[METHOD \]PATH/],
  ['/s untill [DONE]', /is not a stream/, /until \[DONE\]/],
  ['/s until', /does not say what it ends with/, /or leave until out/],
  ['/s until {"$like":1}', /"\$like" is no matcher word/, /\$matches/],
  ['/s until {"event":"done"', /begins like JSON and is none/, /mend the JSON/],
  ['/s until {{nope}}', /nope/, /\{\{id\}\}|\bid\b/],
  ['/a#b', /fragment/, /remove/],
]
for (const [line, says, remedy] of wrong)
  test(`refuses "${line}", and says what to do`, () => {
    const parsed = parseStreams(line)
    assert.ok(!parsed.ok)
    assert.match(parsed.message, says)
    assert.match(parsed.remedy, remedy)
  })

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

test('a template that nothing stands for is found in every word of a stream', async () => {
  const file = `environments:
  s: { url: https://a.example }
checks:
  - stream: /a
    method: POST
    body: { prompt: "{{nope}}", id: "{{id}}" }
    until: { id: "{{nope}}" }
    each: "{{nope}}"
    content-type: "{{nope}}"
`
  const loaded = await load({ inputs: { config: 'c.yml', environment: 's' }, files: { 'c.yml': file } })
  assert.ok(!loaded.ok)
  assert.deepEqual(
    loaded.problems.map(({ subject }) => subject),
    ['body', 'content-type', 'until', 'each'].map(word => `checks[0].${word}`),
  )
})
