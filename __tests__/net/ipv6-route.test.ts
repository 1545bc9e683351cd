import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { resolveHost } from '../../src/net/dns.ts'
import { findIpv6Route, judgeRoute } from '../../src/net/ipv6-route.ts'

const own = Object.values(networkInterfaces()).flatMap(list => list ?? [])
const ipv6 = own.filter(({ family }) => family === 'IPv6')

for (const [target, source, route] of [
  ['2606:4700::1111', '2a01:4f8:1::2', 'public'],
  ['2606:4700::1111', 'fd00::2', 'private'],
  ['2606:4700::1111', 'fe80::1', 'private'],
  ['2606:4700::1111', '::1', 'private'],
  ['2606:4700::1111', '2001:0:4136:e378:8000:63bf:3fff:fdd2', 'private'],
  ['2606:4700::1111', '2001::1', 'private'],
  ['2606:4700::1111', '2002:c000:204::1', 'private'],
  ['2606:4700::1111', '2001:db8::1', 'public'],
  // A deployment inside of a private network is answered from there.
  ['fd12::7', 'fd00::2', 'public'],
  ['::1', '::1', 'public'],
] as const)
  test(`a route to ${target} from ${source} is ${route}`, () =>
    assert.equal(judgeRoute(target, source), route))

test(
  'without any IPv6 address there is no route',
  { skip: ipv6.length > 0 && 'this machine has one' },
  async () => assert.equal(await findIpv6Route('2001:db8::7'), 'none'),
)

test(
  'with private addresses alone a route to the internet is not taken for one',
  {
    skip: ipv6.some(({ address }) => /^[23]/.test(address)) && 'this machine has a public address',
  },
  async () => assert.notEqual(await findIpv6Route('2606:4700:4700::1111'), 'public'),
)

test('loopback is reached', { skip: ipv6.length === 0 && 'this machine has no IPv6' }, async () =>
  assert.equal(await findIpv6Route('::1'), 'public'),
)

test('an address carries its route; loopback and IPv4 need none', async () => {
  const signal = new AbortController().signal
  const found = async (host: string) => {
    const resolved = await resolveHost(host, 1000, signal)
    return resolved.ok ? resolved.value[0]?.route : resolved.fault
  }
  assert.equal(await found('127.0.0.1'), undefined)
  assert.equal(await found('::1'), undefined)
  assert.equal(await found('2001:db8::7'), await findIpv6Route('2001:db8::7'))
})
