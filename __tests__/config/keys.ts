/** Keys made for the tests, by the names that the tables of mistakes use. */

import { generateKeyPairSync, type KeyObject } from 'node:crypto'

const pem = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }))
const jwk = (key: KeyObject): object => key.export({ format: 'jwk' })

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The types of Node know only the older spelling of these options. */
function pss(hash?: string, saltLength?: number) {
  const named = hash ? { hashAlgorithm: hash, mgf1HashAlgorithm: hash, saltLength } : {}
  return generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...(named as object) })
}

export const keys: Readonly<Record<string, string>> = {
  '<ec>': pem(ec.privateKey),
  '<ec public>': String(ec.publicKey.export({ type: 'spki', format: 'pem' })),
  '<ec encrypted>': String(
    ec.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
  ),
  '<ec in base64>': Buffer.from(pem(ec.privateKey)).toString('base64'),
  '<ec on one line>': pem(ec.privateKey).replaceAll('\n', '\\n'),
  '<ec jwk>': JSON.stringify({ ...jwk(ec.privateKey), kid: 'key-1' }),
  '<ec public jwk>': JSON.stringify(jwk(ec.publicKey)),
  '<ec jwk for RS256>': JSON.stringify({ ...jwk(ec.privateKey), alg: 'RS256' }),
  '<ec P-384>': pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
  '<ec P-521>': pem(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey),
  '<ec secp256k1>': pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
  '<rsa>': pem(rsa.privateKey),
  '<rsa pkcs1>': String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })),
  '<rsa jwk for PS384>': JSON.stringify({ ...jwk(rsa.privateKey), alg: 'PS384' }),
  '<rsa 1024>': pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
  '<rsa-pss>': pem(pss().privateKey),
  '<rsa-pss sha512>': pem(pss('sha512', 64).privateKey),
  '<ed25519>': pem(generateKeyPairSync('ed25519').privateKey),
}
