/** A name with two addresses, one of which is broken: what passes says so, and what fails says where. */

import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import type { Report } from '../../src/model/report.ts'
import { oneLoopback } from '../platform.ts'
import { command, folderWith, noBundle } from './product.ts'

const [good, bad] = ['127.0.0.1', '127.0.0.2'] as const
const resolver = import.meta.resolve('./two-addresses.ts')

/** The embedded service on one address; on the same port of the other, what resets each connection. */
async function startHalf() {
  const service = await startService({ host: good })
  const port = Number(new URL(service.url).port)
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.resetAndDestroy())
  })
  await new Promise<void>(resolve => server.listen(port, bad, resolve))
  return {
    ...service,
    url: `http://half.example:${port}`,
    bad: `${bad}:${port}`,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function run(words: readonly string[], secret: string, cwd?: string) {
  const env = {
    NODE_OPTIONS: `--import=${resolver}`,
    TEST_ADDRESSES: `${bad},${good}`,
    SECRET: secret,
  }
  const { exitCode, stdout, stderr } = await command([...words, '--wait', '0s'], { env, ...(cwd && { cwd }) })
  assert.equal(stderr, '')
  return { exitCode, stdout }
}

const chat = [
  ...['--websocket', '/ws', '--jwt-secret-env', 'SECRET'],
  ...['--send', '{"type":"chat_message","content":"hello","id":"{{id}}"}'],
  ...['--expect', '{"type":"ack","id":"{{id}}"}'],
]

suite('one of two addresses is broken', {
  skip: noBundle || oneLoopback,
}, () => {
  test('checks that pass on a retry carry a warning with the address, and so does the run', async () => {
    await using half = await startHalf()
    const { exitCode, stdout } = await run([half.url, ...chat, '--format', 'json'], half.secret.reveal())
    const report = JSON.parse(stdout) as Report
    assert.equal(exitCode, 0, report.because)
    for (const check of report.checks) {
      const troubled = check.attempts.filter(one => one.fault !== null)
      assert.ok(troubled.length > 0 && troubled.every(one => one.address === half.bad), check.id)
      const note = `flaky: ${troubled.length} of ${check.attempts.length} attempts failed, all on ${half.bad}: `
      assert.ok(
        check.notes.some(one => one.replace(', where others went well', '').startsWith(note)),
        `${check.id}: ${check.notes}`,
      )
    }
    // Health, upgrade, messages: one each; of the refusals one; five clients at once: all of theirs.
    const because = /^5 of 5 checks passed; flaky: (\d+) of \d+ attempts failed, all on (127\.0\.0\.2:\d+)/
    const [, count, address] = because.exec(report.because) ?? assert.fail(report.because)
    assert.equal(address, half.bad)
    assert.ok(Number(count) >= 9, report.because)
  })

  test('the terminal, the summary and the annotations of a pass name the flakiness', async () => {
    await using half = await startHalf()
    for (const format of ['terminal', 'markdown', 'github']) {
      const { stdout } = await run([half.url, '--format', format], half.secret.reveal())
      assert.match(stdout.replace(/\s+/g, ' '), /1 of 2 attempts failed, all on 127\.0\.0\.2:/, format)
    }
  })

  test('a failure beside passes tells on which address the whole run fails', async () => {
    await using half = await startHalf()
    const config = `
environments:
  test: { url: "${half.url}" }
checks:
  - health: /health
    retries: 0
  - health: /health?again
  - health: /health?more
`
    using folder = folderWith({ 'verify-deploy.yml': config })
    const { exitCode, stdout } = await run(
      ['--config', 'verify-deploy.yml', '--environment', 'test', '--format', 'json'],
      half.secret.reveal(),
      folder.path,
    )
    const report = JSON.parse(stdout) as Report
    assert.equal(exitCode, 1)
    assert.deepEqual(
      report.checks.map(check => check.outcome),
      ['failed', 'passed', 'passed'],
    )
    const all = `3 of 5 attempts failed, all on ${half.bad}`
    assert.ok(report.because.endsWith(`; flaky: ${all}`), report.because)
    const why = report.checks[0]?.diagnoses[0]?.why ?? []
    assert.ok(why.includes(`Of the whole run, ${all}.`), why.join('\n'))
  })
})
