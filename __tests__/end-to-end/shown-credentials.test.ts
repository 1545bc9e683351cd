/** What a client shows without asking anybody: a header, a short token, a JWT of its own. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import jwt from 'jsonwebtoken'
import { bearerOf } from './admitting.ts'
import { refusal, startChat } from './chat-server.ts'
import { noBundle, verify, verifyFile } from './product.ts'

suite('shown credentials', { skip: noBundle }, () => {
  test('without a credential, a refused header of the user is an authentication failure, another secret header is not', async () => {
    await using server = await startChat({ admit: () => refusal(401, 'no') })
    const withHeader = (header: string) => `
environments:
  staging: { url: "${server.url}", websocket: /ws, headers: { ${header}: $HEADER } }
`
    const env = { HEADER: 'Basic dXNlcjpwYXNzd29yZA==' }
    using own = await verifyFile(withHeader('authorization'), {}, { env })
    assert.equal(own.outcomes[1], 'upgrade:/ws failed authentication auth.refused')
    assert.match(own.check('upgrade:/ws').reason, /the header "authorization" of the check shows is refused/)
    using bypass = await verifyFile(withHeader('x-vercel-protection-bypass'), {}, { env })
    assert.deepEqual(bypass.outcomes.slice(1), ['upgrade:/ws passed', 'messaging:/ws skipped'])
    assert.match(bypass.report.because, /1 skipped; not proven: WebSocket messages \/ws/)
  })

  test('a secret of three characters is not masked, and the log says so', async () => {
    await using server = await startChat()
    using run = await verify({
      url: server.url,
      websocket: '/ws',
      token: 'abc',
      connections: '0',
      'auth-required': 'false',
    })
    assert.equal(run.exitCode, 0)
    assert.ok(!run.masks.includes('abc'))
    assert.match(run.log.join('\n'), /a secret is shorter than 4 characters/)
  })

  test('each of the connections at once shows a JWT of its own, with a subject of its own where asked', async () => {
    await using server = await startChat()
    const key = 'shared secret of the load test'
    const config = `
environments:
  staging:
    url: ${server.url}
    credential: { jwt: { secret: $KEY, subject: "load-{{connection}}" } }
checks:
  - concurrency: /ws
    connections: 20
`
    using run = await verifyFile(config, {}, { env: { KEY: key }, mask: [key] })
    assert.deepEqual(run.outcomes, ['concurrency:/ws passed'])
    const claims = server.upgrades.map(
      request => jwt.verify(bearerOf(request)!, key, { algorithms: ['HS256'] }) as jwt.JwtPayload,
    )
    assert.equal(new Set(claims.map(({ jti }) => jti)).size, 20)
    assert.deepEqual(
      claims.map(({ sub }) => sub).sort(),
      Array.from({ length: 20 }, (_, i) => `load-${i + 1}`).sort(),
    )
  })
})
