import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { judgeAddresses } from '../../src/checks/addresses/judge.ts'
import type { AddressesDetails, AddressesOptions } from '../../src/checks/addresses.ts'
import { evidenceOf } from '../../src/checks/gather.ts'
import { parsePlace } from '../../src/checks/revision.ts'
import type { PlannedCheck } from '../../src/model/check.ts'
import { done, type Fault, failed, fault } from '../../src/model/fault.ts'
import type { Address } from '../../src/net/dns.ts'
import type { Ipv6Route } from '../../src/net/ipv6-route.ts'
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

const unreachableFault = fault('tcp.address_unreachable', 'no route', 'ENETUNREACH')
const silent = fault('tcp.timed_out', 'no connection', 'ETIMEDOUT')
const refusedThere = fault('tcp.refused', 'refused', 'ECONNREFUSED')
const sixes: readonly (readonly [
  what: string,
  routes: readonly Ipv6Route[],
  faults: readonly Fault[],
  outcome: string,
])[] = [
  ['no route to it', ['none'], [unreachableFault], 'errored'],
  ['a private route and no answer', ['private'], [silent], 'errored'],
  ['a private route and no way', ['private'], [unreachableFault], 'errored'],
  ['a private route and a refusal: it was reached', ['private'], [refusedThere], 'failed'],
  ['private routes, of which one was answered', ['private', 'private'], [silent, refusedThere], 'failed'],
  ['a public route and no answer', ['public'], [silent], 'failed'],
  ['a public route and no way', ['public'], [unreachableFault], 'failed'],
]
for (const [what, routes, faults, outcome] of sixes)
  test(`an IPv6 address of the target that fails, with ${what}: ${outcome}`, async () => {
    const wire = createWire()
    const addresses = routes.map((route, i) => ({ address: `2001:db8::${i + 1}`, family: 6, route }) as const)
    const result = await runOne(plan('addresses', 'http://staging.example/'), {
      wire: {
        ...wire,
        async dial(_, turn, ms, choice) {
          const { record } = await wire.dial(plan('addresses', 'http://127.0.0.1:9/').target, turn, ms)
          const at = addresses.findIndex(({ address }) => address === choice?.only?.address)
          record.dials(addresses[at]!, 80)
          return { ok: false, fault: faults[at]!, record }
        },
        resolve: async () => done(addresses),
      },
    })
    assert.equal(result.outcome, outcome, result.reason)
    if (outcome === 'errored') assert.match(result.reason, /and this machine has no public IPv6/)
    else assert.match(result.reason, new RegExp(`^0 of ${faults.length} addresses`))
  })

test('an address that is out of reach from here is no sign that the target comes and goes', async () => {
  const server = createServer((_, response) => response.end('ok'))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const wire = createWire()
  const here: Address = { address: '127.0.0.1', family: 4 }
  const far: Address = { address: '2001:db8::7', family: 6, route: 'none' }
  const result = await runOne(plan('addresses', `http://127.0.0.1:${port}/`), {
    wire: {
      ...wire,
      async dial(target, turn, ms, choice) {
        if (choice?.only?.address === here.address) return await wire.dial(target, turn, ms, choice)
        const { record } = await wire.dial(plan('addresses', 'http://127.0.0.1:9/').target, turn, ms)
        record.dials(far, 80)
        return { ok: false, fault: unreachableFault, record }
      },
      resolve: async () => done([here, far]),
    },
  })
  server.close()
  assert.equal(result.outcome, 'passed', result.reason)
  assert.deepEqual(result.notes, ['this machine has no public IPv6: 2001:db8::7 could not be tested'])
  assert.deepEqual(
    result.attempts.map(({ address }) => address),
    [`127.0.0.1:${port}`],
  )
})

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

for (const [has, outcome, said] of [
  [false, 'passed', /^this machine has no public IPv6: 2001:db8::7 could not be tested$/],
  [true, 'failed', /^$/],
] as const)
  test(`an IPv6 address without a route, on a machine ${has ? 'with' : 'without'} IPv6, beside a good one: ${outcome}`, () => {
    const noRoute = fault('tcp.address_unreachable', 'no route', 'ENETUNREACH')
    const of = (address: string, family: 4 | 6, trouble: typeof noRoute | null) => ({
      ...{ address, family, fault: trouble, status: trouble ? null : 200, ms: 1, observations: {} },
      ...{ certificate: null, expires: null, revision: null },
      route: family === 4 ? null : has ? ('public' as const) : ('none' as const),
    })
    const answered = [of('203.0.113.7', 4, null), of('2001:db8::7', 6, noRoute)]
    const check = plan('addresses', 'http://staging.example/')
    const details: AddressesDetails = { answered, left: 0, resolved: true, localhost: false }
    const judged = judgeAddresses(
      check as PlannedCheck<AddressesOptions>,
      evidenceOf({
        ...{ attempts: [], observations: {}, fault: null, details },
      }),
    )
    assert.equal(judged.outcome, outcome, judged.reason)
    assert.match(judged.notes.join(), said)
  })
