/** What is wrong with a declared match, found before anything is sent. */

import { deepest, type Match } from './finding.ts'
import { checkPath, isPath } from './json-path.ts'
import { showValue } from './show.ts'
import { isRecord } from './subject.ts'
import { suggestWord } from './suggest.ts'
import { hasTemplate } from './template.ts'
import type { Word } from './word.ts'
import { words } from './words.ts'

export interface MatchProblem {
  /** From the match to the very key or item. */
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly remedy: string
}

/** What users of other matchers try first. */
const otherWords = new Map(
  Object.entries({
    $regex: '$matches',
    $regexp: '$matches',
    $like: '$matches',
    $eq: '$equals',
    $is: '$equals',
    $ne: '$not',
    $gt: '$above',
    $lt: '$below',
    $in: '$one-of',
    $any: '$one-of',
    $or: '$one-of',
    $exists: '$present',
    $size: '$length',
    $includes: '$contains',
    $has: '$contains',
  }),
)

/** Every problem of a match, in its order. Templates may still be in it; their names are checkTemplates' business. */
export function checkMatch(spec: Match): MatchProblem[] {
  const problems: MatchProblem[] = []
  check(spec, [], problems)
  return problems
}

type Path = readonly (string | number)[]

function check(spec: Match, path: Path, problems: MatchProblem[]): void {
  if (path.length > deepest) {
    problems.push({
      path,
      message: `the match is nested more than ${deepest} levels deep`,
      remedy: 'reach the inner value with a JSONPath key, such as "$.a.b"',
    })
  } else if (Array.isArray(spec)) {
    for (const [i, item] of spec.entries()) check(item, [...path, i], problems)
  } else if (isRecord(spec)) {
    checkRecord(spec, path, problems)
  } else if (!isLiteral(spec)) {
    problems.push({
      path,
      message: `${showValue(spec)} is no JSON value`,
      remedy: 'write text, a number, true, false, null, a list or a mapping',
    })
  }
}

const isLiteral = (spec: unknown): boolean =>
  spec === null || ['string', 'boolean', 'bigint'].includes(typeof spec) || Number.isFinite(spec)

function checkRecord(spec: Record<string, unknown>, path: Path, problems: MatchProblem[]): void {
  const keys = Object.keys(spec)
  const word = keys.find(key => words.has(key))
  const data = keys.find(key => key[0] !== '$')
  if (word !== undefined && data !== undefined) {
    problems.push({
      path: [...path, data],
      message: `"${data}" is a key of the data, "${word}" is a matcher word; one object cannot hold both`,
      remedy: `put the matcher under the key it is about, or write the key as a JSONPath: "$['${data}']"`,
    })
  }
  for (const key of keys) checkKey(key, spec[key], path, problems)
}

function checkKey(key: string, operand: unknown, path: Path, problems: MatchProblem[]): void {
  const at = [...path, key]
  if (isPath(key)) {
    const wrong = hasTemplate(key) ? null : checkPath(key)
    if (wrong !== null) {
      problems.push({
        path: at,
        message: `"${key}" is no JSONPath: ${wrong}`,
        remedy: 'write it as RFC 9535 has it, such as "$.items[0].id" or "$.items[?@.id == 7].name"',
      })
    }
    check(operand, at, problems)
  } else if (key[0] !== '$') check(operand, at, problems)
  else {
    const word = words.get(key)
    if (word) checkWord(key, word, operand, at, problems)
    else problems.push({ path: at, ...unknownWord(key) })
  }
}

function unknownWord(key: string): { message: string; remedy: string } {
  const known = [...words.keys()]
  const near = otherWords.get(key) ?? suggestWord(key, known)
  return {
    message: `"${key}" is no matcher word`,
    remedy:
      `${near ? `did you mean "${near}"? ` : ''}The words are ${known.join(' ')}; ` +
      `a key of the data that starts with "$" is written as "$['${key}']"`,
  }
}

function checkWord(key: string, word: Word, operand: unknown, at: Path, problems: MatchProblem[]): void {
  const wrong = word.refuse(withoutTemplates(key, operand))
  if (wrong !== null && !(typeof operand === 'string' && hasTemplate(operand) && key !== '$matches')) {
    problems.push({
      path: at,
      message: `${key}: ${showValue(operand)} will not do${wrong === '' ? '' : `: ${wrong}`}`,
      remedy: `${key} takes ${word.takes}`,
    })
    return
  }
  for (const [i, spec] of word.nested(operand)) check(spec, i === null ? at : [...at, i], problems)
}

/** A regular expression can be checked with a letter for each template; what other words get is known only later. */
const withoutTemplates = (key: string, operand: unknown): unknown =>
  key === '$matches' && typeof operand === 'string' ? operand.replace(/\{\{[^{}]*\}\}/g, 'x') : operand

/** What a JSON Schema tells an editor about matches: the words, with what each takes. */
export const describeWords = (): Record<string, { description: string }> =>
  Object.fromEntries(Array.from(words, ([key, { takes }]) => [key, { description: `Takes ${takes}.` }]))
