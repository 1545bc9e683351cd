/** Which step needs which permission of its job, and what for. */

import { inputDefinitions } from '../../src/config/inputs.ts'
import { callsOurs, isOurAction, type Job, type Permissions, type Step } from './workflow-files.ts'

interface Need {
  readonly permission: string
  readonly of: (step: Step) => boolean
}

const uses =
  (action: string) =>
  (step: Step): boolean =>
    step.uses?.startsWith(`${action}@`) === true
const runs =
  (words: string) =>
  (step: Step): boolean =>
    step.run?.includes(words) === true
/** Asked for, or left to somebody else to ask for. */
const asks = (step: Step, input: string): boolean =>
  ![undefined, '', false, 'false'].includes(text(step, input))
const text = (step: Step, input: string) => step.with?.[input] as string | boolean | undefined

/** What the inputs say of themselves, so that the two cannot drift apart. */
const ofInputs: readonly Need[] = inputDefinitions.flatMap(({ name, description }) => {
  const permission = /the job needs the permission `([^`]+)`/.exec(description)?.[1]
  const of = (step: Step) => (isOurAction(step) || callsOurs(step)) && asks(step, name)
  return permission === undefined ? [] : [{ permission, of }]
})

const attest = uses('actions/attest-build-provenance')
const needs: readonly Need[] = [
  ...ofInputs,
  { permission: 'contents: read', of: uses('actions/checkout') },
  { permission: 'contents: read', of: callsOurs },
  { permission: 'contents: write', of: runs('gh release create') },
  { permission: 'contents: write', of: runs('git/refs/tags') },
  { permission: 'id-token: write', of: attest },
  { permission: 'attestations: write', of: attest },
  { permission: 'security-events: write', of: uses('github/codeql-action/analyze') },
]

export const permissionsOfInputs = ofInputs.map(({ permission }) => permission)

/** `NAME: LEVEL`, sorted; who may write may read. */
export function neededBy(job: Job): readonly string[] {
  const all = [job, ...(job.steps ?? [])]
  const asked = new Set(needs.filter(({ of }) => all.some(of)).map(({ permission }) => permission))
  return [...asked]
    .filter(one => !asked.has(one.replace(': read', ': write')) || one.endsWith('write'))
    .sort()
}

export const listPermissions = (permissions: Permissions = {}): readonly string[] =>
  Object.entries(permissions)
    .map(([name, level]) => `${name}: ${level}`)
    .sort()
