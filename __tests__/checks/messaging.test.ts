import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessagingOptions } from '../../src/checks/messaging.ts'
import { simpleConversation } from '../../src/conversation/declare.ts'
import type { Credential } from '../../src/model/credential.ts'
import { Secret } from '../../src/model/secret.ts'
import { createRedactor } from '../../src/redact.ts'
import { createWire } from '../net/servers.ts'
import { plan, runOne } from './probing.ts'
import { type Behaviour, echo, startSockets } from './sockets.ts'

const token: Credential = {
  value: new Secret('t0ken-value'),
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}
const inMessage: Credential = { ...token, placement: { in: 'message' } }

async function check(
  behaviour: Behaviour,
  options: Partial<MessagingOptions> = {},
  credential: Credential | null = null,
  timeoutMs = 300,
) {
  await using server = await startSockets(behaviour)
  const redactor = createRedactor()
  if (credential) redactor.add(credential.value)
  const wire = createWire(
    {},
    { issue: async name => (name === null ? null : credential), hide: redactor.text },
  )
  const over = { credential: credential && 'default', timeoutMs }
  return await runOne(plan('messaging', `${server.url}/ws`, options, over), { wire, redactor })
}

const asking = { conversation: simpleConversation('{"type":"hello","id":"{{id}}"}', null) }

test('without a message a ping is answered, and the report says what that does not prove', async () => {
  const result = await check({})
  assert.equal(result.outcome, 'passed')
  assert.match(result.notes.join(), /only an RFC 6455 ping/)
  assert.match(result.proof!.seen, /^HTTP 101/)
})

test('a server that answers no ping fails as ws.pong_missing', async () => {
  const result = await check({ autoPong: false })
  assert.deepEqual(
    [result.fault?.type, result.class, result.layer],
    ['ws.pong_missing', 'infrastructure', 'messaging'],
  )
})

test('a reply that carries our id passes, however many others come with it', async () => {
  const result = await check(
    {
      onOpen: socket => socket.send('welcome'),
      onMessage(socket, text) {
        socket.send('{"type":"noise"}')
        socket.send(text)
      },
    },
    asking,
  )
  assert.deepEqual([result.outcome, result.notes], ['passed', []], result.reason)
  assert.match(result.reason, /1 sent, 3 received/)
  assert.deepEqual(
    result.transcript
      .filter(e => e.direction === 'received' && e.kind === 'text')
      .map(e => e.text.slice(0, 16)),
    ['welcome', '{"type":"noise"}', '{"type":"hello",'],
  )
})

test('no reply fails as ws.no_reply, class application', async () => {
  const result = await check({ onOpen: socket => socket.send('welcome') }, asking)
  assert.deepEqual(
    [result.outcome, result.fault?.type, result.class],
    ['failed', 'ws.no_reply', 'application'],
  )
})

test('each step that waited is an assertion', async () => {
  const conversation = [
    { send: { type: 'a' } },
    { receive: { type: 'a' } },
    { send: { type: 'b' } },
    { receive: { type: 'c' }, withinMs: 60 },
  ]
  const result = await check({ onMessage: echo }, { conversation })
  assert.deepEqual(
    result.assertions.map(a => a.ok),
    [true, false],
  )
  assert.equal(result.outcome, 'failed')
})

for (const [code, type, failureClass] of [
  [1008, 'auth.closed', 'authentication'],
  [4401, 'auth.closed', 'authentication'],
  [1011, 'ws.closed', 'application'],
  [1012, 'ws.cut', 'infrastructure'],
] as const)
  test(`with a credential a close with ${code} fails as ${type}`, async () => {
    const result = await check({ onOpen: socket => socket.close(code, 'why') }, asking, token)
    assert.deepEqual([result.outcome, result.fault?.type, result.class], ['failed', type, failureClass])
    assert.deepEqual(
      [result.observations['ws.close.code'], result.observations['ws.close.reason']],
      [code, 'why'],
    )
  })

test('where the server asks for a credential and none was given, it is skipped with that reason', async () => {
  for (const behaviour of [
    { admit: () => 401 },
    { admit: () => 403 },
    { onOpen: (socket: { close(code: number): void }) => socket.close(4401) },
  ]) {
    const result = await check(behaviour, asking)
    assert.equal(result.outcome, 'skipped', result.reason)
    assert.match(result.reason, /the server asks for a credential, and none was given/)
    assert.deepEqual([result.proof, result.class], [null, null])
  }
})

test('a refused credential is a failure of class authentication, never a pass and never skipped', async () => {
  for (const status of [401, 403]) {
    const result = await check({ admit: () => status }, asking, token)
    assert.deepEqual([result.outcome, result.class], ['failed', 'authentication'])
  }
})

test('a credential in the first message is sent before anything else, and is not shown', async () => {
  const seen: string[] = []
  const result = await check(
    {
      onMessage(socket, text) {
        seen.push(text)
        socket.send(text)
      },
    },
    { ...asking, authMessage: { type: 'auth', token: '{{token}}' } },
    inMessage,
  )
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(seen[0], '{"type":"auth","token":"t0ken-value"}')
  assert.doesNotMatch(JSON.stringify(result), /t0ken-value/)
})

test('a credential in the first message that is refused is a failure', async () => {
  const result = await check(
    { onMessage: socket => socket.close(4403, 'bad token') },
    { ...asking, authMessage: '{{token}}' },
    inMessage,
  )
  assert.deepEqual(
    [result.outcome, result.fault?.type, result.class],
    ['failed', 'auth.closed', 'authentication'],
  )
})

test('the conversation is closed in good order when it has run to its end', async () => {
  let code = 0
  const result = await check({
    onOpen: socket =>
      socket.on('close', closed => {
        code = closed
      }),
  })
  assert.equal(code, 1000)
  assert.deepEqual(
    result.attempts[0]?.phases.map(p => p.phase),
    ['tcp', 'upgrade', 'message', 'close'],
  )
})

test('a file that cannot be read is a bug of the configuration, and leaves no socket open', {
  timeout: 10_000,
}, async () => {
  let closed: Promise<void> | null = null
  await using server = await startSockets({
    onOpen(socket) {
      closed = new Promise(resolve => socket.on('close', () => resolve()))
    },
  })
  for (const kind of ['messaging', 'concurrency']) {
    const conversation = [{ send: { $file: '/no/such/file' } }, { receive: 'x' }]
    const result = await runOne(plan(kind, `${server.url}/ws`, { conversation }))
    assert.deepEqual([result.outcome, result.fault?.type], ['errored', 'runner.bug'])
    await closed
  }
})
