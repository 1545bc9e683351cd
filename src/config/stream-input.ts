/** The input `stream`: `[METHOD ]PATH`, and after ` until ` what its end is known by. */

import { readText } from '../conversation/declare.ts'
import { checkMatch } from '../matching/check-match.ts'
import { parsePath } from './addresses.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { parseEach } from './values.ts'

export interface DeclaredStream {
  readonly method: string
  readonly path: string
  /** Text, or an object such as `{"event":"done"}`; undefined demands no end. */
  readonly until: unknown
}

/** Tokens of RFC 9110 section 9.1, in capitals as every method is; a path begins with `/` or a scheme. */
const line = /^(?:([A-Z]+)\s+)?(\S+)(?:\s+until\s+(.+))?$/

function parseStream(text: string): Parsed<DeclaredStream> {
  const found = line.exec(text)
  if (!found?.[2])
    return bad(
      `${quote(text)} is not a stream`,
      'write [METHOD ]PATH, such as POST /api/chat/stream, or POST /api/chat/stream until [DONE]',
    )
  const path = parsePath(found[2], 'http')
  if (!path.ok) return path
  const until = found[3] === undefined ? undefined : readText(found[3])
  const [problem] = checkMatch(until ?? '')
  if (problem) return bad(`${quote(text)}: ${problem.message}`, problem.remedy)
  return good({ method: found[1] ?? 'GET', path: path.value, until })
}

export const parseStreams = (text: string): Parsed<readonly DeclaredStream[]> => parseEach(text, parseStream)
