/** The matcher words, a row each: what the operand must be, and when a subject is as declared. */

import { bytesOf, decodeBase64, decodeHex } from './binary.ts'
import { deepest, differ, frameOf, showText, textOf } from './finding.ts'
import { isSameLeaf } from './json.ts'
import { parsePattern, runPattern } from './pattern.ts'
import { showValue } from './show.ts'
import { dataOf, isRecord, jsonSubject, notJson, type Subject } from './subject.ts'
import {
  agrees,
  bufferOf,
  bytesWord,
  holding,
  isText,
  none,
  numberWord,
  partWord,
  type Word,
  wants,
} from './word.ts'

const equals: Word = {
  takes: 'any value',
  refuse: () => null,
  nested: none,
  test: holding(
    (operand, walk) => `exactly ${showValue(operand, walk.hide)}`,
    (operand, subject) =>
      isSame(operand, isText(operand) ? (subject.raw ?? subject.value) : subject.value, 0),
  ),
}

const matches: Word = {
  takes: 'a regular expression',
  refuse(operand) {
    if (!isText(operand)) return ''
    const pattern = parsePattern(operand)
    return typeof pattern === 'string' ? pattern : null
  },
  nested: none,
  test(operand, subject, walk) {
    const expected = `text that matches ${showValue(operand, walk.hide)}`
    const pattern = isText(operand) ? parsePattern(operand) : 'an operand that is no text'
    if (typeof pattern === 'string') return differ(expected, pattern)
    const text = textOf(subject)
    const found = text === null ? null : runPattern(pattern, text)
    if (found === 'out of time') return differ(expected, 'the regular expression ran out of time on the text')
    return found ? null : differ(expected, showText(subject, walk.hide))
  },
}

const contains: Word = {
  takes: 'text, a match for an element, or { $hex: … } or { $base64: … } for a part of a binary message',
  refuse: () => null,
  nested: operand => (isText(operand) ? [] : [[null, operand]]),
  test: holding(
    (operand, walk) =>
      isText(operand) || bytesOf(operand)
        ? `something that contains ${showValue(operand, walk.hide)}`
        : `an array with an element that matches ${showValue(operand, walk.hide)}`,
    (operand, subject, walk) => {
      const text = isText(operand) ? textOf(subject) : null
      if (text !== null && isText(operand)) return text.includes(operand)
      const [frame, part] = [frameOf(subject), bytesOf(operand)]
      if (frame && part && bufferOf(frame).includes(bufferOf(part))) return true
      const value = dataOf(subject)
      return Array.isArray(value) && value.some(element => agrees(operand, jsonSubject(element), walk))
    },
  ),
}

const oneOf: Word = {
  takes: 'a list of one or more matches',
  refuse: wants(operand => Array.isArray(operand) && operand.length > 0),
  nested: operand => (Array.isArray(operand) ? [...operand.entries()] : []),
  test: holding(
    (operand, walk) => `one of ${showValue(operand, walk.hide)}`,
    (operand, subject, walk) => Array.isArray(operand) && operand.some(spec => agrees(spec, subject, walk)),
  ),
}

const not: Word = {
  takes: 'a match',
  refuse: () => null,
  nested: operand => [[null, operand]],
  test: holding(
    (operand, walk) => `anything but ${showValue(operand, walk.hide)}`,
    (operand, subject, walk) => !agrees(operand, subject, walk),
  ),
}

/** What is absent never gets here: see acceptsAbsence in match.ts. A key whose value is null is present. */
const present: Word = {
  takes: 'true or false',
  refuse: wants(operand => typeof operand === 'boolean'),
  nested: none,
  test: holding(
    () => 'nothing',
    operand => operand === true,
  ),
}

const length: Word = {
  takes: 'a whole number, or a match for one',
  refuse: wants(operand => isRecord(operand) || (Number.isInteger(operand) && Number(operand) >= 0)),
  nested: operand => (isRecord(operand) ? [[null, operand]] : []),
  test(operand, subject, walk) {
    const measured = lengthOf(subject)
    if (measured === null) return differ('something with a length', showText(subject, walk.hide))
    const finding = walk.compare(operand, jsonSubject(measured), walk)
    return finding && { ...finding, expected: `length ${finding.expected}`, actual: `length ${measured}` }
  },
}

const types: readonly string[] = 'string number integer boolean null array object binary'.split(' ')

const type: Word = {
  takes: `one of ${types.join(', ')}`,
  refuse: wants(operand => isText(operand) && types.includes(operand)),
  nested: none,
  test: holding(
    (operand, walk) => `type ${showValue(operand, walk.hide)}`,
    (operand, subject) => typeOf(subject) === operand || (operand === 'integer' && isInteger(subject.value)),
  ),
}

/** `Map`, so that no word is inherited from a prototype. */
export const words: ReadonlyMap<string, Word> = new Map([
  ['$equals', equals],
  ['$matches', matches],
  ['$contains', contains],
  [
    '$starts-with',
    partWord(
      'text that starts with',
      (text, operand) => text.startsWith(operand),
      (bytes, operand) => bytes.subarray(0, operand.length).equals(operand),
    ),
  ],
  ['$one-of', oneOf],
  ['$above', numberWord('a number above', (value, operand) => value > operand)],
  ['$below', numberWord('a number below', (value, operand) => value < operand)],
  ['$present', present],
  ['$length', length],
  ['$type', type],
  ['$not', not],
  ['$hex', bytesWord('hex', decodeHex)],
  ['$base64', bytesWord('base64', decodeBase64)],
])

const isInteger = (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value)

/** Text that is no JSON is a string. */
function typeOf({ value, bytes }: Subject): string {
  if (bytes) return 'binary'
  if (typeof value === 'bigint') return 'number'
  if (value === notJson) return 'string'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return value instanceof Uint8Array ? 'binary' : typeof value
}

/** Elements, keys, bytes or characters (code points); of a text message that is no JSON array or object, its text. */
function lengthOf({ raw, bytes, value }: Subject): number | null {
  if (bytes) return bytes.length
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  if (isRecord(value)) return Object.keys(value).length
  const text = raw ?? value
  if (typeof text !== 'string') return null
  let count = 0
  for (const _ of text) count++
  return count
}

/** Equal as JSON: no subset, and no words. */
function isSame(a: unknown, b: unknown, depth: number): boolean {
  if (isSameLeaf(a, b)) return true
  if (depth > deepest) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i], depth + 1))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && isSame(a[key], b[key], depth + 1))
  )
}
