/** What a private key is good for. It is read once here, so that minting can never fail over it. */

import type { KeyObject } from 'node:crypto'
import { bad, good, type Parsed } from './parsed.ts'

export const hmacAlgorithms = ['HS256', 'HS384', 'HS512'] as const
const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const
export const algorithms = [...hmacAlgorithms, ...rsaAlgorithms, 'ES256', 'ES384', 'ES512'] as const

export interface KeyUse {
  /** `an EC P-256 key`. */
  readonly what: string
  /** Those that fit the key; the first is taken when none is given. */
  readonly algorithms: readonly string[]
  readonly keyId: string | null
}

/** RFC 7518 section 3.4: each curve has one algorithm. */
const curves: Readonly<Record<string, readonly [name: string, algorithm: string]>> = {
  prime256v1: ['P-256', 'ES256'],
  secp384r1: ['P-384', 'ES384'],
  secp521r1: ['P-521', 'ES512'],
}

const needed = 'give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521'
const givePrivate = 'give the private key, as PEM or JWK'

/** Forms that are met in secret stores and are no usable private key, told apart before node:crypto is asked. */
const mistakes: readonly (readonly [seen: RegExp, message: string, remedy: string])[] = [
  [
    /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/,
    'is encrypted with a passphrase',
    'decrypt it first: openssl pkey -in key.pem -out plain.pem',
  ],
  [
    /-----BEGIN OPENSSH PRIVATE KEY-----/,
    'is in the format of OpenSSH',
    'convert it first: ssh-keygen -p -m PEM -f KEY',
  ],
  [/-----BEGIN (RSA |EC )?PRIVATE KEY-----/, '', ''],
  [/-----BEGIN (RSA )?PUBLIC KEY-----/, 'is a public key, which cannot sign', givePrivate],
  [/-----BEGIN CERTIFICATE-----/, 'is a certificate, which cannot sign', givePrivate],
  [/^LS0tLS1CRUdJTi/, 'is a PEM key that was encoded as base64 once more', 'decode it first: base64 -d'],
  [
    /^(?![{\s])/,
    'is neither PEM nor a JWK',
    'give the content of the key file, from -----BEGIN PRIVATE KEY----- on, or the JSON of a JWK',
  ],
]

interface Jwk {
  readonly alg: string | null
  readonly kid: string | null
}

/** RFC 7517. */
function readJwk(text: string): Parsed<Jwk> {
  let jwk: unknown
  try {
    jwk = JSON.parse(text)
  } catch {
    return bad('starts like a JWK but is not valid JSON', 'give the whole JSON object of the key')
  }
  const fields = jwk as Record<string, unknown>
  if ('keys' in fields) return bad('is a set of keys', 'give one private key out of it')
  if (fields.kty === 'oct') return bad('is a shared secret', 'decode its "k" and give it as a secret instead')
  if (typeof fields.kty !== 'string')
    return bad('has no "kty", so it is not a JWK', 'give the whole JSON object of the key')
  if (fields.d === undefined) return bad('is a public key, which cannot sign', givePrivate)
  const word = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null)
  return good({ alg: word('alg'), kid: word('kid') })
}

/** What signing with the key can do; messages never hold a part of it. */
export async function readKeyUse(text: string): Promise<Parsed<KeyUse>> {
  const trimmed = text.trim()
  const mistake = mistakes.find(([seen]) => seen.test(trimmed))
  if (mistake && mistake[1] !== '') return bad(mistake[1], mistake[2])
  const jwk = trimmed.startsWith('{') ? readJwk(trimmed) : good({ alg: null, kid: null })
  if (!jwk.ok) return jwk
  const { readPrivateKey } = await import('../credentials/jwt.ts')
  let key: KeyObject
  try {
    key = readPrivateKey(trimmed)
  } catch {
    return bad('cannot be read as a private key', 'give the key file as it is, with its line breaks')
  }
  const use = useOf(key)
  if (!use.ok) return use
  const { alg, kid } = jwk.value
  if (alg === null) return good({ ...use.value, keyId: kid })
  return use.value.algorithms.includes(alg)
    ? good({ ...use.value, algorithms: [alg, ...use.value.algorithms], keyId: kid })
    : bad(
        `names the algorithm ${JSON.stringify(alg)}, which its kind of key cannot do`,
        'correct the "alg" of the JWK',
      )
}

function useOf(key: KeyObject): Parsed<KeyUse> {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  const type = key.asymmetricKeyType ?? 'unknown'
  if (type === 'rsa' || type === 'rsa-pss') {
    // jsonwebtoken refuses to sign with less (RFC 7518 section 3.3).
    if (modulusLength < 2048) return bad(`is an RSA key of ${modulusLength} bits, which is too short`, needed)
    if (type === 'rsa') return good({ what: 'an RSA key', algorithms: rsaAlgorithms, keyId: null })
    return useOfPss(key)
  }
  const curve = curves[namedCurve]
  if (type === 'ec' && curve)
    return good({ what: `an EC ${curve[0]} key`, algorithms: [curve[1]], keyId: null })
  const what = type === 'ec' ? `an EC key on ${namedCurve}` : `a key of the type ${type}`
  return bad(`is ${what}, which is not supported`, needed)
}

/** Such a key names its hash (RFC 4055 section 3.1), and jsonwebtoken signs with no other, nor with one that names none. */
function useOfPss(key: KeyObject): Parsed<KeyUse> {
  const { hashAlgorithm = '', mgf1HashAlgorithm, saltLength = 0 } = key.asymmetricKeyDetails ?? {}
  const bits = Number(/^sha(256|384|512)$/.exec(hashAlgorithm)?.[1] ?? 0)
  if (bits === 0 || mgf1HashAlgorithm !== hashAlgorithm || saltLength > bits / 8) {
    return bad('is an RSA-PSS key without parameters that fit PS256, PS384 or PS512', needed)
  }
  return good({ what: `an RSA-PSS key for ${hashAlgorithm}`, algorithms: [`PS${bits}`], keyId: null })
}
