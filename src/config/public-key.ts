/**
 * `public-key` of a credential: the key with which the deployment verifies it. A verifier that lets the token choose the
 * algorithm takes it for a shared secret, which is tried with it (RFC 8725 section 2.1).
 */

import type { KeyObject } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CredentialDraft } from './credential.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'

/** Of a key that signs JWTs, in any form. */
const largestBytes = 64 * 1024

const remedy =
  'give the public key that verifies the tokens: PEM text, the JSON of a JWK, or the path of a file with one'

async function readText(text: string, directory: string): Promise<Parsed<string>> {
  if (/-----BEGIN|^\s*\{/.test(text)) return good(text.replaceAll('\\n', '\n'))
  const path = text.trim()
  // Neither a key nor a path: it is not repeated, because nobody knows what it is.
  if (path.length > 255 || /\s/.test(path)) return bad('is neither PEM, nor a JWK, nor a path', remedy)
  try {
    const whole = resolve(directory, path)
    const { size } = await stat(whole)
    if (size > largestBytes) return bad(`the file ${quote(path)} is larger than 64 KiB`, remedy)
    return good(await readFile(whole, 'utf8'))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    return bad(`the file ${quote(path)} cannot be read (${code})`, remedy)
  }
}

/** The key as it was given, for the very bytes of it may be what a server takes for its secret. */
export async function readPublicKey(
  { publicKey, secret, privateKey, token }: CredentialDraft,
  directory: string,
): Promise<Parsed<string>> {
  if (secret) return bad('has no effect with a shared secret', 'remove it, or give private-key instead')
  if (token && !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token.value.reveal()))
    return bad('has no effect on a token that is no JWT', 'remove it')
  const text = await readText(publicKey!.value, directory)
  if (!text.ok) return text
  if (/PRIVATE KEY-----|"d"\s*:/.test(text.value)) return bad('is a private key', remedy)
  const { parsePublicKey, readPrivateKey } = await import('../credentials/jwt.ts')
  let key: KeyObject
  try {
    key = parsePublicKey(text.value)
  } catch {
    return bad('cannot be read as a public key', remedy)
  }
  if (privateKey) {
    const { createPublicKey } = await import('node:crypto')
    try {
      if (!createPublicKey(readPrivateKey(privateKey.value.reveal())).equals(key))
        return bad('does not belong to the private key', 'give the public key of private-key, or remove it')
    } catch {
      // What is wrong with the private key is told where it stands.
    }
  }
  return text
}
