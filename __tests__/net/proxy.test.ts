import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from '../../src/model/target.ts'
import { checkProxyEnvironment, readProxies } from '../../src/net/proxy.ts'

const host = (env: Record<string, string>, url: string) =>
  readProxies(env).find(targetOf(new URL(url)))?.url.host ?? null

const both = { http_proxy: 'http://plain:3128', https_proxy: 'http://secure:3128' }

test('http and ws take HTTP_PROXY, https and wss take HTTPS_PROXY, lower case wins', () => {
  const env = { ...both, HTTP_PROXY: 'http://other:1', HTTPS_PROXY: 'http://other:1' }
  assert.deepEqual(
    ['http://a.example', 'ws://a.example', 'https://a.example', 'wss://a.example'].map(url => host(env, url)),
    ['plain:3128', 'plain:3128', 'secure:3128', 'secure:3128'],
  )
})

test('ALL_PROXY serves a scheme that has no variable of its own', () => {
  assert.equal(host({ ALL_PROXY: 'proxy:3128' }, 'wss://a.example'), 'proxy:3128')
})

const rows: readonly (readonly [noProxy: string, url: string, direct: boolean])[] = [
  ['*', 'https://a.example', true],
  ['a.example', 'https://a.example', true],
  ['a.example', 'https://b.a.example', true],
  ['.a.example', 'https://b.a.example', true],
  ['*.a.example', 'https://b.a.example', true],
  ['a.example', 'https://nota.example', false],
  ['a.example:8443', 'https://a.example:8443', true],
  ['a.example:8443', 'https://a.example', false],
  ['a.example:443', 'https://a.example', true],
  ['10.0.0.0/8', 'https://10.1.2.3', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.1.2.3', 'https://10.1.2.3', true],
  ['[fd00::1]', 'https://[fd00::1]:9', true],
  ['fd00::/8', 'https://[fd00::1]', true],
  ['x.example, a.example b.example', 'https://b.example', true],
  ['A.Example', 'https://a.example', true],
  ['10.0.0.0/99', 'https://10.1.2.3', false],
]
for (const [noProxy, url, direct] of rows)
  test(`NO_PROXY "${noProxy}" ${direct ? 'takes' : 'leaves'} ${url} ${direct ? 'past' : 'on'} the proxy`, () => {
    assert.equal(host({ ...both, no_proxy: noProxy }, url), direct ? null : 'secure:3128')
  })

test('our loopback goes past a proxy elsewhere, and through one that is on it', () => {
  assert.equal(host(both, 'https://localhost:3000'), null)
  assert.equal(host(both, 'https://127.0.0.1:3000'), null)
  assert.equal(host({ https_proxy: 'http://127.0.0.1:3128' }, 'https://localhost:3000'), '127.0.0.1:3128')
})

test('a value that is no HTTP proxy is a problem that does not repeat the value', () => {
  const problems = checkProxyEnvironment({ HTTPS_PROXY: 'socks5://user:hunter2@proxy:1080' })
  assert.equal(problems.length, 1)
  assert.match(problems[0]!.message, /HTTPS_PROXY/)
  assert.doesNotMatch(problems[0]!.message, /hunter2/)
})
