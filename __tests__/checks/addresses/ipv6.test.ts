/** IPv6 addresses of a target that this machine can or cannot reach. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { judgeAddresses } from '../../../src/checks/addresses/judge.ts'
import type { AddressesDetails, AddressesOptions } from '../../../src/checks/addresses.ts'
import { evidenceOf } from '../../../src/checks/gather.ts'
import type { PlannedCheck } from '../../../src/model/check.ts'
import { done, type Fault, fault } from '../../../src/model/fault.ts'
import type { Address } from '../../../src/net/dns.ts'
import type { Ipv6Route } from '../../../src/net/ipv6-route.ts'
import { createWire } from '../../net/servers.ts'
import { plan, runOne } from '../probing.ts'

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
