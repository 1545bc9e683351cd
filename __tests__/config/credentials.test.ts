/** What a credential comes to, and what is known for masking. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reveal } from '../../src/model/secret.ts'
import { defaultFile, loadBad, loadGood, shown, showRow, ws } from './given.ts'

test('every secret input is known for masking, as it was given and as it is used', async () => {
  const inputs = { ...ws, token: 'tok-1\n', 'github-token': 'gh-2' }
  const { secrets, credentials } = await loadGood({ inputs })
  assert.deepEqual(new Set(shown(secrets)), new Set(['tok-1\n', 'tok-1', 'gh-2']))
  assert.equal(
    credentials.default?.source.from === 'token' && reveal(credentials.default.source.token),
    'tok-1',
  )
})

test('an HMAC secret is taken to the byte', async () => {
  const { credentials } = await loadGood({ inputs: { ...ws, 'jwt-secret': ' s\n' } })
  const source = credentials.default?.source
  assert.equal(source?.from === 'jwt' && source.key.kind === 'secret' && reveal(source.key.secret), ' s\n')
})

test('claims are JSON or YAML', async () => {
  for (const text of ['{"aud":["a"],"n":1}', 'aud: [a]\nn: 1']) {
    const { credentials } = await loadGood({ inputs: { ...ws, 'jwt-secret': 's', 'jwt-claims': text } })
    const source = credentials.default?.source
    assert.deepEqual(source?.from === 'jwt' && source.claims, { aud: ['a'], n: 1 })
  }
})

test('a token replaces a JWT of the file with everything that shapes it', async () => {
  const files = {
    [defaultFile]: `environments:
  staging:
    url: https://file.example
    websocket: wss://file.example/ws
    credential: { jwt: { secret: s, claims: { aud: api }, algorithm: HS512 } }
`,
  }
  const { credentials, checks } = await loadGood({ inputs: { token: 't' }, files })
  assert.equal(credentials.default?.source.from, 'token')
  assert.deepEqual(
    checks.map(({ kind }) => kind),
    ['health', 'upgrade', 'messaging', 'auth', 'concurrency'],
  )
})

test('no problem repeats a secret that stands in the wrong place', async () => {
  const inputs = { url: 'https://a.example/s3cret-value', token: 's3cret-value', websocket: 's3cret-value' }
  const problems = await loadBad({ inputs })
  assert.deepEqual(problems.map(showRow), [
    'websocket | "***" is neither a path nor a URL | write /*** or wss://api.example.com/ws',
  ])
})

test('another key of the inputs takes nothing that belonged to the key of the file', async () => {
  const text = `environments:
  staging:
    url: https://a.example
    websocket: /ws
    credential: { jwt: { secret: s, algorithm: HS512, key-id: old, expires-in: 1m } }
`
  const files = { [defaultFile]: text }
  const { credentials } = await loadGood({ inputs: { 'jwt-secret': 'own' }, files })
  const source = credentials.default?.source
  assert.ok(source?.from === 'jwt')
  assert.deepEqual([source.algorithm, source.keyId, source.expiresInMs], ['HS256', null, 60_000])
})

test('a credential goes where credential-in says', async () => {
  const rows: readonly (readonly [string, object])[] = [
    ['header', { in: 'header', name: 'Authorization', prefix: 'Bearer ' }],
    ['header:X-Api-Key', { in: 'header', name: 'X-Api-Key', prefix: '' }],
    ['header: Authorization', { in: 'header', name: 'Authorization', prefix: '' }],
    ['query:token', { in: 'query', name: 'token' }],
    ['cookie:session', { in: 'cookie', name: 'session' }],
    ['subprotocol:bearer.', { in: 'subprotocol', prefix: 'bearer.' }],
    ['subprotocol:', { in: 'subprotocol', prefix: '' }],
  ]
  for (const [text, placement] of rows) {
    const { credentials } = await loadGood({ inputs: { ...ws, token: 't', 'credential-in': text } })
    assert.deepEqual(credentials.default?.placement, placement)
  }
})
