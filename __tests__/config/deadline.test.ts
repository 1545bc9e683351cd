/** A check that is declared to last longer than the whole run is refused before anything is sent. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKinds } from '../../src/checks/index.ts'
import { buildPlan } from '../../src/plan.ts'
import { defaultFile, load, loadBad, showRow } from './given.ts'

const url = 'https://a.example'
const file = (words: string) => `environments:
  staging: { url: "${url}" }
  production: { url: "${url}" }
checks:
  - health: /health
  - idle: /ws
    ${words}
`
const given = (words: string, more: Record<string, string> = {}) => ({
  inputs: { environment: 'staging', ...more },
  files: { [defaultFile]: file(words) },
})

test('a hold that the default deadline would cut is a problem, with its place and the remedy', async () => {
  assert.deepEqual((await loadBad(given('hold: 10m'))).map(showRow), [
    '6:5 | idle: /ws | a hold of 10 m cannot end within the deadline of the whole run, 10 m | write a shorter hold, or give the input deadline as 21m',
  ])
})

test('the deadline that was given counts, in both directions', async () => {
  assert.equal((await load(given('hold: 10m', { deadline: '30m' }))).ok, true)
  const [problem] = await loadBad(given('hold: 65s', { deadline: '1m' }))
  assert.match(problem?.message ?? '', /a hold of 1 m 5 s .* 1 m$/)
})

test('the hold that is the default counts as well', async () => {
  assert.equal((await loadBad(given('name: quiet', { deadline: '1m' }))).length, 1)
})

test('a URL of HTTP without a method is no WebSocket, and says how a quiet stream is written', async () => {
  const text = file('hold: 3s').replace('idle: /ws', 'idle: https://a.example/events')
  const [problem] = await loadBad({ inputs: { environment: 'staging' }, files: { [defaultFile]: text } })
  assert.equal(
    problem && showRow(problem),
    '6:11 | checks[1].idle | "https://a.example/events" is a URL of HTTP, and without a method this check is one of a WebSocket | for a stream over HTTP add its method, such as method: GET; for a WebSocket write its wss:// URL',
  )
})

test('a quiet stream is one with a method, on the base of HTTP, also as a whole URL', async () => {
  for (const path of ['/events', 'https://a.example/events']) {
    const text = file('hold: 3s\n    method: get').replace('idle: /ws', `idle: ${path}`)
    const loaded = await load({ inputs: { environment: 'staging' }, files: { [defaultFile]: text } })
    assert.ok(loaded.ok)
    const { checks } = buildPlan(loaded.config, checkKinds)
    assert.deepEqual(
      checks.map(({ name, target }) => [name, target.url.href]),
      [
        ['Health /health', `${url}/health`],
        ['Quiet stream /events', `${url}/events`],
      ],
    )
  }
  const wss = file('method: GET').replace('idle: /ws', 'idle: wss://a.example/events')
  const [problem] = await loadBad({ inputs: { environment: 'staging' }, files: { [defaultFile]: wss } })
  assert.match(problem?.message ?? '', /has the scheme "wss"/)
})

test('a check that does not run in this environment is no problem', async () => {
  assert.equal((await load(given('hold: 10m\n    when: [production]'))).ok, true)
})
