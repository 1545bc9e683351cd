import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionOptions } from '../../src/checks/session.ts'
import type { Credential } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { type Handshake, speaking } from '../net/frames.ts'
import { answering, closedPort, createWire, startRaw } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'
import { type Behaviour, startSockets } from './sockets.ts'

const token: Credential = {
  value: new Secret('t0ken'),
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}

const checkUpgrade = (
  url: string,
  options: Partial<SessionOptions> = {},
  credential: Credential | null = null,
) =>
  runOne(plan('upgrade', `${url}/ws`, options, { credential: credential && 'default', timeoutMs: 500 }), {
    wire: createWire({}, { issue: async name => (name === null ? null : credential) }),
  })

async function check(
  behaviour: Behaviour,
  options: Partial<SessionOptions> = {},
  credential: Credential | null = null,
) {
  await using server = await startSockets(behaviour)
  const result = await checkUpgrade(server.url, options, credential)
  return { result, requests: server.requests }
}

test('a correct handshake passes, with its proof, and is closed again', async () => {
  let code = 0
  const { result } = await check({
    onOpen: socket =>
      socket.on('close', closed => {
        code = closed
      }),
  })
  assert.deepEqual([result.outcome, result.reason], ['passed', '101 Switching Protocols'])
  assert.equal(result.proof?.seen, 'HTTP 101')
  assert.deepEqual(
    result.attempts[0]?.phases.map(p => p.phase),
    ['tcp', 'upgrade', 'close'],
  )
  assert.equal(code, 1000)
})

test('the subprotocol that the server picked is told', async () => {
  const { result } = await check({ protocol: 'chat.v1' }, { subprotocol: ['chat.v2', 'chat.v1'] })
  assert.equal(result.reason, '101 Switching Protocols, subprotocol "chat.v1"')
})

test('origin and credential are sent as declared', async () => {
  const { result, requests } = await check({}, { origin: 'https://app.example' }, token)
  assert.equal(result.outcome, 'passed')
  assert.deepEqual(
    [requests[0]?.headers.origin, requests[0]?.headers.authorization],
    ['https://app.example', 'Bearer t0ken'],
  )
})

const violations: readonly (readonly [
  type: string,
  handshake: Handshake,
  options?: Partial<SessionOptions>,
])[] = [
  ['ws.accept_invalid', { accept: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ['ws.accept_invalid', { accept: null }],
  ['ws.upgrade_header_invalid', { upgrade: null }],
  ['ws.upgrade_header_invalid', { upgrade: 'h2c' }],
  ['ws.connection_header_invalid', { connection: null }],
  ['ws.subprotocol_missing', {}, { subprotocol: ['chat.v1'] }],
  ['ws.subprotocol_invalid', { protocol: 'other' }, { subprotocol: ['chat.v1'] }],
  ['ws.subprotocol_invalid', { protocol: 'chat.v1' }],
  ['ws.extension_invalid', { extensions: 'x-own' }],
]
for (const [type, handshake, options] of violations)
  test(`a 101 with ${JSON.stringify(handshake)} fails as ${type}, class infrastructure, however it looks`, async () => {
    await using server = await startRaw(speaking(() => {}, handshake))
    const result = await checkUpgrade(`ws://127.0.0.1:${server.port}`, options)
    assert.deepEqual(
      [result.outcome, result.fault?.type, result.class, result.layer],
      ['failed', type, 'infrastructure', 'upgrade'],
    )
    assert.equal(result.proof, null)
  })

type Row = readonly [status: number, body: string, type: string, failureClass: string]
const refusals: readonly Row[] = [
  [404, '{"detail":"Not Found"}', 'ws.unexpected_response', 'infrastructure'],
  [400, 'Bad Request', 'ws.unexpected_response', 'infrastructure'],
  [426, '<hr><center>nginx</center>', 'ws.unexpected_response', 'infrastructure'],
  [200, '<!doctype html>', 'ws.unexpected_response', 'infrastructure'],
  [301, '', 'ws.redirected', 'infrastructure'],
  [302, '', 'ws.redirected', 'infrastructure'],
  [502, '', 'ws.gateway_error', 'infrastructure'],
  [503, 'no healthy upstream', 'ws.gateway_error', 'infrastructure'],
  [504, '', 'ws.gateway_error', 'infrastructure'],
  [500, 'Internal Server Error', 'ws.unexpected_response', 'infrastructure'],
]
for (const [status, body, type, failureClass] of refusals)
  test(`an upgrade answered with ${status} fails as ${type}`, async () => {
    const { result } = await check({ admit: () => ({ status, body }) })
    assert.deepEqual([result.outcome, result.fault?.type, result.class], ['failed', type, failureClass])
    assert.equal(result.fault?.code, String(status))
    assert.equal(result.observations['http.response.status_code'], status)
    assert.equal(result.observations['http.response.body.excerpt'], body)
    assert.deepEqual(result.assertions, [
      { claim: 'status', expected: '101', actual: String(status), ok: false },
    ])
  })

for (const status of [401, 403]) {
  test(`without a credential ${status} passes as reachable, and says what it does not prove`, async () => {
    const { result } = await check({ admit: ({ url }) => (url === '/ws' ? status : 404) })
    assert.equal(result.outcome, 'passed')
    assert.equal(result.reason, `reachable, asks for credentials (HTTP ${status})`)
    assert.deepEqual(result.notes, ['no credential was given: that a client gets in was not tested'])
    assert.equal(result.proof?.seen, `HTTP ${status}`)
  })

  test(`without a credential ${status} on every path passes, and says that the path was not proven`, async () => {
    const { result, requests } = await check({ admit: () => ({ status, body: 'no' }) })
    assert.equal(result.outcome, 'passed')
    assert.match(result.notes[1]!, /that this very path has a WebSocket was not proven/)
    assert.match(String(requests.at(-1)?.url), /^\/verify-deploy-[0-9a-f-]{36}$/)
  })

  test(`without a credential a random path that is refused otherwise than ${status} proves the path`, async () => {
    const { result } = await check({
      admit: ({ url }) => ({ status, body: url === '/ws' ? 'token missing' : 'no such route' }),
    })
    assert.equal(result.notes.length, 1)
  })

  test(`with a credential ${status} is a failure of class authentication`, async () => {
    const { result, requests } = await check({ admit: () => status }, {}, token)
    assert.deepEqual(
      [result.outcome, result.fault?.type, result.class, result.layer],
      ['failed', 'auth.refused', 'authentication', 'auth'],
    )
    assert.equal(requests.length, 1)
  })

  test(`with a credential for the first message ${status} at the upgrade is a failure as well`, async () => {
    const inMessage = { ...token, placement: { in: 'message' } } as const
    const { result } = await check({ admit: () => status }, { authMessage: '{{token}}' }, inMessage)
    assert.deepEqual([result.outcome, result.class], ['failed', 'authentication'])
    assert.match(result.reason, /before the first message/)
  })
}

test('a server that refuses clients without an Origin passes by the handshake with one, and says so', async () => {
  const { result, requests } = await check({ admit: ({ headers }) => (headers.origin ? null : 403) })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.match(result.reason, /^101 Switching Protocols to the Origin "http:\/\/127\.0\.0\.1:\d+"/)
  assert.match(result.notes.join(), /without an Origin is refused with HTTP 403: declare origin: "http:/)
  assert.deepEqual([result.proof?.seen.slice(0, 8), result.traffic.connections], ['HTTP 101', 2])
  assert.equal(requests.length, 2)
})

test('an Origin is not tried where one is declared, nor where the answer is 401', async () => {
  const declared = await check({ admit: () => 403 }, { origin: 'https://app.example' })
  assert.deepEqual([declared.result.outcome, declared.requests.length], ['passed', 2])
  const challenged = await check({ admit: ({ headers }) => (headers.origin ? null : 401) })
  assert.deepEqual([challenged.result.outcome, challenged.requests.length], ['passed', 2])
})

test('a random path that is let in is closed again, and proves the path', async () => {
  const { result } = await check({ admit: ({ url }) => (url === '/ws' ? 401 : null) })
  assert.deepEqual([result.outcome, result.notes.length], ['passed', 1])
})

test('the random path is asked without query and without credential', async () => {
  await using server = await startSockets({ admit: () => 401 })
  await runOne(plan('upgrade', `${server.url}/ws?room=1`))
  assert.doesNotMatch(String(server.requests[1]?.url), /room/)
})

test('a refused port, a silent server and one that hangs up are told apart', async () => {
  const refused = await checkUpgrade(`ws://127.0.0.1:${await closedPort()}`)
  assert.deepEqual([refused.fault?.type, refused.layer], ['tcp.refused', 'tcp'])
  await using silent = await startRaw(() => {})
  const hung = await checkUpgrade(`ws://127.0.0.1:${silent.port}`)
  assert.deepEqual([hung.fault?.type, hung.layer], ['ws.upgrade_timed_out', 'upgrade'])
  await using closing = await startRaw(socket => socket.once('data', () => socket.end()))
  const closed = await checkUpgrade(`ws://127.0.0.1:${closing.port}`)
  assert.equal(closed.fault?.type, 'ws.closed_before_answer')
})

test('what answers no HTTP at all is an invalid answer', async () => {
  await using server = await startRaw(answering('220 mail.example ESMTP\r\n'))
  const { fault } = await checkUpgrade(`ws://127.0.0.1:${server.port}`)
  assert.equal(fault?.type, 'ws.answer_invalid')
  assert.match(fault.message, /what came begins "220 mail\.example ESMTP"$/)
})

test('a query is sent, and shown by its names only', async () => {
  const inQuery = { ...token, placement: { in: 'query', name: 'token' } } as const
  await using server = await startSockets()
  const result = await runOne(plan('upgrade', `${server.url}/ws?room=1`, {}, { credential: 'default' }), {
    wire: createWire({}, { issue: async () => inQuery }),
  })
  assert.equal(server.requests[0]?.url, '/ws?room=1&token=t0ken')
  assert.match(String(result.observations['url.full']), /\/ws\?room=…$/)
  assert.doesNotMatch(JSON.stringify(result), /t0ken/)
})
