/** CONTRACT section 2: credentials as the server sees them, in each place, of each kind. */

import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { suite, test } from 'node:test'
import jwt, { type Algorithm, type JwtPayload } from 'jsonwebtoken'
import { startService } from '../../src/demo/service.ts'
import { type ChatServer, refusal, type SeenRequest, startChat } from './chat-server.ts'
import { noBundle, type Run, verify, verifyFile } from './product.ts'

const allPassed = [
  'health:/health passed',
  'upgrade:/ws passed',
  'messaging:/ws passed',
  'auth:/ws passed',
  'concurrency:/ws passed',
]
const withoutRefusals = allPassed.filter(line => !line.startsWith('auth:'))
const bearerOf = ({ headers }: SeenRequest): string =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? ''

/** Admits a client whose token `find` finds in the request. */
const admitting =
  (find: (request: SeenRequest) => unknown, right: string) =>
  (request: SeenRequest): string | null =>
    find(request) === right ? null : refusal(403, 'no')

const token = 'opaque-credential-0123456789.abc'

const queryOf = ({ url }: SeenRequest, name: string) => new URL(url, 'http://x').searchParams.get(name)

/** Each place of `credential-in`, and how a server reads it there. */
const places: Readonly<Record<string, (request: SeenRequest) => unknown>> = {
  header: bearerOf,
  'header:x-api-key': ({ headers }) => headers['x-api-key'],
  'header:Authorization Token': ({ headers }) => /^Token (.+)$/.exec(headers.authorization ?? '')?.[1],
  'query:access_token': request => queryOf(request, 'access_token'),
  'cookie:session': ({ headers }) => /(?:^|; )session=([^;]+)/.exec(headers.cookie ?? '')?.[1],
  'subprotocol:bearer.': ({ headers }) =>
    headers['sec-websocket-protocol']
      ?.split(/, */)
      .find(word => word.startsWith('bearer.'))
      ?.slice('bearer.'.length),
}

suite('credentials', { skip: noBundle }, () => {
  for (const [place, find] of Object.entries(places)) {
    test(`a token in ${place} is found there by the server, on every connection`, async () => {
      await using server = await startChat({ admit: admitting(find, token) })
      using run = await verify(
        { url: server.url, websocket: '/ws', token, 'credential-in': place },
        { mask: [token] },
      )
      assert.deepEqual(run.outcomes, allPassed)
      // One to upgrade, one to talk, one beside the bad ones, five at once; and four bad ones.
      assert.equal(server.upgrades.filter(request => find(request) === token).length, 8)
      assert.equal(server.upgrades.length, 8 + 4)
      assert.deepEqual(
        server.requests.map(request => JSON.stringify(request).includes(token)),
        [false],
      )
    })

    test(`a wrong token in ${place} is an authentication failure, never a pass`, async () => {
      await using server = await startChat({ admit: admitting(find, 'another') })
      using run = await verify(
        { url: server.url, websocket: '/ws', token, 'credential-in': place },
        { mask: [token] },
      )
      assert.deepEqual(run.outcomes.slice(1), [
        'upgrade:/ws failed authentication auth.refused',
        'messaging:/ws blocked',
        'auth:/ws blocked',
        'concurrency:/ws blocked',
      ])
      assert.equal(run.exitCode, 1)
    })
  }

  for (const [place, find] of Object.entries(places).filter(([name]) => !name.startsWith('subprotocol')))
    test(`an HTTP check shows a token in ${place} as well, and fails where it is refused`, async () => {
      for (const [right, outcome] of [
        [token, 'passed'],
        ['another', 'failed authentication auth.refused'],
      ] as const) {
        await using server = await startChat({
          respond: ({ method = '', url = '', headers }, response) =>
            void response.writeHead(find({ method, url, headers }) === right ? 200 : 403).end(),
        })
        using run = await verifyFile(
          `
environments:
  staging: { url: "${server.url}", credential: { token: $TOKEN, in: "${place}" } }
checks:
  - health: /me?q=1
    credential: default
`,
          {},
          { env: { TOKEN: token }, mask: [token] },
        )
        assert.deepEqual(run.outcomes, [`health:/me ${outcome}`])
      }
    })

  test('without a credential, a WebSocket that answers 403 is reachable, and messages are not proven', async () => {
    await using server = await startChat({
      admit: ({ url }) => (url === '/ws' ? refusal(403, 'who?') : refusal(404)),
    })
    using run = await verify({ url: server.url, websocket: '/ws' })
    assert.deepEqual(run.outcomes, ['health:/health passed', 'upgrade:/ws passed', 'messaging:/ws skipped'])
    assert.match(run.check('upgrade:/ws').notes.join(), /that a client gets in was not tested/)
    assert.match(run.report.because, /1 skipped; not proven: WebSocket messages \/ws$/)
  })

  test('a real subprotocol is offered beside the one that carries the token', async () => {
    await using server = await startChat()
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      token,
      subprotocol: 'chat.v1',
      'credential-in': 'subprotocol:bearer.',
      connections: '0',
      // This server lets everybody in.
      'auth-required': 'false',
    })
    assert.equal(run.report.verdict, 'passed')
    assert.equal(server.upgrades[0]?.headers['sec-websocket-protocol'], `chat.v1,bearer.${token}`)
  })

  const firstMessage = (url: string) => `
environments:
  staging:
    url: ${url}
    websocket: /ws-first-message
    auth-message: { type: auth, token: "{{token}}" }
    credential:
      jwt: { secret: $STAGING_SECRET }
      in: message
`

  test('a credential in the first message lets every connection in, and the next message is answered', async () => {
    await using service = await startService()
    const secret = service.secret.reveal()
    using run = await verifyFile(
      firstMessage(service.url),
      { send: '{"type":"chat_message","id":"{{id}}"}', expect: '{"type":"ack","id":"{{id}}"}' },
      { env: { STAGING_SECRET: secret }, mask: [secret] },
    )
    assert.deepEqual(
      run.outcomes,
      allPassed.map(line => line.replace('/ws', '/ws-first-message')),
    )
    assert.equal(run.report.environment, 'staging')
    // Two each of five connections and of the conversation; the upgrade check sends its credential as well.
    assert.ok(service.stats().messages >= 12)
  })

  test('a credential in the first message that is refused is an authentication failure', async () => {
    await using service = await startService()
    using run = await verifyFile(
      firstMessage(service.url),
      { send: '{"type":"chat_message","id":"{{id}}"}', expect: '{"type":"ack","id":"{{id}}"}' },
      { env: { STAGING_SECRET: 'not the key of this service' } },
    )
    assert.equal(run.exitCode, 1)
    assert.deepEqual(
      run.outcomes.filter(line => line.includes('failed')),
      ['messaging:/ws-first-message failed authentication auth.closed'],
    )
  })

  test('a server that lets everybody in and refuses the token a moment later is no pass', async () => {
    await using server = await startChat({
      greet: socket => void setTimeout(() => socket.close(4401, 'invalid token'), 100),
    })
    using run = await verify({ url: server.url, websocket: '/ws', token })
    assert.equal(run.outcomes[2], 'messaging:/ws failed authentication auth.closed')
  })

  test('with `send` and `expect`, a token that is refused a moment after the upgrade is found', async () => {
    await using server = await startChat({
      greet: socket => void setTimeout(() => socket.close(4401, 'invalid token'), 100),
      reply: () => {},
    })
    using run = await verify({ url: server.url, websocket: '/ws', token, send: 'hello' })
    assert.equal(run.outcomes[2], 'messaging:/ws failed authentication auth.closed')
  })

  test('a JWT carries its claims, its key id and its lifetime, each connection its own proof', async () => {
    await using server = await startChat({ admit: () => null })
    const secret = 'a shared secret of some length'
    const before = Math.floor(Date.now() / 1000)
    using run = await verify(
      {
        url: server.url,
        websocket: '/ws',
        'jwt-secret': secret,
        'jwt-claims': 'aud: api\nroles: [tester, reader]\nsub: verifier',
        'jwt-expires-in': '90s',
        'jwt-key-id': 'key-2026',
        'jwt-algorithm': 'HS512',
        'auth-required': 'false',
      },
      { mask: [secret] },
    )
    assert.deepEqual(run.outcomes, withoutRefusals)
    const { header, payload } = jwt.verify(bearerOf(server.upgrades[0]!), secret, {
      algorithms: ['HS512'],
      complete: true,
    })
    const { iat = 0, exp, jti, ...claims } = payload as JwtPayload
    assert.deepEqual(header, { alg: 'HS512', typ: 'JWT', kid: 'key-2026' })
    assert.deepEqual(claims, { aud: 'api', roles: ['tester', 'reader'], sub: 'verifier' })
    assert.ok(iat >= before && exp === iat + 90, `iat ${iat}, exp ${exp}`)
    assert.match(jti ?? '', /^[0-9a-f-]{36}$/)
    assert.ok(new Set(server.upgrades.map(bearerOf)).size >= 3, 'each check mints its own')
  })

  test('without other words a JWT is HS256 for verify-deploy, valid for five minutes', async () => {
    await using server = await startChat()
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      'jwt-secret': 'another shared secret',
      'auth-required': 'false',
    })
    assert.equal(run.report.verdict, 'passed')
    const { header, payload } = jwt.decode(bearerOf(server.upgrades[0]!), { complete: true })!
    const { sub, iat = 0, exp } = payload as JwtPayload
    assert.deepEqual([header, sub, exp! - iat], [{ alg: 'HS256', typ: 'JWT' }, 'verify-deploy', 300])
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = (key: KeyObject) => String(key.export({ type: 'pkcs8', format: 'pem' }))
  const jwk = (key: KeyObject, more: object = {}) =>
    JSON.stringify({ ...key.export({ format: 'jwk' }), ...more })

  const signed: readonly [name: string, key: string, inputs: Record<string, string>, Algorithm, KeyObject][] =
    [
      ['RS256 by a PEM key', pem(rsa.privateKey), {}, 'RS256', rsa.publicKey],
      ['PS256 by a PEM key', pem(rsa.privateKey), { 'jwt-algorithm': 'PS256' }, 'PS256', rsa.publicKey],
      ['ES256 by a PEM key', pem(ec.privateKey), {}, 'ES256', ec.publicKey],
      [
        'RS256 by a PEM key on one line',
        pem(rsa.privateKey).replaceAll('\n', '\\n'),
        {},
        'RS256',
        rsa.publicKey,
      ],
      ['PS384 by a JWK that says so', jwk(rsa.privateKey, { alg: 'PS384' }), {}, 'PS384', rsa.publicKey],
      ['ES256 by a JWK with a kid', jwk(ec.privateKey, { kid: 'jwk-7' }), {}, 'ES256', ec.publicKey],
    ]

  /** Verifies as a server does: the algorithm is the server's choice, not the token's. */
  const startVerifying = (algorithm: Algorithm, key: KeyObject): Promise<ChatServer> =>
    startChat({
      admit: request => {
        try {
          jwt.verify(bearerOf(request), key, { algorithms: [algorithm] })
          return null
        } catch (error) {
          return refusal(401, String(error))
        }
      },
    })
  const run = (server: ChatServer, key: string, inputs: Record<string, string>): Promise<Run> =>
    verify(
      { url: server.url, websocket: '/ws', 'jwt-private-key': key, connections: '0', ...inputs },
      { mask: [key] },
    )

  for (const [name, key, inputs, algorithm, publicKey] of signed) {
    test(`${name} is accepted by a server that verifies it`, async () => {
      await using server = await startVerifying(algorithm, publicKey)
      using done = await run(server, key, inputs)
      assert.deepEqual(done.outcomes, allPassed.slice(0, 4))
      const { header } = jwt.decode(bearerOf(server.upgrades[0]!), { complete: true })!
      assert.deepEqual([header.alg, header.kid], [algorithm, name.includes('kid') ? 'jwk-7' : undefined])
    })
  }

  test("another party's key is refused, and told as an authentication failure", async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await using server = await startVerifying('ES256', other.publicKey)
    using done = await run(server, pem(ec.privateKey), {})
    assert.deepEqual(done.outcomes.slice(1), [
      'upgrade:/ws failed authentication auth.refused',
      'messaging:/ws blocked',
      'auth:/ws blocked',
    ])
  })
})
