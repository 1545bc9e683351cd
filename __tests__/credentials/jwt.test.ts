import assert from 'node:assert/strict'
import {
  constants,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  timingSafeEqual,
  verify as verifySignature,
} from 'node:crypto'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { type CredentialRow, createIssuer } from '../../src/credentials/issue.ts'
import { expiryOf, type JwtSource, mintJwt, readPrivateKey } from '../../src/credentials/jwt.ts'
import { Secret } from '../../src/model/secret.ts'

const hmacKey = 'a shared secret of some length, with ünïcode'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey
const curves = { ES256: ec('P-256'), ES384: ec('P-384'), ES512: ec('P-521') } as const

const spellings: Readonly<Record<string, (key: KeyObject) => string>> = {
  'PKCS #8': key => key.export({ type: 'pkcs8', format: 'pem' }) as string,
  'PKCS #1': key => key.export({ type: 'pkcs1', format: 'pem' }) as string,
  'SEC 1': key => key.export({ type: 'sec1', format: 'pem' }) as string,
  JWK: key => JSON.stringify(key.export({ format: 'jwk' })),
  'a JWK with blanks around it': key => `\n  ${JSON.stringify(key.export({ format: 'jwk' }), null, 2)}\n`,
  'PKCS #8 with \\n as two characters': key =>
    (key.export({ type: 'pkcs8', format: 'pem' }) as string).replaceAll('\n', '\\n'),
}

const sourceOf = (over: Partial<JwtSource> = {}): JwtSource => ({
  key: { kind: 'secret', secret: new Secret(hmacKey) },
  algorithm: 'HS256',
  claims: {},
  expiresInMs: 300_000,
  keyId: null,
  ...over,
})
const withKey = (algorithm: string, text: string): JwtSource =>
  sourceOf({ algorithm, key: { kind: 'private', text: new Secret(text) } })

const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
async function mint(source: JwtSource, nowMs?: number) {
  const token = (await mintJwt(source, nowMs)).reveal()
  const [header = '', payload = ''] = token.split('.')
  return { token, header: read(header), payload: read(payload) }
}

/** RFC 7518 by node:crypto alone, so that jsonwebtoken is not its own judge. */
function isSigned(token: string, algorithm: string, key: KeyObject | string): boolean {
  const [header, payload, signature = ''] = token.split('.')
  const data = Buffer.from(`${header}.${payload}`)
  const bytes = Buffer.from(signature, 'base64url')
  const digest = `sha${algorithm.slice(2)}`
  if (typeof key === 'string') return timingSafeEqual(createHmac(digest, key).update(data).digest(), bytes)
  const padding =
    algorithm[0] === 'P'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {}
  return verifySignature(digest, data, { key, dsaEncoding: 'ieee-p1363', ...padding }, bytes)
}

for (const size of ['256', '384', '512']) {
  test(`HS${size} is signed with the shared secret`, async () => {
    const algorithm = `HS${size}` as jwt.Algorithm
    const { token, header } = await mint(sourceOf({ algorithm }))
    assert.equal(header.alg, algorithm)
    assert.ok(isSigned(token, algorithm, hmacKey))
    assert.ok(jwt.verify(token, hmacKey, { algorithms: [algorithm] }))
  })

  for (const family of ['RS', 'PS', 'ES'] as const) {
    const algorithm = `${family}${size}` as 'ES256'
    const key = family === 'ES' ? curves[algorithm] : rsa
    const own = family === 'ES' ? 'PKCS #1' : 'SEC 1'
    for (const [spelling, write] of Object.entries(spellings)) {
      if (spelling === own) continue
      test(`${algorithm} is signed with a key in ${spelling}`, async () => {
        const { token, header } = await mint(withKey(algorithm, write(key)))
        assert.equal(header.alg, algorithm)
        assert.ok(isSigned(token, algorithm, createPublicKey(key)))
        assert.ok(jwt.verify(token, createPublicKey(key), { algorithms: [algorithm] }))
        assert.throws(() => jwt.verify(`${token.slice(0, -4)}AAAA`, createPublicKey(key)))
      })
    }
  }
}

test('a token carries who it is, when it was issued, when it ends and an id of its own', async () => {
  const nowMs = Date.UTC(2026, 10, 22, 10, 0, 0, 700)
  const seconds = Math.floor(nowMs / 1000)
  const { payload, header } = await mint(sourceOf({ expiresInMs: 90_500 }), nowMs)
  const { jti, ...rest } = payload
  assert.deepEqual(rest, { sub: 'verify-deploy', iat: seconds, exp: seconds + 91 })
  assert.match(jti, /^[0-9a-f-]{36}$/)
  assert.deepEqual(header, { alg: 'HS256', typ: 'JWT' })
  assert.notEqual((await mint(sourceOf(), nowMs)).payload.jti, jti)
})

test('a key id goes into the header', async () => {
  assert.equal((await mint(sourceOf({ keyId: 'key-7' }))).header.kid, 'key-7')
})

test('claims are merged over the default ones', async () => {
  const claims = { sub: 'somebody', aud: ['api', 'ws'], role: { name: 'tester' }, nbf: 1 }
  const { payload } = await mint(sourceOf({ claims }))
  assert.deepEqual({ ...payload, iat: 0, exp: 0, jti: '' }, { ...claims, iat: 0, exp: 0, jti: '' })
})

for (const name of ['sub', 'iat', 'exp', 'jti'])
  test(`the claim ${name} is left out where it is null`, async () => {
    const { payload } = await mint(sourceOf({ claims: { [name]: null } }))
    const others = ['sub', 'iat', 'exp', 'jti'].filter(other => other !== name)
    assert.deepEqual(Object.keys(payload).sort(), others.sort())
  })

test('a token is accepted until it ends and refused after it', async () => {
  const nowMs = 1_800_000_000_000
  const { token } = await mint(sourceOf({ expiresInMs: 60_000 }), nowMs)
  const at = (seconds: number) => jwt.verify(token, hmacKey, { clockTimestamp: nowMs / 1000 + seconds })
  assert.ok(at(59))
  assert.throws(() => at(60), /expired/)
})

test('what is neither PEM nor JWK is no key', () => {
  for (const text of [
    '',
    'hunter2',
    '{"kty":"oct"}',
    '{',
    '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
  ])
    assert.throws(() => readPrivateKey(text))
})

const header = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const

const issuerOf = (rows: Readonly<Record<string, CredentialRow>>, born: (secret: Secret) => void) => {
  const home = { url: new URL('http://host.example/'), websocketBase: new URL('ws://host.example/') }
  return createIssuer(rows, { home, facts: { runId: 'run-7', sha: 'abc' }, born }).issue
}

test('a minted token is told of before it is used, and is new each time', async () => {
  const born: Secret[] = []
  const issue = issuerOf({ default: { source: { from: 'jwt', ...sourceOf() }, placement: header } }, s => {
    born.push(s)
  })
  const [first, second] = [await issue('default'), await issue('default')]
  assert.deepEqual(born, [first?.value, second?.value])
  assert.notEqual(first?.value.reveal(), second?.value.reveal())
  assert.deepEqual(first?.placement, header)
})

test('each connection has a jti of its own, and a subject where the claims name the connection', async () => {
  const claims = {
    sub: 'load-{{connection}}',
    app: { runs: ['{{run-id}}', '{{connection}}'], sha: '{{sha}}' },
  }
  const source = { from: 'jwt' as const, ...sourceOf({ claims }) }
  const issue = issuerOf({ default: { source, placement: header } }, () => {})
  const payloads = await Promise.all(
    [1, 2, 3].map(async connection => {
      const token = (await issue('default', connection))!.value.reveal()
      return jwt.verify(token, hmacKey, { algorithms: ['HS256'] }) as jwt.JwtPayload
    }),
  )
  assert.deepEqual(
    payloads.map(({ sub, app }) => [sub, app]),
    [1, 2, 3].map(n => [`load-${n}`, { runs: ['run-7', n], sha: 'abc' }]),
  )
  assert.equal(new Set(payloads.map(({ jti }) => jti)).size, 3)
})

test('a token that is not valid yet is refused until `nbf`, and `{{unix}}` makes it valid now', async () => {
  const nowMs = 1_800_000_000_000
  const { token } = await mint(sourceOf({ claims: { nbf: 1_800_000_060 } }), nowMs)
  const at = (seconds: number) => jwt.verify(token, hmacKey, { clockTimestamp: nowMs / 1000 + seconds })
  assert.throws(() => at(59), /not active/)
  assert.ok(at(60))
  const before = Math.floor(Date.now() / 1000)
  const { payload } = await mint(sourceOf({ claims: { nbf: '{{unix}}' } }))
  assert.ok(payload.nbf >= before && payload.nbf <= Date.now() / 1000, String(payload.nbf))
})

test('the end of a JWT is read from it, and of nothing else', async () => {
  const { token, payload } = await mint(sourceOf({ expiresInMs: 60_000 }))
  assert.equal(expiryOf(token), payload.exp * 1000)
  for (const other of ['', 'opaque', 'a.b.c', 'eyJhIjoxfQ.eyJleHAiOiJ4In0.c', 'eyJhIjoxfQ.eyJ.c'])
    assert.equal(expiryOf(other), null, other)
})

test('a ready-made token is issued as it is, and is not born again', async () => {
  const token = new Secret('ready')
  const born: Secret[] = []
  const issue = issuerOf({ admin: { source: { from: 'token', token }, placement: header } }, s => {
    born.push(s)
  })
  assert.equal((await issue('admin'))?.value, token)
  assert.deepEqual(born, [])
})

test('no name and a name that is not there give no credential', async () => {
  const issue = issuerOf({}, () => assert.fail('nothing is born'))
  assert.deepEqual([await issue(null), await issue('other'), await issue('constructor')], [null, null, null])
})
