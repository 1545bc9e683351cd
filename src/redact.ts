/** Takes every secret out of text, in each encoding that a server can echo it in. */

import type { Secret } from './model/secret.ts'

/** Below this length an encoded form or a part would match by chance; the raw form is always taken out. */
const shortestPart = 6

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

/** Compact JWS and JWE: base64url parts, of which the first is a JSON object. */
const isJwt = (value: string): boolean => /^eyJ[\w-]*(\.[\w-]*){2,4}$/.test(value)

/** What is looked for: the value, its base64, and the parts of it that may be shown alone. */
function formsOf(given: string): string[] {
  // A key that passed through an environment file often carries `\\n` as two characters (credentials/jwt.ts).
  const value = given.startsWith('-----BEGIN') ? given.replaceAll('\\n', '\n') : given
  const lines = value.split(/[\r\n]+/).map(line => line.trim())
  const parts = [...(lines.length > 1 ? lines : []), ...(isJwt(value) ? value.split('.') : [])]
  const encoded = value.length >= shortestPart ? base64Forms(value) : []
  return [value, ...encoded, ...parts.filter(part => part.length >= shortestPart)]
}

const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
const letters: Readonly<Record<string, string>> = { '\t': 't', '\b': 'b', '\f': 'f' }

/** A line break may be gone, folded into blanks, or escaped. */
const lineBreak =
  '(?:\\\\{1,4}[rn]|%(?:25){0,2}0[aAdD]|&(?:amp;){0,2}#(?:1[03]|[xX][aAdD]);|[\\r\\n\\t ]){0,4}'

const eitherCase = (hex: string): string => hex.replace(/[a-f]/g, c => `[${c}${c.toUpperCase()}]`)
const unitsOf = (char: string): string[] =>
  Array.from({ length: char.length }, (_, i) => char.charCodeAt(i).toString(16).padStart(4, '0'))

/** One character, as encoders of URLs, JSON and HTML write it, twice or three times over as well. */
function anySpelling(char: string): string {
  const code = char.codePointAt(0)!
  const units = unitsOf(char)
  const percent = [...Buffer.from(char)].map(
    byte => `%(?:25){0,2}${eitherCase(byte.toString(16).padStart(2, '0'))}`,
  )
  const entity = [`#0*${code}`, `#[xX]0*${eitherCase(code.toString(16))}`, names[char]].filter(Boolean)
  return `(?:${[
    `${/["'/\\]/.test(char) ? '\\\\{0,4}' : ''}${units.map(unit => `\\u${unit}`).join('')}`,
    percent.join(''),
    units.map(unit => `\\\\{1,4}u${eitherCase(unit)}`).join(''),
    `&(?:amp;){0,2}(?:${entity.join('|')});`,
    ...(letters[char] ? [`\\\\{1,4}${letters[char]}`] : []),
    ...(char === ' ' ? ['\\+'] : []),
  ].join('|')})`
}

/** The source of a regular expression for a form, however it is spelt. No encoder touches letters and digits. */
const sourceOf = (form: string): string =>
  [...form.trim().replace(/[\r\n]+/g, '\n')]
    .map(char => (/[A-Za-z0-9]/.test(char) ? char : char === '\n' ? lineBreak : anySpelling(char)))
    .join('')

export function createRedactor(): Redactor {
  /** Sources by form. */
  const sources = new Map<string, string>()
  let patterns: { any: RegExp; each: RegExp } | null = null

  function compile() {
    const longestFirst = [...sources].sort(([a], [b]) => b.length - a.length).map(([, source]) => source)
    const all = longestFirst.join('|')
    return { any: new RegExp(all), each: new RegExp(`(?=(${all}))`, 'g') }
  }

  function text(input: string): string {
    if (sources.size === 0) return input
    patterns ??= compile()
    if (!patterns.any.test(input)) return input
    let shown = ''
    let end = 0
    // Secrets may overlap: what one leaves of another is taken out as well.
    for (const found of input.matchAll(patterns.each)) {
      const until = found.index + found[1]!.length
      if (until <= end) continue
      if (found.index > end || end === 0) shown += `${input.slice(end, found.index)}***`
      end = until
    }
    return shown + input.slice(end)
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
      for (const form of formsOf(secret.reveal()))
        if (form.trim() !== '' && !sources.has(form)) sources.set(form, sourceOf(form))
      patterns = null
    },
    text,
    value,
  }
}
