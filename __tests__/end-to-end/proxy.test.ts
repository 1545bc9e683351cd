/** HTTP(S)_PROXY and NO_PROXY: the same way for every transport, and a proxy in trouble is not the target's fault. */

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { type Authority, createAuthority, type Pair } from '../net/certificates.ts'
import { closedPort } from '../net/servers.ts'
import { startForwardProxy } from './forward-proxy.ts'
import { noBundle, verify } from './product.ts'

const secret = 'the shared secret of staging'
const everything = (url: string) => ({ url, websocket: '/ws', 'jwt-secret': secret })
const hostOf = (url: string) => new URL(url).host

suite('proxies', { skip: noBundle }, () => {
  let authority: Authority
  let pair: Pair
  before(() => {
    authority = createAuthority()
    pair = authority.issue(['IP:127.0.0.1'])
  })
  after(() => authority[Symbol.dispose]())

  test('plain HTTP goes through the proxy as whole URLs, WebSockets through tunnels', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy()
    using run = await verify(everything(service.url), { env: { HTTP_PROXY: proxy.url } })
    assert.equal(run.report.counts.passed, 5)
    const tunnel = `CONNECT ${hostOf(service.url)}`
    assert.deepEqual(
      [...proxy.asked].sort(),
      [...Array.from({ length: 7 + 12 }, () => tunnel), `GET ${service.url}/health`].sort(),
    )
    assert.equal(service.stats().connections, 8 + 12)
    const { attempts, observations } = run.check('upgrade:/ws')
    assert.equal(observations['proxy.address'], `127.0.0.1:${proxy.port}`)
    assert.ok(attempts[0]?.phases.some(({ phase }) => phase === 'proxy'))
  })

  test('https and wss go through tunnels, TLS is with the target', async () => {
    await using service = await startService({ tls: pair, secret })
    await using proxy = await startForwardProxy()
    using run = await verify(
      { ...everything(service.url), ca: authority.ca },
      { env: { https_proxy: proxy.url } },
    )
    assert.equal(run.report.counts.passed, 5)
    assert.deepEqual([...new Set(proxy.asked)], [`CONNECT ${hostOf(service.url)}`])
    assert.deepEqual(
      run.check('health:/health').attempts[0]?.phases.map(({ phase }) => phase),
      ['tcp', 'proxy', 'tls', 'request', 'body'],
    )
  })

  test('each variable is for its own scheme', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy()
    using run = await verify(everything(service.url), { env: { HTTPS_PROXY: proxy.url } })
    assert.equal(run.report.counts.passed, 5)
    assert.deepEqual(proxy.asked, [])
  })

  for (const entry of ['127.0.0.1', '*', '127.0.0.0/8', 'example.com,127.0.0.1']) {
    test(`NO_PROXY=${entry} goes past the proxy`, async () => {
      await using service = await startService({ secret })
      await using proxy = await startForwardProxy()
      using run = await verify(everything(service.url), {
        env: { HTTP_PROXY: proxy.url, NO_PROXY: entry },
      })
      assert.equal(run.report.counts.passed, 5)
      assert.deepEqual(proxy.asked, [])
    })
  }

  test('NO_PROXY for another host changes nothing', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy()
    using run = await verify(everything(service.url), {
      env: { HTTP_PROXY: proxy.url, NO_PROXY: 'example.com,10.0.0.0/8' },
    })
    assert.equal(run.report.counts.passed, 5)
    assert.equal(proxy.asked.length, 8 + 12)
  })

  test('a proxy is shown its credential, and no surface tells it', async () => {
    const password = 'pr0xy-Rw4Xm8Qz2Lk6'
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy({ credential: `ci:${password}` })
    const url = proxy.url.replace('//', `//ci:${password}@`)
    using run = await verify(everything(service.url), { env: { HTTP_PROXY: url }, mask: [password] })
    assert.equal(run.report.counts.passed, 5)

    using refused = await verify(everything(service.url), {
      env: { HTTP_PROXY: url.replace(password, 'wrong-Tn7Yc3Vd9Hb5') },
      mask: ['wrong-Tn7Yc3Vd9Hb5'],
    })
    assert.deepEqual([refused.report.verdict, refused.exitCode], ['inconclusive', 3])
  })

  test('a proxy that asks for a credential is trouble of the runner: inconclusive, never a failed deployment', async () => {
    await using service = await startService({ tls: pair, secret })
    await using proxy = await startForwardProxy({ credential: 'ci:secret' })
    using run = await verify(
      { ...everything(service.url), ca: authority.ca },
      { env: { HTTPS_PROXY: proxy.url } },
    )
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.equal(run.outcomes[0], 'health:/health errored runner proxy.refused')
    assert.equal(service.stats().connections, 0)
  })

  test('the same 407 on a plain request is trouble of the runner too', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy({ credential: 'ci:secret' })
    using run = await verify({ url: service.url }, { env: { HTTP_PROXY: proxy.url } })
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
  })

  test('a proxy that is down makes the run inconclusive, exit 3', async () => {
    await using service = await startService({ secret })
    const env = { HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` }
    using run = await verify(everything(service.url), { env })
    assert.deepEqual([run.report.verdict, run.exitCode], ['inconclusive', 3])
    assert.equal(run.outcomes[0], 'health:/health errored runner proxy.unreachable')
    assert.equal(run.report.counts.failed, 0)
    assert.equal(service.stats().connections, 0)
  })

  test("a proxy that never answers CONNECT is the runner's trouble, within the time-out", async () => {
    await using service = await startService({ tls: pair, secret })
    await using proxy = await startForwardProxy({ silent: true })
    using run = await verify(
      { url: service.url, ca: authority.ca, timeout: '400ms' },
      { env: { HTTPS_PROXY: proxy.url } },
    )
    assert.deepEqual(run.outcomes, ['health:/health errored runner proxy.unreachable'])
    assert.equal(run.exitCode, 3)
  })

  test('a target that the proxy cannot reach is a failure of the deployment', async () => {
    await using proxy = await startForwardProxy()
    const dead = `https://127.0.0.1:${await closedPort()}`
    using run = await verify({ url: dead, websocket: '/ws' }, { env: { HTTPS_PROXY: proxy.url } })
    assert.deepEqual(run.outcomes, [
      'health:/health failed infrastructure tcp.unreachable_through_proxy',
      'upgrade:/ws blocked',
      'messaging:/ws blocked',
    ])
    assert.equal(run.exitCode, 1)
  })

  test('`connect-to` goes through a tunnel as well, for plain HTTP too', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy()
    using run = await verify(
      {
        ...everything(service.url.replace('127.0.0.1', 'staging.example.test')),
        'connect-to': '127.0.0.1',
      },
      { env: { HTTP_PROXY: proxy.url } },
    )
    assert.equal(run.report.counts.passed, 5)
    assert.deepEqual([...new Set(proxy.asked)], [`CONNECT ${hostOf(service.url)}`])
  })

  test('a proxy that is reached over TLS leads on', async () => {
    await using service = await startService({ secret })
    await using proxy = await startForwardProxy({ tls: pair })
    using run = await verify(
      { ...everything(service.url), ca: authority.ca },
      { env: { HTTP_PROXY: proxy.url } },
    )
    assert.equal(run.report.counts.passed, 5)
  })

  test('a proxy variable that is no URL is an input problem without its value', async () => {
    using run = await verify(
      { url: 'http://127.0.0.1:9' },
      { env: { HTTP_PROXY: 'socks5://u:Rw4Xm8Qz2Lk6@h' } },
    )
    assert.equal(run.exitCode, 2)
    assert.doesNotMatch(run.rawStdout, /Rw4Xm8Qz2Lk6/)
  })
})
