/** Credentials that somebody has to be asked for: a token endpoint, a login. */

import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { suite, test } from 'node:test'
import { type Asked, json, startIssuer } from '../credentials/issuing.ts'
import { closedPort } from '../net/servers.ts'
import { admitting, bearerOf, outcomesWithToken } from './admitting.ts'
import { refusal, startChat } from './chat-server.ts'
import { noBundle, verifyFile } from './product.ts'

const token = 'fetched-Token-7Rk2Lm9Qx4'
const clientSecret = 'Wq+7secret/of=staging 8Xk'

const withOauth = (url: string, tokenUrl: string, more = '') => `
environments:
  staging:
    url: ${url}
    websocket: /ws
    credential:
      oauth: { token-url: ${tokenUrl}, client-id: verifier, client-secret: $CLIENT_SECRET, scope: chat }
${more}`

const secrets = { env: { CLIENT_SECRET: clientSecret }, mask: [clientSecret] }
const blockedAll = ['upgrade', 'messaging', 'auth', 'concurrency'].map(kind => `${kind}:/ws blocked`)

/** Health beside a token endpoint on the deployment itself. */
const beside =
  (path: string, answer: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url === path) return answer(request, response)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  }

suite('fetched credentials', { skip: noBundle }, () => {
  test('a token of the client credentials lets every check in, and is asked for once', async () => {
    await using issuer = await startIssuer(json({ access_token: token, expires_in: 3600 }))
    await using server = await startChat({ admit: admitting(token) })
    using run = await verifyFile(withOauth(server.url, `${issuer.url}/oauth/token`), {}, secrets)
    assert.deepEqual(run.outcomes, outcomesWithToken)
    assert.equal(issuer.asked.length, 1)
    const { proof, attempts, source, reason } = run.check('credential:default')
    assert.match(proof?.seen ?? '', /HTTP 200/)
    assert.deepEqual(
      attempts[0]?.phases.map(({ phase }) => phase),
      ['tcp', 'request', 'body'],
    )
    assert.equal(source?.line, 7)
    assert.match(reason, /HTTP 200, valid for/)
    assert.ok(run.masks.includes(token))
  })

  test('a token that the deployment refuses is an authentication failure of the deployment', async () => {
    await using issuer = await startIssuer(json({ access_token: token }))
    await using server = await startChat({ admit: admitting('another') })
    using run = await verifyFile(withOauth(server.url, `${issuer.url}/oauth/token`), {}, secrets)
    assert.deepEqual(run.outcomes.slice(1), [
      'health:/health passed',
      'upgrade:/ws failed authentication auth.refused',
      'messaging:/ws blocked',
      'auth:/ws blocked',
      'concurrency:/ws blocked',
    ])
    assert.equal(run.exitCode, 1)
    assert.ok(!JSON.stringify(run.report).includes(token))
  })

  test('a refused client elsewhere means that the deployment could not be tested: exit code 3, said once', async () => {
    await using issuer = await startIssuer(json({ error: 'invalid_client' }, 401))
    await using server = await startChat({ admit: admitting(token) })
    using run = await verifyFile(withOauth(server.url, `${issuer.url}/oauth/token`), {}, secrets)
    assert.deepEqual(run.outcomes, [
      'credential:default errored runner credential.refused',
      'health:/health passed',
      ...blockedAll,
    ])
    assert.deepEqual([run.exitCode, run.report.verdict], [3, 'inconclusive'])
    assert.match(
      run.report.because,
      /the token endpoint answered HTTP 401: invalid_client: it refuses our client/,
    )
    assert.equal(run.check('upgrade:/ws').blockedBy, 'credential:default')
  })

  test('a refused client on the deployment itself is its failure, and no policy makes it green', async () => {
    const refuse = beside('/oauth/token', (_request, response) =>
      json({ error: 'invalid_client' }, 401)(null, response),
    )
    await using server = await startChat({ respond: refuse, admit: admitting(token) })
    for (const [failOn, exitCode] of [
      ['any', 1],
      ['infrastructure', 3],
    ] as const) {
      using run = await verifyFile(withOauth(server.url, '/oauth/token'), { 'fail-on': failOn }, secrets)
      assert.deepEqual(run.outcomes, [
        'credential:default failed authentication credential.refused',
        'health:/health passed',
        ...blockedAll,
      ])
      assert.equal(run.exitCode, exitCode, run.report.because)
    }
  })

  test('a token endpoint that cannot be reached could not be tested; the own one would be an infrastructure failure', async () => {
    await using server = await startChat({ admit: admitting(token) })
    const elsewhere = `http://127.0.0.1:${await closedPort()}/t`
    using run = await verifyFile(withOauth(server.url, elsewhere), {}, secrets)
    assert.equal(run.outcomes[0], 'credential:default errored runner tcp.refused')
    assert.equal(run.exitCode, 3)
    await using broken = await startChat({
      respond: beside('/t', (_request, response) => void response.writeHead(502).end()),
    })
    using own = await verifyFile(withOauth(broken.url, '/t'), {}, secrets)
    assert.equal(own.outcomes[0], 'credential:default failed infrastructure http.gateway_error')
    assert.equal(own.exitCode, 1)
  })

  test('a login on the deployment gives its session cookie, which goes back as that cookie', async () => {
    const logins: string[] = []
    const session = 'session-3Fq8Zt1Yb6'
    await using server = await startChat({
      respond: beside('/login', (request, response) => {
        request.on('data', chunk => logins.push(String(chunk)))
        request.on('end', () =>
          response.writeHead(302, { location: '/', 'set-cookie': `sid=${session}; HttpOnly` }).end(),
        )
      }),
      admit: ({ headers }) =>
        headers.cookie === `sid=${session}` ? null : refusal(403, `no ${headers.cookie}`),
    })
    const password = 'pass-Word-5521'
    const config = `
environments:
  staging:
    url: ${server.url}
    websocket: /ws
    credential:
      login: { url: /login, body: { user: tester, password: $PASSWORD }, cookie: sid }
`
    using run = await verifyFile(config, {}, { env: { PASSWORD: password }, mask: [password] })
    assert.deepEqual(run.outcomes, outcomesWithToken)
    assert.deepEqual(JSON.parse(logins.join('')), { user: 'tester', password })
    assert.ok(run.masks.includes(session) && run.masks.includes(password))
    assert.ok(!JSON.stringify(run.report).includes(session))
  })

  test('a health check shows a fetched credential as well, and is waited for until its login is up', async () => {
    let asked = 0
    await using server = await startChat({
      respond: (request, response) => {
        if (request.url === '/login')
          return ++asked <= 3 ? void response.writeHead(503).end() : json({ token })(null, response)
        const ok = request.headers.authorization === `Bearer ${token}`
        response.writeHead(ok ? 200 : 401).end(ok ? 'ok' : 'no')
      },
    })
    const config = `
environments:
  staging:
    url: ${server.url}
    credential: { login: { url: /login, token: $.token } }
checks:
  - health: /me
    credential: default
`
    using run = await verifyFile(config, { wait: '20s' })
    assert.deepEqual(run.outcomes, ['credential:default passed', 'health:/me passed'])
    assert.equal(run.report.readiness?.ready, true)
  })

  test('a credential that runs out during the run is renewed before the next check', async () => {
    let count = 0
    const tokens: string[] = []
    await using issuer = await startIssuer((asked: Asked, response) => {
      tokens.push(`${token}-${++count}`)
      json({ access_token: tokens.at(-1), expires_in: 1 })(asked, response)
    })
    const seen: string[] = []
    await using server = await startChat({
      admit: request => {
        seen.push(bearerOf(request) ?? '')
        return null
      },
    })
    const checks = `checks:
  - messaging: /ws
    id: first
    conversation: [{ pause: 1500ms }, { send: { $ping: a } }]
  - upgrade: /ws
    id: second
    needs: first
`
    const config = withOauth(server.url, `${issuer.url}/t`, checks).replace('    websocket: /ws\n', '')
    using run = await verifyFile(config, {}, secrets)
    assert.deepEqual(run.outcomes, ['credential:default passed', 'first passed', 'second passed'])
    assert.deepEqual(seen, [`${token}-1`, `${token}-2`])
    for (const one of tokens) assert.ok(run.masks.includes(one))
  })
})
