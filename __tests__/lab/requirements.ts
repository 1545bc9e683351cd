/** Whether the servers of the lab are installed. Locally a missing one skips the tests, in CI on Linux it fails them. */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's own interpreter sees Debian's packages; another one on the PATH may not. */
export const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

export interface Requirement {
  readonly name: string
  /** A command that ends with 0 where it is installed. */
  readonly probe: readonly [string, ...string[]]
}

export const commonRequirements: readonly Requirement[] = [
  { name: 'openssl', probe: ['openssl', 'version'] },
  {
    name: 'python3 with fastapi, uvicorn, websockets, PyJWT, tornado, channels and daphne',
    probe: [python, '-c', 'import fastapi, uvicorn, websockets, jwt, tornado, channels, daphne'],
  },
]

const works = ([file, ...args]: readonly [string, ...string[]]): boolean => {
  try {
    execFileSync(file, args, { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

/** One sentence with the remedy, or false when everything is there. Throws where a missing component must not pass. */
export function missingRequirements(
  requirements: readonly Requirement[],
  ci: boolean = process.env.CI === 'true' && process.platform === 'linux',
): string | false {
  const missing = requirements.filter(({ probe }) => !works(probe)).map(({ name }) => name)
  if (missing.length === 0) return false
  const packages = readFileSync(join(import.meta.dirname, 'packages.txt'), 'utf8')
    .trim()
    .split(/\s+/)
  const sentence = `not installed: ${missing.join(', ')}; on Debian: apt-get install --no-install-recommends ${packages.join(' ')}`
  if (ci) throw new Error(sentence)
  return sentence
}
