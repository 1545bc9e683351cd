/** The algorithm of a key, and that the key can really sign with it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mintJwt } from '../../src/credentials/jwt.ts'
import { loadGood } from './given.ts'
import { keys } from './keys.ts'

const rows: readonly (readonly [key: string, asked: string | null, algorithm: string])[] = [
  ['<ec>', null, 'ES256'],
  ['<ec on one line>', null, 'ES256'],
  ['<ec jwk>', null, 'ES256'],
  ['<ec P-384>', null, 'ES384'],
  ['<ec P-521>', null, 'ES512'],
  ['<rsa>', null, 'RS256'],
  ['<rsa pkcs1>', null, 'RS256'],
  ['<rsa>', 'PS512', 'PS512'],
  ['<rsa jwk for PS384>', null, 'PS384'],
  ['<rsa-pss sha512>', null, 'PS512'],
]

for (const [name, asked, algorithm] of rows) {
  test(`${name} signs with ${algorithm}${asked ? ', as asked' : ' by itself'}`, async () => {
    const inputs = {
      ...{ url: 'https://a.example', websocket: '/ws', 'jwt-private-key': keys[name]! },
      ...(asked ? { 'jwt-algorithm': asked } : {}),
    }
    const { credentials } = await loadGood({ inputs })
    const source = credentials.default?.source
    assert.ok(source?.from === 'jwt')
    assert.equal(source.algorithm, algorithm)
    const [header] = (await mintJwt(source)).reveal().split('.')
    assert.equal(JSON.parse(Buffer.from(header!, 'base64url').toString()).alg, algorithm)
  })
}

test('the kid of a JWK is used unless another is given', async () => {
  const inputs = { url: 'https://a.example', websocket: '/ws', 'jwt-private-key': keys['<ec jwk>']! }
  const idOf = async (more: object) => {
    const source = (await loadGood({ inputs: { ...inputs, ...more } })).credentials.default?.source
    return source?.from === 'jwt' && source.keyId
  }
  assert.equal(await idOf({}), 'key-1')
  assert.equal(await idOf({ 'jwt-key-id': 'mine' }), 'mine')
})
