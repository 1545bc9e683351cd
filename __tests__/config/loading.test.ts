/** Start-up counts: a run on inputs alone loads neither zod nor yaml (HOUSE rule 11). */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'

/** Prints the packages that were loaded while the configuration was read. */
const script = (inputs: Readonly<Record<string, string>>) => `
import { registerHooks } from 'node:module'
const loaded = new Set()
registerHooks({
  load(url, context, next) {
    const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]
    if (name) loaded.add(name)
    return next(url, context)
  },
})
const { loadConfig } = await import(${JSON.stringify(new URL('../../src/config/load.ts', import.meta.url).href)})
const inputs = Object.fromEntries(
  Object.entries(${JSON.stringify(inputs)}).map(([name, value]) => [name, { value, subject: name }]),
)
const result = await loadConfig({ inputs, env: {}, directory: '/nowhere', event: null }, [])
console.log(JSON.stringify({ ok: result.ok, loaded: [...loaded] }))
`

async function loadedBy(inputs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script(inputs),
  ])
  const { ok, loaded } = JSON.parse(stdout) as { ok: boolean; loaded: string[] }
  assert.ok(ok)
  return loaded
}

const job = { url: 'https://a.example', websocket: '/ws', 'jwt-secret': 's', send: '{"id":"{{id}}"}' }

test('inputs alone load neither zod nor yaml nor jsonwebtoken', async () => {
  const loaded = await loadedBy({ ...job, 'jwt-claims': '{"aud":"api"}', expect: '{"ok":true}' })
  for (const name of ['zod', 'yaml', 'jsonwebtoken', '@actions/core']) assert.ok(!loaded.includes(name), name)
})

test('claims that are no JSON load yaml', async () => {
  assert.ok((await loadedBy({ ...job, 'jwt-claims': 'aud: api' })).includes('yaml'))
})
