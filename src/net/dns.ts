/** Names to addresses, as this machine sees them: getaddrinfo, so that a hosts file counts as it does for every client. */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { showDuration } from '../model/duration.ts'
import { done, failed, fault, type Tried } from '../model/fault.ts'
import { findIpv6Route, type Ipv6Route } from './ipv6-route.ts'
import { limitOf, runOver } from './limit.ts'
import { troubleOf } from './trouble.ts'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
  /** Of IPv6 beyond this machine. GitHub's hosted runners have no route. */
  readonly route?: Ipv6Route
}

const isLoopback = (a: Address): boolean => a.address === '::1' || a.address.startsWith('127.')

/** Whether a failure to reach it is the target's. */
const isWithinReach = ({ route = 'public' }: Address): boolean => route === 'public'

/** More than a large network gives a name; what comes after is taken to be within reach. */
const mostRoutes = 32

async function withRoutes(addresses: readonly Address[]): Promise<readonly Address[]> {
  return await Promise.all(
    addresses.map(async (a, i) =>
      a.family === 4 || isLoopback(a) || i >= mostRoutes
        ? a
        : { ...a, route: await findIpv6Route(a.address) },
    ),
  )
}

/** Addresses that cannot be reached from here come last: their failure would say nothing of the target. */
const reachableFirst = (addresses: readonly Address[]): readonly Address[] => [
  ...addresses.filter(isWithinReach),
  ...addresses.filter(a => !isWithinReach(a)),
]

/**
 * Those of `addresses` that attempts go round. Without IPv6 here, an answer in every turn must not depend on addresses
 * that nobody here can dial; where there are no others, they are dialled, and the fault tells.
 */
export function dialledInTurn(addresses: readonly Address[]): readonly Address[] {
  const here = addresses.filter(isWithinReach)
  return here.length === 0 ? addresses : here
}

/** RFC 6761 section 6.3: names of this machine, whatever a resolver says. */
export const isLocalhost = (host: string): boolean => /^(.+\.)?localhost\.?$/i.test(host)

/**
 * The address of the other family by which `localhost` is this machine as well. Many a server listens on one of the two
 * only, and no client is turned away by that: each of them tries the other.
 */
export function loopbackTwin(
  host: string,
  { family }: Address,
  addresses: readonly Address[],
): Address | null {
  if (!isLocalhost(host) || !addresses.every(isLoopback)) return null
  return addresses.find(other => other.family !== family) ?? null
}

const underWay = new Map<string, Promise<Tried<readonly Address[]>>>()

async function lookUp(host: string): Promise<Tried<readonly Address[]>> {
  try {
    const found = await lookup(host, { all: true, order: 'verbatim' })
    const addresses = found.map(a => ({ address: a.address, family: a.family === 6 ? 6 : 4 }) as const)
    if (addresses.length === 0) return failed(fault('dns.no_address', `${host}: the name has no address`))
    return done(reachableFirst(await withRoutes(addresses)))
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
  if (family) return done(await withRoutes([{ address: host, family: family === 6 ? 6 : 4 }]))
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
            ? fault('dns.timed_out', `${host}: the resolver gave no answer within ${showDuration(timeoutMs)}`)
            : runOver(run),
        ),
      )
    limit.onOver(give)
  })
  return Promise.race([pending, over])
}
