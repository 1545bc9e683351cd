/** HOUSE rule 11, on the bundle itself: what a run that passes never loads. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { bundle, command, folderWith, noBundle } from './product.ts'

/** Words that only one part of the product has in it. */
const marks = {
  diagnoses: 'upgrade.header-dropped-apache',
  'follow-ups': 'fingerprint.version_99.status_code',
  'zod, for a configuration file': 'ZodError',
  'the demo': 'agent runtime not configured',
  'the schema of reports': 'json-schema.org/draft/2020-12',
  '@actions/core': 'ghadelimiter_',
} as const

/** The files of the bundle that a run loaded, by name, in the order of loading. */
async function loadedBy(words: readonly string[], env: Record<string, string>) {
  using folder = folderWith({ loaded: '' })
  const list = join(folder.path, 'loaded')
  const preload = import.meta.resolve('./loaded-files.ts')
  const { exitCode, stderr } = await command(words, {
    env: { ...env, NODE_OPTIONS: `--import=${preload}`, LOADED_FILES: list },
  })
  assert.equal(stderr, '')
  const urls = readFileSync(list, 'utf8').trim().split('\n')
  return { exitCode, files: urls.map(url => basename(url)).filter(name => /index\.js$/.test(name)) }
}

const textOf = (file: string): string => readFileSync(join(dirname(bundle), file), 'utf8')
const partsIn = (files: readonly string[]): readonly string[] =>
  Object.entries(marks).flatMap(([part, mark]) =>
    files.some(file => textOf(file).includes(mark)) ? [part] : [],
  )

const chat = ['--websocket', '/ws', '--jwt-secret-env', 'SECRET', '--wait', '0s']

suite('start-up', { skip: noBundle }, () => {
  test('every part that is looked for is in the bundle, under the words that are looked for', () => {
    const all = readdirSync(dirname(bundle)).filter(file => file.endsWith('.js'))
    assert.deepEqual(partsIn(all), Object.keys(marks))
  })

  test('a run that passes loads neither diagnoses nor follow-ups, nor what only other runs need', async () => {
    await using service = await startService()
    const env = { SECRET: service.secret.reveal() }
    const { exitCode, files } = await loadedBy([service.url, ...chat], env)
    assert.equal(exitCode, 0)
    assert.deepEqual(partsIn(files), [], files.join(' '))
    // The entry, what both entries share, the command, minting of the token, forging of bad ones, the terminal's report.
    assert.ok(files.length <= 7, files.join(' '))
  })

  test('a run that fails loads both, so that the list above is no blind one', async () => {
    await using service = await startService({ faults: ['upgrade-dropped'] })
    const env = { SECRET: service.secret.reveal() }
    const { exitCode, files } = await loadedBy([service.url, ...chat], env)
    assert.equal(exitCode, 1)
    assert.deepEqual(partsIn(files), ['diagnoses', 'follow-ups'], files.join(' '))
  })
})
