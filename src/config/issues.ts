/** What zod found, in the words of this project: the value, what was expected, the remedy, the place. */

import type { ZodType, z } from 'zod'
import type { Problem } from '../model/problem.ts'
import { type Document, type Path, showPath } from './document.ts'
import type { Zod } from './file-schema.ts'
import { anyOf, problemOf, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

type Issue = z.core.$ZodIssue

export interface Where {
  readonly zod: Zod
  readonly document: Document
  readonly schema: ZodType
  /** Where the value that was parsed stands in the file. */
  readonly base: Path
  readonly input: unknown
  /** Words that are taken beside those of the schema. */
  readonly alsoKnown?: readonly string[]
}

interface Found {
  readonly path: Path
  readonly message: string
  readonly remedy: string
  readonly atKey?: true
}

export function problemsOf(issues: readonly Issue[], where: Where): Problem[] {
  const { document, base } = where
  return issues
    .flatMap(issue => describe(issue, [], where))
    .map(({ path, ...found }) => ({ ...found, path: [...base, ...path] }))
    .map(({ path, message, remedy, atKey }) => {
      const place = atKey ? document.keyPlaceOf(path) : document.placeOf(path)
      return problemOf(showPath(path), message, remedy, place)
    })
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  null: 'null',
}
const nounOf = (expected: string): string => nouns[expected] ?? expected

/** Zod's own texts start so; any other was written by whoever made the schema. */
const isWritten = ({ message }: Issue): boolean => !/^(Invalid|Too (big|small)|Unrecognized)/.test(message)

/** In the inputs, and in other tools, a message stands beside the path; here it is a step. */
const steps: Readonly<Record<string, string>> = {
  send: 'conversation: [{ send: … }]',
  receive: 'conversation: [{ receive: … }]',
  expect: 'conversation: [{ send: … }, { receive: … }]',
}

const stepOf = (key: string, known: readonly string[]): string | null =>
  known.includes('conversation') && Object.hasOwn(steps, key) ? `write it as a step: ${steps[key]}` : null

function describe(issue: Issue, above: Path, where: Where): Found[] {
  const path = [...above, ...issue.path.map(step => (typeof step === 'symbol' ? String(step) : step))]
  const value = valueAt(where.input, path)
  const shown = isSensitive([...where.base, ...path]) ? 'the value' : quote(value)
  const node = nodeAt(where, path)
  const hint =
    typeof node?.description === 'string' ? `expected: ${node.description.replace(/\.$/, '')}` : null
  const say = (message: string, remedy: string): Found[] => [{ path, message, remedy }]
  if (issue.code === 'custom' || isWritten(issue)) {
    const own =
      issue.code === 'custom'
        ? issue.params?.remedy
        : issue.code === 'invalid_value'
          ? `write ${anyOf(issue.values.map(String))}`
          : undefined
    return say(issue.message, typeof own === 'string' ? own : (hint ?? 'correct it'))
  }
  switch (issue.code) {
    case 'unrecognized_keys': {
      const own = formsOf(node)
        .filter(form => speaksOf(form, value))
        .flatMap(form => Object.keys(properties(form)))
      const known = [...own, ...(path.length === 0 ? (where.alsoKnown ?? []) : [])]
      return issue.keys.map(key => ({
        path: [...path, key],
        message: `${quote(key)} is not a word that is known here`,
        remedy: stepOf(key, known) ?? suggestion(key, known),
        atKey: true,
      }))
    }
    case 'invalid_type': {
      const noun = nounOf(issue.expected)
      if (value === undefined) return say('is missing', hint ?? `add it: ${noun}`)
      if (value === null) return say('is empty', hint ?? `write ${noun}`)
      const quotes = issue.expected === 'string' && typeof value !== 'object' ? ', in quotes' : ''
      return say(`${shown} is not ${noun}`, hint ?? `write ${noun}${quotes}`)
    }
    case 'invalid_value': {
      const words = issue.values.map(String)
      return say(`${shown} is not allowed here`, suggestion(String(value), words))
    }
    case 'too_small':
    case 'too_big':
      return [describeSize(issue, path, shown)]
    case 'invalid_union':
      return describeUnion(issue, path, { where, shown, hint })
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap(inner => describe(inner, path, where))
    default:
      return say(`${shown} does not fit`, hint ?? 'correct it')
  }
}

function describeSize(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  path: Path,
  shown: string,
): Found {
  const small = issue.code === 'too_small'
  const limit = small ? issue.minimum : issue.maximum
  const counts: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }
  const unit = counts[issue.origin]
  if (small && unit && limit === 1)
    return { path, message: 'is empty', remedy: 'write something, or leave it out' }
  const bound = `${small ? 'at least' : 'at most'} ${limit}${unit ?? ''}`
  const message = unit ? `is too ${small ? 'short' : 'long'}` : `${shown} is too ${small ? 'small' : 'large'}`
  return { path, message, remedy: `write ${bound}` }
}

interface Context {
  readonly where: Where
  readonly shown: string
  readonly hint: string | null
}

/** Of several forms, the one whose outer shape is right speaks; if none is, all are named. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  { where, shown, hint }: Context,
): Found[] {
  // No form has this name.
  if (issue.errors.length === 0 && 'options' in issue && Array.isArray(issue.options)) {
    return [
      {
        path,
        message: `${shown} is not allowed here`,
        remedy: suggestion(String(valueAt(where.input, path)), issue.options.map(String)),
      },
    ]
  }
  const shaped = issue.errors.filter(
    branch => !branch.some(inner => inner.path.length === 0 && inner.code === 'invalid_type'),
  )
  const nearest = shaped.sort((a, b) => a.length - b.length)[0]
  if (nearest) return nearest.flatMap(inner => describe(inner, path, where))
  const expected = issue.errors.flatMap(branch =>
    branch.flatMap(inner => (inner.code === 'invalid_type' ? [nounOf(inner.expected)] : [])),
  )
  const wanted = anyOf([...new Set(expected)])
  return [{ path, message: `${shown} is not ${wanted}`, remedy: hint ?? `write ${wanted}` }]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (isRecord(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    value,
  )

/** What is behind these words is a secret, or may be one; a message never repeats it. */
const isSensitive = (path: Path): boolean =>
  path.some(step => step === 'headers' || step === 'claims') ||
  ['token', 'secret', 'private-key', 'public-key'].includes(String(path.at(-1)))

type Node = Record<string, unknown>

/** The alternatives of a node, those within alternatives as well; words of its own make it one by itself. */
function formsOf(node: Node | null): (Node | null)[] {
  const forms = node?.anyOf ?? node?.oneOf
  return Array.isArray(forms) && !isRecord(node?.properties)
    ? forms.flatMap(form => formsOf(isRecord(form) ? form : null))
    : [node]
}

/** Of alternatives that are told apart by a constant, such as a name: whether this is the one. */
const speaksOf = (form: Node | null, value: unknown): boolean =>
  Object.entries(properties(form)).every(
    ([key, inner]) => !isRecord(inner) || inner.const === undefined || valueAt(value, [key]) === inner.const,
  )

const properties = (node: Node | null): Node => (isRecord(node?.properties) ? node.properties : {})

/** The part of the JSON Schema that speaks of a path: descriptions and known words come from there. */
function nodeAt({ zod, schema }: Where, path: Path): Node | null {
  const root = zod.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
  const follow = (node: unknown): Node | null => {
    const name = isRecord(node) && typeof node.$ref === 'string' ? node.$ref.split('/').at(-1)! : null
    if (name === null) return isRecord(node) ? node : null
    return isRecord(root.$defs) ? follow(root.$defs[name]) : null
  }
  let node: Node | null = root
  for (const step of path) {
    const inner: unknown[] = formsOf(node).map(one => {
      const form: Node | null = follow(one)
      return typeof step === 'number' ? form?.items : (properties(form)[step] ?? form?.additionalProperties)
    })
    node = inner.map(follow).find(found => found !== null) ?? null
  }
  return node
}
