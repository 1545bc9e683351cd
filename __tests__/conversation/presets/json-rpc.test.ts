import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startSockets } from '../../checks/sockets.ts'
import { startJsonRpc } from '../../lab/node/json-rpc.ts'
import type { Serving } from '../../lab/node/serving.ts'
import { brief, secret, speak, tokenOf } from './speaking.ts'

const placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const

suite('json-rpc', () => {
  let server: Serving
  let url = ''
  const token = tokenOf(secret)
  before(async () => {
    server = await startJsonRpc(secret)
    url = `ws://127.0.0.1:${server.port}/rpc`
  })
  after(() => server[Symbol.asyncDispose]())
  const call = (words: object, timeoutMs = 700) =>
    speak({ url, protocol: { name: 'json-rpc', ...words }, token, placement, timeoutMs })

  test('without a method the answer proves that JSON-RPC is spoken', async () => {
    const result = await speak({ url, protocol: 'json-rpc', token, placement })
    assert.equal(brief(result), 'passed', result.reason)
    assert.match(JSON.stringify(result.transcript), /rpc\.discover.*-32601/)
  })

  test('a method is called with its parameters, and its result has to match', async () => {
    const asked = { method: 'echo', params: { text: '{{id}}' } }
    assert.equal(brief(await call({ ...asked, expect: { text: '{{id}}' } })), 'passed')
    const differing = await call({ ...asked, expect: { text: 'something else' } })
    assert.equal(brief(differing), 'failed messaging application ws.wrong_reply')
  })

  test('an error object is a failure of the application, at once; 401 and 403 are of the credential', async () => {
    const failing = await call({ method: 'fail' }, 20_000)
    assert.equal(brief(failing), 'failed messaging application ws.wrong_reply')
    assert.match(failing.reason, /the database is away/)
    assert.equal(brief(await call({ method: 'nope' }, 20_000)), 'failed messaging application ws.wrong_reply')
    assert.equal(brief(await call({ method: 'secret' }, 20_000)), 'failed auth authentication auth.refused')
  })

  test('a refused upgrade, another path, and silence', async () => {
    const protocol = { name: 'json-rpc', method: 'echo' }
    const refused = await speak({ url, protocol, token: tokenOf('another'), placement })
    assert.equal(brief(refused), 'failed auth authentication auth.refused')
    const elsewhere = await speak({ url: url.replace('/rpc', '/ws'), protocol, token, placement })
    assert.equal(brief(elsewhere), 'failed upgrade infrastructure ws.unexpected_response')
    assert.equal(brief(await call({ method: 'ignore' })), 'failed messaging application ws.no_reply')
  })

  test('a response with another id does not count', async () => {
    await using server = await startSockets({
      onMessage: socket => socket.send('{"jsonrpc":"2.0","id":"other","result":1}'),
    })
    const result = await speak({ url: server.url, protocol: 'json-rpc' })
    assert.equal(brief(result), 'failed messaging application ws.wrong_reply')
  })
})
