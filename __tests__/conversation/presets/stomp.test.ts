import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startSockets } from '../../checks/sockets.ts'
import { rabbitmqRequirement, startRabbitmq } from '../../lab/brokers/rabbitmq.ts'
import type { Serving } from '../../lab/node/serving.ts'
import { missingRequirements } from '../../lab/requirements.ts'
import { brief, secret, speak } from './speaking.ts'

suite('stomp with RabbitMQ', { skip: missingRequirements([rabbitmqRequirement]) }, () => {
  let server: Serving
  let url = ''
  before(
    async () => {
      server = await startRabbitmq(secret)
      url = `ws://127.0.0.1:${server.port}/ws`
    },
    { timeout: 90_000 },
  )
  after(() => server?.[Symbol.asyncDispose]())

  test('the right passcode is CONNECTED', async () => {
    const result = await speak({ url, protocol: 'stomp', token: secret, timeoutMs: 5000 })
    assert.equal(brief(result), 'passed', `${result.reason}\n${server.output().slice(-2000)}`)
    assert.equal(result.observations['ws.subprotocol'], 'v12.stomp')
    assert.match(result.transcript[1]!.text, /^CONNECTED\n/)
  })

  test('what is sent comes back to our subscription, as text and as JSON', async () => {
    const protocol = { name: 'stomp', destination: '/topic/health' }
    const text = await speak({ url, protocol, token: secret, timeoutMs: 5000 })
    assert.equal(brief(text), 'passed', text.reason)
    const json = { ...protocol, send: { id: '{{id}}', n: 1 }, expect: { id: '{{id}}' } }
    const result = await speak({ url, protocol: json, token: secret, timeoutMs: 5000 })
    assert.equal(brief(result), 'passed', result.reason)
    const elsewhere = { ...protocol, subscribe: '/topic/other' }
    const lost = await speak({ url, protocol: elsewhere, token: secret })
    assert.equal(brief(lost), 'failed messaging application ws.no_reply')
  })

  test('a wrong passcode is an ERROR frame: class authentication', async () => {
    const result = await speak({ url, protocol: 'stomp', token: 'a wrong passcode', timeoutMs: 20_000 })
    assert.equal(brief(result), 'failed auth authentication auth.refused')
    assert.match(result.reason, /STOMP refused the credential \(ERROR\)/)
  })

  test('a destination that may not be used ends the session', async () => {
    const denied = { name: 'stomp', destination: '/queue/private' }
    const result = await speak({ url, protocol: denied, token: secret, timeoutMs: 20_000 })
    assert.equal(brief(result), 'failed messaging application ws.closed')
    assert.match(result.reason, /may not use the destination.*STOMP died/)
  })

  test('another path, and no such subprotocol', async () => {
    const elsewhere = await speak({ url: url.replace('/ws', '/nope'), protocol: 'stomp', token: secret })
    assert.equal(brief(elsewhere), 'failed upgrade infrastructure ws.unexpected_response')
  })

  test('heart-beats go both ways while a conversation waits', { timeout: 30_000 }, async () => {
    const conversation = [{ never: { command: 'ERROR' }, for: '11s' }]
    const result = await speak({
      url,
      protocol: 'stomp',
      words: { conversation },
      token: secret,
      timeoutMs: 5000,
    })
    assert.equal(brief(result), 'passed', result.reason)
    const beats = result.transcript.filter(({ bytes, kind }) => bytes === 1 && kind === 'text')
    assert.deepEqual(new Set(beats.map(({ direction }) => direction)), new Set(['sent', 'received']))
  })
})

test('stomp: headers are escaped and read back, and a silent server fails', async () => {
  await using echo = await startSockets({
    protocol: 'v12.stomp',
    onMessage: (socket, text) => {
      if (text.startsWith('CONNECT\n')) socket.send('CONNECTED\nversion:1.2\nserver:a\\cb\\nc\n\n\0')
      if (text.startsWith('SEND\n')) socket.send(text.replace('SEND', 'MESSAGE\nsubscription:verify-deploy'))
    },
  })
  const protocol = { name: 'stomp', destination: '/topic/a:b' }
  const conversation = [
    { receive: { body: { $contains: '{{id}}' }, headers: { destination: '/topic/a:b' } } },
  ]
  assert.equal(brief(await speak({ url: echo.url, protocol })), 'passed')
  const server = [
    { send: { command: 'SEND', headers: { destination: '/topic/a:b' }, body: '{{id}}' } },
    ...conversation,
  ]
  assert.equal(brief(await speak({ url: echo.url, protocol, words: { conversation: server } })), 'passed')
  await using silent = await startSockets({ protocol: 'v12.stomp' })
  assert.equal(
    brief(await speak({ url: silent.url, protocol: 'stomp' })),
    'failed messaging application ws.no_reply',
  )
})
