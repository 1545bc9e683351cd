import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { parsePlace } from '../../src/checks/revision.ts'
import { done, failed, fault } from '../../src/model/fault.ts'
import type { Address } from '../../src/net/dns.ts'
import type { Wire } from '../../src/net/wire.ts'
import { createAuthority, type Pair } from '../net/certificates.ts'
import { createWire } from '../net/servers.ts'
import { oneLoopback } from '../platform.ts'
import { plan, runOne } from './probing.ts'

const authority = createAuthority()
after(() => authority[Symbol.dispose]())
const certificate = authority.issue(['DNS:staging.example'])

interface Node {
  readonly answer: RequestListener
  readonly pair?: Pair
}

const ok =
  (body: object = { status: 'ok', revision: '4f2c1aa' }): RequestListener =>
  (_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

/** One server for each loopback address, all on one port; null listens to nothing. */
async function checkNodes(
  nodes: readonly (Node | null)[],
  options: object = {},
  more: readonly Address[] = [],
) {
  const addresses: Address[] = nodes.map((_, i) => ({ address: `127.0.0.${i + 1}`, family: 4 }))
  const servers = []
  let port = 0
  for (const [i, node] of nodes.entries()) {
    if (!node) continue
    const server = node.pair ? createSecureServer({ ...node.pair }, node.answer) : createServer(node.answer)
    await new Promise<void>(resolve => server.listen(port, addresses[i]!.address, resolve))
    port = (server.address() as AddressInfo).port
    servers.push(server)
  }
  const scheme = nodes.some(node => node?.pair) ? 'https' : 'http'
  const wire = createWire({ ca: authority.ca }, { resolve: async () => done([...addresses, ...more]) })
  const result = await runOne(plan('addresses', `${scheme}://staging.example:${port}/health`, options), {
    wire,
  })
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  return result
}

test('two addresses that answer alike pass, each dialled, with the same Host and SNI', {
  skip: oneLoopback,
}, async () => {
  const hosts: unknown[] = []
  const node: Node = {
    answer: (request, response) => {
      hosts.push(request.headers.host?.split(':')[0])
      ok()(request, response)
    },
    pair: certificate,
  }
  const result = await checkNodes([node, node])
  assert.equal(result.outcome, 'passed', result.reason)
  assert.equal(result.reason, 'all 2 addresses answer alike: HTTP 200, revision 4f2c1aa')
  assert.deepEqual(hosts, ['staging.example', 'staging.example'])
  assert.deepEqual(result.attempts.map(a => a.address?.split(':')[0]).sort(), ['127.0.0.1', '127.0.0.2'])
  assert.equal(result.traffic.connections, 2)
})

test('a single address passes, and says that it is the only one', async () => {
  const result = await checkNodes([{ answer: ok({}) }])
  assert.equal(result.reason, 'the only address answers: HTTP 200')
})

const odd: readonly (readonly [string, readonly (Node | null)[], string, string, RegExp])[] = [
  [
    'an address where nothing listens',
    [{ answer: ok() }, null],
    'tcp.refused',
    'infrastructure',
    /^1 of 2 addresses answer as they should; 127\.0\.0\.2: .*refused/,
  ],
  [
    'an address with a gateway that has nothing behind it',
    [
      { answer: ok() },
      { answer: ok() },
      { answer: (_, response) => response.writeHead(502).end('<hr><center>nginx</center>') },
    ],
    'http.gateway_error',
    'infrastructure',
    /^2 of 3 addresses answer as they should; 127\.0\.0\.3: answered HTTP 502/,
  ],
  [
    'an address with an old revision',
    [{ answer: ok() }, { answer: ok() }, { answer: ok({ revision: '99e0b1d' }) }],
    'http.addresses_differ',
    'infrastructure',
    /^the same revision: 127\.0\.0\.1, 127\.0\.0\.2 show revision 4f2c1aa; 127\.0\.0\.3 shows revision 99e0b1d$/,
  ],
  [
    'an address that tells no revision where the others do',
    [{ answer: ok() }, { answer: ok() }, { answer: ok({}) }],
    'http.addresses_differ',
    'infrastructure',
    /^the same revision: 127\.0\.0\.1, 127\.0\.0\.2 show revision 4f2c1aa; 127\.0\.0\.3 shows no revision$/,
  ],
  [
    'an address with another status',
    [{ answer: ok({}) }, { answer: (_, response) => response.writeHead(204).end() }],
    'http.addresses_differ',
    'infrastructure',
    /^the same status: 127\.0\.0\.1 shows HTTP 200; 127\.0\.0\.2 shows HTTP 204$/,
  ],
  [
    'an address with the certificate of before',
    [
      { answer: ok(), pair: certificate },
      { answer: ok(), pair: authority.issue(['DNS:staging.example'], 3) },
    ],
    'http.addresses_differ',
    'infrastructure',
    /^the same certificate: 127\.0\.0\.1 shows certificate .*…, valid until .*; 127\.0\.0\.2 shows certificate/,
  ],
  [
    'an address with an expired certificate',
    [
      { answer: ok(), pair: certificate },
      { answer: ok(), pair: authority.issue(['DNS:staging.example'], -1) },
    ],
    'tls.cert.date_invalid',
    'infrastructure',
    /^1 of 2 addresses answer as they should; 127\.0\.0\.2: .*expired/,
  ],
]
for (const [what, nodes, type, failureClass, reason] of odd)
  test(`${what} fails, and is named`, { skip: oneLoopback }, async () => {
    const result = await checkNodes(nodes)
    assert.deepEqual(
      [result.outcome, result.fault?.type, result.class],
      ['failed', type, failureClass],
      result.reason,
    )
    assert.match(result.reason, reason)
  })

test('what does not have to be alike may differ', { skip: oneLoopback }, async () => {
  const nodes = [{ answer: ok() }, { answer: ok({ revision: '99e0b1d' }) }]
  const result = await checkNodes(nodes, { alike: ['status', 'certificate'] })
  assert.equal(result.outcome, 'passed', result.reason)
})

test('one commit, written short by one address and in full by another, is one revision', {
  skip: oneLoopback,
}, async () => {
  const full = '4f2c1aa99887766554433221100ffeeddccbbaa0'
  const result = await checkNodes([{ answer: ok() }, { answer: ok({ revision: full }) }])
  assert.equal(result.outcome, 'passed', result.reason)
})

test('the revision is read from a header where the options say so', { skip: oneLoopback }, async () => {
  const node = (revision: string): Node => ({
    answer: (_, response) => response.setHeader('x-revision', revision).end('ok'),
  })
  const result = await checkNodes([node('a'), node('b')], { revision: parsePlace('@X-Revision') })
  assert.match(result.reason, /shows revision a; .* shows revision b/)
})

const unreachable: Wire['dial'] = async () => {
  throw new Error('not dialled')
}

test('behind a proxy, which resolves by itself, it is skipped with the reason', async () => {
  const wire = createWire({}, { resolve: async () => done(null), dial: unreachable })
  const result = await runOne(plan('addresses', 'http://staging.example/'), { wire })
  assert.equal(result.outcome, 'skipped')
  assert.match(result.reason, /a proxy stands in between/)
})

test('a name that does not resolve fails in dns', async () => {
  const missing = fault('dns.name_not_resolved', 'staging.example: the name does not exist', 'ENOTFOUND')
  const wire = createWire({}, { resolve: async () => failed(missing), dial: unreachable })
  const result = await runOne(plan('addresses', 'http://staging.example/'), { wire })
  assert.deepEqual([result.outcome, result.layer], ['failed', 'dns'])
})

test('two build numbers that one rounded number would stand for are two revisions', {
  skip: oneLoopback,
}, async () => {
  const node = (revision: string): Node => ({
    answer: (_, response) =>
      response.setHeader('content-type', 'application/json').end(`{"revision":${revision}}`),
  })
  const result = await checkNodes([node('20261122101912345'), node('20261122101912344')])
  assert.equal(result.fault?.type, 'http.addresses_differ', result.reason)
})

test('where a revision is declared, addresses that tell none were not compared in it, and that is said', async () => {
  const nodes = [{ answer: ok({}) }, { answer: ok({}) }]
  const declared = await checkNodes(nodes, { revision: parsePlace('@x-revision') })
  assert.deepEqual(
    [declared.outcome, declared.notes],
    ['passed', ['no address told its revision in the header "x-revision": in that they were not compared']],
  )
  assert.deepEqual((await checkNodes(nodes)).notes, [])
})
