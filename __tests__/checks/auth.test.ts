/** Bad credentials beside a good one, against real servers: refused, let in, or neither. */

import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import { createForger, createIssuer } from '../../src/credentials/issue.ts'
import { type FaultName, faults } from '../../src/demo/faults.ts'
import { startService } from '../../src/demo/service.ts'
import type { CheckResult, PlannedCheck } from '../../src/model/check.ts'
import type { Placement } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { createRedactor } from '../../src/redact.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne, startHttp } from './probing.ts'
import { type Behaviour, startSockets } from './sockets.ts'

const key = new Secret('the secret that both sides know')
const bearer: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }
const chat = [{ send: { type: 'ping', id: '{{id}}' } }, { reply: { type: 'pong', id: '{{id}}' } }] as const

interface How {
  readonly secret?: Secret
  readonly placement?: Placement
  readonly options?: object
  readonly over?: Partial<PlannedCheck>
  readonly token?: string
  readonly publicKey?: string
  readonly claims?: Record<string, unknown>
}

/** A run of the check with a minted JWT, or a ready-made token, in its place. */
async function check(
  url: string,
  { secret = key, placement = bearer, options = {}, over = {}, token, publicKey, claims = {} }: How = {},
): Promise<CheckResult> {
  const source = token
    ? { from: 'token' as const, token: new Secret(token) }
    : {
        from: 'jwt' as const,
        key: { kind: 'secret' as const, secret },
        algorithm: 'HS256',
        claims,
        expiresInMs: 300_000,
        keyId: null,
      }
  const rows = { default: { source, placement, ...(publicKey ? { publicKey } : {}) } }
  const redactor = createRedactor()
  const born = (made: Secret) => redactor.add(made)
  const home = { url: new URL(url), websocketBase: new URL(url) }
  const { issue } = createIssuer(rows, { home, facts: { runId: 'test', sha: 'abc' }, born })
  const wire = createWire({}, { issue, forge: createForger(rows, issue, born), hide: redactor.text })
  return await runOne(plan('auth', url, options, { credential: 'default', ...over }), { wire, redactor })
}

const tokenOf = (request: IncomingMessage): string | null =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null
const isGood = (token: string | null): boolean => {
  try {
    jwt.verify(token ?? '', key.reveal(), { algorithms: ['HS256'] })
    return true
  } catch {
    return false
  }
}
const reply = (text: string): string => JSON.stringify({ type: 'pong', id: JSON.parse(text).id })
const answering: Behaviour['onMessage'] = (socket, text) => socket.send(reply(text))
const told = ({ assertions }: CheckResult) => assertions.map(a => `${a.claim}: ${a.actual}`)
const brief = ({ outcome, class: failureClass, layer, fault }: CheckResult) => [
  outcome,
  failureClass,
  layer,
  fault?.type ?? null,
]
const notProven = ['failed', 'security', 'security', 'auth.refusal_not_proven']

/** Accepts the upgrade of everybody, and decides afterwards. */
const openThen = (turnAway: (socket: import('ws').WebSocket) => void, admitted?: Behaviour['onMessage']) => {
  const good = new WeakSet<object>()
  const next: boolean[] = []
  return startSockets({
    admit: request => {
      next.push(isGood(tokenOf(request)))
      return null
    },
    onOpen: socket => {
      if (next.shift()) good.add(socket)
      else turnAway(socket)
    },
    onMessage: (socket, text, all) => {
      if (good.has(socket)) (admitted ?? answering)(socket, text, all)
    },
  })
}

test('a service that verifies refuses every bad credential, and the report shows each', async () => {
  await using service = await startService({ secret: key })
  const url = `${service.url.replace('http', 'ws')}/ws`
  const result = await check(url, { options: { conversation: chat } })
  assert.deepEqual(brief(result), ['passed', null, null, null], result.reason)
  assert.equal(result.reason, '11 of 11 bad credentials were refused, the good one was let in')
  assert.deepEqual(told(result).slice(0, 4), [
    'good credential: let in',
    'no credential: refused (HTTP 401)',
    'malformed credential: refused (HTTP 403)',
    'wrong signature: refused (HTTP 403)',
  ])
  assert.equal(result.traffic.connections, 12)
  assert.ok(result.proof && result.proof.bytesReceived > 1000)
  assert.deepEqual(
    result.attempts.filter(a => a.fault),
    [],
  )
})

for (const [name, row] of Object.entries(faults).filter(([, { expected }]) => expected.check === 'auth'))
  test(`${name}: ${row.summary}`, async () => {
    await using service = await startService({ secret: key, faults: [name as FaultName] })
    const url = `${service.url.replace('http', 'ws')}/ws`
    const result = await check(url, { options: { conversation: chat } })
    assert.deepEqual(brief(result), ['failed', row.expected.class, row.expected.layer, row.expected.type])
    // The stream of the same service has the same door.
    const http = await check(`${service.url}/api/chat/stream`, { options: { over: 'http' } })
    assert.equal(http.fault?.type, row.expected.type)
  })

for (const [where, placement, path] of [
  ['the query', { in: 'query', name: 'token' }, '/ws'],
  ['a cookie', { in: 'cookie', name: 'token' }, '/ws'],
  ['a subprotocol', { in: 'subprotocol', prefix: 'jwt.' }, '/ws'],
  ['the first message', { in: 'message' }, '/ws-first-message'],
] as const) {
  test(`bad credentials go where the good one goes: ${where}`, async () => {
    const authMessage = placement.in === 'message' ? { type: 'auth', token: '{{token}}' } : null
    const options = { conversation: chat, authMessage }
    for (const broken of [[], ['accepts-expired']] as FaultName[][]) {
      await using service = await startService({ secret: key, faults: broken })
      const result = await check(`${service.url.replace('http', 'ws')}${path}`, { placement, options })
      assert.equal(
        result.fault?.type ?? result.outcome,
        broken[0] ? 'auth.accepted.expired' : 'passed',
        result.reason,
      )
    }
  })
}

test('with a ping alone: a service that lets everybody in is found, one that refuses passes', async () => {
  for (const broken of [[], ['accepts-anything']] as FaultName[][]) {
    await using service = await startService({ secret: key, faults: broken })
    const result = await check(`${service.url.replace('http', 'ws')}/ws`)
    assert.equal(result.fault?.type ?? result.outcome, broken[0] ? 'auth.accepted.malformed' : 'passed')
  }
})

test('with a ping alone and the credential in a message, silence is no refusal, and is not tested', async () => {
  await using service = await startService({ secret: key })
  const result = await check(`${service.url.replace('http', 'ws')}/ws-first-message`, {
    placement: { in: 'message' },
    options: { authMessage: { type: 'auth', token: '{{token}}' } },
  })
  assert.equal(result.outcome, 'passed', result.reason)
  assert.ok(!told(result).some(line => line.startsWith('no credential')))
  assert.match(result.notes.join(), /a client which sends no credential is refused was not tested/)
})

test('claims that the good token names and nobody verifies are found', async () => {
  await using service = await startService({ secret: key })
  const url = `${service.url.replace('http', 'ws')}/ws`
  const claims = { aud: 'api', iss: 'https://issuer.example.com' }
  const result = await check(url, { claims, options: { conversation: chat } })
  assert.deepEqual(brief(result), ['failed', 'security', 'security', 'auth.accepted.wrong_audience'])
  assert.match(result.reason, /token for another audience.*also: token of another issuer/)
})

for (const code of [1008, 3000, 3003, 4401, 4403, 4001])
  test(`a server that opens first and then closes with ${code} refuses`, async () => {
    await using server = await openThen(socket => socket.close(code))
    const result = await check(`${server.url}/ws`, { options: { conversation: chat } })
    assert.equal(result.outcome, 'passed', result.reason)
    assert.match(told(result)[1]!, new RegExp(`refused \\(the server closed with ${code}`))
    const pinged = await check(`${server.url}/ws`)
    assert.equal(pinged.outcome, 'passed', pinged.reason)
  })

test('a server that looks at the credential a moment after it has opened refuses', async () => {
  await using server = await openThen(socket => setTimeout(() => socket.close(4401), 700))
  const result = await check(`${server.url}/ws`, { over: { timeoutMs: 5000 } })
  assert.equal(result.outcome, 'passed', result.reason)
})

test('a server that closes on everybody a moment later refuses nobody: the good client does not stay', async () => {
  await using server = await startSockets({ onOpen: socket => setTimeout(() => socket.close(1008), 700) })
  const result = await check(`${server.url}/ws`, { over: { timeoutMs: 5000 } })
  assert.deepEqual(brief(result), ['failed', 'authentication', 'auth', 'auth.closed'], result.reason)
})

test('a server that is done with everybody at once, and says 1000, refuses nobody', async () => {
  await using server = await startSockets({ onOpen: socket => setTimeout(() => socket.close(1000), 100) })
  assert.deepEqual(brief(await check(`${server.url}/ws`)), notProven)
})

test('application data before the close is no refusal', async () => {
  await using server = await openThen(socket => {
    socket.send('{"balance":100}')
    socket.close(4401)
  })
  const result = await check(`${server.url}/ws`, { options: { conversation: chat } })
  assert.deepEqual(brief(result), notProven)
  assert.match(result.reason, /it got '\{"balance":100\}' before the server closed with 4401/)
  assert.match(result.reason, /if everybody may have that, declare `refused: \{ close: 4401 \}`/)
})

test('a greeting for everybody before the close is none where that code is declared', async () => {
  await using server = await openThen(socket => {
    socket.send('{"type":"welcome"}')
    socket.close(1008)
  })
  const refused = { close: [1008] }
  for (const options of [{ conversation: chat, refused }, { refused }]) {
    const result = await check(`${server.url}/ws`, { options })
    assert.equal(result.outcome, 'passed', result.reason)
  }
  // Who is answered is not refused, whatever comes then.
  await using answering = await startSockets({
    onMessage: (socket, text) => {
      socket.send(reply(text))
      socket.close(1008)
    },
  })
  const letIn = await check(`${answering.url}/ws`, { options: { conversation: chat, refused } })
  assert.equal(letIn.fault?.type, 'auth.accepted.none', letIn.reason)
})

test('however many clients are let in with a ping alone, they are watched side by side', async () => {
  let most = 0
  await using server = await startSockets({
    onOpen: (_socket, all) => {
      most = Math.max(most, all.size)
    },
  })
  const result = await check(`${server.url}/ws`, { over: { timeoutMs: 700 } })
  assert.equal(result.fault?.type, 'auth.accepted.none', result.reason)
  assert.equal(most, result.assertions.length)
})

test('an error event before the close tells why, and is no application data', async () => {
  await using server = await openThen(socket => {
    socket.send('{"type":"error","message":"unauthorized"}')
    socket.close(4401)
  })
  assert.equal((await check(`${server.url}/ws`, { options: { conversation: chat } })).outcome, 'passed')
})

test('a message refuses where `refused` says so, at once and on an open connection; else it is not proven', async () => {
  await using server = await openThen(socket => socket.send('{"type":"error","code":401}'))
  const options = { conversation: chat }
  const over = { timeoutMs: 400 }
  const unsaid = await check(`${server.url}/ws`, { options, over })
  assert.deepEqual(brief(unsaid), notProven)
  assert.match(unsaid.reason, /declare it as `refused: \{ message: … \}`/)
  const refused = { status: [], close: [], message: { type: 'error', code: 401 } }
  const said = await check(`${server.url}/ws`, {
    options: { ...options, refused },
    over: { timeoutMs: 30_000 },
  })
  assert.equal(said.outcome, 'passed', said.reason)
  assert.match(
    told(said)[1]!,
    /refused \(the client is refused, as `refused` declares: \{"type":"error","code":401\}\)/,
  )
})

test('silence on an open connection is no refusal', async () => {
  await using server = await openThen(() => {})
  const result = await check(`${server.url}/ws`, {
    options: { conversation: chat },
    over: { timeoutMs: 300 },
  })
  assert.deepEqual(brief(result), notProven)
})

for (const [what, refuse] of [
  ['1000', 1000],
  ['1011', 1011],
] as const)
  test(`a close with ${what} is no refusal unless it is declared one`, async () => {
    await using server = await openThen(socket => socket.close(refuse))
    const options = { conversation: chat }
    assert.deepEqual(brief(await check(`${server.url}/ws`, { options })), notProven)
    const refused = { status: [], close: [refuse], message: undefined }
    const declared = await check(`${server.url}/ws`, { options: { ...options, refused } })
    assert.equal(declared.outcome, 'passed', declared.reason)
  })

for (const status of [400, 404, 426, 429, 500, 502])
  test(`HTTP ${status} is no refusal unless it is declared one`, async () => {
    await using server = await startSockets({
      admit: request => (isGood(tokenOf(request)) ? null : status),
      onMessage: answering,
    })
    const options = { conversation: chat }
    assert.deepEqual(brief(await check(`${server.url}/ws`, { options })), notProven)
    const refused = { status: [status], close: [], message: undefined }
    assert.equal((await check(`${server.url}/ws`, { options: { ...options, refused } })).outcome, 'passed')
  })

test('a good credential that is refused is a failure of authentication, and nothing beside it counts', async () => {
  await using server = await startSockets({ admit: () => 403 })
  const result = await check(`${server.url}/ws`)
  assert.deepEqual(brief(result), ['failed', 'authentication', 'auth', 'auth.refused'])
  assert.deepEqual(told(result).length, 1)
})

test('an endpoint that is not there refuses nobody', async () => {
  await using server = await startSockets({ admit: () => 404 })
  const result = await check(`${server.url}/ws`)
  assert.deepEqual(brief(result), ['failed', 'infrastructure', 'upgrade', 'ws.unexpected_response'])
})

test('a connection that is reset once is asked again; one that is always reset is not proven', async () => {
  for (const [resets, wanted] of [
    [1, 'passed'],
    [Number.POSITIVE_INFINITY, 'auth.refusal_not_proven'],
  ] as const) {
    let left: number = resets
    await using server = await startSockets({
      admit: request => {
        if (isGood(tokenOf(request))) return null
        if (tokenOf(request) === null && left-- > 0) request.socket.resetAndDestroy()
        return 401
      },
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { options: { conversation: chat }, over: { retries: 1 } })
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
  }
})

for (const status of [429, 503])
  test(`a limit that answers ${status} to a burst is waited out: the same clients come again, one at a time`, async () => {
    let burst = 5
    await using server = await startSockets({
      admit: request => (isGood(tokenOf(request)) ? null : burst-- > 0 ? status : 401),
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { options: { conversation: chat }, over: { retries: 1 } })
    assert.equal(result.outcome, 'passed', result.reason)
  })

test('an opaque token is tried as none, garbled, changed and cut', async () => {
  const token = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
  const prefix = token.slice(0, 12)
  for (const [accepts, wanted] of [
    [(seen: string) => seen === token, 'passed'],
    [(seen: string) => seen.startsWith(prefix), 'auth.accepted.tampered'],
    [(seen: string) => seen !== '' && token.startsWith(seen), 'auth.accepted.truncated'],
  ] as const) {
    await using server = await startSockets({
      admit: request => (accepts(tokenOf(request) ?? '') ? null : 401),
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { token, options: { conversation: chat } })
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
    assert.ok(!JSON.stringify(result).includes(token))
  }
})

test('a verifier that takes its public key for a shared secret is found by a ready-made token and that key', async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = String(pair.publicKey.export({ type: 'spki', format: 'pem' }))
  const token = jwt.sign({ sub: 'somebody' }, pair.privateKey, { algorithm: 'RS256', expiresIn: 60 })
  for (const careless of [false, true]) {
    const isSigned = (seen: string): boolean => {
      const [head = '', payload = '', signature = ''] = seen.split('.')
      try {
        jwt.verify(seen, publicKey, { algorithms: ['RS256'] })
        return true
      } catch {
        const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}') as { alg?: string }
        const own = createHmac('sha256', publicKey).update(`${head}.${payload}`).digest('base64url')
        return careless && alg === 'HS256' && own === signature
      }
    }
    await using server = await startSockets({
      admit: request => {
        try {
          return isSigned(tokenOf(request) ?? '') ? null : 401
        } catch {
          return 401
        }
      },
      onMessage: answering,
    })
    const result = await check(`${server.url}/ws`, { token, publicKey, options: { conversation: chat } })
    const wanted = careless ? 'auth.accepted.key_confusion' : 'passed'
    assert.equal(result.fault?.type ?? result.outcome, wanted, result.reason)
    assert.ok(told(result).some(line => line.startsWith('HS256 keyed with the public key: ')))
  }
})

test('over HTTP: 2xx lets in, a login page refuses, a page or an error with 200 is neither', async () => {
  const doors: readonly (readonly [wanted: string, status: number, headers: object, body: string])[] = [
    ['passed', 401, {}, ''],
    ['passed', 302, { location: '/accounts/login/?next=/api/me' }, ''],
    ['auth.refusal_not_proven', 302, { location: '/elsewhere?next=/login' }, ''],
    ['auth.accepted.none', 200, { 'content-type': 'application/json' }, '{"user":"a"}'],
    ['auth.refusal_not_proven', 200, { 'content-type': 'text/html' }, '<form>Sign in</form>'],
    [
      'auth.refusal_not_proven',
      200,
      { 'content-type': 'application/json' },
      '{"errors":[{"code":"UNAUTHENTICATED"}]}',
    ],
    ['auth.refusal_not_proven', 404, {}, ''],
  ]
  for (const [wanted, status, headers, body] of doors) {
    await using server = await startHttp((request, response) =>
      isGood(tokenOf(request))
        ? response.writeHead(200, { 'content-type': 'application/json' }).end('{"user":"a"}')
        : response.writeHead(status, { ...headers }).end(body),
    )
    const result = await check(`${server.url}/api/me`, { options: { over: 'http' } })
    assert.equal(result.fault?.type ?? result.outcome, wanted, `${status} ${body}: ${result.reason}`)
  }
})

test('over HTTP the good client has to get a 2xx', async () => {
  await using server = await startHttp((_request, response) => response.writeHead(404).end())
  const result = await check(`${server.url}/api/me`, { options: { over: 'http' } })
  assert.deepEqual(brief(result), ['failed', 'application', 'http', 'http.error'])
})

test('without a credential, refusals count if a path that cannot exist is answered otherwise', async () => {
  const over = { credential: null }
  await using right = await startSockets({ admit: request => (request.url === '/ws' ? 401 : 404) })
  const passed = await check(`${right.url}/ws`, { over })
  assert.deepEqual(brief(passed), ['passed', null, null, null], passed.reason)
  assert.deepEqual(told(passed), [
    'no credential: refused (HTTP 401)',
    'malformed credential: refused (HTTP 401)',
  ])
  assert.match(passed.notes.join(), /that a good client gets in was not tested/)

  await using everywhere = await startSockets({ admit: () => 403 })
  const skipped = await check(`${everywhere.url}/ws`, { over })
  assert.equal(skipped.outcome, 'skipped')
  assert.match(skipped.reason, /^not proven: .*a path that cannot exist/)

  await using open = await startSockets({})
  assert.deepEqual(brief(await check(`${open.url}/ws`, { over })), [
    ...['failed', 'security', 'security', 'auth.accepted.none'],
  ])
  await using missing = await startSockets({ admit: () => 404 })
  assert.equal((await check(`${missing.url}/ws`, { over })).fault?.type, 'auth.refusal_not_proven')
})
