/** Protocols that refuse in-band, spoken by their own servers: each once as it should be, and once with its door open. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { authCheck } from '../../src/checks/auth.ts'
import { createForger, createIssuer } from '../../src/credentials/issue.ts'
import type { CheckResult } from '../../src/model/check.ts'
import type { Placement } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { createRedactor } from '../../src/redact.ts'
import { mosquittoRequirement, startMosquitto } from '../lab/brokers/mosquitto.ts'
import { rabbitmqRequirement, startRabbitmq } from '../lab/brokers/rabbitmq.ts'
import { startGraphql } from '../lab/node/graphql.ts'
import { startJsonRpc } from '../lab/node/json-rpc.ts'
import { isValid, type Serving } from '../lab/node/serving.ts'
import { startSocketIo } from '../lab/node/socket-io.ts'
import { missingRequirements } from '../lab/requirements.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'
import { startSockets } from './sockets.ts'

const secret = 'the-secret-of-these-applications-which-nobody-else-knows'
const bearer: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

interface How {
  readonly protocol: unknown
  readonly words?: Readonly<Record<string, unknown>>
  readonly placement?: Placement
  /** The secret itself is what is shown; else a JWT that it signs. */
  readonly shown?: 'secret' | 'jwt' | 'nothing'
  readonly timeoutMs?: number
}

/** The check as the configuration file declares it. */
async function check(url: string, how: How): Promise<CheckResult> {
  const { protocol, words = {}, placement = { in: 'message' }, shown = 'jwt', timeoutMs = 5000 } = how
  const key = new Secret(secret)
  const jwt = { key: { kind: 'secret', secret: key }, algorithm: 'HS256', claims: {}, keyId: null } as const
  const source =
    shown === 'jwt'
      ? ({ from: 'jwt', ...jwt, expiresInMs: 60_000 } as const)
      : ({ from: 'token', token: key } as const)
  const rows = { default: { source, placement } }
  const redactor = createRedactor()
  const born = (made: Secret) => redactor.add(made)
  born(key)
  const home = { url: new URL(url), websocketBase: new URL(url) }
  const { issue } = createIssuer(rows, { home, facts: { runId: 'test', sha: 'abc' }, born })
  const wire = createWire({}, { issue, forge: createForger(rows, issue, born), hide: redactor.text })
  const options = authCheck.options(z).parse({ protocol, ...words })
  const credential = shown === 'nothing' ? null : 'default'
  const result = await runOne(plan('auth', url, options, { credential, timeoutMs }), { wire, redactor })
  if (JSON.stringify(result).includes(secret)) throw new Error('the secret is in the result')
  return result
}

const told = ({ assertions }: CheckResult) => assertions.map(a => `${a.claim}: ${a.actual}`)

/** Refused by a server as it should be; let in by the same one with its door open. */
async function proveBoth(
  start: (refuses: boolean) => Promise<Serving>,
  path: string,
  how: How,
  { refused, type = 'auth.accepted.none' }: { readonly refused: RegExp; readonly type?: string },
): Promise<CheckResult> {
  await using right = await start(true)
  const passed = await check(`ws://127.0.0.1:${right.port}${path}`, how)
  assert.equal(passed.outcome, 'passed', `${passed.reason}\n${right.output().slice(-2000)}`)
  const count = passed.assertions.length - 1
  assert.equal(passed.reason, `${count} of ${count} bad credentials were refused, the good one was let in`)
  assert.ok(count >= (how.shown === 'secret' ? 4 : 11), `${count} bad credentials`)
  for (const line of told(passed).slice(1)) assert.match(line, refused)

  await using open = await start(false)
  const failed = await check(`ws://127.0.0.1:${open.port}${path}`, how)
  assert.deepEqual(
    [failed.outcome, failed.class, failed.fault?.type],
    ['failed', 'security', type],
    failed.reason,
  )
  return failed
}

suite('socket.io', () => {
  const start = (refuses: boolean) => startSocketIo(secret, refuses ? {} : { admit: () => true })
  const refused =
    /: refused \(Socket\.IO refused the connection to the namespace \(CONNECT_ERROR\).*invalid token/

  test('the payload of CONNECT carries each bad credential; CONNECT_ERROR refuses', async () => {
    await proveBoth(start, '/socket.io/', { protocol: 'socket.io' }, { refused })
  })

  test('an event of a namespace is what a good client gets acknowledged, a credential in the header too', async () => {
    const protocol = {
      name: 'socket.io',
      namespace: '/chat',
      event: 'chat_message',
      send: { id: '{{id}}' },
      expect: { type: 'ack', id: '{{id}}' },
    }
    await proveBoth(start, '/socket.io/', { protocol, placement: bearer }, { refused })
  })

  test('a good client that stays meanwhile answers the pings of the server', async () => {
    await using server = await startSocketIo(secret, { pingInterval: 150, admit: () => true })
    const result = await check(`ws://127.0.0.1:${server.port}/socket.io/`, { protocol: 'socket.io' })
    assert.equal(result.fault?.type, 'auth.accepted.none', result.reason)
    assert.equal(told(result)[0], 'good credential: let in')
  })

  test('a server that looks only for some token lets in garbage, and refuses those without', async () => {
    await using server = await startSocketIo(secret, { admit: token => typeof token === 'string' })
    const result = await check(`ws://127.0.0.1:${server.port}/socket.io/`, { protocol: 'socket.io' })
    assert.equal(result.fault?.type, 'auth.accepted.malformed', result.reason)
    assert.match(told(result)[1]!, refused)
  })

  test('a server that throws out whom it has let in refuses where that is declared; else it is not proven', async () => {
    await using server = await startSocketIo(secret, {
      admit: () => true,
      expels: token => !isValid(token, secret),
    })
    const url = `ws://127.0.0.1:${server.port}/socket.io/`
    const unsaid = await check(url, { protocol: 'socket.io' })
    assert.equal(unsaid.fault?.type, 'auth.refusal_not_proven', unsaid.reason)
    assert.match(unsaid.reason, /DISCONNECT.*declare it as `refused: \{ message: … \}`/)
    const words = { refused: { message: { type: 'disconnect' } } }
    const said = await check(url, { protocol: 'socket.io', words })
    assert.equal(said.outcome, 'passed', said.reason)
  })

  test('a namespace that is not there refuses nobody: the good client does not get in', async () => {
    await using server = await start(true)
    const protocol = { name: 'socket.io', namespace: '/nope' }
    const result = await check(`ws://127.0.0.1:${server.port}/socket.io/`, { protocol })
    assert.deepEqual([result.outcome, result.fault?.type], ['failed', 'ws.wrong_reply'])
    assert.equal(told(result).length, 1)
  })

  test('without a credential the refusal of CONNECT is one: there is a Socket.IO', async () => {
    await using server = await start(true)
    const url = `ws://127.0.0.1:${server.port}/socket.io/`
    const result = await check(url, { protocol: 'socket.io', shown: 'nothing' })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(result.notes.join(), /that a good client gets in was not tested/)
  })
})

suite('graphql-ws', () => {
  const how = { protocol: 'graphql-ws' }

  test('connection_init carries each bad credential; 4403 refuses', async () => {
    const start = (refuses: boolean) => startGraphql(secret, { refuses: refuses ? 'close' : 'nobody' })
    await proveBoth(start, '/graphql', how, { refused: /: refused \(the server closed with 4403/ })
  })

  test('4500 with a reason that speaks of the token refuses as well', async () => {
    const start = (refuses: boolean) => startGraphql(secret, { refuses: refuses ? 'throw' : 'nobody' })
    await proveBoth(start, '/graphql', how, {
      refused: /: refused \(the server closed with 4500.*invalid token/,
    })
  })

  test('what may not be queried is refused to the good client, and proves nothing of the others', async () => {
    await using server = await startGraphql(secret)
    const protocol = { name: 'graphql-ws', query: '{ secret }' }
    const result = await check(`ws://127.0.0.1:${server.port}/graphql`, { protocol })
    assert.deepEqual([result.class, result.fault?.type], ['authentication', 'auth.refused'], result.reason)
  })
})

suite('json-rpc', () => {
  test('a refused upgrade refuses; the credential goes where `in` says', async () => {
    const start = (refuses: boolean) => startJsonRpc(secret, { refuses })
    const how = { protocol: 'json-rpc', placement: bearer }
    await proveBoth(start, '/rpc', how, { refused: /: refused \(HTTP 401\)/ })
  })

  test('an error object with 401 refuses, another one does not', async () => {
    for (const [code, wanted] of [
      [401, 'passed'],
      [-32603, 'auth.refusal_not_proven'],
    ] as const) {
      const allowed: boolean[] = []
      const may = new WeakMap<object, boolean>()
      await using server = await startSockets({
        admit: ({ headers }) => {
          allowed.push(isValid(headers.authorization, secret))
          return null
        },
        onOpen: socket => may.set(socket, allowed.shift() === true),
        onMessage: (socket, text) => {
          const answer = may.get(socket) ? { result: {} } : { error: { code, message: 'no' } }
          socket.send(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(text).id, ...answer }))
        },
      })
      const result = await check(server.url, { protocol: 'json-rpc', placement: bearer })
      assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
      if (wanted === 'passed') assert.match(told(result)[1]!, /refused \(JSON-RPC refused the request/)
      else assert.match(result.reason, /declare it as `refused: \{ message: … \}`/)
    }
  })
})

suite('mqtt with mosquitto', { skip: missingRequirements([mosquittoRequirement]) }, () => {
  const start = (refuses: boolean) => startMosquitto(secret, { refuses })
  const refused = /: refused \(MQTT refused the credential.*"code":[45]/

  test('the password of CONNECT is each bad credential, in binary frames; CONNACK refuses', async () => {
    await proveBoth(start, '/mqtt', { protocol: 'mqtt', shown: 'secret' }, { refused })
  })

  test('a topic is published to by the good client alone', async () => {
    const protocol = { name: 'mqtt', topic: 'health/{{id}}' }
    await proveBoth(start, '/mqtt', { protocol, shown: 'secret' }, { refused })
  })
})

suite('stomp with RabbitMQ', { skip: missingRequirements([rabbitmqRequirement]) }, () => {
  test('the passcode of CONNECT is each bad credential; ERROR refuses', { timeout: 150_000 }, async () => {
    const start = (refuses: boolean) => startRabbitmq(secret, { refuses })
    const how = { protocol: { name: 'stomp', destination: '/topic/health' }, shown: 'secret' } as const
    const failed = await proveBoth(start, '/ws', how, { refused: /: refused \(STOMP refused the credential/ })
    assert.match(told(failed)[2]!, /malformed credential: refused/)
  })
})
