/** Takes every secret out of text, in each encoding that a server can echo it in. */

import type { Secret } from './model/secret.ts'

/** Below this length an encoded form or a part would match by chance; the raw form is always taken out. */
const shortestPart = 6
/** So much of the beginning of a secret is taken out wherever it stands: a server or an excerpt may have cut the rest. */
const shortestBeginning = 12

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

/**
 * JWTs that begin alike: thousands of connections mint one each, and their forms one by one would be too many to look
 * for. Whatever follows the header they share is taken out as far as a token can go.
 */
function familyOf(header: string): RegExp {
  const runs = [
    `${header}(?:[.\\w-]|%2[dDeE]|%5[fF])*`,
    ...base64Forms(header).map(form => `${form.replaceAll('+', '\\+')}[\\w+/%-]*={0,2}`),
  ]
  return new RegExp([...new Set(runs)].join('|'), 'g')
}

/** A part of a JWT that stands alone. */
const aloneOf = /[\w-]{16,}/g

/** What is looked for: the value, its base64, and the parts of it that may be shown alone. */
function formsOf(given: string): string[] {
  // A key that passed through an environment file often carries `\n` as two characters (credentials/jwt.ts).
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

/** What may follow the last whole character of a secret that was cut: half of one, and the mark of the cut. */
const cutEnd =
  /^(?:%[\da-fA-F%]{0,40}|(?:\\{1,4}u?[\da-fA-F]{0,4}){1,2}|&[\w#;]{0,12}|[\ud800-\udfff\ufffd])?…?$/
const longestSpelling = 48

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
    percent.join(''),
    units.map(unit => `\\\\{1,4}u${eitherCase(unit)}`).join(''),
    `&(?:amp;){0,2}(?:${entity.join('|')});`,
    ...(letters[char] ? [`\\\\{1,4}${letters[char]}`] : []),
    ...(char === ' ' ? ['\\+'] : []),
    `${/["'/\\]/.test(char) ? '\\\\{0,15}' : ''}${units.map(unit => `\\u${unit}`).join('')}`,
  ].join('|')})`
}

/** What is looked for: its beginnings of any length, in characters, as regular expressions made when they are needed. */
interface Form {
  readonly length: number
  beginning(characters: number): RegExp
}

function formOf(text: string): Form {
  // No encoder touches letters and digits.
  const spellings = [...text.trim().replace(/[\r\n]+/g, '\n')].map(char =>
    /[A-Za-z0-9]/.test(char) ? char : char === '\n' ? lineBreak : anySpelling(char),
  )
  const made = new Map<number, RegExp>()
  return {
    length: spellings.length,
    beginning(characters) {
      const known = made.get(characters) ?? new RegExp(spellings.slice(0, characters).join(''), 'y')
      made.set(characters, known)
      return known
    },
  }
}

/** Where `pattern` ends if it begins right at `at`, else -1. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Where the beginning of a secret that somebody cut ends, or -1 if it is too short to be one. */
function endOfCut(form: Form, input: string, at: number): number {
  let [matching, longer] = [0, form.length]
  while (longer - matching > 1) {
    const middle = (matching + longer) >> 1
    if (endOf(form.beginning(middle), input, at) >= 0) matching = middle
    else longer = middle
  }
  // `&` may be a character of its own or the beginning of one: the last ones are read both ways.
  for (let n = matching; n >= shortestPart && n > matching - 3; n--) {
    const end = endOf(form.beginning(n), input, at)
    if (n >= shortestBeginning || cutEnd.test(input.slice(end, end + longestSpelling))) return end
  }
  return -1
}

export function createRedactor(): Redactor {
  const forms = new Map<string, Form>()
  let heads: RegExp | null = null
  /** By the header that its members share; null while it has but one. */
  const families = new Map<string, RegExp | null>()
  const parts = new Set<string>()

  /** Where the longest secret that begins at `at` ends, or -1. */
  function secretAt(input: string, at: number): number {
    let longest = -1
    for (const form of forms.values()) {
      const end = endOf(form.beginning(form.length), input, at)
      longest = Math.max(longest, end >= 0 ? end : endOfCut(form, input, at))
    }
    return longest
  }

  function withoutFamilies(input: string): string {
    if (parts.size === 0) return input
    let shown = input
    for (const family of families.values()) if (family) shown = shown.replace(family, '***')
    return shown.replace(aloneOf, run => (parts.has(run) ? '***' : run))
  }

  function text(given: string): string {
    if (forms.size === 0) return given
    const input = withoutFamilies(given)
    heads ??= new RegExp(
      `(?=${[...new Set([...forms.values()].map(form => form.beginning(shortestPart).source))].join('|')})`,
      'g',
    )
    let shown = ''
    let end = 0
    // Secrets may overlap: what one leaves of another is taken out as well.
    for (const { index } of input.matchAll(heads)) {
      const until = secretAt(input, index)
      if (until <= end) continue
      if (index > end || end === 0) shown += `${input.slice(end, index)}***`
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
      const [header, ...rest] = isJwt(secret.reveal()) ? secret.reveal().split('.') : []
      if (header !== undefined) {
        if (families.has(header)) {
          if (!families.get(header)) families.set(header, familyOf(header))
          for (const part of rest) if (part.length >= shortestPart) parts.add(part)
          return
        }
        families.set(header, null)
      }
      for (const form of formsOf(secret.reveal()))
        if (form.trim() !== '' && !forms.has(form)) forms.set(form, formOf(form))
      heads = null
    },
    text,
    value,
  }
}
