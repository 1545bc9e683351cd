/** Secrets from the moment they are known: masked in the log, taken out of the report. */

import type { Host } from './host.ts'
import { Secret } from './model/secret.ts'
import type { Redactor } from './redact.ts'

/** Shorter ones would make `***` of plain words in every later line of the whole job. */
const shortestMask = 4
const tooShort = `a secret is shorter than ${shortestMask} characters: it is taken out of the report, but masking it would make the log unreadable; use a longer one`

/** The runner masks a text of several lines by its lines as well, and one of them may be a bare bracket. */
const maskable = (secret: Secret): Secret[] =>
  secret
    .reveal()
    .split(/[\r\n]+/)
    .filter(line => line.trim().length >= shortestMask)
    .map(line => new Secret(line))

/** Call it with every secret before it is used; again changes nothing. */
export function createKeeper(redactor: Redactor, host: Pick<Host, 'mask' | 'warn'>) {
  const kept = new Set<string>()
  return (secret: Secret): void => {
    const value = secret.reveal()
    if (kept.has(value) || value.trim() === '') return
    kept.add(value)
    redactor.add(secret)
    const lines = maskable(secret)
    for (const line of lines) host.mask(line)
    if (lines.length === 0) host.warn(tooShort)
  }
}
