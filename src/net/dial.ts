/** The one dialler: dns → tcp → proxy → tls, each phase timed, one address an attempt. */

import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { done, type Fault, fault } from '../model/fault.ts'
import type { Target } from '../model/target.ts'
import { AttemptRecord } from './attempt.ts'
import { type Address, dialledInTurn, loopbackTwin, resolveHost } from './dns.ts'
import { type ForwardProxy, openTunnel, type Proxies } from './proxy.ts'
import { connectTcp, showAddress } from './tcp.ts'
import { observeTls, startTls, trustOf } from './tls.ts'
import type { Dial, Dialled, Resolve } from './wire.ts'

export interface DialSettings {
  /** PEM text of certificates trusted besides the defaults. */
  readonly ca: string | null
  /** Dialled instead of what DNS says; name and SNI stay. */
  readonly connectTo: { readonly host: string; readonly port: number | null } | null
  readonly proxies: Proxies
  readonly signal: AbortSignal
}

interface Endpoint {
  readonly host: string
  readonly port: number
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const endpointOf = ({ url, secure }: Target): Endpoint => ({
  host: bare(url.hostname),
  port: Number(url.port) || (secure ? 443 : 80),
})

/** Trouble on the way to the proxy says nothing of the target: it is the runner's own surroundings. */
const blameProxy = (proxy: ForwardProxy, f: Fault): Fault =>
  f.layer === 'runner'
    ? f
    : fault('proxy.unreachable', `the proxy ${proxy.url.host} cannot be used: ${f.message}`, f.code)

export function createResolver({ connectTo, proxies, signal }: DialSettings): Resolve {
  return async (target, timeoutMs) =>
    proxies.find(target)
      ? done(null)
      : await resolveHost(connectTo?.host ?? endpointOf(target).host, timeoutMs, signal)
}

export function createDialler(settings: DialSettings): Dial {
  const { connectTo, proxies, signal } = settings
  let trust: ReturnType<typeof trustOf> | null = null
  const secureOptions = (name: string, timeoutMs: number) => {
    trust ??= trustOf(settings.ca)
    return { name, timeoutMs, trust }
  }

  async function connectTimed(address: Address, port: number, timeoutMs: number) {
    const start = performance.now()
    const connected = await connectTcp(address, port, timeoutMs, signal)
    return { connected, ms: performance.now() - start }
  }

  async function reach(
    record: AttemptRecord,
    { host, port }: Endpoint,
    turn: number,
    timeoutMs: number,
    only?: Address,
  ) {
    const family = isIP(host)
    const resolved = only
      ? done([only])
      : family
        ? done([{ address: host, family: family === 6 ? 6 : 4 } as const])
        : await record.time('dns', () => resolveHost(host, timeoutMs, signal))
    if (!resolved.ok) return resolved
    const addresses = resolved.value
    if (!only && !family)
      record.observe({
        'dns.addresses': addresses
          .map(a => a.address)
          .join(', ')
          .slice(0, 500),
      })
    const inTurn = only ? addresses : dialledInTurn(addresses)
    if (inTurn.length < addresses.length)
      record.observe({
        'dns.not_dialled': addresses
          .filter(a => !inTurn.includes(a))
          .map(a => a.address)
          .join(', ')
          .slice(0, 500),
      })
    const address = inTurn[turn % inTurn.length]!
    const dialled = await connectTimed(address, port, timeoutMs)
    const refused = !dialled.connected.ok && dialled.connected.fault.type === 'tcp.refused'
    const twin = refused && !only ? loopbackTwin(host, address, addresses) : null
    const second = twin ? await connectTimed(twin, port, timeoutMs) : null
    const letGo = second?.connected.ok === true
    const { connected, ms } = letGo ? second : dialled
    record.dials(letGo && twin ? twin : address, port)
    record.note('tcp', ms)
    if (letGo) record.observe({ 'dns.refused_twin': address.address })
    if (connected.ok) record.uses(connected.value)
    return connected
  }

  return async (target, turn, timeoutMs, { only, reading } = {}): Promise<Dialled> => {
    const record = new AttemptRecord()
    const broken = (f: Fault): Dialled => ({ ok: false, fault: f, record })
    const named = endpointOf(target)
    record.observe({ 'server.address': named.host, 'server.port': named.port })
    const there: Endpoint = connectTo ? { host: connectTo.host, port: connectTo.port ?? named.port } : named
    const proxy = proxies.find(target)

    if (!proxy) {
      const reached = await reach(record, there, turn, timeoutMs, only)
      if (!reached.ok) return broken(reached.fault)
      if (!target.secure) return { ok: true, record, connection: { socket: reached.value, forwarded: null } }
      return await secure(reached.value)
    }

    const proxySecure = proxy.url.protocol === 'https:'
    const front: Endpoint = {
      host: bare(proxy.url.hostname),
      port: Number(proxy.url.port) || (proxySecure ? 443 : 80),
    }
    record.observe({ 'proxy.address': showAddress(front.host, front.port) })
    const reached = await reach(record, front, turn, timeoutMs)
    if (!reached.ok) return broken(blameProxy(proxy, reached.fault))
    let socket = reached.value
    if (proxySecure) {
      const wrapped = await record.time('proxy', () =>
        startTls(socket, secureOptions(front.host, timeoutMs), signal),
      )
      if (!wrapped.ok) return broken(blameProxy(proxy, wrapped.fault))
      socket = wrapped.value
    }
    if (target.url.protocol === 'http:' && !connectTo) {
      const authorization = proxy.authorization?.reveal()
      const forwarded = authorization ? { 'proxy-authorization': authorization } : {}
      return { ok: true, record, connection: { socket, forwarded } }
    }
    const authority = showAddress(there.host, there.port)
    const tunnel = await record.time('proxy', () => openTunnel(socket, proxy, authority, timeoutMs, signal))
    if (!tunnel.ok) return broken(tunnel.fault)
    if (!target.secure) return { ok: true, record, connection: { socket: tunnel.value, forwarded: null } }
    return await secure(tunnel.value)

    async function secure(below: typeof socket): Promise<Dialled> {
      const secured = await record.time('tls', () =>
        startTls(below, { ...secureOptions(named.host, timeoutMs), ...(reading ? { reading } : {}) }, signal),
      )
      if (!secured.ok) return broken(secured.fault)
      record.observe(observeTls(secured.value as TLSSocket))
      return { ok: true, record, connection: { socket: secured.value, forwarded: null } }
    }
  }
}
