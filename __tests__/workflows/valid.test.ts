/** GitHub takes every workflow that we show or run, and our action takes what they give it. */

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { checkKinds } from '../../src/checks/index.ts'
import { loadEnvironments } from '../../src/config/environments.ts'
import { findInput } from '../../src/config/inputs.ts'
import { defaultFile } from '../config/given.ts'
import { readText } from '../house/sources.ts'
import { contextsOf } from './contexts.ts'
import { fillInAll, findErrors } from './github-language.ts'
import { listPermissions } from './needed-permissions.ts'
import { shownPages, snippetsOf } from './snippets.ts'
import {
  callsOurs,
  exampleConfig,
  examples,
  isOurAction,
  isReusable,
  type Job,
  ours,
  readWorkflow,
  type Step,
  type Workflow,
} from './workflow-files.ts'

const pages = shownPages.flatMap(snippetsOf)
const shown = pages.flatMap(({ workflow }) => (typeof workflow === 'string' ? [] : [workflow]))
const all = [...examples, ...ours, ...shown]

for (const workflow of all)
  test(`GitHub's parser takes ${workflow.file}`, async () => {
    assert.deepEqual(await findErrors(workflow.file, workflow.text, readText), [])
  })

test('GitHub’s parser is one that refuses', async () => {
  const errorsOf = (text: string) => findErrors('w.yml', text, readText)
  const good = readText('examples/call-reusable.yml')
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['  workflow_run:', '  workflow_ran:', /Unexpected value 'workflow_ran'/],
    ['checks: write', 'checks: wirte', /Unexpected value 'wirte'/],
    ['github.event.workflow_run.head_sha', 'githb.sha', /Unrecognized named-value: 'githb'/],
    ['      environment: staging', '      enviroment: staging', /'?enviroment'?/],
    ['    if: github', '    needs: nobody\n    if: github', /no dependencies/],
  ]
  for (const [from, to, error] of refused) {
    assert.ok(good.includes(from), from)
    assert.match((await errorsOf(good.replace(from, to))).join('\n'), error)
  }
})

test('every snippet of the pages is a workflow or a configuration', () => {
  assert.deepEqual(
    pages.filter(({ workflow }) => workflow === 'unknown'),
    [],
  )
  assert.ok(shown.length >= 5, 'the pages show workflows')
})

const exampleFile = readText(exampleConfig)
const pageFile =
  'environments: { staging: { url: "https://a.example" }, production: { url: "https://b.example" } }\n'

/** The configuration file that the step finds: the examples' where they check out, one where a page names an environment. */
function fileFor(workflow: Workflow, { steps = [] }: Job, step: Step): string | null {
  const checksOut = steps.some(({ uses }) => uses?.startsWith('actions/checkout@'))
  if (examples.includes(workflow)) return checksOut ? exampleFile : null
  return step.with?.environment !== undefined && step.with.url === undefined ? pageFile : null
}

/** What our action would say of a step's inputs, before it sends anything. */
async function problemsOf(
  step: Step,
  contexts: Readonly<Record<string, unknown>>,
  file: string | null,
): Promise<readonly string[]> {
  const unknown = Object.keys(step.with ?? {}).filter(name => !findInput(name))
  if (unknown.length > 0) return unknown.map(name => `"${name}" is no input`)
  const directory = mkdtempSync(join(tmpdir(), 'workflow-'))
  try {
    if (file !== null) {
      mkdirSync(join(directory, dirname(defaultFile)))
      writeFileSync(join(directory, defaultFile), file)
    }
    const given = Object.entries(fillInAll(step.with, contexts)).filter(([, value]) => value !== '')
    const inputs = Object.fromEntries(given.map(([name, value]) => [name, { value, subject: name }]))
    // Where reports are merged, nothing is verified.
    if (inputs.merge) return []
    const loaded = await loadEnvironments(
      { inputs, env: fillInAll(step.env, contexts), directory, event: contexts.event },
      checkKinds,
    )
    return loaded.ok ? [] : loaded.problems.map(({ subject, message }) => `${subject} ${message}`)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const problemsIn = async (workflow: Workflow): Promise<readonly string[]> => {
  const found: string[] = []
  for (const job of Object.values(workflow.jobs))
    for (const step of job.steps ?? [])
      if (isOurAction(step))
        for (const contexts of contextsOf(workflow, job))
          found.push(...(await problemsOf(step, contexts, fileFor(workflow, job, step))))
  return found
}

const givers = all.filter(workflow => Object.values(workflow.jobs).some(job => job.steps?.some(isOurAction)))

for (const workflow of givers)
  test(`our action takes what ${workflow.file} gives it`, async () => {
    assert.deepEqual(await problemsIn(workflow), [])
  })

test('our action refuses what nobody may write into an example', async () => {
  const good = readText('examples/deploy-staging.yml')
  const problemsWith = (from: string, to: string) => {
    assert.ok(good.includes(from), from)
    return problemsIn(readWorkflow('w.yml', good.replace(from, to)))
  }
  assert.match((await problemsWith('websocket:', 'web-socket:')).join(), /"web-socket" is no input/)
  assert.match((await problemsWith('check-run: true', 'check-run: maybe')).join(), /check-run "maybe"/)
  assert.match(
    (
      await problemsWith(
        '  url: https://api.staging.example.com\n          e',
        '  url: htps://a\n          e',
      )
    ).join(),
    /url|environment/,
  )
  assert.match((await problemsWith('deployment-status: true', 'timeout: soon')).join(), /timeout "soon"/)
})

test('the reusable workflow hands on what the action takes, under the same names', () => {
  const reusable = ours.filter(isReusable)
  assert.equal(reusable.length, 1)
  const [{ on, jobs }] = reusable as [Workflow]
  const call = (on as Readonly<Record<string, { inputs: object; secrets: object }>>).workflow_call!
  const step = Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .find(isOurAction)
  const ofJob = ['runs-on', 'timeout-minutes']
  assert.deepEqual(Object.fromEntries(Object.entries(step?.with ?? {})), {
    ...Object.fromEntries(
      Object.keys(call.inputs)
        .filter(name => !ofJob.includes(name))
        .map(name => [name, `\${{ inputs.${name} }}`]),
    ),
    ...Object.fromEntries(Object.keys(call.secrets).map(name => [name, `\${{ secrets.${name} }}`])),
  })
})

const code = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)

test('the pages tell the permissions that the examples have', () => {
  const granted = new Map(
    examples.map(({ file, jobs }) => [
      file,
      Object.values(jobs).find(job => callsOurs(job) || job.steps?.some(isOurAction))?.permissions,
    ]),
  )
  for (const [page, rows] of [
    ['docs/github.md', examples.length],
    ['README.md', 3],
  ] as const) {
    const told = [...readText(page).matchAll(/^\|.*\]\((?:\.\.\/)?(examples\/[\w-]+\.yml)\)[^|]*\|(.*)\|$/gm)]
    assert.equal(told.length, rows, page)
    for (const [, file, cells] of told) {
      const named = code(cells!).filter(word => /: (read|write)$/.test(word))
      assert.deepEqual(named.toSorted(), listPermissions(granted.get(file!)), `${page}: ${file}`)
    }
  }
})

test('every example has its place in the pages', () => {
  const told = readText('docs/github.md') + readText('README.md')
  const missing = [exampleConfig, ...examples.map(({ file }) => file)].filter(file => !told.includes(file))
  assert.deepEqual(missing, [])
  assert.ok(examples.some(({ jobs }) => Object.values(jobs).some(callsOurs)))
})
