/** JSONPath (RFC 9535) in matches and captures. */

import { type JsonValue, query } from 'jsonpath-rfc9535'
import parse from 'jsonpath-rfc9535/parser'
import { runBounded } from './bounded.ts'

/** Function extensions of RFC 9535, section 2.4; the evaluator takes an unknown one for "no". */
const functions: readonly string[] = ['length', 'count', 'match', 'search', 'value']

export const isPath = (key: string): boolean => key.startsWith('$.') || key.startsWith('$[')

/** What is wrong with the expression; null if nothing is. */
export function checkPath(expression: string): string | null {
  try {
    const unknown = functionsIn(parse(expression)).find(name => !functions.includes(name))
    return unknown === undefined ? null : `JSONPath has no function "${unknown}"`
  } catch (error) {
    return (error as Error).message
  }
}

function functionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const own =
    (node as { type?: unknown }).type === 'FunctionExpr' ? [String((node as { name?: unknown }).name)] : []
  return [...own, ...Object.values(node).flatMap(functionsIn)]
}

/** The values that the expression selects, or why it could not be evaluated. */
export function selectNodes(value: unknown, expression: string): readonly unknown[] | string {
  const select = () => query(value as JsonValue, expression)
  try {
    // Only filters (with regular expressions) and descendants can take more than a step for each value.
    if (!/\?|\.\./.test(expression)) return select()
    const result = runBounded(select)
    return result.inTime ? result.value : 'the JSONPath ran out of time'
  } catch (error) {
    // A bad expression, made by a template, or a value so deep that comparing it overflows the stack.
    return `the JSONPath could not be evaluated: ${(error as Error).message}`
  }
}
