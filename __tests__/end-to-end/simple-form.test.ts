/** CONTRACT section 2: what the inputs alone ask for, against a service that is well. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { startChat } from './chat-server.ts'
import { noBundle, verify } from './product.ts'

const names = (checks: readonly { readonly id: string }[]) => checks.map(({ id }) => id)

suite('the simple form', { skip: noBundle }, () => {
  test('with just a URL, /health is checked and nothing else is touched', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url })
    assert.deepEqual(run.outcomes, ['health:/health passed'])
    assert.equal(run.exitCode, 0)
    assert.deepEqual(service.stats(), { connections: 1, httpRequests: 1, upgrades: 0, messages: 0 })
    const { phases } = run.check('health:/health').attempts[0]!
    assert.deepEqual(
      phases.map(({ phase }) => phase),
      ['tcp', 'request', 'body'],
    )
  })

  test('each health path is a check of its own, and one that is missing fails by its name', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url, health: '/health\n/nowhere\n' })
    assert.deepEqual(run.outcomes, ['health:/health passed', 'health:/nowhere failed application http.error'])
    assert.match(run.outputs.because ?? '', /Health \/nowhere failed: answered HTTP 404 instead of 2xx/)
  })

  test('a public WebSocket passes by ping, and the run says that the application itself did not reply', async () => {
    await using server = await startChat({ reply: () => {} })
    using run = await verify({ url: server.url, websocket: '/ws' })
    assert.deepEqual(run.outcomes, ['health:/health passed', 'upgrade:/ws passed', 'messaging:/ws passed'])
    assert.match(run.check('messaging:/ws').notes.join(), /only an RFC 6455 ping was answered/)
    assert.match(run.summary ?? '', /own reply was not part of the proof/)
    assert.deepEqual(server.messages, [])
  })

  test('an echo of our own message passes as a reply that carries our id', async () => {
    await using server = await startChat({ greet: socket => socket.send('welcome') })
    using run = await verify({ url: server.url, websocket: '/ws', send: '{"id":"{{id}}"}' })
    assert.equal(run.check('messaging:/ws').outcome, 'passed')
    assert.deepEqual(run.check('messaging:/ws').notes, [])
    assert.match(server.messages[0] ?? '', /^\{"id":"[0-9a-f-]{36}"\}$/)
  })

  test('a reply that cannot be tied to our message passes with a warning, and a greeting never is one', async () => {
    await using untied = await startChat({ reply: socket => socket.send('something') })
    using run = await verify({ url: untied.url, websocket: '/ws', send: 'hello {{id}}' })
    assert.equal(run.check('messaging:/ws').outcome, 'passed')
    assert.match(run.check('messaging:/ws').notes.join(), /could not be tied to our message/)
    assert.ok(run.annotations.some(({ level, message }) => level === 'warning' && /tied/.test(message)))

    await using greeter = await startChat({ greet: socket => socket.send('welcome'), reply: () => {} })
    using silent = await verify({ url: greeter.url, websocket: '/ws', send: 'hello', timeout: '700ms' })
    assert.deepEqual(silent.outcomes.at(-1), 'messaging:/ws failed application ws.no_reply')
  })

  test('a greeting that is just what is expected does not stand for the reply', async () => {
    await using server = await startChat({ greet: socket => socket.send('ok'), reply: () => {} })
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      send: 'hello',
      expect: 'ok',
      timeout: '700ms',
    })
    assert.equal(run.outcomes[2], 'messaging:/ws failed application ws.no_reply')
    assert.match(run.check('messaging:/ws').reason, /1 message from before ours does not count/)
  })

  test('without a credential, a protected WebSocket is reachable, and messages are skipped, not passed', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url, websocket: '/ws' })
    assert.deepEqual(run.outcomes, ['health:/health passed', 'upgrade:/ws passed', 'messaging:/ws skipped'])
    assert.match(run.check('upgrade:/ws').reason, /reachable, asks for credentials \(HTTP 401\)/)
    assert.match(run.check('messaging:/ws').reason, /asks for a credential, and none was given/)
    assert.match(run.outputs.because ?? '', /2 of 3 checks passed, 1 skipped/)
    assert.equal(service.stats().messages, 0)
  })

  test('with the JWT secret everything passes, five clients at once among it', async () => {
    await using service = await startService()
    using run = await verify(
      { url: service.url, websocket: '/ws', 'jwt-secret': service.secret.reveal() },
      { mask: [service.secret.reveal()] },
    )
    assert.deepEqual(run.outcomes, [
      'health:/health passed',
      'upgrade:/ws passed',
      'messaging:/ws passed',
      'auth:/ws passed',
      'concurrency:/ws passed',
    ])
    assert.equal(run.check('concurrency:/ws').observations['concurrency.answered'], 5)
    // One to upgrade, one to talk, five at once; a good client and eleven bad ones.
    assert.equal(service.stats().upgrades, 7 + 12)
  })

  test('with send and expect the agent of the service is heard to its acknowledgement', async () => {
    await using service = await startService()
    using run = await verify({
      url: service.url,
      websocket: '/ws',
      'jwt-secret': service.secret.reveal(),
      send: '{"type":"chat_message","content":"hello","id":"{{id}}"}',
      expect: '{"type":"ack","id":"{{id}}"}',
      connections: '3',
    })
    assert.equal(run.report.counts.passed, 5)
    assert.equal(service.stats().messages, 5)
    assert.match(JSON.stringify(run.check('messaging:/ws').transcript), /chat_message/)
  })

  test('zero connections leave the check out, and a number without a credential puts it in', async () => {
    await using service = await startService()
    using without = await verify({
      url: service.url,
      websocket: '/ws',
      'jwt-secret': service.secret.reveal(),
      connections: '0',
    })
    assert.deepEqual(names(without.report.checks), [
      'health:/health',
      'upgrade:/ws',
      'messaging:/ws',
      'auth:/ws',
    ])
    await using server = await startChat()
    using set = await verify({ url: server.url, websocket: '/ws', connections: '2' })
    assert.equal(set.check('concurrency:/ws').observations['concurrency.answered'], 2)
  })

  test('a subprotocol must be picked by the server', async () => {
    await using server = await startChat()
    using run = await verify({ url: server.url, websocket: '/ws', subprotocol: 'chat.v1\nchat.v0' })
    assert.match(run.check('upgrade:/ws').reason, /subprotocol "chat.v1"/)
    assert.equal(server.upgrades[0]?.headers['sec-websocket-protocol'], 'chat.v1,chat.v0')

    await using deaf = await startChat({ pick: () => false })
    using none = await verify({ url: deaf.url, websocket: '/ws', subprotocol: 'chat.v1' })
    assert.deepEqual(none.outcomes.slice(1), [
      'upgrade:/ws failed infrastructure ws.subprotocol_missing',
      'messaging:/ws blocked',
    ])
  })

  test('a WebSocket on another origin is dialled there', async () => {
    await using service = await startService()
    await using server = await startChat()
    using run = await verify({
      url: service.url,
      websocket: `${server.url.replace('http', 'ws')}/socket`,
    })
    assert.deepEqual(run.outcomes, [
      'health:/health passed',
      'upgrade:/socket passed',
      'messaging:/socket passed',
    ])
    assert.equal(service.stats().upgrades, 0)
    assert.equal(server.upgrades.length, 2)
  })

  test('the URL of a deployment_status event is the target', async () => {
    await using service = await startService()
    using run = await verify(
      {},
      {
        eventName: 'deployment_status',
        event: { deployment_status: { state: 'success', environment_url: service.url } },
      },
    )
    assert.deepEqual(run.outcomes, ['health:/health passed'])
    assert.equal(service.stats().httpRequests, 1)
  })
})
