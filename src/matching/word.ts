/** What a matcher word is, and the families that several of them belong to. */

import { bytesOf } from './binary.ts'
import { differ, type Finding, frameOf, showText, textOf, type Walk } from './finding.ts'
import { showBytes, showValue } from './show.ts'
import type { Subject } from './subject.ts'

export interface Word {
  /** What the operand has to be, in words. */
  readonly takes: string
  /** What is wrong with an operand: null for nothing, empty if no more can be said than what the word takes. */
  readonly refuse: (operand: unknown) => string | null
  /** The matches inside an operand, with their index where it is a list of them. */
  readonly nested: (operand: unknown) => readonly (readonly [number | null, unknown])[]
  readonly test: (operand: unknown, subject: Subject, walk: Walk) => Finding | null
}

export const none = () => []
export const isText = (operand: unknown): operand is string => typeof operand === 'string'

type Numeric = number | bigint
const isNumber = (value: unknown): value is Numeric => typeof value === 'number' || typeof value === 'bigint'

export const wants =
  (holds: (operand: unknown) => boolean) =>
  (operand: unknown): string | null =>
    holds(operand) ? null : ''

/** A test that holds, or is told with what it expected. */
export const holding =
  (
    expected: (operand: unknown, walk: Walk) => string,
    holds: (operand: unknown, subject: Subject, walk: Walk) => boolean,
  ): Word['test'] =>
  (operand, subject, walk) =>
    holds(operand, subject, walk) ? null : differ(expected(operand, walk), showText(subject, walk.hide))

/** Whether a nested match holds. Alternatives that fail say nothing about how near the whole is: no tally. */
export const agrees = (spec: unknown, subject: Subject, walk: Walk): boolean =>
  walk.compare(spec, subject, { ...walk, tally: { held: 0 } }) === null

/** Of text, or of a binary frame: the operand is text, or bytes in hex or base64. */
export const partWord = (
  phrase: string,
  holds: (text: string, operand: string) => boolean,
  holdsBytes: (bytes: Buffer, operand: Uint8Array) => boolean,
): Word => ({
  takes: 'text, or { $hex: … } or { $base64: … } for a binary message',
  refuse: wants(operand => bytesOf(operand) !== null),
  nested: none,
  test: holding(
    (operand, walk) => `${phrase} ${showValue(operand, walk.hide)}`,
    (operand, subject) => {
      const text = textOf(subject)
      if (text !== null && isText(operand)) return holds(text, operand)
      const [frame, part] = [frameOf(subject), bytesOf(operand)]
      return frame !== null && part !== null && holdsBytes(bufferOf(frame), part)
    },
  ),
})

export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

export const numberWord = (phrase: string, holds: (value: Numeric, operand: Numeric) => boolean): Word => ({
  takes: 'a number',
  refuse: wants(operand => isNumber(operand) && !Number.isNaN(operand)),
  nested: none,
  test: holding(
    (operand, walk) => `${phrase} ${showValue(operand, walk.hide)}`,
    (operand, { value }) => isNumber(value) && isNumber(operand) && holds(value, operand),
  ),
})

export const bytesWord = (name: string, decode: (text: string) => Uint8Array | null): Word => ({
  takes: `text in ${name}`,
  refuse: operand => (!isText(operand) ? '' : decode(operand) ? null : `it is not ${name}`),
  nested: none,
  test(operand, subject, walk) {
    const bytes = isText(operand) ? decode(operand) : null
    // A template can bring in anything.
    if (!bytes)
      return differ(`bytes in ${name}`, `an operand that is not ${name}: ${showValue(operand, walk.hide)}`)
    const frame = frameOf(subject)
    if (frame && Buffer.compare(bytes, frame) === 0) return null
    return differ(`a binary message of ${showBytes(bytes)}`, showText(subject, walk.hide))
  },
})
