/** What reading one value gives: the value, or what is wrong with it and what to do. Never an exception. */

import type { Place, Problem } from '../model/problem.ts'

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly remedy: string }

export type Parser<T> = (text: string, directory: string) => Parsed<T> | Promise<Parsed<T>>

export const good = <T>(value: T): Parsed<T> => ({ ok: true, value })
export const bad = (message: string, remedy: string): Parsed<never> => ({ ok: false, message, remedy })

export const problemOf = (
  subject: string,
  message: string,
  remedy: string,
  place: Place | null = null,
): Problem => ({ subject, message, remedy, place })

/** For what the contract names and this version does not do: never silently passed over. */
export const notInThisVersion = 'is not available in this version'

const longest = 80

/** The user's value in double quotes, on one line, cut to 80 characters; what is not text by its shape. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  const text = String(value)
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  // Controls and bidirectional overrides would let a value write over the message around it.
  return `"${cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, found => escapes[found] ?? hexadecimal(found))}"`
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const hexadecimal = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
