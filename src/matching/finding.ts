/** What the matcher words and the walk over a declaration share. */

import { cutText, type Hide, showValue } from './show.ts'
import { absent, notJson, type Subject } from './subject.ts'

/** What a user declares to match: a JSON value, with the matcher words of CONTRACT section 4 in it. */
export type Match = unknown

/** A mismatch on its way up: the steps of its path, innermost first. */
export interface Finding {
  readonly steps: string[]
  readonly expected: string
  readonly actual: string
}

export interface Walk {
  readonly hide: Hide
  readonly depth: number
  /** Comparisons that held so far, shared by the whole walk. */
  readonly tally: { held: number }
  readonly compare: (spec: Match, subject: Subject, walk: Walk) => Finding | null
}

/** Deeper declarations are refused by checkMatch; what a template brings in may still be deeper. */
export const deepest = 64

export const differ = (expected: string, actual: string): Finding => ({ steps: [], expected, actual })

/** What is at a place, as short text. */
export function showSubject(subject: Subject, hide: Hide): string {
  const { value, raw } = subject
  if (value === absent) return 'nothing'
  if (value === notJson) return cutText(`text that is not JSON: ${showValue(raw, hide)}`)
  if (value instanceof Uint8Array) return `a binary message of ${showValue(value, hide)}`
  return showValue(value, hide)
}

/** The same for a text word: the text as it came, if it came as text. */
export const showText = (subject: Subject, hide: Hide): string =>
  subject.raw === null ? showSubject(subject, hide) : showValue(subject.raw, hide)

/** The bytes that words about bytes are held against: a binary frame as it came. */
export const frameOf = ({ bytes, value }: Subject): Uint8Array | null =>
  bytes ?? (value instanceof Uint8Array ? value : null)

/** The text that text words are held against: the message as it came, else a string. */
export const textOf = (subject: Subject): string | null =>
  subject.raw ?? (typeof subject.value === 'string' ? subject.value : null)
