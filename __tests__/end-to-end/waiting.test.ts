/** `wait`: a deployment that is not there yet is waited for; what waiting cannot mend is not. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startService } from '../../src/demo/service.ts'
import { closedPort } from '../net/servers.ts'
import { startChat } from './chat-server.ts'
import { noBundle, verify } from './product.ts'

suite('waiting', { skip: noBundle }, () => {
  test('a service that starts late is waited for, and then every check runs', async () => {
    const port = await closedPort()
    const secret = 'the shared secret of staging'
    const late = pause(1200).then(() => startService({ port, secret }))
    using run = await verify(
      { url: `http://127.0.0.1:${port}`, websocket: '/ws', 'jwt-secret': secret, wait: '30s' },
      { mask: [secret] },
    )
    await using service = await late
    assert.deepEqual([run.exitCode, run.report.counts.passed], [0, 5])
    assert.equal(run.report.readiness?.ready, true)
    assert.ok((run.report.readiness?.polls ?? 0) >= 2)
    assert.match(run.report.readiness?.last ?? '', /refused/)
    assert.ok(run.log.some(line => /not ready.*refused/.test(line)))
    assert.ok(service.stats().upgrades >= 7)
    // What was found before the service was there is forgotten, and so is no failure.
    assert.equal(
      run.report.checks.every(({ attempts }) => attempts.every(({ fault }) => fault === null)),
      true,
    )
  })

  test('a service that never comes fails once the wait is over, and the report tells how long it was', async () => {
    using run = await verify({
      url: `http://127.0.0.1:${await closedPort()}`,
      websocket: '/ws',
      wait: '1s',
    })
    assert.deepEqual(run.outcomes, [
      'health:/health failed infrastructure tcp.refused',
      'upgrade:/ws blocked',
      'messaging:/ws blocked',
    ])
    const { ready, waitedMs = 0, polls = 0 } = run.report.readiness ?? {}
    assert.equal(ready, false)
    assert.ok(polls >= 3 && waitedMs >= 300 && waitedMs < 5000, `${polls} polls in ${waitedMs} ms`)
    assert.equal(run.report.readiness?.answers, 0)
    assert.match(run.summary ?? '', /did not become ready: \d+ attempts, 0 answers in .*; last: .*refused/)
  })

  test('a gateway that finds no application yet is waited for', async () => {
    let requests = 0
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = ++requests < 4 ? 502 : 200
        response.end(response.statusCode === 502 ? 'Bad Gateway' : '{"status":"ok"}')
      },
    })
    using run = await verify({ url: server.url, websocket: '/ws', wait: '30s' })
    assert.deepEqual([run.exitCode, run.report.counts.passed, run.report.readiness?.ready], [0, 3, true])
    assert.ok(requests >= 5, 'the checks ran after the wait')
  })

  test('a health endpoint that asks for a credential does not become good by waiting', async () => {
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = 401
        response.end('no')
      },
    })
    using run = await verify({ url: server.url, wait: '60s' })
    assert.deepEqual(run.outcomes, ['health:/health failed application http.error'])
    assert.equal(run.report.readiness?.polls, 1)
    assert.equal(server.requests.length, 2)
  })

  test('an application that crashes while it migrates (500) is waited for', async () => {
    let requests = 0
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = ++requests < 4 ? 500 : 200
        response.end('{"status":"ok"}')
      },
    })
    using run = await verify({ url: server.url, wait: '30s' })
    assert.deepEqual([run.exitCode, run.report.readiness?.ready], [0, true])
    assert.match(run.report.readiness?.last ?? '', /HTTP 500/)
  })

  test('one that goes on to crash fails when the wait is over, and the summary tells what was seen last', async () => {
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = 500
        response.end('Traceback')
      },
    })
    using run = await verify({ url: server.url, wait: '1s' })
    assert.deepEqual(run.outcomes, ['health:/health failed application http.error'])
    const { polls, answers } = run.report.readiness ?? {}
    assert.equal(polls, answers)
    assert.match(run.report.because, /HTTP 500/)
    assert.match(run.summary ?? '', /did not become ready: \d+ answers in .*; last: .*HTTP 500/)
  })

  test('a deployment that is ready at once costs no poll of its own', async () => {
    await using server = await startChat()
    using run = await verify({ url: server.url, websocket: '/ws', wait: '30s' })
    assert.deepEqual([run.report.readiness?.polls, run.report.readiness?.ready, run.exitCode], [1, true, 0])
    assert.deepEqual([server.requests.length, server.upgrades.length], [1, 2])
  })

  test('a health check that turns bad right after the wait is a failure, not a pass', async () => {
    let requests = 0
    await using server = await startChat({
      respond: (_request, response) => {
        response.statusCode = ++requests === 2 ? 200 : 503
        response.end('x')
      },
    })
    using run = await verify({ url: server.url, wait: '30s' })
    assert.equal(run.report.readiness?.ready, true)
    assert.deepEqual(run.outcomes, ['health:/health failed infrastructure http.gateway_error'])
  })

  test('a backend that swallows its first request does not eat the wait, and every check runs after it', async () => {
    let requests = 0
    await using server = await startChat({
      respond: (_request, response) => {
        if (requests++ > 0) response.end('{"status":"ok"}')
      },
    })
    using run = await verify({ url: server.url, websocket: '/ws', wait: '30s', timeout: '20s' })
    assert.deepEqual([run.exitCode, run.report.counts.passed], [0, 3])
    assert.deepEqual([run.report.readiness?.polls, run.report.readiness?.answers], [2, 1])
    assert.ok(run.report.durationMs < 15_000)
    assert.ok(run.log.some(line => /^not ready: no answer within 2/.test(line)))
  })

  test('a wait that is shorter than one answer does not cut the answer off', async () => {
    await using server = await startChat({
      respond: async (_request, response) => {
        await pause(700)
        response.end('{"status":"ok"}')
      },
    })
    using run = await verify({ url: server.url, wait: '200ms' })
    assert.deepEqual([run.exitCode, run.report.readiness?.ready, server.requests.length], [0, true, 1])
  })

  test('an old revision that goes on is told once in the log, and its failure once', async () => {
    await using service = await startService({ revision: '99e0b1d0bd22c66e' })
    using run = await verify({ url: service.url, 'expect-revision': '4f2c1aa0bd22c66e', wait: '700ms' })
    assert.equal(run.log.filter(line => /^FAILED +Ready/.test(line)).length, 1, run.log.join('\n'))
    assert.match(
      run.report.because,
      /revision "99e0b1d" is served instead of "4f2c1aa".*; not ready after .*: \d+ answers \(the wait is over\)/,
    )
  })

  test('the wait ends with the deadline of the run', async () => {
    using run = await verify({
      url: `http://127.0.0.1:${await closedPort()}`,
      wait: '60s',
      deadline: '1s',
    })
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.ok(run.report.durationMs < 10_000)
    assert.match(JSON.stringify(run.report), /refused/)
  })
})
