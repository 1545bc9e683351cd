import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startSockets } from '../../checks/sockets.ts'
import type { Serving } from '../../lab/node/serving.ts'
import { startSocketIo } from '../../lab/node/socket-io.ts'
import { brief, secret, speak, tokenOf } from './speaking.ts'

suite('socket.io', () => {
  let server: Serving
  let url = ''
  const right = tokenOf(secret)
  const wrong = tokenOf('another secret')
  before(async () => {
    server = await startSocketIo(secret, { pingInterval: 120 })
    url = `ws://127.0.0.1:${server.port}/socket.io/`
  })
  after(() => server[Symbol.asyncDispose]())

  test('the right token gets into the namespace, by the name of the protocol alone', async () => {
    const result = await speak({ url, protocol: 'socket.io', token: right })
    assert.equal(brief(result), 'passed', result.reason)
    assert.deepEqual(
      result.transcript.map(({ direction, text }) => [direction, text.slice(0, 2)]).slice(0, 3),
      [
        ['received', '0{'],
        ['sent', '40'],
        ['received', '40'],
      ],
    )
    assert.match(result.proof!.seen, /^HTTP 101, messages: 1 sent, [23] received$/)
  })

  test('an event is acknowledged, in another namespace', async () => {
    const result = await speak({
      url,
      protocol: {
        name: 'socket.io',
        namespace: '/chat',
        event: 'chat_message',
        send: { id: '{{id}}' },
        expect: { type: 'ack', id: '{{id}}' },
      },
      token: right,
    })
    assert.equal(brief(result), 'passed', result.reason)
    assert.equal(result.assertions.length, 3)
  })

  test('an event that answers with an event, and an acknowledgement that is not as declared', async () => {
    const asked = { name: 'socket.io', event: 'chat_message', send: { id: '{{id}}' } }
    const answered = await speak({
      url,
      protocol: { ...asked, 'reply-event': 'chat_reply', expect: { id: '{{id}}' } },
      token: right,
    })
    assert.equal(brief(answered), 'passed', answered.reason)
    const differing = await speak({ url, protocol: { ...asked, expect: { type: 'nack' } }, token: right })
    assert.equal(brief(differing), 'failed messaging application ws.wrong_reply')
    assert.match(differing.reason, /expected "nack", found "ack"/)
  })

  test('a conversation in the words of the protocol follows the opening, and pings are answered meanwhile', async () => {
    const conversation = [
      { receive: { event: 'welcome', data: [{ name: '/' }] } },
      { pause: '900ms' },
      { send: { event: 'chat_message', id: 7, data: [{ id: '{{id}}' }] } },
      { receive: { type: 'ack', id: 7, data: [{ id: '{{id}}' }] } },
    ]
    const result = await speak({ url, protocol: 'socket.io', words: { conversation }, token: right })
    assert.equal(brief(result), 'passed', result.reason)
    const pongs = result.transcript.filter(({ direction, text }) => direction === 'sent' && text === '3')
    assert.ok(pongs.length >= 3, `${pongs.length} pongs`)
  })

  test('an event may be written as Socket.IO writes it: its name, then its arguments', async () => {
    const conversation = [{ send: ['chat_message', { id: '{{id}}' }] }, { receive: { event: 'chat_reply' } }]
    const result = await speak({ url, protocol: 'socket.io', words: { conversation }, token: right })
    assert.equal(brief(result), 'passed', result.reason)
    const sent = result.transcript.filter(({ direction, text }) => direction === 'sent' && /^42/.test(text))
    assert.match(sent.map(({ text }) => text).join(), /^42\["chat_message",\{"id":/)
  })

  test('a wrong token is refused in-band: class authentication, at once', async () => {
    const result = await speak({ url, protocol: 'socket.io', token: wrong, timeoutMs: 20_000 })
    assert.equal(brief(result), 'failed auth authentication auth.refused')
    assert.match(result.reason, /CONNECT_ERROR.*invalid token/)
  })

  test('without a credential the refusal makes it skipped, with that reason', async () => {
    const result = await speak({ url, protocol: 'socket.io' })
    assert.match(brief(result), /^skipped/)
    assert.match(result.reason, /asks for a credential/)
  })

  test('a namespace that is not there is a failure of the application, not of the credential', async () => {
    const result = await speak({
      url,
      protocol: { name: 'socket.io', namespace: '/nope' },
      token: right,
      timeoutMs: 20_000,
    })
    assert.equal(brief(result), 'failed messaging application ws.wrong_reply')
    assert.match(result.reason, /does not have this namespace/)
  })

  test('being thrown out of the namespace is told', async () => {
    const result = await speak({ url, protocol: { name: 'socket.io', event: 'leave' }, token: right })
    assert.equal(brief(result), 'failed messaging application ws.wrong_reply')
    assert.match(result.reason, /DISCONNECT/)
  })

  test('an event that nobody acknowledges', async () => {
    const result = await speak({ url, protocol: { name: 'socket.io', event: 'unheard' }, token: right })
    assert.match(brief(result), /^failed messaging application ws\.(no|wrong)_reply$/)
  })

  test('another path, another version, and a session that another instance has', async () => {
    const base = url.replace('/socket.io/', '')
    const elsewhere = await speak({ url: `${base}/ws`, protocol: 'socket.io', token: right, timeoutMs: 5000 })
    assert.equal(brief(elsewhere), 'failed upgrade infrastructure ws.closed_before_answer')
    const unknown = await speak({ url: `${url}?sid=abc`, protocol: 'socket.io', token: right })
    assert.equal(brief(unknown), 'failed upgrade infrastructure ws.unexpected_response')
    assert.match(String(unknown.observations['http.response.body.excerpt']), /Session ID unknown/)
    // It accepts the upgrade, and then writes its HTTP answer into the WebSocket.
    const old = await speak({ url: `${url}?EIO=3`, protocol: 'socket.io', token: right })
    assert.equal(brief(old), 'failed messaging infrastructure ws.protocol_error')
  })

  test('many clients at once each get their own acknowledgement', async () => {
    const protocol = {
      name: 'socket.io',
      event: 'chat_message',
      send: { id: '{{id}}' },
      expect: { id: '{{id}}' },
    }
    const result = await speak({ url, protocol, token: right, kind: 'concurrency', timeoutMs: 5000 })
    assert.equal(brief(result), 'passed', result.reason)
    assert.match(result.reason, /^5 of 5 at once/)
  })

  test('a server that opens and says nothing fails, and so does one that speaks something else', async () => {
    await using silent = await startSockets({})
    const nothing = await speak({ url: `${silent.url}/socket.io/`, protocol: 'socket.io', token: right })
    assert.equal(brief(nothing), 'failed messaging application ws.no_reply')
    await using other = await startSockets({ onOpen: socket => socket.send('{"type":"hello"}') })
    const strange = await speak({ url: `${other.url}/socket.io/`, protocol: 'socket.io', token: right })
    assert.equal(brief(strange), 'failed messaging application ws.wrong_reply')
  })
})
