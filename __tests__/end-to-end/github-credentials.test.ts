/** GitHub's own token for the job as the credential. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import jwt from 'jsonwebtoken'
import { json, startIssuer } from '../credentials/issuing.ts'
import { admitting, outcomesWithToken } from './admitting.ts'
import { startChat } from './chat-server.ts'
import { noBundle, verify } from './product.ts'

suite('credentials from GitHub', { skip: noBundle }, () => {
  const oidcEnv = (url: string) => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/plans/7d4c/jobs/1/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-Token-Ab9Cd8Ef7',
  })

  test("GitHub's own token for the job lets in; its address and its request token are secrets", async () => {
    const value = jwt.sign({ sub: 'repo:o/r:ref:refs/heads/main' }, 'of GitHub', { expiresIn: 300 })
    await using github = await startIssuer(json({ count: 1, value }))
    await using server = await startChat({ admit: admitting(value) })
    using run = await verify(
      { url: server.url, websocket: '/ws', 'oidc-audience': 'api://staging' },
      { env: oidcEnv(github.url) },
    )
    assert.deepEqual(run.outcomes, outcomesWithToken)
    assert.equal(new URL(github.asked[0]!.url, 'http://x').searchParams.get('audience'), 'api://staging')
    const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = oidcEnv('')
    assert.ok(run.masks.includes(requestToken) && run.masks.includes(value))
    assert.doesNotMatch(JSON.stringify(run.report), /idtoken|7d4c/)
  })

  test("trouble at GitHub's endpoint is the runner's, after three tries", async () => {
    await using github = await startIssuer((_asked, response) => void response.writeHead(500).end('oops'))
    await using server = await startChat()
    using run = await verify(
      { url: server.url, websocket: '/ws', 'oidc-audience': 'api' },
      { env: oidcEnv(github.url) },
    )
    assert.equal(run.outcomes[0], 'credential:default errored runner http.error')
    assert.deepEqual([run.exitCode, github.asked.length], [3, 3])
  })

  test('a job that may not ask for a token is told the lines that let it, and nothing is sent', async () => {
    await using server = await startChat()
    const inputs = { url: server.url, websocket: '/ws', 'oidc-audience': 'api' }
    using run = await verify(inputs, { env: { GITHUB_ACTIONS: 'true' } })
    assert.deepEqual([run.exitCode, server.connections], [2, 0])
    const [problem] = run.report.problems
    assert.equal(problem?.remedy, 'add to the job: permissions: { id-token: write, contents: read }')
  })
})
