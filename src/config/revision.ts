/** The revision that is waited for: where it is reported, and what it has to be. */

import {
  parsePlace,
  parsePointer,
  parseSocketPlace,
  type RevisionPlace,
  type SocketPlace,
  usualPlace,
} from '../checks/revision.ts'
import { type FaultType, faultKinds } from '../model/fault.ts'
import type { Place } from '../model/problem.ts'
import { parsePath } from './addresses.ts'
import type { ReadyConfig } from './config.ts'
import type { ReadInputs } from './input-values.ts'
import { bad, good, type Parsed, quote } from './parsed.ts'
import { suggestion } from './spelling.ts'

export interface RevisionSource {
  readonly path: string
  readonly place: RevisionPlace
}

/** What `ready` of the file says; null for what it leaves out. */
export interface FileReady {
  /** Whether `revision` is there at all. */
  readonly declared: boolean
  readonly expected: string | null
  readonly from: RevisionSource | null
  readonly socket: SocketPlace | null
  readonly stream: SocketPlace | null
  readonly path: string | null
  readonly consecutive: number | null
  readonly withinMs: number | null
  readonly giveUp: readonly string[] | null
  readonly source: Place
}

const defaultSource: RevisionSource = { path: '/health', place: usualPlace }

/** One lucky answer of a rolling deployment is no proof. */
const defaultConsecutive = 5

export function parseRevision(text: string): Parsed<string> {
  const revision = text.trim()
  return revision === '' || revision.length > 200 || /[\s\p{Cc}]/u.test(revision)
    ? bad(
        `${quote(revision)} is not a revision`,
        'write a commit or a tag: one word of at most 200 characters',
      )
    : good(revision)
}

/** `PATH#/json/pointer`, `PATH@header-name` or `PATH`; a path may hold an `@` of its own. */
export function parseRevisionSource(text: string): Parsed<RevisionSource> {
  const trimmed = text.trim()
  const hash = trimmed.indexOf('#')
  const at = trimmed.lastIndexOf('@')
  if (hash >= 0) {
    const place = parsePointer(trimmed.slice(hash + 1))
    if (!place)
      return bad(
        `${quote(trimmed.slice(hash))} is not a JSON pointer`,
        'write #/NAME, or #/OUTER/INNER for what is nested (RFC 6901)',
      )
    return sourceOf(trimmed.slice(0, hash), place)
  }
  const header = at > 0 ? parsePlace(trimmed.slice(at)) : null
  return header ? sourceOf(trimmed.slice(0, at), header) : sourceOf(trimmed, { in: 'text' })
}

function sourceOf(path: string, place: RevisionPlace): Parsed<RevisionSource> {
  const parsed = parsePath(path, 'http')
  return parsed.ok ? good({ path: parsed.value, place }) : parsed
}

export function parseSocketSource(text: string): Parsed<SocketPlace> {
  const place = parseSocketPlace(text.trim())
  return place
    ? good(place)
    : bad(`${quote(text)} is neither @header-name nor a JSONPath`, 'write @x-revision, or $.revision')
}

export function parseGiveUp(text: string): Parsed<string> {
  const types = Object.keys(faultKinds) as FaultType[]
  return /^[1-5]\d\d$/.test(text) || types.some(type => type === text)
    ? good(text)
    : bad(
        `${quote(text)} is neither a status nor a type of fault`,
        `${suggestion(text, types)}, or a status such as 401`,
      )
}

/** The inputs win over the file. Null where neither declares anything. */
export function chooseReady({ values }: ReadInputs, file: FileReady | null): ReadyConfig | null {
  const { 'expect-revision': expected, 'revision-from': from } = values
  if (!file && expected === null && from === null) return null
  const revised = expected !== null || from !== null || (file?.declared ?? false)
  const source = from ?? file?.from ?? defaultSource
  return {
    revision: revised
      ? {
          ...{ expected: expected ?? file?.expected ?? null, place: source.place },
          ...{ socket: file?.socket ?? null, stream: file?.stream ?? null },
        }
      : null,
    path: revised ? source.path : (file?.path ?? null),
    consecutive: file?.consecutive ?? (revised ? defaultConsecutive : 1),
    giveUp: file?.giveUp ?? null,
    source: file?.source ?? null,
  }
}
