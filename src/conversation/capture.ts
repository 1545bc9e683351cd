/** `capture: { NAME: $.json.path }` and `capture: { NAME: /regex (group)/ }`. */

import { checkPath, selectNodes } from '../matching/json-path.ts'
import { parsePattern, runPattern } from '../matching/pattern.ts'
import { dataOf, notJson, type Subject } from '../matching/subject.ts'
import type { StepProblem } from './steps.ts'

export const captureName = /^[A-Za-z_][\w-]*$/

const isPattern = (source: string): boolean => /^\/.+\/[a-z]*$/s.test(source)

export function checkCapture([name, source]: [string, string]): StepProblem[] {
  const problems: StepProblem[] = []
  if (!captureName.test(name)) {
    const message = `"${name}" cannot be the name of a capture`
    problems.push({
      path: [name],
      message,
      remedy: 'use letters, digits, "_" and "-", beginning with a letter',
    })
  }
  const wrong = checkSource(source)
  if (wrong !== null) {
    const remedy = 'write a JSONPath such as $.run.id, or a regular expression such as /run (\\w+)/'
    problems.push({ path: [name], message: `"${source}" cannot be captured: ${wrong}`, remedy })
  }
  return problems
}

function checkSource(source: string): string | null {
  if (source.startsWith('$')) return checkPath(source)
  if (!isPattern(source)) return 'it is neither a JSONPath nor a regular expression between slashes'
  const pattern = parsePattern(source)
  return typeof pattern === 'string' ? pattern : null
}

export type Captured =
  | { readonly found: true; readonly value: unknown }
  | { readonly found: false; readonly why: string }

/** The first node that a JSONPath selects, with its type; or the first group of a regular expression, or its match. */
export function capture(source: string, subject: Subject): Captured {
  return source.startsWith('$') ? captureNode(source, subject) : captureText(source, subject)
}

function captureNode(path: string, subject: Subject): Captured {
  const value = dataOf(subject)
  if (value === notJson || value instanceof Uint8Array)
    return { found: false, why: 'the message is not JSON' }
  const nodes = selectNodes(value, path)
  if (typeof nodes === 'string') return { found: false, why: nodes }
  return nodes.length > 0 ? { found: true, value: nodes[0] } : { found: false, why: `nothing is at ${path}` }
}

function captureText(source: string, { raw }: Subject): Captured {
  const pattern = parsePattern(source)
  if (typeof pattern === 'string') return { found: false, why: pattern }
  if (raw === null) return { found: false, why: 'the message is binary' }
  const found = runPattern(pattern, raw)
  if (found === 'out of time') return { found: false, why: `${source} ran out of time on the text` }
  const value = found?.[1] ?? found?.[0]
  return value === undefined ? { found: false, why: `nothing matches ${source}` } : { found: true, value }
}
