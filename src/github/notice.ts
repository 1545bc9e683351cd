/** What could not be published, in one line: why, and the line of the workflow that mends it. */

import type { Trouble } from './client.ts'
import type { JobContext } from './context.ts'
import { isFromFork } from './event.ts'

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
const permissions = {
  'check run': 'checks: write',
  comment: 'pull-requests: write',
  'deployment status': 'deployments: write',
} as const

const toRead = {
  'check runs': 'checks: read',
  deployments: 'deployments: read',
  runs: 'actions: read',
} as const

export type ToRead = keyof typeof toRead

/** What the job has to be given, should it look for the state before. */
export const readingRemedy = (refused: readonly ToRead[]): string =>
  `add \`${refused.map(asked => toRead[asked]).join('`, `')}\` under \`permissions:\` of the job`

export type Asked = keyof typeof permissions

export interface Unpublished {
  readonly asked: Asked
  readonly trouble: Trouble
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
const nameAll = (all: readonly Unpublished[]): string => list(all.map(({ asked }) => `the ${asked}`))

function remedyOf(refused: readonly Unpublished[], { event, eventName, actor }: JobContext): string {
  const lines = refused.map(({ asked }) => permissions[asked])
  // pull_request_target runs with the rights of the repository that it goes into.
  if (isFromFork(event) && eventName !== 'pull_request_target')
    return `the token of a pull request from a fork can only read, whatever the workflow says; the job summary has the whole report, and a workflow that is started by workflow_run, with \`${lines.join('`, `')}\` under \`permissions:\`, can publish it`
  if (refused.some(({ trouble }) => /personal access token/i.test(trouble.message)))
    return `a personal access token cannot do that, or lacks the permission; leave \`github-token\` out and add \`${lines.join('`, `')}\` under \`permissions:\` of the job`
  const whose = actor === 'dependabot[bot]' ? ' (what Dependabot starts can only read unless it says so)' : ''
  return `add \`${lines.join('`, `')}\` under \`permissions:\` of the job${whose}`
}

/** Of everything that was asked for and not done. */
export function noticeOf(unpublished: readonly Unpublished[], context: JobContext): string {
  const refused = unpublished.filter(({ trouble }) => trouble.kind === 'permission')
  const others = unpublished.filter(({ trouble }) => trouble.kind !== 'permission')
  const causes = new Map(others.map(one => [one.trouble.message, one.trouble]))
  const told = [...causes].map(([message, { kind }]) => {
    const which = nameAll(others.filter(({ trouble }) => trouble.message === message))
    return `${which}: ${said[kind] ?? 'GitHub refuses it'} (${message})`
  })
  if (refused.length > 0) {
    const [{ trouble }] = refused as [Unpublished]
    told.unshift(
      `${nameAll(refused)}: the token may not do that (${trouble.message}); ${remedyOf(refused, context)}`,
    )
  }
  return `${told.join('; ')}. The verdict is not touched by that`
}

const said: Partial<Readonly<Record<Trouble['kind'], string>>> = {
  credentials: 'GitHub does not accept `github-token`',
  limited: 'the rate limit of the token is used up for longer than can be waited',
  missing: 'GitHub does not find it, or hides it from this token',
  unavailable: 'GitHub did not answer in time',
  foreign: 'what answered is not the API of GitHub, or nothing that is understood',
}
