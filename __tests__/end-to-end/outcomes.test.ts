/** CONTRACT section 7: what each kind of trouble is called, what it blocks, and which exit code it gives. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type FaultName, faults } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import { answering, closedPort, startRaw } from '../net/servers.ts'
import { refusal, startChat } from './chat-server.ts'
import { noBundle, type Run, verify, verifyFile } from './product.ts'

const chat = {
  websocket: '/ws',
  send: '{"type":"chat_message","content":"hello","id":"{{id}}"}',
  expect: '{"type":"ack","id":"{{id}}"}',
} as const

/** The embedded service, broken, verified as a workflow does. */
async function verifyBroken(fault: FaultName, inputs: Record<string, string> = {}): Promise<Run> {
  await using service = await startService({ faults: [fault] })
  return await verify({
    url: service.url,
    ...chat,
    'jwt-secret': service.secret.reveal(),
    timeout: '700ms',
    ...inputs,
  })
}

const healthy = 'health:/health passed'
const opened = 'upgrade:/ws passed'
const followers = ['auth:/ws blocked', 'concurrency:/ws blocked']
const silenced = ['messaging:/ws blocked', ...followers]

const expectations: Readonly<Partial<Record<FaultName, readonly string[]>>> = {
  'refused-port': ['health:/health failed infrastructure tcp.refused', 'upgrade:/ws blocked', ...silenced],
  'bad-gateway': [
    'health:/health failed infrastructure http.gateway_error',
    'upgrade:/ws blocked',
    ...silenced,
  ],
  'upgrade-dropped': [healthy, 'upgrade:/ws failed infrastructure ws.unexpected_response', ...silenced],
  'endpoint-missing': [healthy, 'upgrade:/ws failed infrastructure ws.unexpected_response', ...silenced],
  'token-refused': [healthy, 'upgrade:/ws failed authentication auth.refused', ...silenced],
  'policy-close': [healthy, opened, 'messaging:/ws failed authentication auth.closed', ...followers],
  'closes-after-open': [healthy, opened, 'messaging:/ws failed application ws.closed', ...followers],
  silent: [healthy, opened, 'messaging:/ws failed application ws.no_reply', ...followers],
  'wrong-reply': [healthy, opened, 'messaging:/ws failed application ws.wrong_reply', ...followers],
  'accepts-expired': [
    healthy,
    opened,
    'messaging:/ws passed',
    'auth:/ws failed security auth.accepted.expired',
    'concurrency:/ws passed',
  ],
  'cross-talk': [
    healthy,
    opened,
    'messaging:/ws passed',
    'auth:/ws passed',
    'concurrency:/ws failed security ws.cross_talk',
  ],
}

const gateway = (status: number) =>
  `HTTP/1.1 ${status} Bad\r\nserver: nginx\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbad`

suite('outcomes', { skip: noBundle }, () => {
  for (const [name, expected] of Object.entries(expectations)) {
    test(`${faults[name as FaultName].summary}: one failure, and what it explains is blocked by it`, async () => {
      using run = await verifyBroken(name as FaultName)
      assert.deepEqual(run.outcomes, expected)
      assert.equal(run.exitCode, 1)
      const [failed, ...more] = run.report.checks.filter(({ outcome }) => outcome === 'failed')
      assert.equal(more.length, 0)
      for (const { outcome, blockedBy, reason } of run.report.checks)
        if (outcome === 'blocked')
          assert.deepEqual([blockedBy, reason.includes(failed!.id)], [failed!.id, true])
      assert.equal(run.annotations.filter(({ level }) => level === 'error').length, 1)
    })
  }

  test('two failures that have nothing to do with each other are two', async () => {
    await using service = await startService({ faults: ['health-down', 'silent'] })
    using run = await verify({
      url: service.url,
      ...chat,
      'jwt-secret': service.secret.reveal(),
      timeout: '700ms',
    })
    assert.deepEqual(run.outcomes, [
      'health:/health failed application http.error',
      opened,
      'messaging:/ws failed application ws.no_reply',
      ...followers,
    ])
    assert.match(run.outputs.because ?? '', /1 more failure/)
  })

  test('a dead host without a credential is one failure as well', async () => {
    using run = await verify({ url: `http://127.0.0.1:${await closedPort()}`, websocket: '/ws' })
    assert.deepEqual(run.outcomes, [
      'health:/health failed infrastructure tcp.refused',
      'upgrade:/ws blocked',
      'messaging:/ws blocked',
    ])
  })

  test('a name that does not exist fails in DNS, and nothing was dialled', async () => {
    using run = await verify({ url: 'http://no-such-host.invalid', websocket: '/ws', timeout: '3s' })
    assert.equal(run.exitCode, 1)
    assert.match(run.outcomes[0] ?? '', /^health:\/health failed infrastructure dns\./)
    assert.equal(run.check('health:/health').layer, 'dns')
    assert.equal(run.report.traffic.connections, 0)
    assert.equal(run.report.counts.blocked, 2)
  })

  test('a server that refuses without having been shown a credential skips messages, and a 500 does not', async () => {
    await using asks = await startChat({ admit: () => refusal(403, '{"detail":"Forbidden"}') })
    using skipped = await verify({ url: asks.url, websocket: '/ws' })
    assert.deepEqual(skipped.outcomes.slice(1), [opened, 'messaging:/ws skipped'])
    assert.match(skipped.check('upgrade:/ws').notes.join(), /a random path is refused with 403 as well/)
    assert.equal(skipped.exitCode, 0)

    await using broken = await startChat({ admit: () => refusal(500, 'boom') })
    using failed = await verify({ url: broken.url, websocket: '/ws' })
    assert.deepEqual(failed.outcomes.slice(1), [
      'upgrade:/ws failed infrastructure ws.unexpected_response',
      'messaging:/ws blocked',
    ])
  })

  test('a connection that is closed with a policy code skips messages only if no credential was shown', async () => {
    await using server = await startChat({ greet: socket => socket.close(1008, 'who are you') })
    using bare = await verify({ url: server.url, ...chat })
    assert.equal(bare.outcomes.at(-1), 'messaging:/ws skipped')
    using shown = await verify({ url: server.url, ...chat, token: 'abcdefghijklmnop' })
    assert.equal(shown.outcomes[2], 'messaging:/ws failed authentication auth.closed')
  })

  test('fail-on: infrastructure tolerates what the application does wrong, and says so', async () => {
    using tolerated = await verifyBroken('wrong-reply', { 'fail-on': 'infrastructure' })
    assert.equal(tolerated.exitCode, 0)
    assert.equal(tolerated.check('messaging:/ws').outcome, 'failed')
    assert.match(tolerated.outputs.because ?? '', /1 failure not counted under fail-on: infrastructure/)
    assert.equal(tolerated.outputs['failed-checks'], '["messaging:/ws"]')
    assert.ok(tolerated.annotations.some(({ level }) => level === 'warning'))
    using counted = await verifyBroken('upgrade-dropped', { 'fail-on': 'infrastructure' })
    assert.equal(counted.exitCode, 1)
  })

  test('fail-on of one check wins over that of the run', async () => {
    const config = (url: string) => `
environments: { staging: { url: "${url}" } }
policy: { fail-on: infrastructure }
checks:
  - health: /health
  - health: /nowhere
    fail-on: any
`
    await using service = await startService()
    using run = await verifyFile(config(service.url))
    assert.deepEqual(run.outcomes, [healthy, 'health:/nowhere failed application http.error'])
    assert.equal(run.exitCode, 1)
  })

  test('a run in which only tolerated failures happened is not green: nothing was proven', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url, health: '/nowhere', 'fail-on': 'infrastructure' })
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.match(run.outputs.because ?? '', /no check passed/)
  })

  test('a run whose checks are all left out by `when` is inconclusive, never green', async () => {
    await using service = await startService()
    using run = await verifyFile(
      `
environments: { staging: { url: "${service.url}" }, production: { url: "${service.url}" } }
checks:
  - health: /health
    when: production
`,
      { environment: 'staging' },
    )
    assert.deepEqual([run.report.verdict, run.exitCode, run.report.counts.planned], ['inconclusive', 3, 0])
    assert.match(run.outputs.because ?? '', /no checks were planned/)
    assert.match(run.report.notes.join(), /health:\/health/)
    assert.equal(service.stats().connections, 0)
  })

  test('what needs a check that fails is blocked, and no packet of it leaves', async () => {
    await using server = await startChat({
      respond: (request, response) => {
        response.statusCode = request.url === '/health' ? 200 : 404
        response.end()
      },
    })
    const config = `
environments: { staging: { url: "${server.url}" } }
checks:
  - health: /nowhere
  - health: /health
    id: second
    needs: health:/nowhere
  - health: /health
    id: third
    needs: [second]
`
    using run = await verifyFile(config)
    assert.deepEqual(run.outcomes, [
      'health:/nowhere failed application http.error',
      'second blocked',
      'third blocked',
    ])
    assert.deepEqual(
      server.requests.filter(({ url }) => url === '/health'),
      [],
    )
    assert.match(run.check('third').reason, /needs second, which blocked|second/)

    using fine = await verifyFile(config.replaceAll('/nowhere', '/health'))
    assert.deepEqual(fine.report.counts.passed, 3)
  })

  test('a transient failure is tried again in the open, and a pass says that it needed it', async () => {
    let turn = 0
    const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'
    await using server = await startRaw(socket => answering(turn++ === 0 ? gateway(502) : ok)(socket))
    using run = await verify({ url: `http://127.0.0.1:${server.port}` })
    const { outcome, attempts, notes } = run.check('health:/health')
    assert.deepEqual([outcome, attempts.length, server.connections], ['passed', 2, 2])
    assert.ok(notes.length > 0, 'a pass that needed a second attempt says so')
    assert.match(run.summary ?? '', /2 attempts/)
  })

  test('a failure that lasts is shown with each attempt; what no retry can mend is not tried again', async () => {
    await using down = await startRaw(answering(gateway(503)))
    using run = await verify({ url: `http://127.0.0.1:${down.port}` })
    assert.deepEqual([run.check('health:/health').attempts.length, run.exitCode], [2, 1])
    await using service = await startService()
    using missing = await verify({ url: service.url, health: '/nowhere' })
    assert.equal(missing.check('health:/nowhere').attempts.length, 1)
  })

  test('`retries: 0` makes one attempt only', async () => {
    await using down = await startRaw(answering(gateway(503)))
    using run = await verifyFile(`
environments: { staging: { url: "http://127.0.0.1:${down.port}" } }
checks:
  - health: /health
    retries: 0
`)
    assert.deepEqual([run.exitCode, run.check('health:/health').attempts.length], [1, 1])
  })

  test('slower than declared is a failure of class performance', async () => {
    await using server = await startChat({
      respond: (_request, response) => void setTimeout(() => response.end('ok'), 300),
    })
    const config = (within: string) => `
environments: { staging: { url: "${server.url}" } }
checks:
  - health: /health
    within: ${within}
`
    using slow = await verifyFile(config('100ms'))
    assert.deepEqual(slow.outcomes, ['health:/health failed performance http.slow'])
    using fast = await verifyFile(config('20s'))
    assert.equal(fast.exitCode, 0)
  })
})
