/** The check `addresses` through the bundle: one name with three addresses, one of them odd in one way. */

import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Report } from '../../src/model/report.ts'
import { createAuthority, type Pair } from '../net/certificates.ts'
import { command, folderWith, noBundle } from './product.ts'

const name = 'three.example'
const hasLoopback6 = Object.values(networkInterfaces()).some(list => list?.some(one => one.address === '::1'))
const addresses = ['127.0.0.2', '127.0.0.3', hasLoopback6 ? '::1' : '127.0.0.4'] as const
const resolver = join(import.meta.dirname, 'two-addresses.ts')

interface Node {
  readonly pair: Pair
  readonly revision?: string
  readonly hangs?: true
  readonly slowMs?: number
}

/** Null listens to nothing. All on one port, each with the same name. */
async function startNodes(nodes: readonly (Node | null)[]) {
  const running = new AsyncDisposableStack()
  let port = 0
  for (const [i, node] of nodes.entries()) {
    if (!node) continue
    const { pair, revision = '4f2c1aa', hangs, slowMs = 0 } = node
    const server = createServer(pair, (_, response) => {
      response.setHeader('x-revision', revision)
      if (!hangs) setTimeout(() => response.end('ok'), slowMs)
    })
    server.on('tlsClientError', () => {})
    await new Promise<void>((done, fail) => server.once('error', fail).listen(port, addresses[i], done))
    port = (server.address() as AddressInfo).port
    running.defer(async () => {
      server.closeAllConnections()
      await new Promise(done => server.close(done))
    })
  }
  return { port, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

suite('every address of a name', {
  skip: noBundle || (process.platform !== 'linux' && 'only Linux listens on all of 127.0.0.0/8'),
}, () => {
  const authority = createAuthority()
  after(() => authority[Symbol.dispose]())
  const right: Node = { pair: authority.issue([`DNS:${name}`]) }
  const [, second, third] = addresses

  async function check(nodes: readonly (Node | null)[], asked = addresses.join(',')) {
    await using server = await startNodes(nodes)
    using folder = folderWith({
      'ca.pem': authority.ca,
      'file.yml': `environments: { test: { url: "https://${name}:${server.port}" } }
ready: { revision: { from: /version@x-revision }, consecutive: 1 }
checks: [{ addresses: /health, timeout: 1500ms }]
`,
    })
    const { stdout, stderr } = await command(
      [
        '--config',
        'file.yml',
        '--environment',
        'test',
        '--ca',
        'ca.pem',
        '--wait',
        '0s',
        '--timeout',
        '1500ms',
        '--format',
        'json',
      ],
      { cwd: folder.path, env: { NODE_OPTIONS: `--import=${resolver}`, TEST_ADDRESSES: asked } },
    )
    const found = (JSON.parse(stdout) as Report).checks.find(({ kind }) => kind === 'addresses')!
    return { found, context: `${found.reason}\n${stderr}` }
  }

  test('three that answer alike pass, the revision read in the header that `ready` names', async () => {
    const { found, context } = await check([right, right, right])
    assert.equal(found.outcome, 'passed', context)
    assert.equal(found.reason, 'all 3 addresses answer alike: HTTP 200, revision 4f2c1aa')
    assert.equal(found.traffic.connections, 3)
  })

  const odd: readonly (readonly [string, readonly (Node | null)[], string, RegExp, string])[] = [
    [
      'one refuses connections',
      [right, null, right],
      'tcp.refused',
      new RegExp(`^2 of 3 addresses answer as they should; ${second}: .*refused`),
      'tcp.one-address-dead',
    ],
    [
      'one shows an expired certificate',
      [right, { pair: authority.issue([`DNS:${name}`], -2) }, right],
      'tls.cert.date_invalid',
      new RegExp(`^2 of 3 addresses answer as they should; ${second}: .*expired`),
      'tls.certificate-expired',
    ],
    [
      'one shows the certificate of another name',
      [right, right, { pair: authority.issue(['DNS:other.example']) }],
      'tls.cert.name_invalid',
      new RegExp(`^2 of 3 addresses answer as they should; ${third}: `),
      'tls.certificate-name',
    ],
    [
      'one has the certificate of before',
      [right, { pair: authority.issue([`DNS:${name}`], 3) }, right],
      'http.addresses_differ',
      new RegExp(`^the same certificate: .*; ${second} shows certificate .*valid until`),
      'http.addresses-differ',
    ],
    [
      'one never answers',
      [right, { ...right, hangs: true }, right],
      'http.response.timed_out',
      new RegExp(`^2 of 3 addresses answer as they should; ${second}: .*no answer within 1\\.5 s`),
      'http.one-address-broken',
    ],
    [
      'one serves an old revision',
      [right, right, { ...right, revision: '99e0b1d' }],
      'http.addresses_differ',
      new RegExp(`^the same revision: .* show revision 4f2c1aa; ${third} shows revision 99e0b1d$`),
      'http.addresses-differ',
    ],
  ]
  for (const [what, nodes, type, reason, diagnosis] of odd)
    test(`${what}: it is named`, async () => {
      const { found, context } = await check(nodes)
      assert.deepEqual([found.outcome, found.fault?.type], ['failed', type], context)
      assert.match(found.reason, reason)
      assert.equal(found.diagnoses[0]?.id, diagnosis, context)
    })

  test('one that is much slower passes, with a note', async () => {
    const { found, context } = await check([right, { ...right, slowMs: 1200 }, right])
    assert.equal(found.outcome, 'passed', context)
    assert.match(found.notes.join(), new RegExp(`${second} took \\d+ ms; the others took \\d+ ms`))
  })
})
