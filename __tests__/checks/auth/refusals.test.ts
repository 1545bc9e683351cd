/** What counts as a refusal, what as letting in, and what as neither. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHttp } from '../probing.ts'
import { type Behaviour, startSockets } from '../sockets.ts'
import { answering, brief, chat, check, isGood, reply, tokenOf, told } from './doors.ts'

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
