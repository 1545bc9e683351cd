/** GitHub masks its logs only: no secret may be in anything that we send it ourselves. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { refusal, startChat } from '../end-to-end/chat-server.ts'
import { noBundle, verifyFile } from '../end-to-end/product.ts'
import { findLeaks } from '../runner/leaks.ts'
import { type FakeGitHub, forbidden, startFakeGitHub } from './fake-github.ts'
import { noticesOf, onGitHub, startWithPull } from './publishing.ts'

const words = ['Zq7LmWw2', 'Kx9RtBb4', 'Vb3NwCc6']
const token = `${words[0]}/${words[1]}+${words[2]}&"<'%`
const apiKey = 'header-secret-Hd5TyPf2Gs'

const encodings: readonly ((value: string) => string)[] = [
  value => value,
  value => Buffer.from(value).toString('base64'),
  value => Buffer.from(`{"token":"${value}"}`).toString('base64url'),
  value => encodeURIComponent(value),
  value => JSON.stringify({ token: value }),
  value => value.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`),
]

/** By the name of the surface: everything that GitHub was sent, as it was read. */
function surfacesOf(github: FakeGitHub): Readonly<Record<string, string>> {
  const texts = (value: unknown): readonly string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : []
  return Object.fromEntries(
    github.requests
      .filter(({ body }) => body !== '')
      .map(({ operation, body }, at) => [
        `${at} ${operation}`,
        [body, ...texts(JSON.parse(body))].join('\n'),
      ]),
  )
}

function assertHidden(github: FakeGitHub, secrets: readonly string[]): void {
  const surfaces = surfacesOf(github)
  assert.deepEqual(findLeaks(secrets, surfaces), [])
  const pieces = Object.entries(surfaces).flatMap(([name, text]) =>
    [...words, 'Hd5TyPf2Gs'].filter(word => text.includes(word)).map(word => `${word} in ${name}`),
  )
  assert.deepEqual(pieces, [])
}

const config = (url: string) => `
environments:
  staging:
    url: "${url}"
    headers: { x-api-key: $API_KEY }
    credential: { token: $TOKEN, in: header }
checks:
  - health: /echo
    credential: default
  - upgrade: /ws
  - messaging: /ws
  - health: /slow
    credential: default
`

/** Says back whatever it was shown, in every way that it can. */
const startEcho = () => {
  const echo = (request: { headers: Record<string, unknown> }) => {
    const shown = [String(request.headers.authorization ?? '').slice(7), String(request.headers['x-api-key'])]
    return shown.flatMap(value => encodings.map(encode => encode(value))).join(' , ')
  }
  return startChat({
    respond: (request, response) => {
      if (request.url === '/slow') return void setTimeout(() => response.end('ok'), 4500)
      response.statusCode = 500
      response.setHeader('x-echo', echo(request).replaceAll(/[^ -~]/g, ' '))
      response.end(echo(request))
    },
    admit: request => refusal(403, `refused: ${echo(request)}`, { 'x-echo': echo(request) }),
  })
}

suite('secrets on GitHub', { skip: noBundle }, () => {
  test('what a server says back is in no check run, annotation, comment or deployment status', async () => {
    await using github = await startWithPull()
    await using server = await startEcho()
    using run = await verifyFile(
      config(server.url),
      {
        environment: 'staging',
        'check-run': 'true',
        comment: 'true',
        'deployment-status': 'true',
        timeout: '20s',
      },
      onGitHub(github, { mask: [token, apiKey], env: { TOKEN: token, API_KEY: apiKey } }),
    )
    assert.equal(run.exitCode, 1)
    assert.deepEqual(noticesOf(run), [])
    // The words around the secrets are there: it was not just left out.
    const [checkRun] = github.checkRuns
    assert.match(checkRun?.output.text ?? '', /x-echo|refused: /)
    assert.ok((checkRun?.annotations.length ?? 0) > 0)
    assert.match(github.comments.get(7)?.[0]?.body ?? '', /refused: /)
    assert.equal(github.statuses.get(50)?.[0]?.state, 'failure')
    assert.equal(github.operations().filter(name => name === 'checks/update').length, 2)
    const own = github.requests[0]!.authorization.split(' ')[1]!
    assertHidden(github, [token, apiKey, own])
  })

  test('an input problem with a secret in the wrong place is told without it', async () => {
    await using github = await startWithPull()
    using run = await verifyFile(
      'environments: { staging: { url: "https://a.example" } }\nchecks:\n  - health: /health\n',
      { environment: 'staging', token, timeout: token, 'check-run': 'true', comment: 'true' },
      onGitHub(github, { mask: [token] }),
    )
    assert.equal(run.exitCode, 2)
    assert.equal(github.checkRuns[0]?.conclusion, 'failure')
    assertHidden(github, [token])
  })

  test('a warning about GitHub does not show the token that GitHub was shown', async () => {
    await using github = await startFakeGitHub({
      trouble: () => ({ ...forbidden, message: `Resource not accessible by integration ghs_${words[0]}` }),
    })
    await using server = await startEcho()
    using run = await verifyFile(
      `environments: { staging: { url: "${server.url}" } }\nchecks:\n  - health: /echo\n`,
      { 'check-run': 'true', 'github-token': `ghs_${words[0]}` },
      onGitHub(github),
    )
    assert.equal(run.exitCode, 1)
    assert.equal(noticesOf(run).length, 1)
    assert.ok(!run.log.join('\n').includes(words[0]!))
    assert.ok(!run.rawStdout.replaceAll(/^::add-mask::.*$/gm, '').includes(words[0]!))
  })
})
