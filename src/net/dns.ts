/** Names to addresses, as this machine sees them: getaddrinfo, so that a hosts file counts as it does for every client. */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import { limitOf, runOver } from './limit.ts'
import { troubleOf } from './trouble.ts'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** Whether this machine has an IPv6 address of its own. GitHub's hosted runners have none. */
export function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some(list =>
    list?.some(a => a.family === 'IPv6' && !a.internal && !a.address.startsWith('fe80')),
  )
}

const isLoopback = (a: Address): boolean => a.address === '::1' || a.address.startsWith('127.')

/** IPv6 addresses that cannot be reached from here come last: their failure would say nothing of the target. */
function reachableFirst(addresses: readonly Address[]): readonly Address[] {
  if (!addresses.some(a => a.family === 6 && !isLoopback(a)) || hasIpv6()) return addresses
  const here = (a: Address) => a.family === 4 || isLoopback(a)
  return [...addresses.filter(here), ...addresses.filter(a => !here(a))]
}

/**
 * Those of `addresses` that attempts go round. Without IPv6 here, an answer in every turn must not depend on addresses
 * that nobody here can dial; where there are no others, they are dialled, and the fault tells.
 */
export function dialledInTurn(addresses: readonly Address[], ipv6 = hasIpv6): readonly Address[] {
  const here = addresses.filter(a => a.family === 4 || isLoopback(a))
  return here.length === 0 || here.length === addresses.length || ipv6() ? addresses : here
}

const underWay = new Map<string, Promise<Tried<readonly Address[]>>>()

async function lookUp(host: string): Promise<Tried<readonly Address[]>> {
  try {
    const found = await lookup(host, { all: true, order: 'verbatim' })
    const addresses = found.map(a => ({ address: a.address, family: a.family === 6 ? 6 : 4 }) as const)
    if (addresses.length === 0) return failed(fault('dns.no_address', `${host}: the name has no address`))
    return done(reachableFirst(addresses))
  } catch (error) {
    return failed(troubleOf(error, 'dns', host))
  }
}

/**
 * Every address of `host`, in the order in which they should be tried. Look-ups of one name that are under way at the
 * same time are one look-up: 2,000 connections ask the resolver once, as one browser would.
 */
export async function resolveHost(
  host: string,
  timeoutMs: number,
  run: AbortSignal,
): Promise<Tried<readonly Address[]>> {
  const family = isIP(host)
  if (family) return done([{ address: host, family: family === 6 ? 6 : 4 }])
  let pending = underWay.get(host)
  if (!pending) {
    pending = lookUp(host).finally(() => underWay.delete(host))
    underWay.set(host, pending)
  }
  using limit = limitOf(timeoutMs, run)
  // getaddrinfo cannot be cancelled: its answer is left behind when the time is over.
  const over = new Promise<Tried<readonly Address[]>>(resolve => {
    const give = () =>
      resolve(
        failed(
          limit.timedOut
            ? fault('dns.timed_out', `${host}: the resolver gave no answer within ${timeoutMs} ms`)
            : runOver(run),
        ),
      )
    limit.onOver(give)
  })
  return Promise.race([pending, over])
}
