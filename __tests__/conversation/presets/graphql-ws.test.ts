import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { WebSocketServer } from 'ws'
import { startSockets } from '../../checks/sockets.ts'
import { startGraphql } from '../../lab/node/graphql.ts'
import { type Serving, serve } from '../../lab/node/serving.ts'
import { brief, secret, speak, tokenOf } from './speaking.ts'

suite('graphql-ws', () => {
  let server: Serving
  let url = ''
  const token = tokenOf(secret)
  before(async () => {
    server = await startGraphql(secret)
    url = `ws://127.0.0.1:${server.port}/graphql`
  })
  after(() => server[Symbol.asyncDispose]())

  test('the right token is acknowledged, and a query is answered and completed', async () => {
    const result = await speak({ url, protocol: 'graphql-ws', token })
    assert.equal(brief(result), 'passed', result.reason)
    assert.equal(result.observations['ws.subprotocol'], 'graphql-transport-ws')
    assert.deepEqual(
      result.assertions.map(({ ok }) => ok),
      [true, true, true],
    )
    const received = result.transcript.filter(({ direction }) => direction === 'received').map(e => e.text)
    assert.match(received.join(), /"__typename":"Query"/)
  })

  test('a query with variables and what it has to answer; a subscription is completed by us', async () => {
    for (const query of [
      'query Echo($text: String) { echo(text: $text) }',
      'subscription Ticks($text: String) { ticks(text: $text) }',
    ]) {
      const field = query.includes('echo') ? 'echo' : 'ticks'
      const protocol = {
        name: 'graphql-ws',
        query,
        variables: { text: '{{id}}' },
        expect: { data: { [field]: '{{id}}' } },
      }
      const result = await speak({ url, protocol, token })
      assert.equal(brief(result), 'passed', result.reason)
    }
  })

  test('a wrong token is closed with 4403: class authentication', async () => {
    const result = await speak({ url, protocol: 'graphql-ws', token: tokenOf('another') })
    assert.equal(brief(result), 'failed auth authentication auth.closed')
    assert.equal(result.observations['ws.close.code'], 4403)
  })

  test('an onConnect that throws closes with 4500 and its words, which is a refusal as well', async () => {
    await using throwing = await startGraphql(secret, { refuses: 'throw' })
    const there = `ws://127.0.0.1:${throwing.port}/graphql`
    const result = await speak({ url: there, protocol: 'graphql-ws', token: tokenOf('another') })
    assert.equal(brief(result), 'failed auth authentication auth.closed')
    assert.match(result.reason, /4500.*invalid token/)
  })

  test('errors of GraphQL fail: of the application, or of the credential where their code says so', async () => {
    const broken = await speak({ url, protocol: { name: 'graphql-ws', query: '{ broken }' }, token })
    assert.equal(brief(broken), 'failed messaging application ws.wrong_reply')
    assert.match(broken.reason, /the database is away/)
    const forbidden = await speak({ url, protocol: { name: 'graphql-ws', query: '{ secret }' }, token })
    assert.equal(brief(forbidden), 'failed auth authentication auth.refused')
    const invalid = await speak({ url, protocol: { name: 'graphql-ws', query: '{ nope }' }, token })
    assert.equal(brief(invalid), 'failed messaging application ws.wrong_reply')
    assert.match(invalid.reason, /Cannot query field/)
  })

  test('other connection parameters, and a token that they forget', async () => {
    const named = { name: 'graphql-ws', 'connection-params': { authorization: '{{token}}' } }
    assert.equal(brief(await speak({ url, protocol: named, token })), 'passed')
    const without = { name: 'graphql-ws', 'connection-params': { tenant: 'a' } }
    assert.equal(
      brief(await speak({ url, protocol: without, token })),
      'failed auth authentication auth.closed',
    )
  })

  test('without a credential it is skipped', async () => {
    assert.match(brief(await speak({ url, protocol: 'graphql-ws' })), /^skipped/)
  })

  test('another path, and a server that does not speak the subprotocol', async () => {
    const elsewhere = await speak({ url: url.replace('/graphql', '/ws'), protocol: 'graphql-ws', token })
    assert.equal(brief(elsewhere), 'failed upgrade infrastructure ws.unexpected_response')
    // `ws` picks the first subprotocol of the client unless it is told otherwise.
    await using plain = await serve(server => {
      const sockets = new WebSocketServer({ server, handleProtocols: () => false })
      return () => sockets.close()
    })
    const none = await speak({ url: `ws://127.0.0.1:${plain.port}/`, protocol: 'graphql-ws', token })
    assert.equal(brief(none), 'failed upgrade infrastructure ws.subprotocol_missing')
    const legacy = await speak({ url, protocol: 'graphql-ws', words: { subprotocol: 'graphql-ws' }, token })
    assert.equal(brief(legacy), 'failed upgrade infrastructure ws.subprotocol_missing')
    const conversation = [{ receive: { type: 'connection_ack' } }]
    const unnamed = await speak({ url, protocol: null, words: { conversation } })
    assert.equal(brief(unnamed), 'failed messaging application ws.closed')
    assert.equal(unnamed.observations['ws.close.code'], 4406)
  })

  test('who says nothing is closed with 4408, who says the wrong thing with 4400', async () => {
    const silent = [{ receive: { type: 'connection_ack' }, within: '2s' }]
    const odd = [{ send: { type: 'hello' } }, ...silent]
    const by = async (conversation: unknown) =>
      speak({ url, protocol: null, words: { subprotocol: 'graphql-transport-ws', conversation } })
    const late = await by(silent)
    assert.equal(late.observations['ws.close.code'], 4408, late.reason)
    const wrong = await by(odd)
    assert.equal(wrong.observations['ws.close.code'], 4400, wrong.reason)
    assert.equal(brief(wrong), 'failed messaging application ws.closed')
  })

  test('a server that acknowledges and never answers', async () => {
    await using server = await startSockets({
      protocol: 'graphql-transport-ws',
      onMessage(socket, text) {
        if (text.includes('connection_init')) socket.send('{"type":"connection_ack"}')
        socket.send('{"type":"ping"}')
      },
    })
    const result = await speak({ url: server.url, protocol: 'graphql-ws', token })
    assert.equal(brief(result), 'failed messaging application ws.no_reply')
    assert.ok(result.transcript.some(({ text }) => text === '{"type":"pong"}'))
  })
})
