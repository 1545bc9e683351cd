/** Examples and our own workflows keep the rules; and each rule catches what it is there for. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissionsOfInputs } from './needed-permissions.ts'
import { pinned, type Rule, rules } from './rules.ts'
import { shownPages, snippetsOf } from './snippets.ts'
import { examples, ours, readWorkflow, stepsOf } from './workflow-files.ts'

const keep = (rule: Rule, workflows: typeof ours): readonly string[] =>
  workflows.flatMap(workflow => rule.breaches(workflow).map(breach => `${workflow.file}: ${breach}`))

for (const rule of rules)
  test(`examples and our own workflows: ${rule.name}`, () => {
    assert.deepEqual(keep(rule, [...examples, ...ours]), [])
  })

test(`our own workflows: ${pinned.name}`, () => {
  assert.deepEqual(keep(pinned, ours), [])
})

const shown = shownPages
  .flatMap(snippetsOf)
  .flatMap(({ workflow }) => (typeof workflow === 'string' ? [] : [workflow]))
const major = (version: string) => /v\d+/.exec(version)![0]

test('each action has one version, in what we show and in what we run', () => {
  const pins = ours.flatMap(({ text }) => [...text.matchAll(/uses: ([^\s@]+)@\S+ # (\S+)/g)])
  const run = pins.map(([, name, version]) => `${name}@${major(version!)}`)
  const named = [...examples, ...shown].flatMap(stepsOf).flatMap(({ uses = 'OWNER/' }) => uses)
  const all = new Set([...run, ...named.filter(uses => !uses.startsWith('OWNER/'))])
  const names = [...all].map(uses => uses.split('@')[0]!)
  assert.deepEqual(
    [...all].filter(uses => names.filter(name => name === uses.split('@')[0]).length > 1),
    [],
  )
  assert.ok(all.size > 4)
})

test('every input that needs a permission says which', () => {
  assert.deepEqual(permissionsOfInputs.toSorted(), [
    ...['checks: write', 'deployments: write', 'id-token: write', 'pull-requests: write'],
  ])
})

const good = `
on: { pull_request: , merge_group: }
permissions: {}
concurrency: { group: g }
jobs:
  a:
    timeout-minutes: 5
    permissions:
      contents: read
      checks: write # check-run
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - run: echo "$TITLE"
        env: { TITLE: "\${{ github.event.pull_request.title }}" }
      - uses: OWNER/verify-deploy@v1
        with: { url: "https://a.example", check-run: true }
`.replaceAll('\\$', '$')

/** What somebody might write, and the rule that objects: by replacing one text in the good workflow. */
const mistakes: readonly (readonly [what: string, from: string, to: string, breach: RegExp])[] = [
  ['no permissions at the top', 'permissions: {}\n', '', /lacks `permissions: {}`/],
  ['all may be read', 'permissions: {}\n', 'permissions: { contents: read }\n', /lacks `permissions: {}`/],
  [
    'a permission that nothing needs',
    'checks: write #',
    'actions: read\n      checks: write #',
    /needs "checks/,
  ],
  [
    'a permission that is missing',
    '      contents: read\n',
    '',
    /has "checks: write" and needs "checks: write, con/,
  ],
  ['a permission without a reason', ' # check-run', '', /"checks: write" without a reason/],
  ['a job without an end', '    timeout-minutes: 5\n', '', /job a has no timeout-minutes/],
  ['no concurrency', 'concurrency: { group: g }\n', '', /has no concurrency/],
  ['a token that stays', 'persist-credentials: false', 'fetch-depth: 1', /checkout keeps the token/],
  [
    'a title in a script',
    'echo "$TITLE"',
    'echo "${{ github.event.pull_request.title }}"',
    /part of the script/,
  ],
  ['a target for strangers', 'on: { pull_request:', 'on: { pull_request_target:', /pull_request_target/],
  ['no merge queue', ', merge_group: }', '}', /lacks merge_group/],
  ['a filter', 'on: { pull_request: ,', 'on:\n  pull_request:\n    paths: [src]\n  ', /filter by paths/],
  ['a job that can be skipped', '    timeout-minutes', '    needs: b\n    timeout-minutes', /can be skipped/],
  ['a merge that can be skipped', 'url: "https://a.example"', 'merge: parts', /job a overlooks a part/],
  ['a tag for a commit', '3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7', /is not a commit/],
  ['a commit without its version', ' # v7.0.1', '', /is not a commit with its version/],
]

const breachesOf = (text: string): readonly string[] =>
  [...rules, pinned].flatMap(({ breaches }) => breaches(readWorkflow('w.yml', text)))

test('a good workflow breaks no rule', () => {
  assert.deepEqual(breachesOf(good), [])
})

for (const [what, from, to, breach] of mistakes)
  test(`${what} is caught`, () => {
    assert.ok(good.includes(from), 'the mistake replaces nothing')
    const text = what === 'a filter' ? good.replace(/^on: .*$/m, `${to}merge_group:`) : good.replace(from, to)
    assert.match(breachesOf(text).join('\n'), breach)
  })

test('a reusable workflow that would ask its callers for something is caught', () => {
  const text = 'on: workflow_call\njobs:\n  a:\n    timeout-minutes: 1\n    permissions: { checks: write }\n'
  assert.match(breachesOf(text).join(), /takes from what the caller has granted/)
  const group = 'on: workflow_call\nconcurrency: { group: "${{ github.workflow }}" }\njobs: {}\n'
  assert.match(breachesOf(group).join(), /cancel its caller/)
})
