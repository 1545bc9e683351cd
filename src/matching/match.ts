/** Holds a message or a value against what was declared (CONTRACT section 4). */

import { deepest, differ, type Finding, type Match, showSubject, showText, type Walk } from './finding.ts'
import { isSameLeaf } from './json.ts'
import { isPath, selectNodes } from './json-path.ts'
import { cutText, type Hide, hideNothing, showValue } from './show.ts'
import { absent, dataOf, isRecord, jsonSubject, notJson, type Subject } from './subject.ts'
import { words } from './words.ts'

export { checkMatch, type MatchProblem } from './check-match.ts'
export type { Match } from './finding.ts'
export { dataOf, jsonSubject, messageSubject, type Subject, textSubject } from './subject.ts'

/** Texts of at most 200 characters each. */
export interface Mismatch {
  /** Where: `$` is the whole, `$.run.id` a place in it. */
  readonly path: string
  readonly expected: string
  readonly actual: string
}

export interface Examined {
  readonly mismatch: Mismatch | null
  /** Comparisons that held before the mismatch: of several subjects, the one with most is the nearest. */
  readonly held: number
}

/** The first mismatch, or null if the subject is as declared. Never throws, whatever the subject. */
export function match(spec: Match, subject: Subject, hide: Hide = hideNothing): Mismatch | null {
  return examine(spec, subject, hide).mismatch
}

export function examine(spec: Match, subject: Subject, hide: Hide = hideNothing): Examined {
  const tally = { held: 0 }
  const finding = compare(spec, subject, { hide, depth: 0, tally, compare })
  if (!finding) return { mismatch: null, held: tally.held }
  const path = cutText(`$${finding.steps.reverse().join('')}`)
  const mismatch = { path, expected: cutText(finding.expected), actual: cutText(finding.actual) }
  return { mismatch, held: tally.held }
}

function compare(spec: Match, subject: Subject, walk: Walk): Finding | null {
  if (walk.depth > deepest) return differ(`at most ${deepest} levels`, 'more')
  const inner: Walk = { ...walk, depth: walk.depth + 1 }
  const finding = isRecord(spec)
    ? compareRecord(spec, subject, inner)
    : Array.isArray(spec)
      ? compareArray(spec, subject, inner)
      : compareLiteral(spec, subject, walk)
  if (!finding) walk.tally.held++
  return finding
}

function compareLiteral(spec: Match, subject: Subject, walk: Walk): Finding | null {
  const isText = typeof spec === 'string'
  if (isSameLeaf(spec, isText ? (subject.raw ?? subject.value) : subject.value)) return null
  return differ(showValue(spec, walk.hide), (isText ? showText : showSubject)(subject, walk.hide))
}

function compareArray(spec: readonly unknown[], subject: Subject, walk: Walk): Finding | null {
  const value = dataOf(subject)
  if (!Array.isArray(value)) return differ(showValue(spec, walk.hide), showSubject(subject, walk.hide))
  if (value.length !== spec.length) {
    return differ(
      `an array of length ${spec.length}`,
      `length ${value.length}: ${showValue(value, walk.hide)}`,
    )
  }
  for (let i = 0; i < spec.length; i++) {
    const finding = compare(spec[i], jsonSubject(value[i]), walk)
    if (finding) return below(finding, `[${i}]`)
  }
  return null
}

function compareRecord(spec: Record<string, unknown>, subject: Subject, walk: Walk): Finding | null {
  const keys = Object.keys(spec)
  if (subject.value === absent) {
    return acceptsAbsence(spec) ? null : differ(showValue(spec, walk.hide), 'nothing')
  }
  // Words and paths hold on any value; plain keys, and the empty object, ask for an object.
  const asksForObject = keys.length === 0 || keys.some(key => key[0] !== '$')
  if (asksForObject && !isRecord(dataOf(subject))) {
    return differ(showValue(spec, walk.hide), showSubject(subject, walk.hide))
  }
  for (const key of keys) {
    const finding = compareKey(key, spec[key], subject, walk)
    if (finding) return finding
  }
  return null
}

function compareKey(key: string, spec: Match, subject: Subject, walk: Walk): Finding | null {
  const word = key[0] === '$' ? words.get(key) : undefined
  if (word) return word.test(spec, subject, walk)
  if (isPath(key)) return comparePath(key, spec, subject, walk)
  const record = dataOf(subject)
  // checkMatch refuses an unknown word; one that still got here is data.
  if (!isRecord(record)) return differ(`an object with ${showValue(key)}`, showSubject(subject, walk.hide))
  // Own keys only: `constructor` and `__proto__` are data like any other.
  const value = Object.hasOwn(record, key) ? record[key] : absent
  const finding = compare(spec, jsonSubject(value), walk)
  return finding && below(finding, /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
}

/** Every node that is selected must match, and there must be one, unless absence is what was declared. */
function comparePath(path: string, spec: Match, subject: Subject, walk: Walk): Finding | null {
  const step = path.slice(1)
  const value = dataOf(subject)
  if (value === notJson || value instanceof Uint8Array) {
    return below(differ('JSON', showSubject(subject, walk.hide)), step)
  }
  const nodes = selectNodes(value, path)
  if (typeof nodes === 'string') return below(differ(showValue(spec, walk.hide), nodes), step)
  for (const node of nodes.length === 0 ? [absent] : nodes) {
    const finding = compare(spec, jsonSubject(node), walk)
    if (finding) return below(finding, step)
  }
  return null
}

/**
 * Whether a place that is not there is as declared: `{ $present: false }`, alternatives of which that is one, or
 * `{ $not: { $present: true } }`. Any other `$not` speaks of a value: `{ status: { $not: error } }` wants a status.
 */
function acceptsAbsence(spec: Match): boolean {
  if (!isRecord(spec)) return false
  const entries = Object.entries(spec)
  return (
    entries.length > 0 &&
    entries.every(([key, operand]) => {
      if (key === '$present') return operand === false
      if (key === '$one-of') return Array.isArray(operand) && operand.some(acceptsAbsence)
      return (
        key === '$not' && isRecord(operand) && operand.$present === true && Object.keys(operand).length === 1
      )
    })
  )
}

function below(finding: Finding, step: string): Finding {
  finding.steps.push(step)
  return finding
}
