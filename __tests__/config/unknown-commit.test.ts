import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultFile, load, loadBad, showRow, url } from './given.ts'

const told =
  '"{{sha}}" stands for nothing here: no commit is known | give it with the input `sha` (`--sha` with 40 digits), or in the environment variable GITHUB_SHA'
const problemsOf = async (situation: Parameters<typeof loadBad>[0]) =>
  (await loadBad({ sha: null, ...situation })).map(showRow)

test('an input that uses the commit where none is known is a problem, each with its name', async () => {
  const inputs = {
    ...{ url, health: '/health?v={{sha}}', websocket: '/ws/{{sha}}', stream: '/s/{{sha}}' },
    ...{ send: '{"commit":"{{sha}}"}', expect: '{"commit":"{{sha}}"}' },
    ...{ 'jwt-secret': 'a secret of some length', 'jwt-claims': 'commit: "{{sha}}"' },
  }
  assert.deepEqual(await problemsOf({ inputs }), [
    `health | ${told}`,
    `websocket | ${told}`,
    `stream | ${told}`,
    `send | ${told}`,
    `expect | ${told}`,
    `jwt-claims | ${told}`,
  ])
})

const file = `environments:
  staging:
    url: https://a.example
    headers: { x-commit: "{{sha}}" }
  production:
    url: https://b.example
    headers: { x-commit: "{{sha}}" }
checks:
  - health: /health
    name: Health of {{sha}}
    json: { commit: "{{sha}}" }
  - health: /{{sha}}
    when: production
`

test('so is a value of the file, at its place, and what is no part of this run is left alone', async () => {
  const files = { [defaultFile]: file }
  assert.deepEqual(await problemsOf({ files, inputs: { environment: 'staging' } }), [
    `4:26 | environments.staging.headers.x-commit | ${told}`,
    `11:21 | checks[0].json.commit | ${told}`,
  ])
  assert.deepEqual(await problemsOf({ files, inputs: { environment: 'production' } }), [
    `7:26 | environments.production.headers.x-commit | ${told}`,
    `11:21 | checks[0].json.commit | ${told}`,
    `12:13 | checks[1].health | ${told}`,
  ])
})

test('where nothing uses it, or the commit is known or given, there is no problem', async () => {
  const inputs = { url, health: '/{{sha}}' }
  const sha = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
  for (const situation of [
    { inputs: { url }, sha: null },
    { inputs, sha },
    { inputs: { ...inputs, sha }, sha: null },
    { inputs: { environment: 'staging' }, files: { [defaultFile]: file }, sha },
  ]) {
    const loaded = await load(situation)
    assert.ok(loaded.ok, loaded.ok ? '' : loaded.problems.map(showRow).join('\n'))
  }
})
