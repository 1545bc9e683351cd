/** The control target tells a deployment that is down from a machine without a network. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { test } from 'node:test'
import { fail } from './following-up.ts'
import { closedPort } from './net/servers.ts'

/**
 * A port whose connects time out, as behind a packet filter: the kernel drops what comes when the queue of a stopped
 * process is full.
 */
async function startBlackHole() {
  const child = spawn(process.execPath, [
    '-e',
    "const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))",
  ])
  const port = Number(await new Promise(resolve => child.stdout.once('data', resolve)))
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise(resolve => setTimeout(resolve, 100))
  return {
    port,
    [Symbol.dispose]() {
      for (const socket of fillers) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}

test('a time-out is the deployment’s while a control target answers, and nobody’s when it does not', {
  skip: process.platform !== 'linux' && 'a full accept queue drops connects on Linux only',
}, async () => {
  using hole = await startBlackHole()
  const refusing = await closedPort()
  const failing = {
    ...{ kind: 'health', timeoutMs: 400, connectTo: { host: '127.0.0.1', port: hole.port } },
  } as const
  const url = 'http://staging.example/health'
  const up = await fail(url, { ...failing, env: { GITHUB_API_URL: `http://127.0.0.1:${refusing}` } })
  assert.equal(up.fault?.type, 'tcp.timed_out')
  assert.equal(up.outcome, 'failed')
  assert.equal(up.observations['control.reachable'], true)

  const down = await fail(url, { ...failing, env: { GITHUB_API_URL: `http://127.0.0.1:${hole.port}` } })
  assert.equal(down.outcome, 'errored')
  assert.equal(down.class, 'runner')
  assert.equal(down.fault?.type, 'runner.no_network')
})

test('a refusal is an answer: no control target is asked', async () => {
  const port = await closedPort()
  const { observations, outcome } = await fail(`http://127.0.0.1:${port}/health`, {
    kind: 'health',
    env: { GITHUB_API_URL: 'http://127.0.0.1:1' },
  })
  assert.equal(outcome, 'failed')
  assert.equal(observations['control.reachable'], undefined)
})
