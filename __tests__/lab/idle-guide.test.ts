/** The configuration file of the guides' index that finds a limit on silence, behind nginx with one and without. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Report } from '../../src/model/report.ts'
import { command, noBundle } from '../end-to-end/product.ts'
import { serverName } from './certificates.ts'
import { type Edit, edit, readGuide } from './guides.ts'
import { proxies } from './proxies.ts'
import { missingRequirements } from './requirements.ts'
import { startProxy } from './start-proxy.ts'
import { createWorld, type World } from './world.ts'

/** As the page has it, but for a silence that a test can wait for, and the audience that the lab's service demands. */
const config = edit(/^```yaml\n(.*?)^```$/ms.exec(readGuide('README'))![1]!, [
  ['hold: 65s', 'hold: 3s'],
  ['secret: $STAGING_JWT_SECRET', 'secret: $STAGING_JWT_SECRET, claims: { aud: chat }'],
])

async function run(world: World, edits: readonly Edit[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'idle-guide-'))
  try {
    const { port } = await world.backEnd('embedded')
    const certificate = world.certificates.pairs.right
    await using proxy = await startProxy({
      proxy: 'nginx',
      serverName,
      certificate,
      backEndPort: port,
      edits,
    })
    writeFileSync(
      join(folder, 'verify-deploy.yml'),
      edit(config, [['https://staging.example.com', proxy.url]]),
    )
    const flags = ['--connect-to', '127.0.0.1', '--ca', world.caFile, '--wait', '0s', '--format', 'json']
    const { stdout, stderr } = await command(['--config', 'verify-deploy.yml', ...flags], {
      cwd: folder,
      env: { STAGING_JWT_SECRET: world.secret },
    })
    assert.notEqual(stdout, '', stderr)
    return JSON.parse(stdout) as Report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const missing = missingRequirements([
  { name: 'openssl', probe: ['openssl', 'version'] },
  proxies.nginx.requirement,
])

suite('the file of the index that finds a limit on silence', { skip: missing || noBundle }, () => {
  let world: World | null = null
  after(() => world?.[Symbol.asyncDispose]())

  test('passes where nothing cuts the silence', async () => {
    world ??= createWorld()
    const report = await run(world, [])
    assert.equal(report.verdict, 'passed', JSON.stringify(report.checks.map(({ reason }) => reason)))
  })

  test('fails where the limit is shorter, and says after how long it was cut', async () => {
    world ??= createWorld()
    const report = await run(world, [['proxy_read_timeout 1h;', 'proxy_read_timeout 2s;']])
    const failed = report.checks.find(({ kind }) => kind === 'idle')
    assert.equal(failed?.fault?.type, 'idle.closed')
    assert.equal(failed.diagnoses[0]?.id, 'idle.nginx-read-timeout')
    const after = Number(failed.observations['idle.quiet_ms'])
    assert.ok(after > 1_000, `${after} ms`)
  })
})
