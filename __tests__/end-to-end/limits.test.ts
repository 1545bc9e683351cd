/** Deadlines, time-outs and cancellation: what is known is told, and nothing hangs. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { startRaw } from '../net/servers.ts'
import { noSignals } from '../platform.ts'
import { refusal, startChat } from './chat-server.ts'
import { command, folderWith, noBundle, verify, verifyFile } from './product.ts'

/** Accepts, and says nothing. */
const startSilent = () => startRaw(() => {})

suite('limits', { skip: noBundle }, () => {
  test('the deadline of the run cuts it off: inconclusive, exit 3, each check with its reason', async () => {
    await using server = await startSilent()
    using run = await verify({
      url: `http://127.0.0.1:${server.port}`,
      websocket: '/ws',
      timeout: '20s',
      deadline: '600ms',
    })
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.equal(run.check('health:/health').outcome, 'errored')
    assert.equal(run.check('health:/health').fault?.type, 'runner.deadline')
    assert.match(run.check('health:/health').reason, /deadline/)
    assert.equal(run.report.counts.executed, 0)
  })

  test('what had no turn before the deadline is reported as not run', async () => {
    let answered = 0
    await using server = await startChat({
      respond: (_request, response) => {
        if (answered++ === 0) response.end('ok')
      },
    })
    const waiting = Array.from({ length: 12 }, (_, i) => `  - health: /slow-${i}`).join('\n')
    using run = await verifyFile(
      `
environments: { staging: { url: "${server.url}" } }
checks:
  - health: /health
${waiting}
`,
      { deadline: '900ms', timeout: '20s' },
    )
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.equal(run.report.counts.passed, 1)
    const late = run.report.checks.slice(9)
    assert.match(
      late.map(({ reason }) => reason).join('\n'),
      /not run: the run was over before its turn came/,
    )
    // Eight at a time on one origin: the ninth waits for the first that ends.
    assert.ok(server.connections <= 9, `${server.connections} connections`)
  })

  test('a failure that was seen before the deadline stays a failure', async () => {
    await using server = await startChat({
      respond: (request, response) => {
        if (request.url === '/health') {
          response.statusCode = 500
          response.end('broken')
        }
      },
    })
    using run = await verify({
      url: server.url,
      health: '/health\n/slow',
      timeout: '20s',
      deadline: '700ms',
    })
    assert.deepEqual([run.report.verdict, run.exitCode], ['failed', 1])
    assert.deepEqual(run.outcomes, [
      'health:/health failed application http.error',
      'health:/slow errored runner runner.deadline',
    ])
  })

  test('an attempt that failed just before the deadline is told, though it could not be repeated', async () => {
    await using server = await startChat({
      respond: (_request, response) =>
        void setTimeout(() => {
          response.statusCode = 502
          response.end('bad gateway')
        }, 350),
    })
    using run = await verify({ url: server.url, deadline: '500ms' })
    assert.deepEqual(run.outcomes, ['health:/health failed infrastructure http.gateway_error'])
    assert.equal(run.check('health:/health').attempts.length, 1)
  })

  test('a server that never answers fails after `timeout`, once for each attempt', async () => {
    await using server = await startSilent()
    using run = await verify({ url: `http://127.0.0.1:${server.port}`, timeout: '300ms' })
    const { fault, attempts, durationMs } = run.check('health:/health')
    assert.equal(fault?.type, 'http.response.timed_out')
    assert.match(fault?.message ?? '', /within 300 ms/)
    assert.deepEqual([attempts.length, server.connections, run.exitCode], [2, 2, 1])
    assert.ok(durationMs >= 600, `two waits of 300 ms took ${durationMs} ms`)
  })

  test('`timeout` of one check is its own', async () => {
    await using server = await startChat({
      respond: (_request, response) => void setTimeout(() => response.end('ok'), 400),
    })
    using run = await verifyFile(`
environments: { staging: { url: "${server.url}" } }
checks:
  - health: /patient
  - health: /hasty
    timeout: 100ms
    retries: 0
`)
    assert.deepEqual(run.outcomes, [
      'health:/patient passed',
      'health:/hasty failed infrastructure http.response.timed_out',
    ])
  })

  test('a conversation may wait longer than `timeout` where it says so, and no longer', async () => {
    await using server = await startChat({
      reply: socket => void setTimeout(() => socket.send('{"type":"done"}'), 600),
    })
    const config = (within: string) => `
environments: { staging: { url: "${server.url}" } }
checks:
  - messaging: /ws
    conversation:
      - send: start
      - receive: { type: done }
        within: ${within}
`
    using patient = await verifyFile(config('10s'), { timeout: '300ms' })
    assert.deepEqual(patient.outcomes, ['messaging:/ws passed'])
    using hasty = await verifyFile(config('200ms'), { timeout: '10s' })
    assert.deepEqual(hasty.outcomes, ['messaging:/ws failed application ws.no_reply'])
  })

  for (const startWith of ['SIGINT', 'SIGTERM'] as const) {
    test(`${startWith} in the middle of a run: everything is written in time, and the exit code is 130`, {
      skip: noSignals,
    }, async () => {
      await using server = await startChat({
        respond: (request, response) => {
          if (request.url === '/health') response.end('ok')
        },
      })
      using run = await verify(
        { url: server.url, health: '/health\n/never', websocket: '/ws', timeout: '30s' },
        // The runner would give 7.5 s and 2.5 s.
        { cancel: { after: /passed .*messages/, startWith, graceMs: { SIGINT: 2000, SIGTERM: 2000 } } },
      )
      assert.deepEqual(run.signals, [startWith])
      assert.deepEqual([run.report.verdict, run.exitCode], ['cancelled', 130])
      assert.equal(run.check('health:/health').outcome, 'passed')
      assert.equal(run.check('health:/never').fault?.type, 'runner.cancelled')
      assert.match(run.outputs.because ?? '', /^cancelled; until then 3 of 4 checks passed/)
    })
  }

  test('SIGINT while a deployment is waited for ends the wait', { skip: noSignals }, async () => {
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = 503
        response.end('starting')
      },
    })
    using run = await verify(
      { url: server.url, wait: '60s', websocket: '/ws' },
      { cancel: { after: /not ready/, graceMs: { SIGINT: 2000, SIGTERM: 2000 } } },
    )
    assert.deepEqual([run.report.verdict, run.exitCode, run.signals.length], ['cancelled', 130, 1])
    assert.equal(run.report.readiness?.ready, false)
  })

  test('SIGINT in the middle of many conversations ends all of them', { skip: noSignals }, async () => {
    await using server = await startChat({ reply: () => {} })
    using run = await verify(
      { url: server.url, websocket: '/ws', send: 'hello', connections: '50', timeout: '30s' },
      { cancel: { after: 1500, graceMs: { SIGINT: 3000, SIGTERM: 2000 } } },
    )
    assert.deepEqual([run.report.verdict, run.exitCode, run.signals.length], ['cancelled', 130, 1])
    assert.ok(server.upgrades.length >= 50)
  })

  test('the command tells of a deadline as well', async () => {
    await using server = await startSilent()
    using folder = folderWith({})
    const ran = await command(
      [`http://127.0.0.1:${server.port}`, '--deadline', '400ms', '--timeout', '20s', '--wait', '0s'],
      { cwd: folder.path },
    )
    assert.equal(ran.exitCode, 3)
    assert.match(ran.stdout, /INCONCLUSIVE/)
  })

  test('a run ends as soon as its checks do: sockets that a server leaves open hold nothing up', async () => {
    await using service = await startService()
    await using hanger = await startChat({
      admit: () => refusal(403, 'x').replace('length: 1', 'length: 99'),
    })
    using run = await verify(
      { url: service.url, websocket: `${hanger.url.replace('http', 'ws')}/ws`, token: 'abcdefghijkl' },
      { limitMs: 15_000 },
    )
    assert.equal(run.check('upgrade:/ws').fault?.type, 'auth.refused')
  })
})
