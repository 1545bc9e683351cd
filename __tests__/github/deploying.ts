/** A repository that is deployed again and again, and verified each time. */

import type { FaultName } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { type Run, verify } from '../end-to-end/product.ts'
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from './fake-github.ts'
import { onGitHub } from './publishing.ts'

export const shaOf = (letter: string): string => letter.repeat(40)

export interface Verified {
  readonly inputs?: Readonly<Record<string, string>>
  readonly faults?: readonly FaultName[]
  readonly env?: Readonly<Record<string, string>>
  readonly event?: object
  readonly url?: string
  readonly eventName?: string
}

let lastRun = 1000

/** The environment's newest deployment; its states are the oldest first. */
export function deploy(
  github: FakeGitHub,
  letter: string,
  states: readonly string[] = ['in_progress', 'success'],
  environment = 'staging',
): number {
  const id = 50 + github.deployments.length
  github.deployments.unshift({ id, sha: shaOf(letter), environment, creator: { login: 'vercel[bot]' } })
  const statuses = states.map(state => ({ state, description: '', log_url: '' }))
  github.statuses.set(id, statuses.toReversed())
  return id
}

/** A run for this commit, each of its own number, with a check run. Throws where GitHub would not have understood it. */
export async function verifyCommit(
  github: FakeGitHub,
  letter: string,
  { inputs = {}, faults = [], env = {}, url, ...more }: Verified = {},
): Promise<Run> {
  await using service = await startService({ faults })
  const given = url === undefined ? { url: service.url, websocket: '/ws' } : { url }
  const place = { GITHUB_SHA: shaOf(letter), GITHUB_RUN_ID: String(lastRun++), ...env }
  const asked = { environment: 'staging', 'check-run': 'true', ...given, ...inputs }
  const run = await verify(asked, onGitHub(github, { env: place, ...more }))
  if (github.problems.length > 0) throw new Error(github.problems.join('\n'))
  return run
}

export const deployAndVerify = async (
  github: FakeGitHub,
  letter: string,
  more: Verified = {},
  states?: readonly string[],
): Promise<Run> => {
  deploy(github, letter, states)
  return await verifyCommit(github, letter, more)
}

/** A repository where commit `a` was deployed to staging, and was good. */
export async function startDeployed(options: FakeOptions = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options)
  using run = await deployAndVerify(github, 'a')
  if (run.exitCode !== 0) throw new Error(run.report.because)
  return github
}
