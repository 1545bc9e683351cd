import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkNameOf, markerOf, readContext } from '../../src/github/context.ts'
import { deploymentOf, isFromFork, pullRequestOf, shaOf } from '../../src/github/event.ts'
import { changed, payloadOf } from './payloads.ts'

test('a pull request is read from the events that name one', () => {
  assert.equal(pullRequestOf(payloadOf('pull_request')), 2)
  assert.equal(pullRequestOf(payloadOf('merge_group')), 104)
  assert.equal(pullRequestOf(payloadOf('push')), null)
  const run = payloadOf('workflow_run')
  assert.equal(pullRequestOf(changed(run, ['workflow_run', 'pull_requests'], [{ number: 9 }])), 9)
  assert.equal(pullRequestOf(changed(run, ['workflow_run', 'pull_requests'], [])), null)
  const elsewhere = { number: 77, base: { repo: { id: 1 } } }
  const here = { number: 9, base: { repo: { id: (run.repository as { id: number }).id } } }
  assert.equal(pullRequestOf(changed(run, ['workflow_run', 'pull_requests'], [elsewhere, here])), 9)
  assert.equal(pullRequestOf(changed(run, ['workflow_run', 'pull_requests'], [elsewhere])), null)
  const comment = { issue: { number: 4, pull_request: {} } }
  assert.equal(pullRequestOf(comment), 4)
  assert.equal(pullRequestOf({ issue: { number: 4 } }), null)
})

test('a fork is told from a branch, also when it has been deleted', () => {
  const own = payloadOf('pull_request')
  assert.equal(isFromFork(own), false)
  assert.equal(
    isFromFork(changed(own, ['pull_request', 'head', 'repo', 'full_name'], 'me/Hello-World')),
    true,
  )
  assert.equal(isFromFork(changed(own, ['pull_request', 'head', 'repo'], null)), true)
  assert.equal(isFromFork(payloadOf('push')), false)
})

test('a payload of any shape is read without a throw', () => {
  const read = [(event: unknown) => shaOf(event, undefined), pullRequestOf, deploymentOf, isFromFork]
  const keys = ['pull_request', 'deployment', 'workflow_run', 'merge_group', 'issue', 'head', 'sha', 'number']
  const odd = fc.letrec(tie => ({
    any: fc.oneof({ depthSize: 'small' }, fc.jsonValue({ maxDepth: 1 }), tie('record')),
    record: fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 4 }),
  }))
  fc.assert(fc.property(odd.record, event => read.forEach(one => void one(event))))
})

const contextOf = (env: Record<string, string>, job = '', jobId = '') =>
  readContext({ GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '1', ...env }, { event: null, job, jobId })!

test('links lead to the job where its number is known, else to the run, on whichever server it is', () => {
  const server = { GITHUB_SERVER_URL: 'https://ghes.example' }
  assert.equal(contextOf(server, '', '55').jobUrl, 'https://ghes.example/o/r/actions/runs/1/job/55')
  assert.equal(contextOf({}).jobUrl, 'https://github.com/o/r/actions/runs/1')
  assert.equal(
    contextOf({ GITHUB_API_URL: 'https://ghes.example/api/v3/' }).apiUrl,
    'https://ghes.example/api/v3',
  )
  assert.equal(readContext({}, { event: null, job: '', jobId: '' }), null)
})

test('check runs have names of their own for each environment, job and part of a matrix', () => {
  const context = contextOf({ GITHUB_JOB: 'verify' }, 'eu, 3')
  assert.equal(checkNameOf(context, 'staging'), 'Verify Deploy (staging, verify, eu, 3)')
  assert.equal(checkNameOf(contextOf({}), null), 'Verify Deploy')
})

test('markers differ where environment, job or workflow differ, and nothing ends them early', () => {
  const part = fc.string({ maxLength: 20 })
  const marker = ([workflow, job, environment]: readonly [string, string, string]) =>
    markerOf({ ...contextOf({}), workflow, job }, environment)
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (one, other) => {
      assert.match(marker(one), /^<!-- (?:(?!--).)* -->$/)
      assert.equal(marker(one) === marker(other), JSON.stringify(one) === JSON.stringify(other))
    }),
  )
})
