/** Text to small values: durations, lists, choices, numbers, commits. */

import { longestMs, parseDuration, showDuration } from '../model/duration.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

const durationRemedy = 'write 250ms, 10s, 2m or 1h'

/** Milliseconds; 0 is allowed, and means "do not wait". */
export function parseWait(text: string): Parsed<number> {
  const ms = parseDuration(text)
  if (ms !== null) return good(Math.round(ms))
  return /^\s*\d+(\.\d+)?(ms|s|m|h)\s*$/.test(text)
    ? bad(`${quote(text)} is too long`, `write at most ${longestMs / 3_600_000}h`)
    : bad(`${quote(text)} is not a duration`, durationRemedy)
}

/** Milliseconds, at least 1. */
export function parseLimit(text: string): Parsed<number> {
  const parsed = parseWait(text)
  if (!parsed.ok || parsed.value > 0) return parsed
  return bad(`${quote(text)} leaves no time at all`, durationRemedy)
}

/** At least a second and whole: the `exp` of a JWT counts seconds (RFC 7519 section 2). */
export function parseLifetime(text: string): Parsed<number> {
  const parsed = parseLimit(text)
  if (!parsed.ok || parsed.value >= 1000) return parsed
  return bad(`${quote(text)} (${showDuration(parsed.value)}) is too short for a token`, 'write at least 1s')
}

/** One a line, trimmed, blank lines dropped. */
export const listOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

/** Every line read by `parse`; the first bad one ends it. */
export function parseEach<T>(text: string, parse: (line: string) => Parsed<T>): Parsed<readonly T[]> {
  const values: T[] = []
  for (const line of listOf(text)) {
    const parsed = parse(line)
    if (!parsed.ok) return parsed
    values.push(parsed.value)
  }
  return good(values)
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
}

/** The spellings of the YAML 1.2 core schema, which are also those of GitHub's own toolkit. */
export function parseBoolean(text: string): Parsed<boolean> {
  const value = booleans[text.trim()]
  return value === undefined
    ? bad(`${quote(text)} is neither true nor false`, 'write true or false')
    : good(value)
}

export const isBoolean = (text: string): boolean => parseBoolean(text).ok

export const choiceOf =
  <const Word extends string>(words: readonly Word[], what: string) =>
  (text: string): Parsed<Word> => {
    const found = words.find(word => word === text.trim())
    return found === undefined
      ? bad(`${quote(text)} is not ${what}`, suggestion(text.trim(), words))
      : good(found)
  }

export const integerOf =
  (least: number, most: number) =>
  (text: string): Parsed<number> => {
    const trimmed = text.trim()
    const value = /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : Number.NaN
    return value >= least && value <= most
      ? good(value)
      : bad(
          `${quote(text)} is not a whole number from ${least} to ${most}`,
          `write a whole number from ${least} to ${most}`,
        )
  }

/** Token characters of RFC 9110 section 5.6.2: header names, cookie names, subprotocols. */
export const isToken = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)

/** RFC 6455 section 4.1: each subprotocol is a token, and none is offered twice. */
export function parseSubprotocols(text: string): Parsed<readonly string[]> {
  const words = listOf(text)
  const wrong = words.find(word => !isToken(word))
  if (wrong !== undefined) {
    return bad(
      `${quote(wrong)} cannot be a subprotocol`,
      'write one subprotocol a line, without spaces or commas',
    )
  }
  const twice = words.find((word, index) => words.indexOf(word) !== index)
  return twice === undefined
    ? good(words)
    : bad(`${quote(twice)} is listed twice`, 'list each subprotocol once')
}

/** GitHub takes no abbreviation where something is published on a commit; 64 digits are SHA-256. */
export function parseCommit(text: string): Parsed<string> {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(text.trim())
    ? good(text.trim().toLowerCase())
    : bad(`${quote(text)} is not a commit id`, 'write the 40 hexadecimal digits of the commit')
}

export const parseText = (text: string): Parsed<string> => good(text.trim())

/** JSON of the runner's `matrix`, or a word; empty for a job without one. Named as GitHub names such jobs: `eu, 3`. */
export function parseJob(text: string): Parsed<string> {
  const values = matrixValues(text)
  return parseName(values === null ? text : values.join(', ').replace(/\s+/g, ' ').slice(0, 100))
}

function matrixValues(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null) return []
    if (typeof value !== 'object') return null
    return Object.values(value).map(one => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
  } catch {
    return null
  }
}

/** A word that people will read in reports and URLs. */
export function parseName(text: string): Parsed<string> {
  const name = text.trim()
  return name.length > 100 || /\p{Cc}/u.test(name)
    ? bad(`${quote(name)} cannot be a name`, 'write one line of at most 100 characters')
    : good(name)
}

/** Ids stand in reports, file names and lists: one word, without blanks. */
export function parseId(text: string): Parsed<string> {
  return /^\w[\w.:/#-]{0,99}$/.test(text)
    ? good(text)
    : bad(`${quote(text)} cannot be an id`, 'write at most 100 letters, digits and . : / # _ -')
}

/** A number of parts, or their names. */
export function parseExpected(text: string): Parsed<{ count: number } | { labels: readonly string[] }> {
  const words = text
    .split(/[,\n]/)
    .map(word => word.trim())
    .filter(Boolean)
  const [first = ''] = words
  if (words.length === 0) return bad('is blank', 'write a number, or names separated by commas')
  if (words.length === 1 && /^[1-9]\d{0,2}$/.test(first)) return good({ count: Number(first) })
  return good({ labels: words })
}

/** A factor above 1, such as `2x` or `1.5x`. */
export function parseRatio(text: string): Parsed<number> {
  const [, digits] = /^(\d{1,3}(?:\.\d{1,2})?)x?$/.exec(text.trim()) ?? []
  const ratio = Number(digits)
  return ratio > 1
    ? good(ratio)
    : bad(`${quote(text)} is no factor above 1`, 'write how many times as long is too slow, such as 2x')
}
