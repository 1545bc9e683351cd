/** action.yml, as far as the runner needs it to start the step: which inputs there are, and what they default to. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'

export interface Metadata {
  readonly inputs: Readonly<
    Record<string, { readonly default: string | null; readonly deprecated: string | null }>
  >
  /** Null when the file declares none: a script without action.yml. */
  readonly outputs: readonly string[] | null
}

/** That of the folder of the script or the one above it; null if there is none. */
export function findMetadata(script: string): string | null {
  const folders = [dirname(script), dirname(dirname(script))]
  return folders.map(folder => join(folder, 'action.yml')).find(existsSync) ?? null
}

export function readMetadata(path: string | null): Metadata {
  if (path === null) return { inputs: {}, outputs: null }
  const file = parse(readFileSync(path, 'utf8')) as {
    inputs?: Record<string, { default?: unknown; deprecationMessage?: string } | null>
    outputs?: Record<string, unknown>
  }
  const inputs = Object.entries(file.inputs ?? {}).map(([name, input]) => [
    name,
    {
      default: input?.default === undefined ? null : String(input.default),
      deprecated: input?.deprecationMessage ?? null,
    },
  ])
  return { inputs: Object.fromEntries(inputs), outputs: Object.keys(file.outputs ?? {}) }
}

/** `INPUT_` and the name in upper case, spaces as underscores, hyphens kept (Handler.cs, AddInputsToEnvironment). */
export const inputVariable = (name: string): string => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`

/**
 * The variables of all inputs: what the workflow gave, else the default with its expressions, else nothing.
 * `contexts` is what `${{ … }}` may name; another expression throws, for the emulator cannot tell its value.
 */
export function inputVariables(
  metadata: Metadata,
  given: Readonly<Record<string, string>>,
  contexts: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [name, input] of Object.entries(metadata.inputs))
    variables[inputVariable(name)] = evaluate(input.default ?? '', contexts)
  for (const [name, value] of Object.entries(given)) variables[inputVariable(name)] = value
  return variables
}

const evaluate = (text: string, contexts: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_whole, name: string) => {
    const value = contexts[name]
    if (value === undefined) throw new Error(`the emulated runner has no value for \${{ ${name} }}`)
    return value
  })

/** The runner's warnings on what the workflow gave. */
export function inputWarnings(metadata: Metadata, given: Readonly<Record<string, string>>): string[] {
  const valid = Object.keys(metadata.inputs)
  const known = new Map(valid.map(name => [name.toLowerCase(), metadata.inputs[name]!]))
  const names = Object.keys(given)
  const deprecated = names.flatMap(name => {
    const message = known.get(name.toLowerCase())?.deprecated
    return message ? [`Input '${name}' has been deprecated with message: ${message}`] : []
  })
  const unexpected = names.filter(name => !known.has(name.toLowerCase()))
  if (metadata.outputs === null || unexpected.length === 0) return deprecated
  return [
    ...deprecated,
    `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid.join("', '")}']`,
  ]
}
