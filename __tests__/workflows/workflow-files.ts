/** The workflows that we show and those that we run, as values. */

import { parse } from 'yaml'
import { listFiles, readText } from '../house/sources.ts'

export interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
  readonly run?: string
}
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>
export interface Job extends Step {
  readonly name?: string
  readonly needs?: string | readonly string[]
  readonly permissions?: Permissions
  readonly 'timeout-minutes'?: number | string
  readonly strategy?: { readonly matrix?: { readonly include?: readonly Contexts[] } }
  readonly steps?: readonly Step[]
}
type Contexts = Readonly<Record<string, unknown>>
type Events = string | readonly string[] | Readonly<Record<string, Contexts | null>>

export interface Workflow {
  readonly file: string
  readonly text: string
  readonly on: Events
  readonly permissions?: Permissions
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}

export const readWorkflow = (file: string, text: string): Workflow => ({
  ...(parse(text) as Omit<Workflow, 'file' | 'text'>),
  ...{ file, text },
})

/** What belongs beside the examples, at `.github/verify-deploy.yml`. */
export const exampleConfig = 'examples/verify-deploy.yml'

const inFolder = (folder: string): readonly Workflow[] =>
  listFiles(folder, '.yml')
    .map(name => `${folder}/${name}`)
    .filter(file => file !== exampleConfig)
    .map(file => readWorkflow(file, readText(file)))

export const examples = inFolder('examples')
export const ours = inFolder('.github/workflows')
export const findExample = (name: string): Workflow =>
  examples.find(({ file }) => file === `examples/${name}.yml`) ?? fail(name)

const fail = (name: string): never => {
  throw new Error(`there is no example ${name}`)
}

export const eventsOf = ({ on }: Workflow): readonly string[] =>
  typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on)

export const stepsOf = ({ jobs }: Workflow): readonly Step[] =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps)

/** The action of this repository, as others and as we ourselves name it. */
export const isOurAction = ({ uses }: Step): boolean => uses === './' || uses === 'OWNER/verify-deploy@v1'

/** A job that is the reusable workflow of this repository. */
export const callsOurs = ({ uses }: Step): boolean =>
  uses === 'OWNER/verify-deploy/.github/workflows/verify.yml@v1'

/** Only others start it: what it may do is theirs to say. */
export const isReusable = (workflow: Workflow): boolean => eventsOf(workflow).join() === 'workflow_call'
