/** The sources as the tests of the house see them: files, and who imports whom. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'

export const root = new URL('../../', import.meta.url)

export const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** Paths below the folder, with slashes. */
export function listFiles(folder: string, ending = '.ts'): string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith(ending) && !path.includes('node_modules'))
}

export interface Import {
  /** A path below `src`, or a package. */
  readonly to: string
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^'"`;=()]*?\sfrom\s+)?'([^']+)'/gm
const dynamic = /(typeof\s+)?\bimport\('([^']+)'\)/g

/** Everything that a file of `src` imports. */
export function importsOf(file: string): Import[] {
  const text = readText(`src/${file}`)
  const resolve = (spec: string) => (spec.startsWith('.') ? join(dirname(file), spec) : spec)
  const found = (pattern: RegExp, isDynamic: boolean): Import[] =>
    [...text.matchAll(pattern)].map(([, type, spec]) => ({
      to: resolve(spec!),
      typeOnly: type !== undefined,
      dynamic: isDynamic,
    }))
  return [...found(statement, false), ...found(dynamic, true)]
}

/** All that is loaded with these files: other files of `src`, and packages. */
export function reach(files: readonly string[], follows: (i: Import) => boolean): Set<string> {
  const reached = new Set(files)
  for (const file of reached)
    if (file.endsWith('.ts')) for (const one of importsOf(file)) if (follows(one)) reached.add(one.to)
  return reached
}
