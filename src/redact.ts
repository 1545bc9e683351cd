/** Takes every secret out of text, in each encoding that a server can echo it in. */

import type { Secret } from './model/secret.ts'

/** Below this length an encoded form would match by chance; the raw form is always taken out. */
const shortestEncoded = 6

export interface Redactor {
  add(secret: Secret): void
  text(text: string): string
  /** A copy of a JSON-like value with every string redacted. */
  value<T>(value: T): T
}

/**
 * The value inside base64 text: at each of the three offsets it can start at, the characters that depend on nothing
 * but the value itself.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].flatMap(offset => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const skip = offset === 0 ? 0 : offset + 1
    const spill = (bytes.length + offset) % 3 === 0 ? 0 : 1
    const stable = encoded.slice(skip, encoded.length - spill)
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** Percent-encoding as encodeURIComponent, as strict encoders and as forms do it, in both cases of hex digits. */
function percentForms(value: string): string[] {
  const component = encodeURIComponent(value)
  const strict = component.replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const all = [component, strict, strict.replaceAll('%20', '+')]
  return [...all, ...all.map(form => form.replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase()))]
}

const jsonForm = (value: string): string => JSON.stringify(value).slice(1, -1)
const htmlForm = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const isJwt = (value: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(value)

function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map(line => line.trim())
  const parts = isJwt(value) ? value.split('.') : []
  const whole = [value, jsonForm(value), htmlForm(value), jsonForm(jsonForm(value)), ...percentForms(value)]
  const encoded = value.length >= shortestEncoded ? base64Forms(value) : []
  // A PEM may be echoed without its line breaks, or a line of it.
  const long = [...(lines.length > 1 ? lines : []), ...parts].filter(part => part.length >= 12)
  return [...whole, ...encoded, ...long].filter(form => form.length > 0)
}

export function createRedactor(): Redactor {
  const forms = new Set<string>()
  let pattern: RegExp | null = null

  function text(input: string): string {
    if (forms.size === 0) return input
    pattern ??= new RegExp(
      [...forms]
        .sort((a, b) => b.length - a.length)
        .map(form => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
        .join('|'),
      'g',
    )
    return input.replace(pattern, '***')
  }

  function value<T>(input: T): T {
    if (typeof input === 'string') return text(input) as T
    if (Array.isArray(input)) return input.map(value) as T
    if (input !== null && typeof input === 'object' && Object.getPrototypeOf(input) === Object.prototype)
      return Object.fromEntries(Object.entries(input).map(([key, inner]) => [text(key), value(inner)])) as T
    return input
  }

  return {
    add(secret) {
      for (const form of formsOf(secret.reveal())) forms.add(form)
      pattern = null
    },
    text,
    value,
  }
}
