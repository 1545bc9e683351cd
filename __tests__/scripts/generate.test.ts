/** What is committed is what the sources generate. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { replaceBetween, table } from '../../scripts/readme-tables.ts'
import { inputNames } from '../../src/config/inputs.ts'

const root = new URL('../../', import.meta.url)

test('action.yml, schemas and tables of the README are up to date', () => {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
  })
  assert.equal(stdout, '')
  assert.equal(status, 0)
})

test('action.yml has every input, and a default only where it cannot hide what the user gave', async () => {
  const action = parse(await readFile(new URL('action.yml', root), 'utf8'))
  assert.deepEqual(Object.keys(action.inputs), inputNames)
  const defaults = Object.entries<{ default?: string }>(action.inputs).flatMap(([name, row]) =>
    row.default === undefined ? [] : [[name, row.default]],
  )
  assert.deepEqual(defaults, [
    ['github-token', '${{ github.token }}'],
    ['job', '${{ toJSON(matrix) }}'],
    ['job-id', '${{ job.check_run_id }}'],
  ])
  assert.deepEqual(action.runs, { using: 'node24', main: 'dist/index.js' })
  assert.deepEqual(Object.keys(action.outputs), [
    ...['verdict', 'because', 'failed-checks', 'root-cause', 'revision', 'report', 'duration-ms'],
  ])
})

test('descriptions hold no expression, which the runner would refuse', async () => {
  const action = parse(await readFile(new URL('action.yml', root), 'utf8'))
  const rows = Object.values<{ description: string }>({ ...action.inputs, ...action.outputs })
  for (const { description } of rows) assert.doesNotMatch(description, /\$\{\{/)
})

test('a table goes between its markers and nowhere else', () => {
  const rows = table(['a', 'b'], [['x|y', '']])
  assert.equal(rows, '| a | b |\n|---|---|\n| x\\|y | |')
  const text = 'before\n<!-- t:start -->\nold\n<!-- t:end -->\nafter'
  assert.equal(replaceBetween(text, 't', rows), `before\n<!-- t:start -->\n${rows}\n<!-- t:end -->\nafter`)
  assert.equal(replaceBetween('no markers', 't', rows), 'no markers')
})
