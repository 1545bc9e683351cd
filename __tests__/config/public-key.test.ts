/** `public-key` of a credential: read from text or file, and held against what it is to verify. */

import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { defaultFile, load, loadBad, loadGood } from './given.ts'
import { keys } from './keys.ts'

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl'

const situation = (credential: string, env: Record<string, string>) => ({
  env,
  files: {
    [defaultFile]: `
environments:
  staging:
    url: https://a.example
    credential: ${credential}
checks:
  - auth: /ws
`,
    'keys/public.pem': keys['<ec public>']!,
  },
})

const given = async (credential: string, env: Record<string, string>) =>
  (await loadGood(situation(credential, env))).credentials.default?.publicKey

const jwtAndKey = (key: string) => ({ TOKEN: token, KEY: key })

test('PEM, a PEM on one line, a JWK, and a file are read, and kept as they were given', async () => {
  const pem = keys['<ec public>']!
  const shown = '{ token: $TOKEN, public-key: $KEY }'
  assert.equal(await given(shown, jwtAndKey(pem)), pem)
  assert.equal(await given(shown, jwtAndKey(pem.replaceAll('\n', '\\n'))), pem)
  assert.equal(await given(shown, jwtAndKey(keys['<ec public jwk>']!)), keys['<ec public jwk>'])
  assert.equal(await given('{ token: $TOKEN, public-key: keys/public.pem }', { TOKEN: token }), pem)
})

test('beside a private key it has to be the public one of it', async () => {
  const own = String(createPublicKey(keys['<rsa>']!).export({ type: 'pkcs1', format: 'pem' }))
  const shown = '{ jwt: { private-key: $PRIVATE }, public-key: $KEY }'
  assert.equal(await given(shown, { PRIVATE: keys['<rsa>']!, KEY: own }), own)
  const [problem] = await loadBad(situation(shown, { PRIVATE: keys['<rsa>']!, KEY: keys['<ec public>']! }))
  assert.match(problem!.message, /does not belong to the private key/)
})

for (const [what, credential, env, message] of [
  ['a private key', '{ token: $TOKEN, public-key: $KEY }', jwtAndKey(keys['<ec>']!), /is a private key/],
  ['a private JWK', '{ token: $TOKEN, public-key: $KEY }', jwtAndKey(keys['<ec jwk>']!), /is a private key/],
  [
    'no key at all',
    '{ token: $TOKEN, public-key: $KEY }',
    jwtAndKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'),
    /cannot be read as a public key/,
  ],
  [
    'a file that is not there',
    '{ token: $TOKEN, public-key: keys/none.pem }',
    { TOKEN: token },
    /"keys\/none\.pem" cannot be read \(ENOENT\)/,
  ],
  [
    'a token that is no JWT',
    '{ token: $TOKEN, public-key: keys/public.pem }',
    { TOKEN: 'opaque-token' },
    /has no effect on a token that is no JWT/,
  ],
  [
    'a shared secret',
    '{ jwt: { secret: $SECRET }, public-key: keys/public.pem }',
    { SECRET: 'a shared secret of some length' },
    /has no effect with a shared secret/,
  ],
  ['no credential', '{ public-key: keys/public.pem }', {}, /has no effect without a credential/],
] as const)
  test(`public-key with ${what} is told where it stands, and is not repeated`, async () => {
    const loaded = await load(situation(credential, env))
    assert.ok(!loaded.ok)
    assert.equal(loaded.problems.length, 1, JSON.stringify(loaded.problems))
    assert.match(loaded.problems[0]!.message, message)
    assert.match(loaded.problems[0]!.subject, /credential\.public-key$/)
    assert.equal(loaded.problems[0]!.place?.line, 5)
    const told = JSON.stringify(loaded.problems)
    for (const value of Object.values(env)) assert.ok(!told.includes(JSON.stringify(value).slice(1, -1)))
  })
