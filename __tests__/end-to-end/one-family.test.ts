/** A name with an address of each family, of which the service listens on one only. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import type { Report } from '../../src/model/report.ts'
import { command, folderWith, noBundle } from './product.ts'

const revision = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const resolver = join(import.meta.dirname, 'two-addresses.ts')

async function run(name: string, addresses: string, port: string, file: string | null = null) {
  using folder = folderWith(file === null ? {} : { 'verify.yml': file })
  const words = [`http://${name}:${port}`, '--wait', '700ms', '--format', 'json']
  const more = file === null ? ['--expect-revision', revision] : ['--config', 'verify.yml']
  const env = { NODE_OPTIONS: `--import=${resolver}`, TEST_ADDRESSES: addresses }
  const { exitCode, stdout } = await command([...words, ...more], { env, cwd: folder.path })
  const report = JSON.parse(stdout) as Report
  return { exitCode, report, check: (kind: string) => report.checks.find(check => check.kind === kind)! }
}

suite('a service that listens on one family only', { skip: noBundle }, () => {
  for (const addresses of ['::1,127.0.0.1', '127.0.0.1,::1'])
    test(`localhost as ${addresses}: the one that refuses is let go, and the report says so`, async () => {
      await using service = await startService({ host: '127.0.0.1', revision })
      const { exitCode, report, check } = await run('app.localhost', addresses, new URL(service.url).port)
      assert.equal(exitCode, 0, report.because)
      assert.equal(report.readiness?.polls, 5)
      assert.match(
        check('ready').notes.join(),
        /nothing listens on ::1, which is "app\.localhost" as well: all answers come from 127\.0\.0\.1/,
      )
      assert.ok(report.checks.every(({ attempts }) => attempts.every(one => one.fault === null)))
    })

  test('localhost where neither listens is refused', async () => {
    const { exitCode, report, check } = await run('app.localhost', '::1,127.0.0.1', '9')
    assert.equal(exitCode, 1)
    assert.equal(report.readiness?.answers, 0)
    assert.equal(check('ready').fault?.type, 'tcp.refused')
  })

  test('of any other name an address that refuses fails, whatever it is', async () => {
    await using service = await startService({ host: '127.0.0.1', revision })
    const { exitCode, check } = await run('app.example', '::1,127.0.0.1', new URL(service.url).port)
    assert.equal(exitCode, 1)
    assert.deepEqual([check('ready').outcome, check('ready').fault?.type], ['failed', 'tcp.refused'])
  })

  test('`addresses` lets the same one go, with a note, and of another name names it', async () => {
    await using service = await startService({ host: '127.0.0.1', revision })
    const { port } = new URL(service.url)
    const file = 'checks: [{ addresses: /health }]'
    const own = await run('app.localhost', '::1,127.0.0.1', port, file)
    assert.equal(own.check('addresses').outcome, 'passed', own.report.because)
    assert.match(own.check('addresses').notes.join(), /nothing listens on ::1/)
    const other = await run('app.example', '::1,127.0.0.1', port, file)
    assert.equal(other.check('addresses').outcome, 'failed')
    assert.match(other.check('addresses').reason, /1 of 2 addresses .*::1.*refused/)
  })
})
