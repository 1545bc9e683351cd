import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startSockets } from '../../checks/sockets.ts'
import { mosquittoRequirement, startMosquitto } from '../../lab/brokers/mosquitto.ts'
import type { Serving } from '../../lab/node/serving.ts'
import { missingRequirements } from '../../lab/requirements.ts'
import { brief, secret, speak } from './speaking.ts'

suite('mqtt with mosquitto', { skip: missingRequirements([mosquittoRequirement]) }, () => {
  let server: Serving
  let url = ''
  before(async () => {
    server = await startMosquitto(secret)
    url = `ws://127.0.0.1:${server.port}/mqtt`
  })
  after(() => server[Symbol.asyncDispose]())

  test('the right password is accepted, and PINGREQ is answered', async () => {
    const result = await speak({ url, protocol: 'mqtt', token: secret })
    assert.equal(brief(result), 'passed', `${result.reason}\n${server.output()}`)
    assert.deepEqual(
      result.transcript.map(({ direction, kind, text }) => `${direction} ${kind} ${text}`),
      [
        `sent binary ${result.transcript[0]?.bytes} bytes, not shown: they hold a secret`,
        'received binary 4 bytes: 20020000 = {"type":"connack","code":0}',
        'sent binary 2 bytes: c000',
        'received binary 2 bytes: d000 = {"type":"pingresp"}',
      ],
    )
  })

  test('what is published comes back to our subscription', async () => {
    const text = await speak({ url, protocol: { name: 'mqtt', topic: 'health/check' }, token: secret })
    assert.equal(brief(text), 'passed', text.reason)
    const json = await speak({
      url,
      protocol: {
        name: 'mqtt',
        topic: 'health/{{id}}',
        send: { id: '{{id}}', long: 'x'.repeat(300) },
        expect: { id: '{{id}}', long: { $length: 300 } },
      },
      token: secret,
    })
    assert.equal(brief(json), 'passed', json.reason)
  })

  test('a wrong password and no credential: CONNACK refuses, class authentication', async () => {
    const result = await speak({ url, protocol: 'mqtt', token: 'a wrong password', timeoutMs: 20_000 })
    assert.equal(brief(result), 'failed auth authentication auth.refused')
    assert.match(result.reason, /CONNACK.*"code":[45]/)
    assert.match(brief(await speak({ url, protocol: 'mqtt' })), /^skipped/)
    const stranger = await speak({ url, protocol: { name: 'mqtt', username: 'other' }, token: secret })
    assert.equal(brief(stranger), 'failed auth authentication auth.refused')
  })

  test('a topic that the user may not use: mosquitto takes the subscription, and delivers nothing', async () => {
    const result = await speak({ url, protocol: { name: 'mqtt', topic: 'private/x' }, token: secret })
    assert.equal(brief(result), 'failed messaging application ws.no_reply', server.output())
  })

  test('another subprotocol than mqtt is not picked', async () => {
    const result = await speak({ url, protocol: 'mqtt', words: { subprotocol: 'chat.v1' }, token: secret })
    assert.match(brief(result), /^failed upgrade infrastructure ws\./)
  })

  test('a conversation of our own bytes, matched by its bytes', async () => {
    const conversation = [
      { send: { $hex: 'c000' } },
      { receive: { $hex: 'd0 00' } },
      { send: { type: 'subscribe', id: 258, topic: 'health/x', qos: 1 } },
      { receive: { '$starts-with': { $hex: '90' }, $contains: { $hex: '0102' }, $length: 5 } },
    ]
    const result = await speak({ url, protocol: 'mqtt', words: { conversation }, token: secret })
    assert.equal(brief(result), 'passed', result.reason)
  })
})

suite('mqtt as other brokers speak it', () => {
  /** What a broker answers to a packet, by the type in its first byte. */
  const broker = (answers: Readonly<Record<number, string>>) =>
    startSockets({
      protocol: 'mqtt',
      onMessage(socket, text) {
        const answer = answers[text.charCodeAt(0) >> 4]
        if (answer) socket.send(Buffer.from(answer, 'hex'))
      },
    })

  test('a subscription that is refused with 128', async () => {
    // 0x82 is no UTF-8, so that it arrives as U+FFFD.
    await using server = await broker({ 1: '20020000', [0xfffd >> 4]: '9003000180' })
    const result = await speak({
      url: server.url,
      protocol: { name: 'mqtt', topic: 'private/x' },
      token: secret,
    })
    assert.equal(brief(result), 'failed auth authentication auth.refused')
    assert.match(result.reason, /SUBACK 128/)
  })

  test('CONNACK with another code is a failure of the application', async () => {
    await using server = await broker({ 1: '20020003' })
    const result = await speak({ url: server.url, protocol: 'mqtt', token: secret })
    assert.equal(brief(result), 'failed messaging application ws.wrong_reply')
  })

  test('a server that picks mqtt and says nothing, or something else', async () => {
    await using silent = await startSockets({ protocol: 'mqtt' })
    const nothing = await speak({ url: silent.url, protocol: 'mqtt', token: secret })
    assert.equal(brief(nothing), 'failed messaging application ws.no_reply')
    await using odd = await startSockets({ protocol: 'mqtt', onMessage: s => s.send(Buffer.from([0x20])) })
    const cut = await speak({ url: odd.url, protocol: 'mqtt', token: secret })
    assert.equal(brief(cut), 'failed messaging application ws.wrong_reply')
  })
})
