import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../src/checks/index.ts'
import type { Config, CredentialConfig, DeclaredCheck } from '../src/config/config.ts'
import { Secret } from '../src/model/secret.ts'
import { buildPlan } from '../src/plan.ts'

const config = (checks: readonly DeclaredCheck[], over: Partial<Config> = {}): Config => ({
  environment: 'staging',
  url: new URL('https://api.example/base/'),
  websocketBase: new URL('wss://ws.example/'),
  headers: {},
  credentials: {},
  authMessage: null,
  checks,
  ready: null,
  waitMs: 30_000,
  timeoutMs: 10_000,
  deadlineMs: 600_000,
  failOn: 'any',
  baseline: { from: 'off' },
  slowerRatio: null,
  ca: null,
  connectTo: null,
  reportDir: null,
  sha: null,
  notes: [],
  secrets: [],
  ...over,
})

function declared(kind: string, path: string, over: Partial<DeclaredCheck> = {}): DeclaredCheck {
  return {
    kind,
    path,
    options: checkKinds.find(k => k.kind === kind)?.defaults,
    name: null,
    id: null,
    timeoutMs: null,
    retries: null,
    failOn: null,
    needs: [],
    when: null,
    headers: {},
    credential: null,
    source: null,
    ...over,
  }
}

const planOf = (checks: readonly DeclaredCheck[], over: Partial<Config> = {}) =>
  buildPlan(config(checks, over), checkKinds)

const token: CredentialConfig = {
  source: { from: 'token', token: new Secret('t') },
  placement: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
}
const both = { credentials: { default: token, admin: token } }

test('ids are the kind and the path, made unique in the order of the plan', () => {
  const { checks } = planOf([
    declared('health', '/health'),
    declared('health', '/health?verbose=1'),
    declared('health', '/health', { id: 'mine' }),
    declared('health', '/health'),
    declared('upgrade', '/ws'),
  ])
  assert.deepEqual(
    checks.map(c => c.id),
    ['health:/health', 'health:/health#2', 'mine', 'health:/health#3', 'upgrade:/ws'],
  )
})

test('a default id makes room for one that the user gave', () => {
  const { checks } = planOf([declared('health', '/a'), declared('health', '/b', { id: 'health:/a' })])
  assert.deepEqual(
    checks.map(c => c.id),
    ['health:/a#2', 'health:/a'],
  )
})

const targets: readonly (readonly [kind: string, path: string, target: string])[] = [
  ['health', '/health', 'https://api.example/health'],
  ['health', 'health', 'https://api.example/base/health'],
  ['health', 'http://other.example:8080/up', 'http://other.example:8080/up'],
  ['upgrade', '/ws', 'wss://ws.example/ws'],
  ['messaging', 'ws://other.example/chat?room=1', 'ws://other.example/chat?room=1'],
]
for (const [kind, path, target] of targets)
  test(`${kind} ${path} goes to ${target}`, () => {
    assert.equal(planOf([declared(kind, path)]).checks[0]?.target.url.href, target)
  })

test('what a check does not say is the run’s: time-out, headers; and one retry', () => {
  const [plain, own] = planOf(
    [
      declared('health', '/a'),
      declared('health', '/b', {
        timeoutMs: 5,
        retries: 0,
        headers: { 'x-b': '2' },
        name: 'Mine',
        failOn: 'any',
      }),
    ],
    { headers: { 'x-a': '1', 'x-b': '1' } },
  ).checks
  assert.deepEqual(
    [plain?.timeoutMs, plain?.retries, plain?.headers, plain?.name, plain?.failOn],
    [10_000, 1, { 'x-a': '1', 'x-b': '1' }, 'Health /a', null],
  )
  assert.deepEqual(
    [own?.timeoutMs, own?.retries, own?.headers, own?.name, own?.failOn],
    [5, 0, { 'x-a': '1', 'x-b': '2' }, 'Mine', 'any'],
  )
})

const credentials: readonly (readonly [kind: string, said: string | null, planned: string | null])[] = [
  ['health', null, null],
  ['health', 'default', 'default'],
  ['health', 'admin', 'admin'],
  ['upgrade', null, 'default'],
  ['messaging', null, 'default'],
  ['concurrency', null, 'default'],
  ['upgrade', 'none', null],
  ['upgrade', 'admin', 'admin'],
  ['upgrade', 'constructor', null],
]
for (const [kind, said, planned] of credentials)
  test(`${kind} with credential ${said ?? 'unsaid'} shows ${planned ?? 'none'}`, () => {
    assert.equal(planOf([declared(kind, '/ws', { credential: said })], both).checks[0]?.credential, planned)
  })

test('without any credential a WebSocket check shows none', () => {
  assert.equal(planOf([declared('upgrade', '/ws')]).checks[0]?.credential, null)
})

test('a check is left out where `when` does not name the environment', () => {
  const checks = [
    declared('health', '/a', { when: ['staging', 'production'] }),
    declared('health', '/b', { when: ['production'] }),
  ]
  assert.deepEqual(
    planOf(checks).checks.map(c => c.id),
    ['health:/a'],
  )
  assert.deepEqual(planOf(checks, { environment: null }).checks, [])
})

test('messages follow the upgrade of the same path and credential, concurrent clients and refusals follow both', () => {
  const { checks } = planOf(
    [
      declared('upgrade', '/ws'),
      declared('upgrade', '/other'),
      declared('messaging', '/ws'),
      declared('messaging', '/ws', { credential: 'admin' }),
      declared('concurrency', '/ws'),
      declared('auth', '/ws'),
      declared('health', '/ws'),
    ],
    both,
  )
  assert.deepEqual(
    checks.map(c => c.follows),
    [[], [], ['upgrade:/ws'], [], ['upgrade:/ws', 'messaging:/ws'], ['upgrade:/ws', 'messaging:/ws'], []],
  )
})

test('concurrent clients without a conversation speak that of the messaging check on their path', () => {
  const own = [{ send: 'own' }, { receive: 'own' }]
  const model = [{ send: 'hello' }, { receive: 'hello' }]
  const options = (conversation: unknown) => ({
    subprotocol: [],
    origin: null,
    authMessage: null,
    connections: 5,
    conversation,
  })
  const { checks } = planOf([
    declared('concurrency', '/ws', { options: options(null) }),
    declared('concurrency', '/ws', { options: options(own) }),
    declared('concurrency', '/other', { options: options(null) }),
    declared('messaging', '/ws', { options: options(model) }),
  ])
  assert.deepEqual(
    checks.slice(0, 3).map(c => (c.options as { conversation: unknown }).conversation),
    [model, own, null],
  )
})

test('refusals are tried with the conversation of the messages on their path, and with what refuses in it', () => {
  const model = [{ send: 'hello' }, { receive: 'hello' }]
  const rule = { status: [], close: [], message: { type: 'error' } }
  const own = { status: [404], close: [], message: undefined }
  const { checks } = planOf([
    declared('messaging', '/ws', { options: { conversation: model, refused: rule } }),
    declared('auth', '/ws', { options: { over: 'websocket', conversation: null, refused: null } }),
    declared('auth', '/ws', { options: { over: 'websocket', conversation: null, refused: own } }),
    declared('auth', '/ws', { options: { conversation: [{ send: 'own' }], refused: null } }),
  ])
  assert.deepEqual(
    checks.slice(1).map(c => c.options),
    [
      ...[rule, own].map(refused => ({
        over: 'websocket',
        conversation: model,
        protocol: undefined,
        refused,
      })),
      { conversation: [{ send: 'own' }], refused: rule },
    ],
  )
})

test('refusals are tried in the protocol of the messages on their path, or in their own', () => {
  const [theirs, own] = [
    { name: 'socket.io', options: { namespace: '/chat' } },
    { name: 'socket.io', options: {} },
  ]
  const refused = { message: { type: 'disconnect' } }
  const { checks } = planOf([
    declared('messaging', '/ws', { options: { conversation: null, protocol: theirs, refused } }),
    declared('auth', '/ws', { options: { conversation: null, protocol: null, refused: null } }),
    declared('auth', '/ws', { options: { conversation: null, protocol: own, refused: null } }),
    declared('upgrade', '/ws', { options: { protocol: null, refused: null } }),
  ])
  assert.deepEqual(
    checks.slice(1).map(c => c.options),
    [
      { conversation: null, protocol: theirs, refused },
      { conversation: null, protocol: own, refused },
      { protocol: null, refused: null },
    ],
  )
})

test('an auth check goes where its transport goes', () => {
  const paths = (['websocket', 'http'] as const).map(over => {
    const options = { over, conversation: null, refused: null }
    return planOf([declared('auth', '/x', { options })]).checks[0]!.target.url.protocol
  })
  assert.match(paths.join(' '), /^wss?: https?:$/)
})

test('the first health check is polled, for as long as the wait is', () => {
  const checks = [declared('upgrade', '/ws'), declared('health', '/a'), declared('health', '/b')]
  assert.deepEqual(planOf(checks).readiness, { checks: ['health:/a'], withinMs: 30_000 })
  assert.equal(planOf(checks, { waitMs: 0 }).readiness, null)
  assert.equal(planOf([declared('upgrade', '/ws')]).readiness, null)
})

test('what the configuration cannot prove is handed on', () => {
  assert.deepEqual(planOf([], { notes: ['no credential'] }).notes, ['no credential'])
})

test('a kind that does not exist is a bug here: the configuration refuses it', () => {
  assert.throws(() => planOf([declared('telepathy', '/x')]), /no check kind "telepathy"/)
})

const header = { in: 'header', name: 'x-revision' } as const
const commit = { in: 'json', tokens: ['commit'] } as const
const text = { in: 'text' } as const
for (const [what, from, own, found] of [
  ['a header, on any path', { path: '/version', place: header }, null, header],
  ['the body of the same path', { path: '/health', place: commit }, null, commit],
  ['the whole body of the same path', { path: 'https://api.example/health', place: text }, null, text],
  ['the body of another path, which it does not ask', { path: '/version', place: commit }, null, null],
  ['its own place, whatever `ready` says', { path: '/health', place: header }, commit, commit],
] as const)
  test(`addresses reads the revision where ready does: ${what}`, () => {
    const ready: Config['ready'] = {
      ...{ path: from.path, consecutive: 5, giveUp: null, source: null },
      revision: { expected: null, place: from.place, socket: null, stream: null },
    }
    const options = { alike: ['status'], revision: own }
    const { checks } = planOf([declared('addresses', '/health', { options })], { ready })
    const planned = checks.find(({ kind }) => kind === 'addresses')
    assert.deepEqual(planned?.options, { ...options, revision: found })
  })
