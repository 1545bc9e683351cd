/**
 * Whether this machine has a way to an IPv6 address. An address of its own is no proof: in containers it is often a
 * private one, which the internet cannot answer. The operating system knows without a packet being sent, because a
 * UDP socket that is connected chooses its route and its own address then.
 */

import type { Socket } from 'node:dgram'

/**
 * `none`: the system knows no route. `private`: it knows one, but the address that it would dial from is not one that the
 * internet can answer (RFC 4193, RFC 4291 section 2.5.6) or belongs to a tunnel (Teredo, 6to4): whether a translator
 * stands in between cannot be known from here.
 */
export type Ipv6Route = 'public' | 'private' | 'none'

/** Nothing is ever sent there: RFC 863, discard. */
const anyPort = 9

/** RFC 4291 section 2.4: 2000::/3 is what is given out. */
const isPublic = (address: string): boolean => {
  const first = Number.parseInt(address.split(':')[0] || '0', 16)
  return first >= 0x2000 && first <= 0x3fff
}

/** Teredo, 2001::/32 (RFC 4380), and 6to4, 2002::/16 (RFC 3056), are there on machines without any IPv6 uplink. */
const isTunnel = (address: string): boolean => /^2001:0{0,4}:|^2002:/.test(address)

/** What a route to `target` is worth that is dialled from `source`. */
export const judgeRoute = (target: string, source: string): Ipv6Route =>
  isPublic(target) && (!isPublic(source) || isTunnel(source)) ? 'private' : 'public'

export async function findIpv6Route(target: string): Promise<Ipv6Route> {
  // Only a name with an IPv6 address comes here: nobody else pays for loading it.
  const { createSocket } = await import('node:dgram')
  return await new Promise<Ipv6Route>(resolve => {
    let socket: Socket | null = null
    const settle = (route: Ipv6Route) => {
      socket?.close()
      socket = null
      resolve(route)
    }
    socket = createSocket('udp6')
    socket.once('error', () => settle('none'))
    socket.once('connect', () => settle(judgeRoute(target, socket?.address().address ?? '::')))
    socket.unref()
    socket.connect(anyPort, target)
  })
}
