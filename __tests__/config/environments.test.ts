import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkKinds } from '../../src/checks/index.ts'
import { type LoadedAll, loadEnvironments } from '../../src/config/environments.ts'

const file = `
environments:
  staging:
    url: https://staging.example
    credential: { token: $STAGING_TOKEN }
  production:
    url: https://production.example
    credential: { token: $PRODUCTION_TOKEN }
  preview: {}
`
const env = { STAGING_TOKEN: 'token of staging', PRODUCTION_TOKEN: 'token of production' }

interface Situation {
  readonly event?: unknown
  readonly text?: string | null
}

async function load(
  inputs: Readonly<Record<string, string>>,
  { event = null, text = file }: Situation = {},
): Promise<LoadedAll> {
  const directory = mkdtempSync(join(tmpdir(), 'environments-'))
  mkdirSync(join(directory, '.github'))
  if (text !== null) writeFileSync(join(directory, '.github/verify-deploy.yml'), text)
  const given = Object.entries(inputs).map(([name, value]) => [name, { value, subject: name }])
  try {
    return await loadEnvironments({ inputs: Object.fromEntries(given), env, directory, event }, checkKinds)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function urlsOf(...given: Parameters<typeof load>): Promise<string[]> {
  const loaded = await load(...given)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded))
  return loaded.configs.map(({ environment, url }) => `${environment} ${url.host}`)
}

async function problemsOf(...given: Parameters<typeof load>): Promise<string[]> {
  const loaded = await load(...given)
  return loaded.ok ? [] : loaded.problems.map(({ subject, message }) => `${subject} ${message}`)
}

const statusOf = (environment: string, environment_url?: string) => ({
  deployment: { environment, sha: 'a'.repeat(40) },
  deployment_status: { state: 'success', environment_url },
})

for (const environment of ['staging, production', 'staging\nproduction\n', ' staging ,\r\nproduction,'])
  test(`${JSON.stringify(environment)} are two environments, each with its own URL and credential`, async () => {
    const loaded = await load({ environment })
    assert.ok(loaded.ok)
    const rows = loaded.configs.map(({ url, credentials }) => {
      const source = credentials.default?.source
      return `${url.host} ${source?.from === 'token' ? source.token.reveal() : source?.from}`
    })
    assert.deepEqual(rows, ['staging.example token of staging', 'production.example token of production'])
    const values = new Set(loaded.secrets.map(secret => secret.reveal()))
    assert.deepEqual(values, new Set(Object.values(env)))
  })

test('one name, with a comma or without, is one environment', async () => {
  assert.deepEqual(await urlsOf({ environment: 'staging' }), ['staging staging.example'])
  assert.deepEqual(await urlsOf({ environment: 'staging,' }), ['staging staging.example'])
})

const contradictions: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['one URL', { url: 'https://a.example' }, ['url is one value for 2 environments']],
  ['one credential', { 'jwt-secret': 'x'.repeat(40) }, ['jwt-secret is one value for 2 environments']],
  ['one address to dial', { 'connect-to': '10.0.0.1' }, ['connect-to is one value for 2 environments']],
  ['one WebSocket host', { websocket: 'wss://a.example/ws' }, ['websocket is one value for 2 environments']],
  ['a path on each', { websocket: '/ws' }, []],
]
for (const [what, inputs, problems] of contradictions)
  test(`${what} for two environments: ${problems.length} problems`, async () => {
    assert.deepEqual(await problemsOf({ environment: 'staging, production', ...inputs }), problems)
  })

test('a name that is listed twice, and one that is not there, are problems', async () => {
  assert.deepEqual(await problemsOf({ environment: 'staging, staging' }), [
    'environment "staging" is listed twice',
  ])
  assert.deepEqual(await problemsOf({ environment: 'staging, Production' }), [
    'environment "Production" is not an environment of .github/verify-deploy.yml',
  ])
})

test('several environments need a file that declares them', async () => {
  assert.deepEqual(await problemsOf({ environment: 'a, b', url: 'https://a.example' }, { text: null }), [
    'environment "a, b" are 2 environments, and no configuration file declares them',
  ])
})

test('what is wrong with the file is told once, and keeps every environment from being tested', async () => {
  const text = `${file}\ntypo: 1\n`
  const problems = await problemsOf({ environment: 'staging, production' }, { text })
  assert.deepEqual(problems, ['typo "typo" is not a word that is known here'])
})

test('the event picks the environment of its deployment, by its exact name', async () => {
  assert.deepEqual(await urlsOf({}, { event: statusOf('production') }), ['production production.example'])
  assert.deepEqual(await problemsOf({}, { event: statusOf('Production') }), [
    'environment is missing: the event is a deployment to "Production", which is not an environment of .github/verify-deploy.yml',
  ])
  assert.deepEqual(await urlsOf({ environment: 'staging' }, { event: statusOf('production') }), [
    'staging staging.example',
  ])
})

test('the only environment of a file is not taken for another one that was deployed', async () => {
  const text = 'environments: { staging: { url: "https://staging.example" } }'
  assert.deepEqual(await urlsOf({}, { text }), ['staging staging.example'])
  assert.match(
    (await problemsOf({}, { text, event: statusOf('Preview', 'https://p.example') })).join(),
    /"Preview"/,
  )
})

test('input before file before event, for the URL', async () => {
  const event = statusOf('preview', 'https://event.example/')
  const url = 'https://input.example'
  assert.deepEqual(await urlsOf({}, { event }), ['preview event.example'])
  assert.deepEqual(await urlsOf({ url }, { event }), ['preview input.example'])
  assert.deepEqual(await urlsOf({}, { event: statusOf('staging', 'https://event.example/') }), [
    'staging staging.example',
  ])
})

test('the URL of the event belongs to its own environment, and to no other of several', async () => {
  const environment = 'staging, preview'
  const own = { event: statusOf('preview', 'https://event.example') }
  assert.deepEqual(await urlsOf({ environment }, own), ['staging staging.example', 'preview event.example'])
  const other = { event: statusOf('staging', 'https://event.example') }
  assert.deepEqual(await problemsOf({ environment }, other), ['url is missing'])
})

test('an environment that was named borrows the URL of another one’s deployment only with a note', async () => {
  const loaded = await load(
    { environment: 'preview' },
    { event: statusOf('Preview', 'https://event.example') },
  )
  assert.ok(loaded.ok)
  assert.match(loaded.configs[0].notes.join(), /deployment to "Preview", verified as "preview"/)
})

test('without a file the event names the environment of the report', async () => {
  const event = statusOf('production', 'https://event.example')
  assert.deepEqual(await urlsOf({}, { event, text: null }), ['production event.example'])
  assert.deepEqual(await urlsOf({ environment: 'live' }, { event, text: null }), ['live event.example'])
})

test('the route of a single-page application in the URL of the event is left out', async () => {
  const event = statusOf('production', 'https://event.example/#/home')
  assert.deepEqual(await urlsOf({}, { event, text: null }), ['production event.example'])
})

test('a status without environment_url says so', async () => {
  assert.deepEqual(await problemsOf({}, { event: statusOf('preview', '') }), [
    'url is missing, and the event has no deployment_status.environment_url',
  ])
})

test('a deployment that did not succeed is no input problem, and nothing is to be tested', async () => {
  const event = { ...statusOf('production'), deployment_status: { state: 'failure', environment_url: '' } }
  for (const inputs of [{}, { url: 'https://a.example' }]) {
    const loaded = await load(inputs, { event })
    assert.ok(!loaded.ok)
    assert.deepEqual([loaded.problems, loaded.environment], [[], 'production'])
    assert.match(loaded.undeployed ?? '', /"failure", not "success"/)
  }
})
