/** Templates such as `{{id}}` in what is sent and what is expected (CONTRACT section 5). */

import { randomUUID } from 'node:crypto'
import { reveal, type Secret } from '../model/secret.ts'
import { deepest } from './finding.ts'
import { writeJson } from './json.ts'
import { isRecord } from './subject.ts'
import { suggestWord } from './suggest.ts'

/** What the templates of one conversation stand for. */
export interface Scope {
  /** One a conversation. */
  readonly id: string
  readonly runId: string
  readonly sha: string
  /** The connection's number. */
  readonly connection: number
  /** Revealed where it is filled in: it goes on the wire. Without one, `{{token}}` is empty. */
  readonly token: Secret | null
  /** By the names that `capture` gave; JSON values or text. */
  readonly captured: Map<string, unknown>
}

export const newScope = (facts: Pick<Scope, 'runId' | 'sha' | 'connection' | 'token'>): Scope => ({
  id: randomUUID(),
  runId: facts.runId,
  sha: facts.sha,
  connection: facts.connection,
  token: facts.token,
  captured: new Map(),
})

const sources = new Map<string, (scope: Scope) => string | number>([
  ['id', scope => scope.id],
  ['uuid', () => randomUUID()],
  ['now', () => new Date().toISOString()],
  ['unix', () => Math.floor(Date.now() / 1000)],
  ['unix-ms', () => Date.now()],
  ['run-id', scope => scope.runId],
  ['sha', scope => scope.sha],
  ['token', scope => (scope.token === null ? '' : reveal(scope.token))],
  ['connection', scope => scope.connection],
])

const capturedPrefix = 'captured.'
const anywhere = /\{\{([^{}]*)\}\}/g
const whole = /^\{\{([^{}]*)\}\}$/

export const hasTemplate = (text: string): boolean => text.includes('{{') && text.search(anywhere) >= 0

export interface TemplateProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly remedy: string
}

/** Names that nothing stands for. `captured.NAME` is known if NAME is among `captured`; `any` leaves that open. */
export function checkTemplates(
  value: unknown,
  captured: ReadonlySet<string> | 'any' = new Set(),
): TemplateProblem[] {
  const problems: TemplateProblem[] = []
  visitTexts(value, [], (text, path) => {
    for (const name of namesIn(text)) {
      const problem = checkName(name, captured)
      if (problem) problems.push({ path, ...problem })
    }
  })
  return problems
}

function checkName(name: string, captured: ReadonlySet<string> | 'any') {
  if (sources.has(name)) return null
  if (name.startsWith(capturedPrefix) && name.length > capturedPrefix.length) {
    const own = name.slice(capturedPrefix.length)
    if (captured === 'any' || captured.has(own)) return null
    const near = suggestWord(own, [...captured])
    return {
      message: `nothing captures "${own}" before it is used`,
      remedy: near
        ? `did you mean "{{${capturedPrefix}${near}}}"?`
        : `add capture: { ${own}: $.path } to a receive step before this one`,
    }
  }
  const known = [...sources.keys()]
  const near = suggestWord(name, known)
  return {
    message: `"{{${name}}}" is no template`,
    remedy: `${near ? `did you mean "{{${near}}}"? ` : ''}The templates are ${known.join(', ')} and captured.NAME`,
  }
}

/** Thousands of conversations share one declared value, which nobody changes. */
const knownNames = new WeakMap<object, ReadonlySet<string>>()

/** The names that a value mentions, in its texts and its keys. */
export function templateNames(value: unknown): ReadonlySet<string> {
  const known = typeof value === 'object' && value !== null ? knownNames.get(value) : undefined
  if (known) return known
  const names = new Set<string>()
  if (typeof value === 'object' && value !== null) knownNames.set(value, names)
  visitTexts(value, [], text => {
    for (const name of namesIn(text)) names.add(name)
  })
  return names
}

/** Where a value uses the template of that name, in its texts and its keys. */
export function templatePaths(value: unknown, name: string): readonly Path[] {
  const paths: Path[] = []
  visitTexts(value, [], (text, path) => {
    if (namesIn(text).includes(name)) paths.push(path)
  })
  return paths
}

function namesIn(text: string): string[] {
  return text.includes('{{') ? Array.from(text.matchAll(anywhere), found => (found[1] ?? '').trim()) : []
}

type Path = readonly (string | number)[]

function visitTexts(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path)
  else if (path.length > deepest) return
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) visitTexts(item, [...path, i], visit)
  else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      visit(key, [...path, key])
      visitTexts(inner, [...path, key], visit)
    }
  }
}

/** Text with its templates filled in. What is not text is spelt as JSON. */
export function fillText(text: string, scope: Scope): string {
  if (!text.includes('{{')) return text
  return text.replace(anywhere, (_, name: string) => {
    const value = lookUp(name, scope)
    return typeof value === 'string' ? value : writeJson(value)
  })
}

/**
 * A value with every template in it filled in, in keys as well; the value itself if there is none. A text that is
 * nothing but one template becomes what it stands for, with its type.
 */
export const fill = (value: unknown, scope: Scope): unknown => fillDeep(value, asIs, scope, 0)

/**
 * The same for a match. What the target sent stays data: a captured object is held as `$equals`, so that its keys are
 * never read as words, and in `$matches` what is filled in stands for itself, not for a regular expression.
 */
export const fillMatch = (spec: unknown, scope: Scope): unknown => fillDeep(spec, asMatch, scope, 0)

/** How a text is filled, and how the texts below a key of the same object are. */
interface Manner {
  readonly text: (text: string, scope: Scope) => unknown
  readonly below: (key: string) => Manner
}

const asIs: Manner = { text: fillOne, below: () => asIs }
const asPattern: Manner = { text: fillPattern, below: () => asPattern }
const asMatch: Manner = {
  text(text, scope) {
    const value = fillOne(text, scope)
    return typeof value === 'object' && value !== null ? { $equals: value } : value
  },
  below: key => (key === '$equals' ? asIs : key === '$matches' ? asPattern : asMatch),
}

function fillOne(text: string, scope: Scope): unknown {
  if (!text.includes('{{')) return text
  const only = whole.exec(text)
  return only ? lookUp(only[1] ?? '', scope) : fillText(text, scope)
}

function fillPattern(text: string, scope: Scope): string {
  return text.replace(anywhere, found =>
    fillText(found, scope).replace(/[\\^$.*+?()[\]{}|/-]/g, char => `\\x${char.charCodeAt(0).toString(16)}`),
  )
}

function fillDeep(value: unknown, manner: Manner, scope: Scope, depth: number): unknown {
  if (typeof value === 'string') return manner.text(value, scope)
  if (depth > deepest) return value
  if (Array.isArray(value)) {
    const items = value.map(item => fillDeep(item, manner, scope, depth + 1))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  if (!isRecord(value)) return value
  const filled = Object.entries(value).map(([key, inner]): [string, unknown] => [
    fillText(key, scope),
    fillDeep(inner, manner.below(key), scope, depth + 1),
  ])
  const changed = filled.some(([key, inner]) => !Object.hasOwn(value, key) || value[key] !== inner)
  // fromEntries defines own keys, so that a key `__proto__` stays data.
  return changed ? Object.fromEntries(filled) : value
}

function lookUp(spelt: string, scope: Scope): unknown {
  const name = spelt.trim()
  const source = sources.get(name)
  if (source) return source(scope)
  const captured = name.startsWith(capturedPrefix) ? name.slice(capturedPrefix.length) : null
  // checkTemplates has refused every other name before anything was sent.
  if (captured === null || !scope.captured.has(captured)) throw new Error(`unknown template {{${name}}}`)
  return scope.captured.get(captured)
}
