/** What a configuration file comes to: its variables, its words of a check, its environments. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reveal } from '../../src/model/secret.ts'
import { defaultFile, loadBad, loadGood, names, shown } from './given.ts'

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
