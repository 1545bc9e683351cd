import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { readDeployment, sayUndeployed, shaOf } from '../../src/github/event.ts'

interface Example {
  readonly deployment?: { readonly sha: string; readonly environment: string }
  readonly deployment_status?: { readonly state: string }
  readonly pull_request?: { readonly head: { readonly sha: string } }
  readonly workflow_run?: { readonly head_sha: string }
  readonly merge_group?: { readonly head_sha: string }
}

/** Payloads that GitHub sent. */
const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly Example[]
}[]
const fallback = 'f'.repeat(40)

function examplesOf(name: string): readonly Example[] {
  const examples = all.find(event => event.name === name)?.examples ?? []
  assert.ok(examples.length > 0, name)
  return examples
}

const commits: Readonly<Record<string, (example: Example) => string | undefined>> = {
  deployment_status: ({ deployment }) => deployment!.sha,
  deployment: ({ deployment }) => deployment!.sha,
  pull_request: ({ pull_request }) => pull_request!.head.sha,
  workflow_run: ({ workflow_run }) => workflow_run!.head_sha,
  merge_group: ({ merge_group }) => merge_group!.head_sha,
  push: () => fallback,
  workflow_dispatch: () => fallback,
  release: () => fallback,
}

for (const [name, commitOf] of Object.entries(commits))
  test(`the commit of every real ${name} payload is the one that the event is about`, () => {
    for (const example of examplesOf(name)) assert.equal(shaOf(example, fallback), commitOf(example))
  })

test('without payload and without GITHUB_SHA there is no commit', () => {
  for (const event of [null, undefined, 7, 'x', [], { deployment: null }]) {
    assert.equal(shaOf(event, undefined), null)
    assert.equal(shaOf(event, ''), null)
  }
})

test('only deployments and their statuses are read as such, with the environment as GitHub spells it', () => {
  for (const { name, examples } of all)
    for (const example of examples) {
      const found = readDeployment(example)
      if (name === 'deployment' || name === 'deployment_status')
        assert.equal(found?.environment, example.deployment?.environment)
      else if (!example.deployment) assert.equal(found, null, name)
    }
})

test('an empty environment_url, as GitHub Pages sends it in between, is none', () => {
  const urls = examplesOf('deployment_status').map(example => readDeployment(example)?.url)
  assert.deepEqual(new Set(urls), new Set([null]))
})

test('only a status that is not success says that nothing was deployed', () => {
  for (const example of examplesOf('deployment_status'))
    assert.equal(sayUndeployed(example) === null, example.deployment_status!.state === 'success')
  for (const name of Object.keys(commits).filter(name => name !== 'deployment_status'))
    for (const example of examplesOf(name)) assert.equal(sayUndeployed(example), null, name)
})

for (const state of ['pending', 'queued', 'in_progress', 'waiting', 'failure', 'error', 'inactive'])
  test(`a deployment that is ${state} is told with what to write`, () => {
    const deployment = { environment: 'Production\n::error::x', sha: fallback }
    const told = sayUndeployed({ deployment, deployment_status: { state } })
    assert.equal(
      told,
      `nothing was tested: the event says that the deployment to "Production\\n::error::x" is "${state}", not "success"; write \`if: github.event.deployment_status.state == 'success'\` at the job`,
    )
  })
