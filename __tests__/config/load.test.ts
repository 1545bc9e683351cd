/** Which of two values wins, and what is known where the rest is refused. */

import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { reveal } from '../../src/model/secret.ts'
import { defaultFile, load, loadGood, shown, url, ws } from './given.ts'

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
