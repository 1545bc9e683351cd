/** TLS as a client of the real name sees it: trust, names, and addresses that are dialled instead of it. */

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { type Authority, createAuthority, type Pair } from '../net/certificates.ts'
import { startRaw } from '../net/servers.ts'
import { folderWith, noBundle, verify } from './product.ts'

const secret = 'the shared secret of staging'

suite('TLS', { skip: noBundle }, () => {
  let authority: Authority
  let other: Authority
  let right: Pair
  let named: Pair
  before(() => {
    authority = createAuthority()
    other = createAuthority()
    right = authority.issue(['IP:127.0.0.1'])
    named = authority.issue(['DNS:api.example.test'])
  })
  after(() => {
    authority[Symbol.dispose]()
    other[Symbol.dispose]()
  })
  const everything = (url: string) => ({ url, websocket: '/ws', 'jwt-secret': secret })

  test('with `ca` as PEM text every check passes over TLS, and the handshake is a phase of its own', async () => {
    await using service = await startService({ tls: right, secret })
    using run = await verify({ ...everything(service.url), ca: authority.ca })
    assert.equal(run.report.counts.passed, 5)
    for (const { attempts, observations } of run.report.checks) {
      assert.ok(attempts.every(({ phases }) => phases.some(({ phase }) => phase === 'tls')))
      assert.match(String(observations['tls.protocol.version']), /^TLSv1\.[23]$/)
    }
  })

  test('with `ca` as a file of the workspace it is the same', async () => {
    await using service = await startService({ tls: right, secret })
    using workspace = folderWith({})
    writeFileSync(join(workspace.path, 'staging-ca.pem'), authority.ca)
    using run = await verify(
      { ...everything(service.url), ca: 'staging-ca.pem' },
      { workspace: workspace.path },
    )
    assert.equal(run.report.counts.passed, 5)
  })

  for (const [what, ca] of [
    ['without `ca`', () => ''],
    ["with another authority's `ca`", () => other.ca],
  ] as const) {
    test(`${what} a private authority is not trusted: one TLS failure, the rest blocked`, async () => {
      await using service = await startService({ tls: right, secret })
      using run = await verify({ ...everything(service.url), ca: ca() })
      assert.deepEqual(run.outcomes, [
        'health:/health failed infrastructure tls.cert.authority_invalid',
        'upgrade:/ws blocked',
        'messaging:/ws blocked',
        'auth:/ws blocked',
        'concurrency:/ws blocked',
      ])
      assert.equal(run.check('health:/health').layer, 'tls')
      assert.equal(service.stats().httpRequests, 0)
    })
  }

  test('`connect-to` dials the new stack under the real name, and the certificate has to be for that name', async () => {
    await using service = await startService({ tls: named, secret })
    const { port } = new URL(service.url)
    const inputs = {
      ca: authority.ca,
      'connect-to': `127.0.0.1:${port}`,
      websocket: '/ws',
      'jwt-secret': secret,
    }
    using run = await verify({ ...inputs, url: 'https://api.example.test' })
    assert.equal(run.report.counts.passed, 5)
    assert.equal(run.check('health:/health').attempts[0]?.address, `127.0.0.1:${port}`)
    assert.equal(run.check('health:/health').target, 'https://api.example.test/health')

    using wrong = await verify({ ...inputs, url: 'https://www.example.test' })
    assert.deepEqual(wrong.outcomes[0], 'health:/health failed infrastructure tls.cert.name_invalid')
    assert.equal(wrong.report.counts.blocked, 4)
  })

  test('`connect-to` without a port keeps that of the URL, plain HTTP as well', async () => {
    await using service = await startService({ secret })
    using run = await verify({
      ...everything(service.url.replace('127.0.0.1', 'staging.example.test')),
      'connect-to': '127.0.0.1',
    })
    assert.equal(run.report.counts.passed, 5)
  })

  test('an expired certificate, and a port that speaks no TLS, are told apart', async () => {
    await using expired = await startService({ tls: authority.issue(['IP:127.0.0.1'], -1) })
    using old = await verify({ url: expired.url, ca: authority.ca })
    assert.deepEqual(old.outcomes, ['health:/health failed infrastructure tls.cert.date_invalid'])

    await using plain = await startService()
    using bare = await verify({ url: plain.url.replace('http:', 'https:') })
    assert.deepEqual(bare.outcomes, ['health:/health failed infrastructure tls.not_tls'])
  })

  test('a port that accepts and never shakes hands is a TLS time-out, not a hang', async () => {
    await using server = await startRaw(() => {})
    using run = await verify({ url: `https://127.0.0.1:${server.port}`, timeout: '300ms' })
    assert.deepEqual(run.outcomes, ['health:/health failed infrastructure tls.timed_out'])
  })

  test('a `ca` that is no certificate is an input problem', async () => {
    using run = await verify({
      url: 'https://127.0.0.1:9',
      ca: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
    })
    assert.equal(run.exitCode, 2)
    assert.equal(run.report.problems[0]?.subject, 'ca')
  })
})
