/** Credentials that are fetched: from real servers, each way to go wrong with its own name. */

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import jwt from 'jsonwebtoken'
import type { FetchedSource } from '../../src/credentials/sources.ts'
import type { FaultType } from '../../src/model/fault.ts'
import { Secret } from '../../src/model/secret.ts'
import { closedPort } from '../net/servers.ts'
import {
  type Asked,
  clientSecret,
  credentialsOf,
  fetchOnce,
  json,
  loginOf,
  oauthOf,
  startIssuer,
} from './issuing.ts'

const token = 'opaque-Access-Token-0123456789'

test('client credentials are shown in the Basic header, form-urlencoded first, with scope and audience in the body', async () => {
  await using server = await startIssuer(json({ access_token: token, token_type: 'Bearer', expires_in: 60 }))
  const source = oauthOf(`${server.url}/oauth/token`, { scope: 'read:all write', audience: 'https://api/' })
  const got = await fetchOnce(source)
  const [asked] = server.asked
  assert.equal(got.token, token)
  assert.equal(asked?.method, 'POST')
  assert.equal(asked.headers['content-type'], 'application/x-www-form-urlencoded')
  // What a server does by RFC 6749 section 2.3.1.
  const pair = Buffer.from(String(asked.headers.authorization).slice('Basic '.length), 'base64').toString()
  const [id, secret] = pair.split(':').map(part => new URLSearchParams(`x=${part}`).get('x'))
  assert.deepEqual([id, secret], ['verify deploy', clientSecret])
  assert.deepEqual(Object.fromEntries(new URLSearchParams(asked.body)), {
    grant_type: 'client_credentials',
    scope: 'read:all write',
    audience: 'https://api/',
  })
  assert.ok(Math.abs((got.acquired.lifetimeMs ?? 0) - 60_000) < 5000, String(got.acquired.lifetimeMs))
  assert.deepEqual(
    got.acquired.attempts.map(({ phases }) => phases.map(({ phase }) => phase)),
    [['tcp', 'request', 'body']],
  )
})

test('client credentials are shown in the body where the server wants them there', async () => {
  await using server = await startIssuer(json({ access_token: token }))
  const got = await fetchOnce(oauthOf(`${server.url}/t`, { auth: 'body' }))
  const [asked] = server.asked
  assert.equal(asked?.headers.authorization, undefined)
  const { client_id, client_secret } = Object.fromEntries(new URLSearchParams(asked?.body))
  assert.deepEqual([client_id, client_secret, got.token], ['verify deploy', clientSecret, token])
})

test('a login sends its body as JSON and takes the token out of the answer by its path', async () => {
  await using server = await startIssuer(json({ data: { auth: { token } } }))
  const source = loginOf('/login', { answer: { in: 'json', path: '$.data.auth.token' } })
  const got = await fetchOnce(source, { home: server.url })
  assert.deepEqual(
    [got.token, server.asked[0]?.url, JSON.parse(server.asked[0]!.body)],
    [token, '/login', { user: 'tester', password: 'pw-9182' }],
  )
  assert.equal(server.asked[0]?.headers['content-type'], 'application/json')
})

test('a login as a form is sent as it is written, with its own headers', async () => {
  await using server = await startIssuer(json({ token }))
  const headers = { 'X-Tenant': 'acme', 'User-Agent': 'mine' }
  await fetchOnce(loginOf(`${server.url}/login`, { body: 'user=a&password=b%20c', headers }))
  const [asked] = server.asked
  assert.equal(asked?.body, 'user=a&password=b%20c')
  assert.deepEqual(
    [asked?.headers['content-type'], asked?.headers['x-tenant'], asked?.headers['user-agent']],
    ['application/x-www-form-urlencoded', 'acme', 'mine'],
  )
})

for (const status of [200, 204, 302])
  test(`a login whose ${status} sets a session cookie gives that cookie, and its age`, async () => {
    await using server = await startIssuer((_asked, response) => {
      response.writeHead(status, {
        location: `/home?session=${token}`,
        'set-cookie': ['locale=en; Path=/', `session=${token}; Path=/; HttpOnly; Max-Age=90`],
      })
      response.end()
    })
    const got = await fetchOnce(
      loginOf(`${server.url}/login`, { answer: { in: 'cookie', name: 'session' } }),
      { placement: { in: 'cookie', name: 'session' } },
    )
    assert.equal(got.token, token)
    assert.ok(Math.abs((got.acquired.lifetimeMs ?? 0) - 90_000) < 5000)
    assert.ok(!got.shown.includes(token), got.shown)
  })

test("GitHub's endpoint is asked with the audience and the request token, and its JWT's end is known", async () => {
  const value = jwt.sign({ aud: 'api' }, 'key', { expiresIn: 300 })
  await using server = await startIssuer(json({ count: 1, value }))
  const endpoint = `${server.url}/idtoken?api-version=2.0`
  const source: FetchedSource = {
    ...{ from: 'oidc', audience: 'https://api.example/?a=b', endpoint, declared: null },
    ...{ requestToken: new Secret('request-token'), pathSecret: new Secret('/idtoken') },
  }
  const got = await fetchOnce(source)
  const asked = new URL(server.asked[0]!.url, 'http://x')
  assert.equal(got.token, value)
  assert.equal(server.asked[0]?.headers.authorization, 'Bearer request-token')
  assert.deepEqual(Object.fromEntries(asked.searchParams), {
    'api-version': '2.0',
    audience: 'https://api.example/?a=b',
  })
  assert.ok(Math.abs((got.acquired.lifetimeMs ?? 0) - 300_000) < 5000)
})

const html = (_asked: unknown, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')

const wrong: readonly (readonly [
  name: string,
  answer: (asked: Asked, response: ServerResponse) => void,
  type: FaultType,
  message: RegExp,
  tries: number,
])[] = [
  [
    'invalid_client',
    json({ error: 'invalid_client', error_description: 'Client authentication failed' }, 401),
    'credential.refused',
    /HTTP 401: invalid_client \(Client authentication failed\): it refuses our client/,
    1,
  ],
  [
    'unauthorized_client as a 400',
    json({ error: 'unauthorized_client' }, 400),
    'credential.refused',
    /HTTP 400: unauthorized_client/,
    1,
  ],
  [
    'a refusal with the status 200',
    json({ error: 'incorrect_client_credentials' }),
    'http.error',
    /HTTP 200: incorrect_client_credentials instead of a credential/,
    1,
  ],
  [
    'invalid_scope',
    json({ error: 'invalid_scope' }, 400),
    'http.error',
    /HTTP 400: invalid_scope instead/,
    1,
  ],
  ['a 404', json({}, 404), 'http.error', /HTTP 404 instead of a credential/, 1],
  ['an HTML page', html, 'credential.unusable', /HTTP 200 with an HTML page that is not JSON/, 1],
  [
    'an empty body',
    (_asked, response) => void response.end(),
    'credential.unusable',
    /with an empty body that is not JSON/,
    1,
  ],
  [
    'another key, which is named without its value',
    json({ accessToken: token, ok: true }),
    'credential.unusable',
    /without a text at access_token: its keys are accessToken, ok$/,
    1,
  ],
  [
    'a redirect, which is not followed',
    (_asked, response) => void response.writeHead(302, { location: `/sign-in?t=${token}` }).end(),
    'http.error',
    /HTTP 302, a redirect to "\/sign-in", which is not followed/,
    1,
  ],
  ['a 500', json({}, 500), 'http.error', /HTTP 500 instead of a credential/, 3],
  ['a 503', json({}, 503), 'http.gateway_error', /HTTP 503: a gateway speaks/, 3],
  ['a 429', json({}, 429), 'http.error', /HTTP 429/, 3],
  ['no answer', (_asked, response) => void response.destroy(), 'http.response.closed', /./, 3],
  [
    'a token with a line break, which would write headers of its own',
    json({ access_token: `${token}\r\nx-evil: 1` }),
    'credential.unusable',
    /holds characters that a header cannot carry/,
    1,
  ],
]
for (const [name, answer, type, message, tries] of wrong)
  test(`a token endpoint that answers with ${name} is ${type} after ${tries} of 3 tries`, async () => {
    await using server = await startIssuer(answer)
    const got = await fetchOnce(oauthOf(`${server.url}/oauth/token`))
    assert.deepEqual([got.acquired.fault?.type, server.asked.length], [type, tries])
    assert.match(got.acquired.fault?.message ?? '', message)
    assert.equal(got.acquired.attempts.length, tries)
    assert.equal(got.token, null)
    assert.ok(!got.shown.includes(token), got.shown)
  })

test('a login without its cookie says which came', async () => {
  await using server = await startIssuer(json({ token }, 200, { 'set-cookie': `csrf=${token}` }))
  const got = await fetchOnce(loginOf(`${server.url}/l`, { answer: { in: 'cookie', name: 'session' } }))
  assert.equal(
    got.acquired.fault?.message,
    'the login answered HTTP 200 without the cookie "session": it sets csrf',
  )
  assert.ok(!got.shown.includes(token), got.shown)
})

test('an issuer that cannot be reached, or never answers, is named by its layer', async () => {
  const refused = await fetchOnce(oauthOf(`http://127.0.0.1:${await closedPort()}/t`))
  assert.deepEqual([refused.acquired.fault?.type, refused.acquired.attempts.length], ['tcp.refused', 3])
  await using silent = await startIssuer(() => {})
  const late = await fetchOnce(oauthOf(`${silent.url}/t`), { timeoutMs: 150 })
  assert.deepEqual(
    [late.acquired.fault?.type, late.acquired.fault?.layer],
    ['http.response.timed_out', 'http'],
  )
})

test('an endpoint that recovers is asked again, and both tries are shown', async () => {
  let turn = 0
  await using server = await startIssuer((asked, response) =>
    turn++ === 0 ? json({}, 502)(asked, response) : json({ access_token: token })(asked, response),
  )
  const { acquired, token: got } = await fetchOnce(oauthOf(`${server.url}/t`))
  assert.equal(got, token)
  assert.deepEqual(
    acquired.attempts.map(({ fault }) => fault?.type ?? null),
    ['http.gateway_error', null],
  )
})

test('what comes back is a secret before anything shows it, and what an error page echoes is hidden', async () => {
  const refresh = 'refresh-Token-98765'
  await using good = await startIssuer(
    json({ access_token: token, refresh_token: refresh, note: token }, 200, {
      'x-token': token,
      server: `issuer ${token}`,
    }),
  )
  const got = await fetchOnce(oauthOf(`${good.url}/t`))
  assert.deepEqual(got.born.slice(-2), [token, refresh])
  for (const secret of [token, refresh]) assert.ok(!got.shown.includes(secret), got.shown)
  await using bad = await startIssuer(({ headers, body }, response) => {
    response.writeHead(401, { 'x-you': String(headers.authorization) })
    response.end(JSON.stringify({ error: `bad ${headers.authorization} ${clientSecret} ${body}` }))
  })
  for (const auth of ['basic', 'body'] as const) {
    const refused = await fetchOnce(oauthOf(`${bad.url}/t`, { auth }))
    assert.match(refused.shown, /\*\*\*/)
    for (const word of ['s3cret', Buffer.from('s3cret').toString('base64').slice(0, 6)])
      assert.ok(!refused.shown.includes(word), refused.shown)
  }
})

test('a credential is fetched once and kept, and renewed when a quarter of its life is left', async context => {
  let count = 0
  await using server = await startIssuer((asked, response) =>
    json({ access_token: `${token}-${++count}`, expires_in: 4000 })(asked, response),
  )
  const { credentials, means } = credentialsOf(oauthOf(`${server.url}/t`))
  assert.equal(await credentials.prepare('default', means), null)
  const now = async () => (await credentials.issue('default'))?.value.reveal()
  assert.equal(await now(), `${token}-1`)
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_960_000 })
  assert.equal(await credentials.prepare('default', means), null)
  assert.equal(await now(), `${token}-1`)
  context.mock.timers.setTime(Date.now() + 20_000)
  // Checks side by side share the renewal.
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => credentials.prepare('default', means))), [
    null,
    null,
    null,
  ])
  assert.equal(await now(), `${token}-2`)
  assert.equal(server.asked.length, 2)
})

test('a renewal that fails is told, and nothing is issued that was never fetched', async () => {
  await using server = await startIssuer(json({ error: 'invalid_client' }, 401))
  const { credentials, means } = credentialsOf(oauthOf(`${server.url}/t`))
  assert.equal((await credentials.prepare('default', means))?.type, 'credential.refused')
  await assert.rejects(credentials.issue('default'), /was not fetched before it was used/)
  assert.equal(await credentials.prepare(null, means), null)
})
