/** Regular expressions as users write them, `foo.*` or `/foo/i`, run with a limit on time. */

import { runBounded, stepMs } from './bounded.ts'

export interface Pattern {
  readonly regex: RegExp
  /** Milliseconds lost to texts it could not finish; once a second is gone, it is not tried again. */
  wastedMs: number
}

const mostWastedMs = 10 * stepMs
const mostKept = 500
const kept = new Map<string, Pattern | string>()

/** The pattern, or what is wrong with it. `/…/flags` when it begins with a slash and ends with a slash and flags. */
export function parsePattern(text: string): Pattern | string {
  const known = kept.get(text)
  if (known !== undefined) return known
  if (kept.size >= mostKept) kept.clear()
  const made = compile(text)
  kept.set(text, made)
  return made
}

function compile(text: string): Pattern | string {
  const delimited = /^\/(.+)\/([a-z]*)$/s.exec(text)
  const flags = delimited?.[2] ?? ''
  // `g` and `y` keep a position from one text to the next: they would make matches depend on each other.
  if (/[^imsuv]/.test(flags)) return `the flags "${flags}" are not among i, m, s, u and v`
  try {
    return { regex: new RegExp(delimited?.[1] ?? text, flags), wastedMs: 0 }
  } catch (error) {
    return (error as Error).message
  }
}

/** The match with its groups, null for none, or 'out of time'. */
export function runPattern(pattern: Pattern, text: string): RegExpExecArray | null | 'out of time' {
  if (isQuick(pattern.regex, text)) return pattern.regex.exec(text)
  if (pattern.wastedMs >= mostWastedMs) return 'out of time'
  const result = runBounded(() => pattern.regex.exec(text))
  if (result.inTime) return result.value
  pattern.wastedMs += stepMs
  return 'out of time'
}

/**
 * Exponential backtracking takes two choices, one inside or beside the other. With at most one, the work is at worst
 * quadratic, which is nothing on a short text, and the price of a watchdog is saved.
 */
function isQuick(regex: RegExp, text: string): boolean {
  // A back reference compares again what a choice has taken.
  const choices = regex.source.match(/[*+?{|]|\\[1-9k]/g)?.length ?? 0
  return choices === 0 || (choices === 1 && text.length <= 2048)
}
