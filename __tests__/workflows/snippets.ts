/** The YAML of our pages: pieces of workflows made whole, and pieces of a configuration file. */

import { parse } from 'yaml'
import { readText } from '../house/sources.ts'
import { readWorkflow, type Workflow } from './workflow-files.ts'

const job = (inner: object) => ({ on: 'push', jobs: { a: { 'runs-on': 'ubuntu-latest', ...inner } } })
const step = (inner: object) => job({ steps: [{ uses: 'OWNER/verify-deploy@v1', ...inner }] })

/** By the key that tells a piece; what stands around it. */
const wholes: Readonly<Record<string, (piece: object) => object>> = {
  on: piece => piece,
  jobs: piece => ({ on: 'push', ...piece }),
  with: step,
  uses: piece => ({ on: 'push', jobs: { a: piece } }),
  permissions: piece => job({ steps: [{ run: 'true' }], ...piece }),
}
const configKeys = ['environments', 'checks', 'ready', 'credential', 'policy']

/** The pages whose YAML is held to what GitHub and our own parser take. */
export const shownPages = [
  'README.md',
  ...['baseline', 'configuration', 'github', 'readiness', 'several', 'streams'].map(
    name => `docs/${name}.md`,
  ),
]

export interface Snippet {
  /** `FILE:LINE` of the fence. */
  readonly place: string
  readonly workflow: Workflow | 'configuration' | 'unknown'
}

export function snippetsOf(file: string): readonly Snippet[] {
  const text = readText(file)
  return [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(found => {
    const place = `${file}:${text.slice(0, found.index).split('\n').length}`
    return { place, workflow: complete(place, found[1]!) }
  })
}

function complete(place: string, text: string): Snippet['workflow'] {
  // One after the other, several ways of saying something: `credential: …`, `credential: …`.
  const piece = parse(text, { uniqueKeys: false }) as object
  const asWorkflow = (whole: object) => readWorkflow(place, JSON.stringify(whole))
  if (Array.isArray(piece)) return asWorkflow(job({ steps: piece }))
  const key = Object.keys(wholes).find(name => Object.hasOwn(piece, name))
  if (key !== undefined) return asWorkflow(wholes[key]!(piece))
  return configKeys.some(name => Object.hasOwn(piece, name)) ? 'configuration' : 'unknown'
}
