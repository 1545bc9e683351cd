/** The input `stream`: `[METHOD ]PATH`, and after ` until ` what its end is known by. */

import { readText } from '../conversation/declare.ts'
import { checkMatch } from '../matching/check-match.ts'
import { checkTemplates } from '../matching/template.ts'
import { parsePath } from './addresses.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { parseEach } from './values.ts'

export interface DeclaredStream {
  readonly method: string
  readonly path: string
  /** Text, or an object such as `{"event":"done"}`; undefined demands no end. */
  readonly until: unknown
}

/** Tokens of RFC 9110 section 9.1; a path begins with `/` or a scheme, so that no word before it is taken for one. */
const line = /^(?:([A-Za-z]+)\s+)?(\S+)(?:\s+until\s+(.+))?$/
const method = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i
const example = 'such as POST /api/chat/stream, or POST /api/chat/stream until [DONE]'

function parseStream(text: string): Parsed<DeclaredStream> {
  if (/\suntil\s*$/i.test(text))
    return bad(
      `${quote(text)} does not say what it ends with`,
      'write the end marker after until, such as until [DONE] or until {"event":"done"}, or leave until out',
    )
  const found = line.exec(text)
  if (!found?.[2]) return bad(`${quote(text)} is not a stream`, `write [METHOD ]PATH, ${example}`)
  if (method.test(found[2]))
    return bad(`${quote(text)} has a method and no path`, `write the path after ${found[2]}, ${example}`)
  const path = parsePath(found[2], 'http')
  if (!path.ok) return path
  const until = found[3] === undefined ? undefined : readMarker(found[3])
  if (typeof until === 'string' && /^\s*\{(?!\{)/.test(until))
    return bad(
      `${quote(text)}: the end marker begins like JSON and is none`,
      'mend the JSON, such as until {"event":"done"}; in YAML, put the line in single quotes',
    )
  const [problem] = until === undefined ? [] : [...checkMatch(until), ...checkTemplates(until)]
  if (problem) return bad(`${quote(text)}: ${problem.message}`, problem.remedy)
  return good({ method: (found[1] ?? 'GET').toUpperCase(), path: path.value, until })
}

/** Quotes around a text are not part of the marker. */
function readMarker(text: string): unknown {
  const quoted = /^"[^"\\]+"$|^'[^']+'$/.test(text)
  return quoted ? text.slice(1, -1) : readText(text)
}

export const parseStreams = (text: string): Parsed<readonly DeclaredStream[]> => parseEach(text, parseStream)
