import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillHeaders, fillUrl } from '../../src/checks/request.ts'
import { newScope } from '../../src/matching/template.ts'
import { reveal, Secret } from '../../src/model/secret.ts'
import { version } from '../../src/model/version.ts'

const scope = newScope({ runId: 'run 7/8', sha: 'abc', connection: 3, token: new Secret('t0k&n') })
const fill = (url: string) => fillUrl(new URL(url), scope).href

const urls: readonly (readonly [url: string, filled: string])[] = [
  ['https://host.example/health', 'https://host.example/health'],
  ['https://host.example/{{sha}}/health', 'https://host.example/abc/health'],
  ['https://host.example/a?run={{run-id}}&c={{connection}}', 'https://host.example/a?run=run%207%2F8&c=3'],
  ['wss://host.example/ws?token={{token}}', 'wss://host.example/ws?token=t0k%26n'],
  ['https://host.example/{{ sha }}', 'https://host.example/abc'],
  ['https://host.example/%7B%7Bsha%7D%7D', 'https://host.example/abc'],
  ['https://host.example/100%25/{x}', 'https://host.example/100%25/{x}'],
]
for (const [url, filled] of urls)
  test(`${url} is asked as ${filled}`, () => {
    // How the parser spells single braces is its own affair.
    assert.equal(fill(url).replaceAll('%7B', '{').replaceAll('%7D', '}'), filled)
  })

test('what is filled in cannot leave its place in a URL', () => {
  const hostile = newScope({ runId: '../../admin?x=1#y', sha: 'a/b', connection: 1, token: null })
  assert.equal(
    fillUrl(new URL('https://host.example/{{run-id}}/{{sha}}'), hostile).href,
    'https://host.example/..%2F..%2Fadmin%3Fx%3D1%23y/a%2Fb',
  )
})

test('each {{uuid}} in a URL is a fresh one, {{id}} stays', () => {
  const { pathname } = fillUrl(new URL('https://host.example/{{id}}/{{id}}/{{uuid}}/{{uuid}}'), scope)
  const [, a, b, c, d] = pathname.split('/')
  assert.equal(a, b)
  assert.notEqual(c, d)
})

test('headers are filled, a secret one stays secret, and we say who we are', () => {
  const headers = fillHeaders(
    { 'x-run': '{{sha}}-{{connection}}', 'x-token': new Secret('key {{token}}') },
    scope,
  )
  assert.equal(headers['x-run'], 'abc-3')
  assert.ok(headers['x-token'] instanceof Secret)
  assert.equal(reveal(headers['x-token']), 'key t0k&n')
  assert.equal(headers['user-agent'], `verify-deploy/${version}`)
})

test('a user agent of the user’s own stands, whatever its case', () => {
  assert.deepEqual(fillHeaders({ 'User-Agent': 'mine' }, scope), { 'User-Agent': 'mine' })
})
