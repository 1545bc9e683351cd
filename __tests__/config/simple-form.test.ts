/** What inputs alone come to: which checks, with which options, at which address. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootCertificates } from 'node:tls'
import { loadGood, names, url, ws } from './given.ts'

test('a URL alone is checked at /health, with the defaults of the contract', async () => {
  const config = await loadGood({ inputs: { url } })
  assert.deepEqual(names(config.checks), ['health /health'])
  const { waitMs, timeoutMs, deadlineMs, failOn } = config
  assert.deepEqual(
    { waitMs, timeoutMs, deadlineMs, failOn },
    { waitMs: 30_000, timeoutMs: 10_000, deadlineMs: 600_000, failOn: 'any' },
  )
  assert.equal(config.websocketBase.href, 'wss://a.example/')
})

test('each line of health is a check of its own, blank lines are none', async () => {
  const config = await loadGood({ inputs: { url, health: ' /a \n\n/b?full=1\r\nhttp://c.example/d' } })
  assert.deepEqual(names(config.checks), ['health /a', 'health /b?full=1', 'health http://c.example/d'])
})

test('a WebSocket without a credential adds upgrade and messaging, and concurrency only if it is asked for', async () => {
  const kinds = async (more: object) =>
    (await loadGood({ inputs: { ...ws, ...more } })).checks.map(({ kind }) => kind).join(' ')
  assert.equal(await kinds({}), 'health upgrade messaging')
  assert.equal(await kinds({ connections: '3' }), 'health upgrade messaging concurrency')
  assert.equal(await kinds({ token: 't' }), 'health upgrade messaging auth concurrency')
  assert.equal(await kinds({ token: 't', connections: '0' }), 'health upgrade messaging auth')
})

test('send, expect, subprotocol and connections arrive in the options of the WebSocket checks', async () => {
  const inputs = {
    ...ws,
    send: '{"id":"{{id}}"}',
    expect: '{"ok":true}',
    subprotocol: 'a\nb',
    connections: '7',
  }
  const { checks } = await loadGood({ inputs })
  const [, upgrade, messaging, concurrency] = checks.map(({ options }) => options as Record<string, unknown>)
  assert.deepEqual(upgrade?.subprotocol, ['a', 'b'])
  assert.deepEqual(messaging?.subprotocol, ['a', 'b'])
  assert.deepEqual((messaging!.conversation as unknown[])[0], { send: { id: '{{id}}' } })
  assert.deepEqual(concurrency?.conversation, messaging?.conversation)
  assert.equal(concurrency?.connections, 7)
})

test('a WebSocket URL is the target of its checks', async () => {
  const config = await loadGood({ inputs: { url, websocket: 'wss://ws.example/chat' } })
  assert.deepEqual(names(config.checks).slice(1, 2), ['upgrade wss://ws.example/chat'])
  assert.equal(config.websocketBase.host, 'ws.example')
})

test('inputs that are empty were not given', async () => {
  const inputs = { url, health: '', token: '', 'jwt-secret': '', timeout: ' \n', 'check-run': '', config: '' }
  const config = await loadGood({ inputs })
  assert.deepEqual([config.credentials, config.timeoutMs, config.checks.length], [{}, 10_000, 1])
})

test('values that ask for nothing unbuilt are taken', async () => {
  const inputs = { ...ws, baseline: 'off', 'check-run': 'False', 'auth-required': 'auto', comment: 'false' }
  assert.ok(await loadGood({ inputs }))
})

test('refusals are checked as soon as there is a credential, or if they are asked for, and not if they are not', async () => {
  const planned = async (more: object) =>
    (await loadGood({ inputs: { ...ws, ...more } })).checks.some(({ kind }) => kind === 'auth')
  assert.equal(await planned({}), false)
  assert.equal(await planned({ 'auth-required': 'true' }), true)
  assert.equal(await planned({ token: 't' }), true)
  assert.equal(await planned({ token: 't', 'auth-required': 'auto' }), true)
  assert.equal(await planned({ token: 't', 'auth-required': 'false' }), false)
})

test('connect-to takes names, IPv4 and IPv6, with and without a port', async () => {
  const rows: readonly (readonly [string, string, number | null])[] = [
    ['203.0.113.7', '203.0.113.7', null],
    ['203.0.113.7:8443', '203.0.113.7', 8443],
    ['2001:db8::7', '2001:db8::7', null],
    ['[2001:db8::7]', '2001:db8::7', null],
    ['[2001:db8::7]:443', '2001:db8::7', 443],
    ['new-stack.example.com:443', 'new-stack.example.com', 443],
  ]
  for (const [text, host, port] of rows) {
    assert.deepEqual((await loadGood({ inputs: { url, 'connect-to': text } })).connectTo, { host, port })
  }
})

test('the environment names the report where there is no file', async () => {
  assert.equal((await loadGood({ inputs: { url, environment: 'preview' } })).environment, 'preview')
})

test('ca is PEM text, with real or written line breaks, or a file of several certificates', async () => {
  const [one, two] = rootCertificates
  const trusted = async (ca: string) =>
    (await loadGood({ inputs: { url, ca }, files: { 'certs/ca.pem': `# two\n${one}\n${two}\n` } })).ca
  assert.equal(await trusted(one!), `${one}\n`)
  assert.equal(await trusted(one!.replaceAll('\n', '\\n')), `${one}\n`)
  assert.equal(await trusted('certs/ca.pem'), `${one}\n${two}\n`)
})
