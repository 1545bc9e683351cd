/** The configurations that docs/infrastructure/ recommends. The lab runs these very lines, so that a guide is proven. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const guidesFolder = resolve(import.meta.dirname, '../../docs/infrastructure')

export const readGuide = (name: string): string => readFileSync(join(guidesFolder, `${name}.md`), 'utf8')

/** The block fenced as "```LANGUAGE verified". Throws unless there is exactly one. */
export function readSnippet(guide: string): string {
  const blocks = [...readGuide(guide).matchAll(/^```\w+ verified\n(.*?)^```$/gms)]
  const [block] = blocks
  if (!block || blocks.length > 1)
    throw new Error(`${guide}.md has ${blocks.length} verified blocks, not one`)
  return block[1]!
}

/** One line away from the right configuration: what is found, and what is put in its place. */
export type Edit = readonly [find: string, put: string]

/** Throws if there is nothing to replace: a mistake that does not happen would prove nothing. */
export function edit(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, [find, put]) => {
    if (!before.includes(find)) throw new Error(`"${find}" is not in:\n${before}`)
    return before.replaceAll(find, put)
  }, text)
}
