import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { startService } from '../../src/demo/service.ts'
import { Secret } from '../../src/model/secret.ts'
import { errorOf, fetchText, mint, open } from './client.ts'

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const parse = (text: string | null) => JSON.parse(text ?? 'null') as Record<string, unknown>

test('health tells status and revision, any other path is not found, and both are counted', async () => {
  await using service = await startService({ revision: 'abc1234' })
  const health = await fetchText(`${service.url}/health`)
  assert.equal(health.status, 200)
  assert.deepEqual(parse(health.body), { status: 'ok', revision: 'abc1234', services: { db: 'up' } })
  const other = await fetchText(`${service.url}/nothing`)
  assert.deepEqual([other.status, parse(other.body)], [404, { detail: 'Not Found' }])
  assert.deepEqual(service.stats(), { connections: 2, httpRequests: 2, upgrades: 0, messages: 0 })
})

test('a token is found wherever a client may put it', async t => {
  await using service = await startService({ secret: 'one secret for every place that a token can be in' })
  const token = mint(service.secret)
  const places = {
    'the Authorization header': { ...bearer(token) },
    'a query parameter': { query: `?a=b&token=${token}` },
    'a cookie': { headers: { cookie: `theme=dark; token=${token}` } },
    'a subprotocol': { protocols: [`jwt.${token}`] },
  }
  for (const [place, { query = '', headers = {}, protocols = [] }] of Object.entries<{
    query?: string
    headers?: Record<string, string>
    protocols?: string[]
  }>(places)) {
    await t.test(place, async () => {
      const { websocket, next } = await open(`${service.url}/ws${query}`, { headers }, protocols)
      assert.equal(parse(await next()).type, 'connection_established')
      websocket.terminate()
    })
  }
})

test('without a token the upgrade is answered 401, with a bad one 403', async t => {
  await using service = await startService()
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const bad = {
    'no token': [null, 401],
    'not a JWT': ['nonsense', 403],
    'another secret': [mint(new Secret('another secret')), 403],
    expired: [mint(service.secret, {}, { expiresIn: -10 }), 403],
    'not yet valid': [mint(service.secret, {}, { notBefore: 60 }), 403],
    'algorithm none': [`${header}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`, 403],
    'another algorithm': [jwt.sign({ sub: 'x' }, service.secret.reveal(), { algorithm: 'HS512' }), 403],
  } as const
  for (const [name, [token, status]] of Object.entries(bad)) {
    await t.test(name, async () => {
      const refused = open(`${service.url}/ws`, token === null ? {} : bearer(token))
      await assert.rejects(refused, new RegExp(`^Error: ${status} {"detail":`))
    })
  }
})

test('the real subprotocol is chosen over the one that carries the token', async () => {
  await using service = await startService()
  const token = `jwt.${mint(service.secret)}`
  const offers: [string[], string][] = [
    [[token, 'chat.v0', 'chat.v1'], 'chat.v1'],
    [[token, 'other'], 'other'],
    [[token], token],
  ]
  for (const [offer, chosen] of offers) {
    const { websocket } = await open(`${service.url}/ws`, {}, offer)
    assert.equal(websocket.protocol, chosen)
    websocket.terminate()
  }
})

test('every kind of message has its answer, and messages are counted', async () => {
  await using service = await startService()
  const { websocket, next } = await open(`${service.url}/ws`, bearer(mint(service.secret)))
  await next()

  websocket.send('{"type":"ping","id":1}')
  assert.deepEqual(parse(await next()), { type: 'pong', id: 1 })
  websocket.send('{"type":"other","id":"x","more":true}')
  assert.deepEqual(parse(await next()), { type: 'echo', of: 'other', id: 'x', more: true })
  websocket.send('plain text')
  assert.equal(await next(), 'plain text')
  websocket.send('{"no":"id"}')
  assert.equal(await next(), '{"no":"id"}')

  websocket.send('{"type":"chat_message","content":"hello","id":"m1"}')
  const run = [parse(await next())]
  while (run.at(-1)?.type !== 'agent_completed') run.push(parse(await next()))
  assert.deepEqual(
    run.map(event => event.type),
    ['ack', 'agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'],
  )
  assert.deepEqual(run[0], { type: 'ack', id: 'm1' })
  assert.equal(run.at(-1)?.content, 'You said: hello')
  assert.equal(service.stats().messages, 5)
  websocket.terminate()
})

test('where the token comes in the first message, a good one is acknowledged and a bad one closes 4401', async () => {
  await using service = await startService()
  const good = await open(`${service.url}/ws-first-message`)
  good.websocket.send(JSON.stringify({ type: 'auth', token: mint(service.secret) }))
  assert.deepEqual(parse(await good.next()), { type: 'auth_ok' })
  assert.equal(parse(await good.next()).type, 'connection_established')
  good.websocket.send('{"type":"ping","id":7}')
  assert.deepEqual(parse(await good.next()), { type: 'pong', id: 7 })
  good.websocket.terminate()

  for (const first of ['{"type":"ping","id":1}', 'text', '{"type":"auth","token":"nonsense"}']) {
    const bad = await open(`${service.url}/ws-first-message`)
    bad.websocket.send(first)
    assert.equal(await bad.closed, 4401, first)
  }
})

test('the stream asks for a token, and ends in its marker', async () => {
  await using service = await startService()
  const url = `${service.url}/api/chat/stream`
  assert.equal((await fetchText(url)).status, 401)
  const { status, headers, body } = await fetchText(url, bearer(mint(service.secret)).headers)
  assert.deepEqual([status, headers['content-type']], [200, 'text/event-stream'])
  assert.ok(body.split('\n\n').length > 4)
  assert.ok(body.endsWith('data: [DONE]\n\n'))
})

test('a request line that is no URL is answered like any unknown path', async () => {
  await using service = await startService()
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
  socket.write('GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(String(answer), /^HTTP\/1\.1 404 /)
  socket.destroy()
})

test('a port that is taken is an error, and disposing of the service cuts what is open and frees the port', async () => {
  const service = await startService()
  const port = Number(new URL(service.url).port)
  await assert.rejects(startService({ port }), { code: 'EADDRINUSE' })
  const { closed } = await open(`${service.url}/ws`, bearer(mint(service.secret)))
  await service[Symbol.asyncDispose]()
  assert.equal(await closed, 1006)
  await assert.rejects(
    fetchText(`${service.url}/health`).catch(error => Promise.reject(new Error(errorOf(error)))),
    /ECONNREFUSED/,
  )
})
