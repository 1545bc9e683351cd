/** The command under an older Node: what that lacks is taken away before the bundle starts. */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../../src/model/report.ts'
import { command, folderWith, noBundle } from './product.ts'

/** As Node 20.20 is: https://node.green and the "added in" lines of Node's own documentation. */
const lacking = `
  import { syncBuiltinESMExports } from 'node:module'
  import tls from 'node:tls'
  delete Map.groupBy
  delete Object.groupBy
  delete Promise.withResolvers
  delete Promise.try
  delete Array.fromAsync
  tls.getCACertificates = undefined
  syncBuiltinESMExports()`

test('the demo, with every kind of check that it has, and a merge of its report pass', {
  skip: noBundle,
}, async () => {
  using folder = folderWith({ 'lacking.mjs': lacking })
  const env = { NODE_OPTIONS: `--import ${join(folder.path, 'lacking.mjs')}` }
  const demo = await command(['demo', '--format', 'json'], { env })
  assert.equal(demo.exitCode, 0, demo.stdout + demo.stderr)
  const report = JSON.parse(demo.stdout) as Report
  assert.deepEqual(
    report.checks.filter(({ outcome }) => outcome !== 'passed').map(({ reason }) => reason),
    [],
  )
  mkdirSync(join(folder.path, 'parts'))
  writeFileSync(join(folder.path, 'parts', 'report.json'), demo.stdout)
  const merged = await command(['merge', join(folder.path, 'parts')], { env })
  assert.equal(merged.exitCode, 0, merged.stdout + merged.stderr)
})
