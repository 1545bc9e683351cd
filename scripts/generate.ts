/**
 * Writes what follows from the sources: action.yml, schema/*.json, docs/diagnoses.md, and the tables of the README and of
 * docs/configuration.md between their markers.
 * `node scripts/generate.ts --check` writes nothing and exits 1 if something would change.
 */

import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { checkKinds } from '../src/checks/index.ts'
import { inputDefinitions } from '../src/config/inputs.ts'
import { configJsonSchema } from '../src/config/json-schema.ts'
import { presets } from '../src/conversation/presets/index.ts'
import { reportJsonSchema } from '../src/report/json-schema.ts'
import { actionYaml, outputs } from './action-yaml.ts'
import { diagnosesPage } from './diagnoses-page.ts'
import { replaceBetween, table } from './readme-tables.ts'

const root = new URL('../', import.meta.url)

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const defaultOf = ({ default: text }: { readonly default: string }): string => text

/** Of a mapping, in the order of its definition. */
const wordsOf = (schema: z.ZodType): string =>
  Object.keys(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {})
    .map(word => `\`${word}\``)
    .join(', ')

const tables: Readonly<Record<string, string>> = {
  inputs: table(
    ['input', 'default', 'meaning'],
    inputDefinitions.map(input => [`\`${input.name}\``, defaultOf(input), input.description]),
  ),
  outputs: table(
    ['output', 'meaning'],
    Object.entries(outputs).map(([name, meaning]) => [`\`${name}\``, meaning]),
  ),
  protocols: table(
    ['protocol', 'passes when', 'words beside `name`'],
    presets.map(({ name, proves, options }) => [
      `\`${name}\``,
      proves,
      Object.keys(options(z).shape)
        .map(word => `\`${word}\``)
        .join(', '),
    ]),
  ),
  'check-words': table(
    ['kind', 'words beside those that every check takes'],
    checkKinds.map(({ kind, options }) => [`\`${kind}\``, wordsOf(options(z))]),
  ),
  checks: table(
    ['kind', 'passes when'],
    checkKinds.map(({ kind, passes }) => [`\`${kind}\``, passes]),
  ),
}

/** Null for a file that is not there yet. */
async function read(path: string): Promise<string | null> {
  try {
    return await readFile(new URL(path, root), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const pagesWithTables = ['README.md', 'docs/configuration.md']

/** A table whose markers are not in the file has no place in it. */
function withTables(text: string): string {
  return Object.entries(tables).reduce((filled, [name, rows]) => replaceBetween(filled, name, rows), text)
}

/** Every generated file, by its path. */
async function generate(): Promise<Readonly<Record<string, string>>> {
  const filled: [string, string][] = []
  for (const page of pagesWithTables) {
    const text = await read(page)
    if (text !== null) filled.push([page, withTables(text)])
  }
  return {
    'action.yml': actionYaml(inputDefinitions),
    'schema/config.v1.json': json(await configJsonSchema(checkKinds)),
    'schema/report.v1.json': json(await reportJsonSchema()),
    'docs/diagnoses.md': diagnosesPage(),
    ...Object.fromEntries(filled),
  }
}

const changed: string[] = []
for (const [path, text] of Object.entries(await generate())) {
  if ((await read(path)) === text) continue
  changed.push(path)
  if (!process.argv.includes('--check')) await writeFile(new URL(path, root), text)
}
const checking = process.argv.includes('--check')
for (const path of changed)
  console.log(checking ? `${path} is not what the sources generate` : `wrote ${path}`)
if (checking && changed.length > 0) {
  console.log('run: npm run generate')
  process.exitCode = 1
}
