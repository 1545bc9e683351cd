import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import jwt from 'jsonwebtoken'
import { forgeCredentials } from '../../src/credentials/forge.ts'
import { type JwtSource, mintJwt } from '../../src/credentials/jwt.ts'
import type { BadCredential, Credential, Placement } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'

const key = 'a shared secret of some length'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString()
const header: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

const sourceOf = (over: Partial<JwtSource> = {}): JwtSource => ({
  key: { kind: 'secret', secret: new Secret(key) },
  algorithm: 'HS256',
  claims: {},
  expiresInMs: 300_000,
  keyId: null,
  ...over,
})
const credential = (value: string): Credential => ({ value: new Secret(value), placement: header })

async function forge(source: JwtSource): Promise<readonly BadCredential[]> {
  return await forgeCredentials({ value: await mintJwt(source), placement: header }, source)
}
const shown = ({ credential: made }: BadCredential): string => made?.value.reveal() ?? ''
const flawsOf = (bad: readonly BadCredential[]) => bad.map(({ flaw }) => flaw)
const ofFlaw = (bad: readonly BadCredential[], flaw: string) =>
  bad.filter(one => one.flaw === flaw).map(shown)
const why = (token: string, options: jwt.VerifyOptions = {}): string => {
  try {
    jwt.verify(token, key, { algorithms: ['HS256'], ...options })
    return 'valid'
  } catch (error) {
    return (error as Error).message
  }
}

test('out of a shared secret comes a token for each flaw, refused for that flaw', async () => {
  const bad = await forge(sourceOf({ claims: { aud: 'api', iss: 'https://issuer.example.com' } }))
  const reasons = bad
    .filter(one => one.credential)
    .map(one => [one.flaw, why(shown(one), { audience: 'api', issuer: 'https://issuer.example.com' })])
  assert.deepEqual(reasons, [
    ['malformed', 'invalid token'],
    ['wrong_signature', 'invalid signature'],
    ['tampered', 'invalid signature'],
    ['empty_signature', 'jwt signature is required'],
    ...Array(4).fill(['alg_none', 'jwt signature is required']),
    ['expired', 'jwt expired'],
    ['not_yet_valid', 'jwt not active'],
    ['wrong_audience', 'jwt audience invalid. expected: api'],
    ['wrong_issuer', 'jwt issuer invalid. expected: https://issuer.example.com'],
  ])
  assert.equal(bad[0]?.credential, null)
})

test('what is signed rightly has no other flaw: a verifier that skips it lets the token in', async () => {
  const bad = await forge(sourceOf({ claims: { aud: ['api'], nbf: 1 } }))
  assert.equal(why(ofFlaw(bad, 'expired')[0]!, { ignoreExpiration: true, audience: 'api' }), 'valid')
  assert.equal(why(ofFlaw(bad, 'not_yet_valid')[0]!, { ignoreNotBefore: true, audience: 'api' }), 'valid')
  assert.equal(why(ofFlaw(bad, 'wrong_audience')[0]!), 'valid')
})

test('audience and issuer are changed only where the claims name them', async () => {
  const flaws = flawsOf(await forge(sourceOf()))
  assert.ok(!flaws.includes('wrong_audience') && !flaws.includes('wrong_issuer'))
})

test('unsigned tokens carry the claims of the good one, in four spellings of none', async () => {
  const bad = await forge(sourceOf({ claims: { sub: 'verifier', role: 'admin' } }))
  const tokens = ofFlaw(bad, 'alg_none')
  assert.deepEqual(
    tokens.map(token => jwt.decode(token, { complete: true })?.header.alg),
    ['none', 'None', 'NONE', 'nOnE'],
  )
  for (const token of tokens) {
    assert.match(token, /\.$/)
    const { sub, role } = jwt.decode(token, { json: true })!
    assert.deepEqual([sub, role], ['verifier', 'admin'])
  }
})

test('a changed payload has a later expiry, and the signature of the good one', async () => {
  const source = sourceOf()
  const good = credential((await mintJwt(source)).reveal())
  const [token] = ofFlaw(await forgeCredentials(good, source), 'tampered')
  const before = jwt.decode(good.value.reveal(), { json: true })!
  assert.equal(jwt.decode(token!, { json: true })?.exp, before.exp! + 1)
  assert.equal(token!.split('.')[2], good.value.reveal().split('.')[2])
})

test('out of a private key comes the confusion of HS256 with its public key, with and without the last line break', async () => {
  const bad = await forge(
    sourceOf({ key: { kind: 'private', text: new Secret(pem) }, algorithm: 'RS256', keyId: 'k1' }),
  )
  const [whole, trimmed] = ofFlaw(bad, 'key_confusion')
  // As a careless verifier does: whatever its key is, it is bytes for the HMAC (jsonwebtoken itself refuses to).
  for (const [token, secret] of [
    [whole!, publicPem],
    [trimmed!, publicPem.trimEnd()],
  ] as const) {
    const [head, payload, signature] = token.split('.')
    assert.equal(createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url'), signature)
  }
  assert.equal(jwt.decode(whole!, { complete: true })?.header.kid, 'k1')
  for (const flaw of ['wrong_signature', 'tampered'])
    assert.throws(
      () => jwt.verify(ofFlaw(bad, flaw)[0]!, publicPem, { algorithms: ['RS256'] }),
      /invalid signature/,
    )
  assert.throws(
    () => jwt.verify(ofFlaw(bad, 'expired')[0]!, publicPem, { algorithms: ['RS256'] }),
    /jwt expired/,
  )
})

test('with a public key a ready-made JWT is confused with it in every form that a server may hold', async () => {
  const good = credential(jwt.sign({ sub: 'somebody' }, rsa, { algorithm: 'RS256' }))
  const pkcs1 = createPublicKey(rsa).export({ type: 'pkcs1', format: 'pem' }).toString()
  for (const [given, secrets] of [
    [publicPem, [publicPem, publicPem.trimEnd()]],
    [pkcs1.trimEnd(), [publicPem, publicPem.trimEnd(), pkcs1, pkcs1.trimEnd()]],
  ] as const) {
    const bad = await forgeCredentials(good, null, given)
    const signed = (token: string, secret: string) => {
      const [head, payload, signature] = token.split('.')
      return createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url') === signature
    }
    const tokens = ofFlaw(bad, 'key_confusion')
    assert.deepEqual(
      secrets.map(secret => tokens.findIndex(token => signed(token, secret))),
      secrets.map((_, i) => i),
    )
    assert.equal(tokens.length, secrets.length)
  }
  assert.deepEqual(ofFlaw(await forgeCredentials(credential('opaque'), null, publicPem), 'key_confusion'), [])
})

test('a ready-made JWT gets the flaws that need no key', async () => {
  const good = credential((await mintJwt(sourceOf())).reveal())
  assert.deepEqual(flawsOf(await forgeCredentials(good, null)), [
    ...['none', 'malformed', 'wrong_signature', 'tampered', 'empty_signature'],
    ...Array(4).fill('alg_none'),
  ])
})

test('an opaque token is garbled, changed and cut, and fits wherever it fitted', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9._~+/=-]*[A-Za-z0-9][A-Za-z0-9._~+/=-]*$/, { maxLength: 60 })
  return fc.assert(
    fc.asyncProperty(token, async value => {
      const bad = await forgeCredentials(credential(value), null)
      for (const one of bad.slice(1)) {
        assert.notEqual(shown(one), value, one.flaw)
        assert.ok(shown(one).length > 0 && shown(one).length <= value.length + 1, one.flaw)
        assert.match(shown(one), /^[A-Za-z0-9._~+/=-]+$/)
        assert.deepEqual(one.credential?.placement, header)
      }
    }),
  )
})

test('without a credential, nothing and garbage are all that can be shown', async () => {
  const bad = await forgeCredentials(null, null)
  assert.deepEqual(flawsOf(bad), ['none', 'malformed'])
  assert.deepEqual(bad[1]?.credential?.placement, header)
})
