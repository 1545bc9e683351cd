/** Mistakes in the private key that is given as an input. */

import { ws } from './given.ts'
import { refuseInputs } from './refusing.ts'

refuseInputs([
  [
    { ...ws, 'jwt-secret': 's', 'jwt-private-key': '<ec>' },
    'jwt-private-key | contradicts jwt-secret: a client shows one credential | keep one of jwt-secret, jwt-private-key',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec>', 'jwt-algorithm': 'RS256' },
    'jwt-algorithm | "RS256" does not fit an EC P-256 key | write ES256, or leave jwt-algorithm out',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec>', 'jwt-algorithm': 'HS256' },
    'jwt-algorithm | "HS256" does not fit an EC P-256 key | write ES256, or leave jwt-algorithm out',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec public>' },
    'jwt-private-key | is a public key, which cannot sign | give the private key, as PEM or JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec encrypted>' },
    'jwt-private-key | is encrypted with a passphrase | decrypt it first: openssl pkey -in key.pem -out plain.pem',
  ],
  [
    { ...ws, 'jwt-private-key': '<rsa 1024>' },
    'jwt-private-key | is an RSA key of 1024 bits, which is too short | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': '<ed25519>' },
    'jwt-private-key | is a key of the type ed25519, which is not supported | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec secp256k1>' },
    'jwt-private-key | is an EC key on secp256k1, which is not supported | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
  [
    { ...ws, 'jwt-private-key': 'key.pem' },
    'jwt-private-key | is neither PEM nor a JWK | give the content of the key file, from -----BEGIN PRIVATE KEY----- on, or the JSON of a JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '{"kty":' },
    'jwt-private-key | starts like a JWK but is not valid JSON | give the whole JSON object of the key',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec public jwk>' },
    'jwt-private-key | is a public key, which cannot sign | give the private key, as PEM or JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '{"kty":"oct","k":"abc"}' },
    'jwt-private-key | is a shared secret | decode its "k" and give it as a secret instead',
  ],
  [
    { ...ws, 'jwt-private-key': '{"keys":[]}' },
    'jwt-private-key | is a set of keys | give one private key out of it',
  ],
  [
    { ...ws, 'jwt-private-key': '{}' },
    'jwt-private-key | has no "kty", so it is not a JWK | give the whole JSON object of the key',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec in base64>' },
    'jwt-private-key | is a PEM key that was encoded as base64 once more | decode it first: base64 -d',
  ],
  [
    { ...ws, 'jwt-private-key': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
    'jwt-private-key | cannot be read as a private key | give the key file as it is, with its line breaks',
  ],
  [
    { ...ws, 'jwt-private-key': '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA' },
    'jwt-private-key | is in the format of OpenSSH | convert it first: ssh-keygen -p -m PEM -f KEY',
  ],
  [
    { ...ws, 'jwt-private-key': '<ec jwk for RS256>' },
    'jwt-private-key | names the algorithm "RS256", which its kind of key cannot do | correct the "alg" of the JWK',
  ],
  [
    { ...ws, 'jwt-private-key': '<rsa-pss>' },
    'jwt-private-key | is an RSA-PSS key without parameters that fit PS256, PS384 or PS512 | give an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521',
  ],
])
