/** `verify-deploy demo`: the embedded service, well and broken, by the same code path as any other. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import type { Expected } from '../../src/demo/fault-row.ts'
import { faultNames, faults } from '../../src/demo/faults.ts'
import type { Report } from '../../src/model/report.ts'
import { troublesOfChains } from '../diagnosis/chains.ts'
import { bundle, command, folderWith, noBundle, verify } from './product.ts'

async function demo(...words: string[]) {
  using folder = folderWith({})
  return await command(['demo', ...words], { cwd: folder.path })
}

suite('the demo', { skip: noBundle }, () => {
  test('verifies the embedded service, and all is well', async () => {
    const ran = await demo()
    assert.equal(ran.exitCode, 0, ran.stdout + ran.stderr)
    assert.match(ran.stdout, /PASSED/)
    const report = JSON.parse((await demo('--format', 'json')).stdout) as Report
    assert.deepEqual([report.counts.planned, report.counts.passed], [6, 6])
    assert.ok(report.traffic.bytesReceived > 1000)
  })

  for (const name of faultNames) {
    test(`finds ${name}: ${faults[name].summary}`, async () => {
      const ran = await demo('--fault', name, '--format', 'json', '--timeout', '1500ms', '--wait', '0s')
      assert.equal(ran.exitCode, 1, ran.stdout + ran.stderr)
      const report = JSON.parse(ran.stdout) as Report
      const root = report.checks.find(({ id }) => id === report.rootCause?.check)
      const expected: Expected = faults[name].expected
      assert.deepEqual(
        { check: root?.kind, type: root?.fault?.type, layer: root?.layer, class: root?.class },
        expected,
      )
      assert.notEqual(report.rootCause?.diagnosis, null, 'a cause is named')
      assert.ok((root?.diagnoses[0]?.fix.length ?? 0) > 0, 'a fix is named')
      assert.deepEqual(troublesOfChains(report.checks), [], 'the chain is whole')
    })
  }

  test('lists its faults, each with what it breaks', async () => {
    const ran = await demo('--list-faults')
    assert.equal(ran.exitCode, 0)
    const lines = ran.stdout.trim().split('\n')
    assert.deepEqual(
      lines.map(line => line.split(/ {2,}/)),
      faultNames.map(name => [name, faults[name].summary]),
    )
  })

  test('served for somebody else, it tells what to give to the action, until it is told to stop', async () => {
    const child = spawn(process.execPath, [bundle, 'demo', '--serve', '--fault', 'upgrade-dropped'])
    try {
      let printed = ''
      for await (const text of child.stdout.setEncoding('utf8')) {
        printed += text
        if (/^jwt-secret=.*\n/m.test(printed)) break
      }
      const inputs = Object.fromEntries(
        printed
          .trim()
          .split('\n')
          .map(line => /^([\w-]+)=(.+)$/.exec(line)!.slice(1) as [string, string]),
      )
      assert.deepEqual(Object.keys(inputs), ['url', 'websocket', 'jwt-secret'])
      using run = await verify(inputs)
      assert.equal(run.check('health:/health').outcome, 'passed')
      assert.equal(run.report.rootCause?.diagnosis, 'upgrade.header-dropped')
    } finally {
      child.kill('SIGINT')
    }
    const [code, signal] = await once(child, 'exit')
    if (process.platform !== 'win32') assert.deepEqual([code, signal], [0, null])
  })

  test('a flag that there is not is refused before anything is served', async () => {
    const ran = await demo('--serve', '--fualt', 'upgrade-dropped')
    assert.equal(ran.exitCode, 2)
    assert.match(ran.stderr, /--fualt/)
  })

  test("the user's own flags win", async () => {
    const report = JSON.parse((await demo('--connections', '2', '--format', 'json')).stdout) as Report
    const concurrency = report.checks.find(({ kind }) => kind === 'concurrency')
    assert.equal(concurrency?.observations['concurrency.planned'], 2)
  })
})
