/** What a good configuration comes to: the simple form, the file, and which of two values wins. */

import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { rootCertificates } from 'node:tls'
import { reveal, type Secret } from '../../src/model/secret.ts'
import { defaultFile, load, loadBad, loadGood, showRow } from './given.ts'

const url = 'https://a.example'
const ws = { url, websocket: '/ws' }
const shown = (secrets: readonly Secret[]) => secrets.map(secret => secret.reveal())
const names = (checks: readonly { kind: string; path: string }[]) =>
  checks.map(({ kind, path }) => `${kind} ${path}`)

test('a URL alone is checked at /health, with the defaults of the contract', async () => {
  const config = await loadGood({ inputs: { url } })
  assert.deepEqual(names(config.checks), ['health /health'])
  const { waitMs, timeoutMs, deadlineMs, failOn } = config
  assert.deepEqual(
    { waitMs, timeoutMs, deadlineMs, failOn },
    { waitMs: 30_000, timeoutMs: 10_000, deadlineMs: 600_000, failOn: 'any' },
  )
  assert.equal(config.websocketBase.href, 'wss://a.example/')
})

test('each line of health is a check of its own, blank lines are none', async () => {
  const config = await loadGood({ inputs: { url, health: ' /a \n\n/b?full=1\r\nhttp://c.example/d' } })
  assert.deepEqual(names(config.checks), ['health /a', 'health /b?full=1', 'health http://c.example/d'])
})

test('a WebSocket without a credential adds upgrade and messaging, and concurrency only if it is asked for', async () => {
  const kinds = async (more: object) =>
    (await loadGood({ inputs: { ...ws, ...more } })).checks.map(({ kind }) => kind).join(' ')
  assert.equal(await kinds({}), 'health upgrade messaging')
  assert.equal(await kinds({ connections: '3' }), 'health upgrade messaging concurrency')
  assert.equal(await kinds({ token: 't' }), 'health upgrade messaging auth concurrency')
  assert.equal(await kinds({ token: 't', connections: '0' }), 'health upgrade messaging auth')
})

test('send, expect, subprotocol and connections arrive in the options of the WebSocket checks', async () => {
  const inputs = {
    ...ws,
    send: '{"id":"{{id}}"}',
    expect: '{"ok":true}',
    subprotocol: 'a\nb',
    connections: '7',
  }
  const { checks } = await loadGood({ inputs })
  const [, upgrade, messaging, concurrency] = checks.map(({ options }) => options as Record<string, unknown>)
  assert.deepEqual(upgrade?.subprotocol, ['a', 'b'])
  assert.deepEqual(messaging?.subprotocol, ['a', 'b'])
  assert.deepEqual((messaging!.conversation as unknown[])[0], { send: { id: '{{id}}' } })
  assert.deepEqual(concurrency?.conversation, messaging?.conversation)
  assert.equal(concurrency?.connections, 7)
})

test('what is published is known also where the rest has problems; a job is named after its matrix', async () => {
  const asked = { 'check-run': 'true', environment: 'staging', 'github-token': 't', 'job-id': '7' }
  const matrix = '{\n  "region": "eu",\n  "n": 3,\n  "more": {"a": 1}\n}'
  for (const more of [{}, { timeout: 'soon' }]) {
    const { ok, announcement } = await load({ inputs: { url, ...asked, job: matrix, ...more } })
    const { checkRun, comment, job, jobId, token } = announcement.publishing
    assert.deepEqual([ok, announcement.environment], [!('timeout' in more), 'staging'])
    assert.deepEqual(
      [checkRun, comment, job, jobId, token?.reveal()],
      [true, false, 'eu, 3, {"a":1}', '7', 't'],
    )
  }
  const { announcement } = await load({ inputs: { url, job: 'null' } })
  assert.deepEqual([announcement.publishing.job, announcement.publishing.token], ['', null])
})

test('a WebSocket URL is the target of its checks', async () => {
  const config = await loadGood({ inputs: { url, websocket: 'wss://ws.example/chat' } })
  assert.deepEqual(names(config.checks).slice(1, 2), ['upgrade wss://ws.example/chat'])
  assert.equal(config.websocketBase.host, 'ws.example')
})

test('inputs that are empty were not given', async () => {
  const inputs = { url, health: '', token: '', 'jwt-secret': '', timeout: ' \n', 'check-run': '', config: '' }
  const config = await loadGood({ inputs })
  assert.deepEqual([config.credentials, config.timeoutMs, config.checks.length], [{}, 10_000, 1])
})

test('values that ask for nothing unbuilt are taken', async () => {
  const inputs = { ...ws, baseline: 'off', 'check-run': 'False', 'auth-required': 'auto', comment: 'false' }
  assert.ok(await loadGood({ inputs }))
})

test('refusals are checked as soon as there is a credential, or if they are asked for, and not if they are not', async () => {
  const planned = async (more: object) =>
    (await loadGood({ inputs: { ...ws, ...more } })).checks.some(({ kind }) => kind === 'auth')
  assert.equal(await planned({}), false)
  assert.equal(await planned({ 'auth-required': 'true' }), true)
  assert.equal(await planned({ token: 't' }), true)
  assert.equal(await planned({ token: 't', 'auth-required': 'auto' }), true)
  assert.equal(await planned({ token: 't', 'auth-required': 'false' }), false)
})

test('an auth check over HTTP has a URL of HTTP, and what refuses is read', async () => {
  const file = (target: string) => `environments:
  staging: { url: "https://a.example", credential: { token: t } }
checks:
  - auth: ${target}
    over: http
    method: post
    body: { a: 1 }
    refused: { status: [404, 422], close: 1000, message: { type: error } }
`
  const { checks } = await loadGood({ files: { [defaultFile]: file('https://b.example/api/me') } })
  const { over, method, body, refused } = checks[0]!.options as Record<string, unknown>
  assert.deepEqual([over, method, body], ['http', 'POST', '{"a":1}'])
  assert.deepEqual(refused, { status: [404, 422], close: [1000], message: { type: 'error' } })
  const problems = await loadBad({ files: { [defaultFile]: file('wss://b.example/ws') } })
  assert.match(JSON.stringify(problems), /wss:/)
})

test('every secret input is known for masking, as it was given and as it is used', async () => {
  const inputs = { ...ws, token: 'tok-1\n', 'github-token': 'gh-2' }
  const { secrets, credentials } = await loadGood({ inputs })
  assert.deepEqual(new Set(shown(secrets)), new Set(['tok-1\n', 'tok-1', 'gh-2']))
  assert.equal(
    credentials.default?.source.from === 'token' && reveal(credentials.default.source.token),
    'tok-1',
  )
})

test('an HMAC secret is taken to the byte', async () => {
  const { credentials } = await loadGood({ inputs: { ...ws, 'jwt-secret': ' s\n' } })
  const source = credentials.default?.source
  assert.equal(source?.from === 'jwt' && source.key.kind === 'secret' && reveal(source.key.secret), ' s\n')
})

test('claims are JSON or YAML', async () => {
  for (const text of ['{"aud":["a"],"n":1}', 'aud: [a]\nn: 1']) {
    const { credentials } = await loadGood({ inputs: { ...ws, 'jwt-secret': 's', 'jwt-claims': text } })
    const source = credentials.default?.source
    assert.deepEqual(source?.from === 'jwt' && source.claims, { aud: ['a'], n: 1 })
  }
})

test('connect-to takes names, IPv4 and IPv6, with and without a port', async () => {
  const rows: readonly (readonly [string, string, number | null])[] = [
    ['203.0.113.7', '203.0.113.7', null],
    ['203.0.113.7:8443', '203.0.113.7', 8443],
    ['2001:db8::7', '2001:db8::7', null],
    ['[2001:db8::7]', '2001:db8::7', null],
    ['[2001:db8::7]:443', '2001:db8::7', 443],
    ['new-stack.example.com:443', 'new-stack.example.com', 443],
  ]
  for (const [text, host, port] of rows) {
    assert.deepEqual((await loadGood({ inputs: { url, 'connect-to': text } })).connectTo, { host, port })
  }
})

test('the URL comes from the input, else the environment, else the event', async () => {
  const event = { deployment_status: { environment_url: 'https://event.example' } }
  const files = { [defaultFile]: 'environments: { staging: { url: https://file.example } }' }
  const host = async (situation: object) => (await loadGood(situation)).url.host
  assert.equal(await host({ inputs: { url }, files, event }), 'a.example')
  assert.equal(await host({ files, event }), 'file.example')
  assert.equal(
    await host({ files: { [defaultFile]: 'environments: { staging: {} }' }, event }),
    'event.example',
  )
  assert.equal(await host({ event }), 'event.example')
})

test('inputs win over the file, value by value', async () => {
  const files = {
    'other.yml': `environments:
  staging:
    url: https://file.example
    websocket: wss://ws.example
    credential: { jwt: { secret: file-secret, claims: { aud: api }, expires-in: 1m }, in: "query:t" }
policy: { fail-on: infrastructure }
checks:
  - upgrade: /ws
`,
  }
  const fromFile = await loadGood({ inputs: { config: './other.yml' }, files })
  assert.equal(fromFile.failOn, 'infrastructure')
  assert.deepEqual(fromFile.credentials.default?.placement, { in: 'query', name: 't' })
  assert.equal(fromFile.checks[0]?.source?.file, 'other.yml')

  const inputs = { config: 'other.yml', url, 'jwt-secret': 'own', 'fail-on': 'any', 'jwt-expires-in': '2m' }
  const config = await loadGood({ inputs, files })
  const source = config.credentials.default?.source
  assert.ok(source?.from === 'jwt' && source.key.kind === 'secret')
  assert.equal(reveal(source.key.secret), 'own')
  assert.deepEqual([source.claims, source.expiresInMs], [{ aud: 'api' }, 120_000])
  assert.deepEqual(
    [config.url.host, config.websocketBase.host, config.failOn],
    ['a.example', 'ws.example', 'any'],
  )
  assert.deepEqual(config.credentials.default?.placement, { in: 'query', name: 't' })

  const moved = await loadGood({ inputs: { config: 'other.yml', websocket: 'wss://new.example' }, files })
  assert.equal(moved.websocketBase.host, 'new.example')
})

test('a token replaces a JWT of the file with everything that shapes it', async () => {
  const files = {
    [defaultFile]: `environments:
  staging:
    url: https://file.example
    websocket: wss://file.example/ws
    credential: { jwt: { secret: s, claims: { aud: api }, algorithm: HS512 } }
`,
  }
  const { credentials, checks } = await loadGood({ inputs: { token: 't' }, files })
  assert.equal(credentials.default?.source.from, 'token')
  assert.deepEqual(
    checks.map(({ kind }) => kind),
    ['health', 'upgrade', 'messaging', 'auth', 'concurrency'],
  )
})

test('only variables of the chosen environment, and of checks that run in it, have to be set', async () => {
  const text = `environments:
  staging: { url: https://a.example, headers: { x-key: $STAGING_KEY } }
  production: { url: $PRODUCTION_URL, credential: { token: $PRODUCTION_TOKEN } }
checks:
  - health: /health
  - health: /deep
    when: production
    within: $LIMIT
`
  const files = { [defaultFile]: text }
  const config = await loadGood({ inputs: { environment: 'staging' }, env: { STAGING_KEY: 'k-1' }, files })
  assert.deepEqual(names(config.checks), ['health /health'])
  assert.equal(config.environment, 'staging')
  const problems = await loadBad({ inputs: { environment: 'production' }, files })
  assert.deepEqual(
    problems.map(({ subject }) => subject),
    ['environments.production.url', 'environments.production.credential.token', 'checks[1].within'],
  )
})

test('checks that are left out of an environment are named in a note', async () => {
  const text = `environments: { staging: { url: https://a.example }, production: { url: https://b.example } }
checks:
  - health: /health
  - health: /deep
    when: [production]
`
  const { notes } = await loadGood({ inputs: { environment: 'staging' }, files: { [defaultFile]: text } })
  assert.deepEqual(notes, ['left out of staging by their `when`: health:/deep'])
})

test('what variables bring into headers and credentials is a secret, and so is what sounds like one', async () => {
  const text = `environments:
  staging:
    url: https://$HOST
    headers: { authorization: "Basic $LOGIN", x-plain: visible }
    credential: { jwt: { secret: $JWT_KEY, claims: { sub: $SUBJECT } } }
checks:
  - messaging: /ws
    headers: { x-key: "\${HEADER}" }
    conversation:
      - send: { password: $ADMIN_PASSWORD, who: $WHO, price: $$5, cost: 5$ }
      - receive: { $matches: "^$HOST$" }
`
  const env = {
    ...{ HOST: 'a.example', LOGIN: 'login-1', JWT_KEY: 'key-2', SUBJECT: 'subject-3' },
    ...{ HEADER: 'header-4', ADMIN_PASSWORD: 'password-5', WHO: 'me' },
  }
  const config = await loadGood({ env, files: { [defaultFile]: text } })
  assert.deepEqual(
    new Set(shown(config.secrets)),
    new Set(['login-1', 'key-2', 'subject-3', 'header-4', 'password-5']),
  )
  assert.equal(config.url.host, 'a.example')
  assert.equal(String(config.headers.authorization), '***')
  assert.equal(reveal(config.headers.authorization!), 'Basic login-1')
  assert.equal(config.headers['x-plain'], 'visible')
  assert.equal(String(config.checks[0]?.headers['x-key']), '***')
  const { conversation } = config.checks[0]!.options as { conversation: unknown }
  assert.deepEqual(conversation, [
    { send: { password: 'password-5', who: 'me', price: '$5', cost: '5$' } },
    { receive: { $matches: '^$HOST$' } },
  ])
})

test('no problem repeats a secret that stands in the wrong place', async () => {
  const inputs = { url: 'https://a.example/s3cret-value', token: 's3cret-value', websocket: 's3cret-value' }
  const problems = await loadBad({ inputs })
  assert.deepEqual(problems.map(showRow), [
    'websocket | "***" is neither a path nor a URL | write /*** or wss://api.example.com/ws',
  ])
})

test('the first message of the environment is that of its WebSocket checks, but for one that has its own', async () => {
  const text = `environments:
  staging:
    url: https://a.example
    credential: { token: t, in: message }
    auth-message: { type: auth, token: "{{token}}" }
checks:
  - upgrade: /ws
  - messaging: /ws
    auth-message: "AUTH {{token}}"
`
  const { checks } = await loadGood({ files: { [defaultFile]: text } })
  const messages = checks.map(({ options }) => (options as { authMessage: unknown }).authMessage)
  assert.deepEqual(messages, [{ type: 'auth', token: '{{token}}' }, 'AUTH {{token}}'])
})

test('the environment names the report where there is no file', async () => {
  assert.equal((await loadGood({ inputs: { url, environment: 'preview' } })).environment, 'preview')
})

test('words of a check arrive: name, id, timeout, retries, fail-on, needs, credential, and where it stands', async () => {
  const text = `environments: { staging: { url: https://a.example, credentials: { admin: { token: t } } } }
checks:
  - health: /health
  - health: /deep
    name: Deep health
    id: deep
    timeout: 3s
    retries: 0
    fail-on: infrastructure
    needs: health:/health
    credential: admin
`
  const { checks } = await loadGood({ files: { [defaultFile]: text } })
  const { options: _, ...check } = checks[1]!
  assert.deepEqual(check, {
    ...{ kind: 'health', path: '/deep', name: 'Deep health', id: 'deep', timeoutMs: 3000, retries: 0 },
    ...{ failOn: 'infrastructure', needs: ['health:/health'], when: null, headers: {}, credential: 'admin' },
    source: { file: defaultFile, line: 4, column: 5 },
  })
})

test('problems of a refused configuration come with what the report needs', async () => {
  const { load } = await import('./given.ts')
  const loaded = await load({
    inputs: { ...ws, token: 'tok-1', timeout: 'x', 'report-dir': '/tmp/r', environment: 'e' },
  })
  assert.ok(!loaded.ok)
  assert.deepEqual(
    [loaded.environment, loaded.url, loaded.reportDir, shown(loaded.secrets).includes('tok-1')],
    ['e', 'https://a.example/', resolve('/tmp/r'), true],
  )
})

test('what was wrong with the command line is told with the rest', async () => {
  const { loadConfig } = await import('../../src/config/load.ts')
  const problem = { subject: '--x', message: 'm', remedy: 'r', place: null }
  const given = { inputs: {}, env: {}, directory: '/nowhere', event: null, problems: [problem] }
  const loaded = await loadConfig(given, [])
  assert.ok(!loaded.ok)
  assert.deepEqual(
    loaded.problems.map(({ subject }) => subject),
    ['--x', 'url'],
  )
})

test('another key of the inputs takes nothing that belonged to the key of the file', async () => {
  const text = `environments:
  staging:
    url: https://a.example
    websocket: /ws
    credential: { jwt: { secret: s, algorithm: HS512, key-id: old, expires-in: 1m } }
`
  const files = { [defaultFile]: text }
  const { credentials } = await loadGood({ inputs: { 'jwt-secret': 'own' }, files })
  const source = credentials.default?.source
  assert.ok(source?.from === 'jwt')
  assert.deepEqual([source.algorithm, source.keyId, source.expiresInMs], ['HS256', null, 60_000])
})

test('a credential goes where credential-in says', async () => {
  const rows: readonly (readonly [string, object])[] = [
    ['header', { in: 'header', name: 'Authorization', prefix: 'Bearer ' }],
    ['header:X-Api-Key', { in: 'header', name: 'X-Api-Key', prefix: '' }],
    ['header: Authorization', { in: 'header', name: 'Authorization', prefix: '' }],
    ['query:token', { in: 'query', name: 'token' }],
    ['cookie:session', { in: 'cookie', name: 'session' }],
    ['subprotocol:bearer.', { in: 'subprotocol', prefix: 'bearer.' }],
    ['subprotocol:', { in: 'subprotocol', prefix: '' }],
  ]
  for (const [text, placement] of rows) {
    const { credentials } = await loadGood({ inputs: { ...ws, token: 't', 'credential-in': text } })
    assert.deepEqual(credentials.default?.placement, placement)
  }
})

test('ca is PEM text, with real or written line breaks, or a file of several certificates', async () => {
  const [one, two] = rootCertificates
  const trusted = async (ca: string) =>
    (await loadGood({ inputs: { url, ca }, files: { 'certs/ca.pem': `# two\n${one}\n${two}\n` } })).ca
  assert.equal(await trusted(one!), `${one}\n`)
  assert.equal(await trusted(one!.replaceAll('\n', '\\n')), `${one}\n`)
  assert.equal(await trusted('certs/ca.pem'), `${one}\n${two}\n`)
})
