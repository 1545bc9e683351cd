/** `ca`: extra trusted certificates, as PEM text or as the path of a file that holds it. */

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { bad, good, type Parsed, quote } from './parsed.ts'

/** A bundle of all public authorities has about 230 KiB. */
const largestBytes = 1024 * 1024

const remedy = 'give PEM text from -----BEGIN CERTIFICATE----- on, or the path of a file with it'

async function readBundle(path: string, directory: string): Promise<Parsed<string>> {
  const whole = resolve(directory, path)
  try {
    const { size } = await stat(whole)
    if (size > largestBytes) return bad(`the file ${quote(path)} is larger than 1 MiB`, remedy)
    return good(await readFile(whole, 'utf8'))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    return bad(`the file ${quote(path)} cannot be read (${code})`, remedy)
  }
}

/** The certificates, and nothing else of what the text or file holds, as PEM text. */
export async function parseTrust(text: string, directory: string): Promise<Parsed<string>> {
  const inline = text.includes('-----BEGIN')
  const bundle = inline ? good(text) : await readBundle(text.trim(), directory)
  if (!bundle.ok) return bundle
  const where = inline ? 'the PEM text' : `the file ${quote(text.trim())}`
  const blocks = bundle.value
    .replaceAll('\\n', '\n')
    .match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
  if (!blocks) return bad(`${where} holds no certificate`, remedy)
  const { X509Certificate } = await import('node:crypto')
  const broken = blocks.findIndex(block => {
    try {
      new X509Certificate(block)
      return false
    } catch {
      return true
    }
  })
  return broken < 0
    ? good(`${blocks.join('\n')}\n`)
    : bad(`certificate ${broken + 1} of ${where} cannot be read`, 'export it again as PEM')
}
