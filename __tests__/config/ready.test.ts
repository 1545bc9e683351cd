/** What is waited for: the inputs, `ready` of the file, and which of two values wins. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../../src/checks/index.ts'
import type { ReadyOptions } from '../../src/checks/ready/evidence.ts'
import { buildPlan } from '../../src/plan.ts'
import { defaultFile, loadBad, loadGood, type Situation, showRow } from './given.ts'

const url = 'https://a.example'
const commit = '4f2c1aa0bd22c66e76c2ba9eddc1f91394e57f9f'
const file = (ready: string, more: Situation = {}): Situation => ({
  ...more,
  files: { [defaultFile]: `environments: { staging: { url: ${url} } }\n${ready}` },
})
const inRevision = { in: 'json', tokens: ['revision'] }

test('without a revision and without `ready` nothing is declared, and the wait is 30 s', async () => {
  const config = await loadGood({ inputs: { url } })
  assert.deepEqual([config.ready, config.waitMs], [null, 30_000])
})

test('expect-revision is looked for in /health#/revision, 5 times in a row, for 2 minutes', async () => {
  const { ready, waitMs } = await loadGood({ inputs: { url, 'expect-revision': ` ${commit} ` } })
  assert.deepEqual(ready, {
    revision: { expected: commit, place: inRevision, socket: null, stream: null },
    ...{ path: '/health', consecutive: 5, giveUp: null, source: null },
  })
  assert.equal(waitMs, 120_000)
  const short = await loadGood({ inputs: { url, 'expect-revision': commit, wait: '5s' } })
  assert.equal(short.waitMs, 5000)
})

test('revision-from alone expects no certain one', async () => {
  const { ready, waitMs } = await loadGood({ inputs: { url, 'revision-from': '/v@X-Rev' } })
  assert.deepEqual(ready?.revision, {
    expected: null,
    place: { in: 'header', name: 'x-rev' },
    socket: null,
    stream: null,
  })
  assert.deepEqual([ready?.path, waitMs], ['/v', 30_000])
})

test('the file says all of it, with variables, and the place of the declaration', async () => {
  const text = `ready:
  revision: { from: /version#/commit, equals: $GITHUB_SHA, websocket: $.hello.revision, stream: '@x-rev' }
  consecutive: 7
  within: 5m
  give-up: [401, tls.cert.name_invalid]
`
  const { ready, waitMs } = await loadGood(file(text, { env: { GITHUB_SHA: commit } }))
  assert.deepEqual(ready?.revision, {
    expected: commit,
    place: { in: 'json', tokens: ['commit'] },
    socket: { in: 'message', path: '$.hello.revision' },
    stream: { in: 'header', name: 'x-rev' },
  })
  assert.deepEqual([ready?.path, ready?.consecutive, waitMs], ['/version', 7, 300_000])
  assert.deepEqual(ready?.giveUp, ['401', 'tls.cert.name_invalid'])
  assert.deepEqual(ready?.source, { file: defaultFile, line: 2, column: 1 })
})

test('the inputs win over the file', async () => {
  const inputs = { 'expect-revision': 'v2', 'revision-from': '/other', wait: '3s' }
  const { ready, waitMs } = await loadGood(
    file('ready: { revision: { from: /v#/r, equals: v1 }, within: 9s, consecutive: 2 }\n', { inputs }),
  )
  assert.deepEqual(
    [ready?.revision?.expected, ready?.path, ready?.consecutive, waitMs],
    ['v2', '/other', 2, 3000],
  )
})

test('a `ready` without a revision asks what the health check asks, once', async () => {
  const config = await loadGood(file('ready: { within: 5s, give-up: never }\n'))
  assert.deepEqual([config.ready?.revision, config.ready?.path, config.ready?.consecutive], [null, null, 1])
  assert.deepEqual(config.ready?.giveUp, [])
  const { checks, readiness } = buildPlan(config, checkKinds)
  assert.deepEqual(
    checks.map(({ id }) => id),
    ['ready:/health', 'health:/health'],
  )
  assert.deepEqual(readiness, { checks: ['ready:/health'], withinMs: 5000 })
})

test('the health check is waited for beside the revision, where it asks for more than that', async () => {
  const declared = `ready: { revision: { from: /version#/commit, equals: v1 } }
checks:
  - health: /health
    json: { status: ok }
`
  const { checks, readiness } = buildPlan(await loadGood(file(declared)), checkKinds)
  assert.deepEqual(readiness?.checks, ['ready:/version', 'health:/health'])
  assert.deepEqual(
    checks.map(({ kind }) => kind),
    ['ready', 'health'],
  )
  const same = await loadGood(file('ready: { revision: { from: /health#/commit, equals: v1 } }\n'))
  assert.deepEqual(buildPlan(same, checkKinds).readiness?.checks, ['ready:/health'])
})

test('a status that the health check accepts is good for `ready` without a path, too', async () => {
  const declared = 'ready: { consecutive: 2 }\nchecks: [{ health: /login, status: 302 }]\n'
  const { checks } = buildPlan(await loadGood(file(declared)), checkKinds)
  assert.deepEqual((checks[0]!.options as ReadyOptions).status, [302])
})

test('with no wait at all, what is declared is checked all the same', async () => {
  const config = await loadGood({ inputs: { url, 'expect-revision': commit, wait: '0s' } })
  assert.deepEqual(buildPlan(config, checkKinds).readiness, { checks: ['ready:/health'], withinMs: 0 })
})

const mistakes: readonly (readonly [ready: string, said: RegExp])[] = [
  ['{ revision: { from: health } }', /ready\.revision\.from \| "health" is neither a path nor a URL/],
  ['{ revision: { from: /v#x } }', /"#x" is not a JSON pointer/],
  ['{ revision: { equals: "two words" } }', /ready\.revision\.equals \| "two words" is not a revision/],
  ['{ revision: { websocket: revision } }', /is neither @header-name nor a JSONPath/],
  [
    '{ revision: { stream: revision } }',
    /ready\.revision\.stream \| .*is neither @header-name nor a JSONPath/,
  ],
  ['{ consecutive: 0 }', /ready\.consecutive/],
  [
    '{ give-up: [tls.cert.nam_invalid] }',
    /give-up.*"tls\.cert\.nam_invalid" is neither a status nor a type of fault.*tls\.cert\.name_invalid/,
  ],
  ['{ withn: 5m }', /"withn".*within/],
  ['{ revision: { equals: $NOT_THERE } }', /NOT_THERE/],
]
for (const [ready, said] of mistakes)
  test(`a mistake is told with its place and its remedy: ${ready}`, async () => {
    const problems = await loadBad(file(`ready: ${ready}\n`))
    assert.match(problems.map(showRow).join('\n'), said)
    assert.equal(problems[0]?.place?.line, 2)
  })
