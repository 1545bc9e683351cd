/**
 * Annotations of one step: their places and their limits.
 * https://github.com/actions/runner/blob/v2.336.0/src/Runner.Worker/ExecutionContext.cs (10 a level, 4096 characters)
 * and ActionCommandManager.cs (files, lines and columns).
 */

import { isAbsolute, relative, sep } from 'node:path'
import type { Masker } from './masker.ts'

export type Level = 'error' | 'warning' | 'notice'

export interface Annotation {
  readonly level: Level
  readonly message: string
  /** `title`, `file`, `line`, `endline`, `col`, `endcolumn`, as far as they were given and valid. */
  readonly properties: Readonly<Record<string, string>>
}

export const limits = { perLevel: 10, messageCharacters: 4096 } as const

export interface Annotations {
  /** Gives back the message as it goes to the log. */
  readonly add: (level: Level, message: string, properties?: Readonly<Record<string, string>>) => string
  readonly shown: readonly Annotation[]
  readonly problems: readonly string[]
}

export function collectAnnotations(masker: Masker, workspace: string): Annotations {
  const shown: Annotation[] = []
  const problems: string[] = []
  return {
    shown,
    problems,
    add(level, message, properties = {}) {
      const masked = masker.mask(message)
      const kept = masked.slice(0, limits.messageCharacters)
      if (kept.length < masked.length)
        problems.push(
          `${level} message was cut to ${limits.messageCharacters} characters: ${kept.slice(0, 60)}…`,
        )
      if (shown.filter(other => other.level === level).length < limits.perLevel)
        shown.push({ level, message: kept, properties: placeIn(workspace, properties) })
      else
        problems.push(`${level} beyond the first ${limits.perLevel} is not annotated: ${kept.slice(0, 60)}`)
      return kept
    },
  }
}

function placeIn(workspace: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const properties = validRange(given)
  const { file } = properties
  if (file && isAbsolute(file)) {
    const inside = relative(workspace, file)
    if (!inside.startsWith('..') && !isAbsolute(inside)) properties.file = inside.split(sep).join('/')
  }
  return properties
}

const integer = (text: string | undefined): number | null =>
  text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : null

/** Drops what the runner drops: columns without a line or over several lines, ranges that end before they start. */
function validRange(given: Readonly<Record<string, string>>): Record<string, string> {
  const properties = { ...given }
  const drop = (...names: string[]) => {
    for (const name of names) delete properties[name]
  }
  if (integer(given.endline) !== null && integer(given.line) === null) properties.line = given.endline!
  if (integer(given.endcolumn) !== null && integer(given.col) === null) properties.col = given.endcolumn!
  const [line, endLine] = [integer(properties.line), integer(properties.endline)]
  const [column, endColumn] = [integer(properties.col), integer(properties.endcolumn)]
  const spansLines = endLine !== null && properties.line !== properties.endline
  if (line === null || spansLines) drop('col', 'endcolumn')
  if (line !== null && endLine !== null && endLine < line) drop('line', 'endline')
  if (column !== null && endColumn !== null && endColumn < column) drop('col', 'endcolumn')
  return properties
}
