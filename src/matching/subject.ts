/** What a match is held against: a message as it came, or a value. */

import { parseJson } from './json.ts'

/** The value of a place that is not there. */
export const absent: unique symbol = Symbol('absent')
/** The value of a text message that is no JSON. */
export const notJson: unique symbol = Symbol('not JSON')

export interface Subject {
  /** The text as it came, which text words are held against; null everywhere but at the top of a message. */
  readonly raw: string | null
  /** The binary frame as it came, which words about bytes are held against. */
  readonly bytes?: Uint8Array
  /** A JSON value, bytes of a binary frame, `absent` or `notJson`. */
  readonly value: unknown
}

export const jsonSubject = (value: unknown): Subject => ({ raw: null, value })

/** Text that is never parsed: a header's value, say. */
export const textSubject = (text: string): Subject => jsonSubject(text)

/** A text frame, parsed as JSON only when a match asks for that, or a binary frame. */
export function messageSubject(data: string | Uint8Array): Subject {
  return typeof data === 'string' ? new TextMessage(data) : { raw: null, bytes: data, value: data }
}

/** What keys and paths look into: the value itself, or what binary frames hold as JSON. Bytes that are none stay bytes. */
export function dataOf({ value }: Subject): unknown {
  if (!(value instanceof Uint8Array)) return value
  const known = insides.get(value)
  if (known) return known.value
  const inside = { value: parseBytes(value) }
  insides.set(value, inside)
  return inside.value
}

const insides = new WeakMap<Uint8Array, { readonly value: unknown }>()

function parseBytes(bytes: Uint8Array): unknown {
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null ? value : bytes
  } catch {
    return bytes
  }
}

/** A class for the sake of its lazy field: thousands of messages are held against matches that never parse them. */
class TextMessage implements Subject {
  readonly raw: string
  #parsed = false
  #value: unknown

  constructor(raw: string) {
    this.raw = raw
  }

  get value(): unknown {
    if (!this.#parsed) {
      this.#parsed = true
      try {
        this.#value = parseJson(this.raw)
      } catch {
        this.#value = notJson
      }
    }
    return this.#value
  }
}

/** An own-key object of JSON: no array, no bytes, none of our symbols. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}
