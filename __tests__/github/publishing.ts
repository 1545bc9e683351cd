/** A run of the bundle in a job whose GitHub is the fake one. */

import { startService } from '../../src/demo/service.ts'
import { type Run, type RunOptions, verify } from '../end-to-end/product.ts'
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from './fake-github.ts'

/** GITHUB_SHA of the emulated runner. */
export const runnerSha = '0123456789abcdef0123456789abcdef01234567'
export const everything = { 'check-run': 'true', comment: 'true', 'deployment-status': 'true' } as const

export const onGitHub = (github: FakeGitHub, options: RunOptions = {}): RunOptions => ({
  ...options,
  env: { GITHUB_API_URL: github.url, ...options.env },
})

/** Checks the demo's healthy service. Throws if GitHub would not have understood a request. */
export async function verifyOn(
  github: FakeGitHub,
  inputs: Readonly<Record<string, string>>,
  options: RunOptions = {},
): Promise<Run> {
  await using service = await startService()
  const run = await verify({ url: service.url, ...inputs }, onGitHub(github, options))
  if (github.problems.length > 0) throw new Error(github.problems.join('\n'))
  return run
}

/** Warnings that tell of GitHub. */
export const noticesOf = (run: Run): readonly string[] =>
  run.annotations.map(({ message }) => message).filter(message => message.includes('on GitHub'))

/** A fake with an open pull request 7 for the commit, and a deployment of it to staging. */
export async function startWithPull(options: FakeOptions = {}, sha = runnerSha): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options)
  github.pulls.set(sha, [{ number: 7, state: 'open', merged_at: null, head: { sha } }])
  github.deployments.push({ id: 50, sha, environment: 'staging', creator: { login: 'vercel[bot]' } })
  return github
}
